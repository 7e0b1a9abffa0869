"""The numbers that Word writes before paragraphs by itself, worked out from its lists."""

from dataclasses import dataclass, field

from lxml import etree

from amendments.texts.list_formats import FORMATS
from amendments.texts.xml_stream import attribute, child, local

_LEVELS = 9
_LARGEST = 100_000
# Signs of an enumeration that a reader sees as a dash; other bullets are ornaments.
_DASHES = frozenset("-‐‑–—")


@dataclass(slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    restarts: int | None = None
    is_legal: bool = False
    paragraph_style: str = ""


@dataclass(slots=True)
class _List:
    abstract: str
    levels: dict[int, _Level]
    fresh: dict[int, int] = field(default_factory=dict)  # level -> number that this list starts anew with


class WordNumbering:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self.resolved = self.unresolved = False
        self._counts: dict[str, dict[int, int]] = {}
        abstracts = {
            attribute(node, "abstractNumId") or "": node
            for node in (numbering if numbering is not None else ())
            if local(node) == "abstractNum"
        }
        self._lists = dict(_lists(numbering, abstracts)) if numbering is not None else {}
        self._styles = _style_lists(styles, self._lists)

    def number(self, properties: etree._Element | None) -> str:
        """What Word shows before the paragraph with these properties (w:pPr), '' if nothing. Counts on."""
        place = self._place(properties)
        if place is None:
            return ""
        listed = self._lists.get(place[0])
        level = listed.levels.get(place[1]) if listed else None
        if listed is None or level is None:
            self.unresolved |= place[0] != "0"
            return ""
        counts = self._count(listed, place[1])
        if level.style == "bullet":
            return level.text if level.text in _DASHES else ""
        if level.style == "none" and "%" not in level.text:
            return level.text.strip()
        self.resolved = True
        return self._shown(level, listed, counts)

    def _place(self, properties: etree._Element | None) -> tuple[str, int] | None:
        style = attribute(child(properties, "pStyle"), "val")
        inherited = self._styles.get(style or "")
        own = child(properties, "numPr")
        if own is None:
            return inherited
        number = attribute(child(own, "numId"), "val")
        level = attribute(child(own, "ilvl"), "val")
        if number is None and inherited is None:
            return None
        return (
            number if number is not None else inherited[0] if inherited else "",
            _whole(level, inherited[1] if inherited and number is None else 0),
        )

    def _count(self, listed: _List, depth: int) -> dict[int, int]:
        counts = self._counts.setdefault(listed.abstract, {})
        if depth in listed.fresh:
            counts[depth] = listed.fresh.pop(depth)
        else:
            counts[depth] = (
                min(counts[depth] + 1, _LARGEST) if depth in counts else listed.levels[depth].start
            )
        for deeper in [one for one in counts if one > depth]:
            level = listed.levels.get(deeper)
            if level is None or level.restarts is None or 0 <= depth < level.restarts:
                del counts[deeper]
        return counts

    def _shown(self, level: _Level, listed: _List, counts: dict[int, int]) -> str:
        text = level.text
        for depth in range(_LEVELS):
            sign = f"%{depth + 1}"
            if sign in text:
                other = listed.levels.get(depth, _Level())
                style = "decimal" if level.is_legal else other.style
                text = text.replace(sign, self._written(counts.get(depth, other.start), style))
        return text.strip()

    def _written(self, number: int, style: str) -> str:
        written = FORMATS.get(style)
        if written is None:
            self.unresolved = True
        return (written or str)(number)


def _lists(numbering: etree._Element, abstracts: dict[str, etree._Element]) -> "list[tuple[str, _List]]":
    found = []
    for node in numbering:
        abstract = attribute(child(node, "abstractNumId"), "val") or ""
        if local(node) != "num" or abstract not in abstracts:
            continue
        levels = _levels(abstracts[abstract])
        listed = _List(abstract, levels)
        for override in (inner for inner in node if local(inner) == "lvlOverride"):
            depth = _whole(attribute(override, "ilvl"), 0)
            levels.update(_levels(override))
            start = attribute(child(override, "startOverride"), "val")
            if start is not None:
                listed.fresh[depth] = _whole(start, 1)
        found.append((attribute(node, "numId") or "", listed))
    return found


def _levels(parent: etree._Element) -> dict[int, _Level]:
    levels = {}
    for node in (inner for inner in parent if local(inner) == "lvl"):
        restart = attribute(child(node, "lvlRestart"), "val")
        levels[_whole(attribute(node, "ilvl"), 0)] = _Level(
            start=_whole(attribute(child(node, "start"), "val"), 1),
            style=attribute(child(node, "numFmt"), "val") or "decimal",
            text=(attribute(child(node, "lvlText"), "val") or "")[:100],
            restarts=None if restart is None else _whole(restart, 0),
            is_legal=child(node, "isLgl") is not None,
            paragraph_style=attribute(child(node, "pStyle"), "val") or "",
        )
    return levels


def _style_lists(styles: etree._Element | None, lists: dict[str, _List]) -> dict[str, tuple[str, int]]:
    """The list and the level that each paragraph style brings with it, from itself or from the style below it."""
    own: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    for node in styles if styles is not None else ():
        name = attribute(node, "styleId")
        if local(node) != "style" or name is None:
            continue
        based[name] = attribute(child(node, "basedOn"), "val") or ""
        number = attribute(child(node, "pPr", "numPr", "numId"), "val")
        if number is not None:
            own[name] = (number, _level_of_style(node, name, lists.get(number)))
    found = dict(own)
    for name in based:
        below, seen = name, set()
        while below and below not in own and below not in seen:
            seen.add(below)
            below = based.get(below, "")
        if below in own:
            found[name] = own[below]
    return found


def _level_of_style(node: etree._Element, name: str, listed: _List | None) -> int:
    linked = (
        (depth for depth, level in listed.levels.items() if level.paragraph_style == name) if listed else ()
    )
    return next(iter(linked), _whole(attribute(child(node, "pPr", "numPr", "ilvl"), "val"), 0))


def _whole(text: str | None, otherwise: int) -> int:
    return (
        int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
    )
