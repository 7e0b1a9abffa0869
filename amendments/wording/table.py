"""Amendments as pages show them: columns with their cells, and what each is called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from amendments.anchoring import Anchor, Piece, difference, is_worth_marking, reattach
from amendments.models import AmendmentRow, AmendmentTable, TextElement
from amendments.models.table import COLUMNS, LANGUAGES, SUMMARY
from amendments.states import AnchorState, Readiness

COLUMN_NAMES: dict[str, Promise] = {
    "structural_element": _("Structural element"),
    "draft_wording": _("Norm of the draft"),
    "proposed_wording": _("Proposed wording"),
    "justification": _("Justification"),
    "expected_effect": _("Expected effect"),
}
COLUMN_HINTS: dict[str, Promise] = {
    "structural_element": _("Article, paragraph, subparagraph: as the draft numbers them."),
    "draft_wording": _("The words of the draft, as they are. Empty where you propose a new norm."),
    "proposed_wording": _("The whole norm as it should read; to strike a norm out, say so."),
    "justification": _("The article of law, an obligation, data with their source."),
    "expected_effect": _("What changes for whom."),
}
SUMMARY_NAME = _("Position summary")
NORMS = frozenset({"draft_wording", "proposed_wording"})
TONES = {Readiness.MISSING: "late", Readiness.DRAFT: "soon", Readiness.CHECKED: "good"}
ANCHOR_TONES = {AnchorState.MOVED: "soon", AnchorState.CHANGED: "late", AnchorState.LOST: "late"}
SHORT = {"kk": _("Kaz"), "ru": _("Rus")}


@dataclass(frozen=True)
class Cell:
    """One text of a row, or of the summary, in one language."""

    name: str
    language: str
    label: Promise
    text: str
    state: Readiness
    pieces: Sequence[Piece] = ()  # where the other wording is marked beside it

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def short(self) -> Promise:
        return SHORT[self.language]


@dataclass(frozen=True)
class Column:
    name: str
    label: Promise
    hint: Promise | str
    cells: Sequence[Cell]

    @property
    def is_norm(self) -> bool:
        return self.name in NORMS

    @property
    def is_line(self) -> bool:
        return self.name == "structural_element"


def columns(row: AmendmentRow, languages: Iterable[str] = LANGUAGES) -> list[Column]:
    """The row's columns in the methodology's order, each with a cell in every one of `languages`."""
    wanted = tuple(languages)
    return [
        Column(
            column,
            COLUMN_NAMES[column],
            COLUMN_HINTS[column],
            [
                Cell(
                    f"{column}_{language}",
                    language,
                    COLUMN_NAMES[column],
                    getattr(row, f"{column}_{language}"),
                    row.state_of(f"{column}_{language}"),
                )
                for language in wanted
            ],
        )
        for column in COLUMNS
    ]


def summary_cells(table: AmendmentTable) -> list[Cell]:
    return [
        Cell(
            f"{SUMMARY}_{language}",
            language,
            SUMMARY_NAME,
            getattr(table, f"{SUMMARY}_{language}"),
            table.summary_state(language),
        )
        for language in LANGUAGES
    ]


@dataclass(frozen=True)
class Mark:
    """How far the row is in one language."""

    language: str
    state: Readiness

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def short(self) -> Promise:
        return SHORT[self.language]


def marks(row: AmendmentRow) -> list[Mark]:
    return [Mark(language, Readiness(getattr(row, f"readiness_{language}"))) for language in LANGUAGES]


@dataclass(frozen=True)
class AnchorWarning:
    """The draft's text has changed under the row. `pieces`: how the words quoted became those of the new text."""

    language: str
    state: AnchorState
    pieces: Sequence[Piece] = ()

    @property
    def tone(self) -> str:
        return ANCHOR_TONES[self.state]

    @property
    def short(self) -> Promise:
        return SHORT[self.language]


def anchor_warnings(row: AmendmentRow) -> list[AnchorWarning]:
    states = ((language, AnchorState(getattr(row, f"anchor_{language}"))) for language in LANGUAGES)
    return [AnchorWarning(language, state) for language, state in states if state in ANCHOR_TONES]


@dataclass(frozen=True)
class ShownRow:
    """A row as the table shows it: a line for each language that the reader wants, with one cell in each column."""

    row: AmendmentRow
    number: int
    lines: Sequence[Sequence[Column]]
    marks: Sequence[Mark]
    warnings: Sequence[AnchorWarning]


def shown(row: AmendmentRow, number: int, languages: Iterable[str]) -> ShownRow:
    lines = [_marked(columns(row, [language])) for language in languages]
    return ShownRow(row, number, lines, marks(row), anchor_warnings(row))


def _marked(line: Sequence[Column]) -> list[Column]:
    """The columns of one language, with what the proposal takes out of the norm and puts into it."""
    by_name = {column.name: column.cells[0] for column in line}
    norm, proposal = by_name["draft_wording"], by_name["proposed_wording"]
    pieces = difference(norm.text, proposal.text) if norm.text and proposal.text else []
    if not is_worth_marking(pieces):
        return list(line)
    left_out = {"draft_wording": "added", "proposed_wording": "removed"}
    return [
        replace(
            column,
            cells=[
                replace(cell, pieces=[piece for piece in pieces if piece.op != left_out[column.name]])
                for cell in column.cells
            ],
        )
        if column.is_norm
        else column
        for column in line
    ]


@dataclass(frozen=True)
class ElementChange:
    """What became of one element between two versions: `state` is 'same', 'changed', 'moved', 'added' or 'removed'."""

    state: str
    label: str
    before: str
    pieces: Sequence[Piece]

    @property
    def tone(self) -> str:
        return {"added": "good", "removed": "late", "changed": "soon"}.get(self.state, "")


def changed_elements(earlier: Iterable[TextElement], later: Iterable[TextElement]) -> list[ElementChange]:
    """The elements of the later version in their order, then those of the earlier one that are gone."""
    old, new = list(earlier), list(later)
    found = reattach([Anchor(element.path, element.text) for element in old], new)
    source_of: dict[int, tuple[TextElement, str]] = {}
    gone = []
    for element, place in zip(old, found, strict=True):
        if place.place is None or place.place in source_of:
            gone.append(element)
        else:
            source_of[place.place] = (element, place.state)
    changes = []
    for index, element in enumerate(new):
        before, state = source_of.get(index, (None, "added"))
        pieces = difference(before.text if before else "", element.text)
        changes.append(
            ElementChange(state, element.label or element.number, before.label if before else "", pieces)
        )
    changes += [
        ElementChange("removed", element.label or element.number, "", difference(element.text, ""))
        for element in gone
    ]
    return changes


def reading_languages(asked: str) -> tuple[str, ...]:
    """'kk', 'ru' or 'both' as asked for, else the language of the page."""
    if asked == "both":
        return LANGUAGES
    if asked in LANGUAGES:
        return (asked,)
    return ("ru",) if (get_language() or "kk").startswith("ru") else ("kk",)
