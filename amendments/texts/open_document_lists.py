"""The numbers of ODT lists: a style of list says how, the order of the items says which."""

from dataclasses import dataclass

from lxml import etree

from amendments.texts.list_formats import FORMATS
from amendments.texts.xml_stream import attribute, local

_LARGEST = 100_000
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = ""
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1


class ListNumbers:
    """Counts the items of lists in their order."""

    def __init__(self, styles: etree._Element | None) -> None:
        self.resolved = False
        self._levels: dict[tuple[str, int], _Level] = {}
        self._counts: dict[tuple[str, int], int] = {}
        for node in styles.iter() if styles is not None else ():
            self.learn(node)

    def learn(self, node: etree._Element) -> None:
        """Take in a style of list; other styles are passed over."""
        name = attribute(node, "name")
        if local(node) != "list-style" or name is None:
            return
        for level in node:
            if local(level) == "list-level-style-number":
                self._levels[name, _whole(attribute(level, "level"), 1)] = _Level(
                    form=attribute(level, "num-format") or "",
                    before=(attribute(level, "num-prefix") or "")[:40],
                    after=(attribute(level, "num-suffix") or "")[:40],
                    start=_whole(attribute(level, "start-value"), 1),
                    shown=_whole(attribute(level, "display-levels"), 1),
                )

    def open(self, style: str, level: int, *, goes_on: bool) -> None:
        """A list begins; its numbers begin anew unless it goes on from an earlier one."""
        if not goes_on:
            self._counts.pop((style, level), None)

    def next(self, style: str, level: int, start: str | None) -> str:
        """The number of the next item, '' where the style shows none."""
        known = self._levels.get((style, level))
        if known is None:
            return ""
        before = self._counts.get((style, level))
        first = known.start if before is None else min(before + 1, _LARGEST)
        self._counts[style, level] = _whole(start, first)
        if not known.form:
            return ""
        self.resolved = True
        shown = range(max(1, level - known.shown + 1), level + 1)
        return known.before + ".".join(self._written(style, one) for one in shown) + known.after

    def _written(self, style: str, level: int) -> str:
        known = self._levels.get((style, level), _Level("1"))
        number = self._counts.get((style, level), known.start)
        return FORMATS[_FORMS.get(known.form, "decimal")](number)


def _whole(text: str | None, otherwise: int) -> int:
    return (
        int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
    )
