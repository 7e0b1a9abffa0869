"""A text as numbered structural elements. Every word of it is in one of them, in its order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from amendments.texts.kinds import label_of, path_of
from amendments.texts.language import language_of_text
from amendments.texts.outline import Outline, Spot
from amendments.texts.places import place_of_label
from amendments.texts.quotations import units

_IMPLIED = (("part", "1"), ("indent", "1"))
_SPACES = re.compile(r"[ \t\xa0\u2000-\u200a\u202f\u3000]+")


@dataclass(frozen=True, slots=True)
class Element:
    """One structural element.

    `kind` is one of `KINDS`; `number` is normalised ('5-1', 'II', 'а', '2' of a part or indent; of an
    'amendment' the number of what it changes). `path` is unique in its text and does not depend on the
    language: 'article 5 / paragraph 2 / subparagraph 1'. `label` names the place in the language of the text.
    `text` is everything written, number included, lines kept; `marker` is the number as written at its head.
    `amends` is the path of what an instruction of an amending act changes, else ''.
    """

    kind: str
    number: str
    path: str
    label: str
    text: str
    marker: str = ""
    amends: str = ""

    @property
    def body(self) -> str:
        """The text without its number."""
        return self.text[len(self.marker) :].strip()

    @property
    def parent(self) -> str:
        """The path of the element around it, '' at the top."""
        return self.path.rpartition(" / ")[0]


@dataclass(frozen=True, slots=True)
class ReadText:
    """A draft as it was read. `notes` are codes of `NOTES`: what the reader of the screen has to be told."""

    elements: tuple[Element, ...]
    language: str
    notes: tuple[str, ...] = ()


def numbered(lines: Sequence[str], language: str | None = None) -> tuple[Element, ...]:
    """The elements of a text given line by line. `language` ('kk', 'ru') is that of the labels."""
    written = [line for line in (_SPACES.sub(" ", line).strip() for line in lines) if line]
    language = language or language_of_text("\n".join(written))
    outline = Outline()
    texts = units(written)
    taken: dict[str, int] = {}
    return tuple(
        _element(spot, text, language, taken)
        for spot, text in zip((outline.place(texts, row) for row in range(len(texts))), texts, strict=True)
    )


def text_of(elements: Sequence[Element]) -> str:
    """The whole text again, an element to a line."""
    return "\n".join(element.text for element in elements)


def element_at(elements: Sequence[Element], label: str) -> Element | None:
    """The one element that the label of a row names ('подпункт 1) пункта 2 статьи 5'), None if none or several do.

    The words may leave out the widest places ('пункт 2' where only one article has it), and may name the first
    part or indent of an element, which is the element's own text.
    """
    place = place_of_label(label)
    shorter = tuple(step for step in place if step not in _IMPLIED)
    return _at(elements, path_of(place)) or (_at(elements, path_of(shorter)) if shorter != place else None)


def _at(elements: Sequence[Element], path: str) -> Element | None:
    if not path:
        return None
    exact = [element for element in elements if element.path == path]
    found = exact or [element for element in elements if element.path.endswith(f" / {path}")]
    return found[0] if len(found) == 1 else None


def _element(spot: Spot, text: str, language: str, taken: dict[str, int]) -> Element:
    path = _unique(spot, taken)
    return Element(
        kind=spot.kind,
        number=spot.number,
        path=path,
        label=_label(spot, language),
        text=text,
        marker=spot.written,
        amends=path_of(spot.amends),
    )


def _unique(spot: Spot, taken: dict[str, int]) -> str:
    """The path without the chapters around it; with them, then with a count, where numbers come again."""
    for path in (spot.path, spot.whole_path):
        if path not in taken:
            taken[path] = 1
            return path
    while True:
        taken[path] += 1
        counted = f"{path} ({taken[path]})"
        if counted not in taken:
            taken[counted] = 1
            return counted


def _label(spot: Spot, language: str) -> str:
    if spot.kind != "amendment":
        return label_of(spot.steps, language)
    changed = label_of(spot.amends, language)
    return f"{changed} ({label_of(spot.steps, language, of_the_draft=True)})" if spot.steps else changed
