"""The words of a Word paragraph as they will stand when every tracked change is accepted."""

from dataclasses import dataclass, field

from lxml import etree

from amendments.texts.content import Budget
from amendments.texts.xml_stream import attribute, child, local

_DELETED = frozenset({"del", "moveFrom"})
_INSERTED = frozenset({"ins", "moveTo"})
_NO_TEXT = frozenset(
    {"pPr", "rPr", "instrText", "delText", "delInstrText", "fldData", "tblPr", "sectPr", "binData"}
)
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class WordWords:
    """Reads paragraphs; collects notes and the footnotes met."""

    budget: Budget
    footnotes: dict[str, str]
    notes: set[str] = field(default_factory=set)

    def text_of(self, paragraph: etree._Element) -> str:
        """The words of a w:p, line breaks kept, then those of its footnotes, each on a line."""
        words: list[str] = []
        called: list[str] = []
        self._gather(paragraph, words, called)
        if _is_on(child(paragraph, "pPr", "pageBreakBefore")):
            self.budget.turn_page()
        text = "".join(words)
        for number in called:
            if footnote := self.footnotes.get(number):
                self.notes.add("footnotes_included")
                text += "\n" + self.budget.spend(footnote)
        return text

    def _gather(self, node: etree._Element, words: list[str], called: list[str]) -> None:
        for inner in node:
            name = local(inner)
            if name == "t":
                words.append(self.budget.spend(inner.text or ""))
            elif name in _SIGNS:
                words.append(_SIGNS[name])
            elif name == "br":
                words.append("\n")
                if attribute(inner, "type") == "page":
                    self.budget.turn_page()
            elif name == "lastRenderedPageBreak":
                self.budget.turn_page()
            elif name == "r":
                self._run(inner, words, called)
            elif name in _DELETED:
                self.notes.add("tracked_changes_as_final")
            elif name not in _NO_TEXT:
                self._gather_other(name, inner, words, called)

    def _gather_other(self, name: str, node: etree._Element, words: list[str], called: list[str]) -> None:
        if name in _INSERTED:
            self.notes.add("tracked_changes_as_final")
        elif name == "commentReference":
            self.notes.add("comments_left_out")
        elif name in ("footnoteReference", "endnoteReference"):
            called.append(f"{name[:-9]} {attribute(node, 'id')}")
        if name == "AlternateContent":
            node = node[0] if len(node) else node  # the others say the same for older programs
        elif name in ("p", "txbxContent"):
            words.append("\n")
        self._gather(node, words, called)

    def _run(self, run: etree._Element, words: list[str], called: list[str]) -> None:
        properties = child(run, "rPr")
        if _is_on(child(properties, "vanish")):
            self.notes.add("hidden_text_left_out")
            return
        begun = len(words)
        self._gather(run, words, called)
        if attribute(child(properties, "vertAlign"), "val") == "superscript":
            words[begun:] = [word.translate(_RAISED) if word.isdigit() else word for word in words[begun:]]


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and attribute(switch, "val") not in _OFF


def footnotes_of(*roots: etree._Element | None) -> dict[str, str]:
    """'footnote 2' -> its words. The separators, which are footnotes to Word, have none."""
    found = {}
    for root in roots:
        for node in root if root is not None else ():
            words = "".join(inner.text or "" for inner in node.iter() if local(inner) == "t")
            found[f"{local(node)} {attribute(node, 'id')}"] = words.strip()
    return found
