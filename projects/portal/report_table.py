"""The table of the portal's report: found by the words of its head, read row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from projects.plain_text import clean_line
from projects.portal.contents import lines_in
from projects.portal.fields import count_of, words_in
from projects.portal.labels import normalised_label
from projects.portal.verdicts import verdict_of

MAX_ROWS = 10_000
MAX_CELL = 20_000
_MAX_SECTION = 500
_MOST_TABLES = 500
_WIDEST = 30

# normalised words of a head -> (column, the language that they give away)
_HEADS = {
    **dict.fromkeys(("раздел", "раздел проекта", "часть"), ("section", "ru")),
    **dict.fromkeys(("комментарии", "комментарий"), ("text", "ru")),
    **dict.fromkeys(("ответ", "ответы", "ответ государственного органа"), ("reply", "ru")),
    "нравится": ("likes", "ru"),
    "не нравится": ("dislikes", "ru"),
    **dict.fromkeys(("бөлім", "бөлімі", "бөлік", "тарау"), ("section", "kk")),
    **dict.fromkeys(
        ("пікірлер", "пікір", "түсіндірмелер", "түсіндермелер", "түсініктемелер"), ("text", "kk")
    ),
    **dict.fromkeys(("жауап", "жауабы", "жауаптар", "мемлекеттік органның жауабы"), ("reply", "kk")),
    "ұнайды": ("likes", "kk"),
    "ұнамайды": ("dislikes", "kk"),
}
_NEEDED = {"text", "reply"}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One comment as the report gives it: the part of the draft, the comment, the body's answer, the votes.

    `text` may hold its writer's name, if the portal prints it there: nothing of the page says so. `verdict` is
    None unless the row carries the portal's mark. `flags`: text_cut, verdict_doubtful.
    """

    number: int
    section: str
    text: str
    reply: str
    likes: int | None
    dislikes: int | None
    verdict: str | None = None
    flags: tuple[str, ...] = ()


def tables_of(root: etree._Element) -> Iterator[tuple[etree._Element, dict[str, int], etree._Element]]:
    """The tables with a row of known heads, where each column stands, and that row."""
    for table in islice(root.iter("table"), _MOST_TABLES):
        for row in islice(_own_rows(table), 5):
            columns = _columns(row)
            if columns.keys() >= _NEEDED and len(columns) >= 3:
                yield table, columns, row
                break


def _own_rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _columns(row: etree._Element) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, cell in _placed(row):
        column, _ = _HEADS.get(_head_words(cell), ("", ""))
        if column:
            columns.setdefault(column, at)
    return columns


def languages_of(head: etree._Element) -> list[str]:
    known = (_HEADS.get(_head_words(cell)) for _, cell in _placed(head))
    return [column[1] for column in known if column]


def _head_words(cell: etree._Element) -> str:
    """The words of a cell if they are few: a head is short, and a cell may hold a table of megabytes."""
    words = "".join(str(text) for text in islice(cell.itertext(), 40))
    return normalised_label(words) if len(words) < 300 else ""


def _placed(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row and the column in which each begins."""
    at = 0
    for cell in row:
        if cell.tag in ("td", "th") and at < _WIDEST:
            yield at, cell
            at += _span(cell, "colspan")


def _span(cell: etree._Element, name: str) -> int:
    number = (cell.get(name) or "").strip()
    return max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 5 else 1


def rows_of(
    table: etree._Element, columns: dict[str, int], head: etree._Element, first: int
) -> Iterator[ReportRow]:
    """The rows below the head; a cell that spans rows counts in each, a head repeated is left out."""
    hanging: dict[int, tuple[int, etree._Element]] = {}
    is_below = False
    number = first
    for row in islice(_own_rows(table), MAX_ROWS + 10):
        if row is head or not is_below:
            is_below = is_below or row is head
            continue
        cells = _laid(row, hanging)
        if _columns(row).keys() >= _NEEDED:
            continue
        found = _row(row, {name: cells[at] for name, at in columns.items() if at in cells}, number)
        if found.text or found.reply:
            number += 1
            yield found


def _laid(row: etree._Element, hanging: dict[int, tuple[int, etree._Element]]) -> dict[int, etree._Element]:
    """Column -> cell, with the cells that hang down from the rows above; `hanging` is carried along."""
    laid = {at: cell for at, (_, cell) in hanging.items()}
    for at in list(hanging):
        left, cell = hanging.pop(at)
        if left > 1:
            hanging[at] = (left - 1, cell)
    at = 0
    for cell in row:
        if cell.tag not in ("td", "th"):
            continue
        while at in laid:
            at += 1
        if at >= _WIDEST:
            break
        for beside in range(min(_span(cell, "colspan"), _WIDEST)):
            laid.setdefault(at + beside, cell)
            if _span(cell, "rowspan") > 1:
                hanging[at + beside] = (_span(cell, "rowspan") - 1, cell)
        at += 1
    return laid


def _row(row: etree._Element, cells: dict[str, etree._Element], number: int) -> ReportRow:
    flags: list[str] = []
    words = {
        name: lines_in(cells[name], source_breaks=True) if name in cells else ""
        for name in ("section", "text", "reply")
    }
    if any(len(text) > MAX_CELL for text in words.values()):
        flags.append("text_cut")
    verdict, doubtful = verdict_of([row])
    votes = {
        name: count_of(clean_line(words_in(cells[name]), 100)) if name in cells else None
        for name in ("likes", "dislikes")
    }
    return ReportRow(
        number=number,
        section=clean_line(words["section"], _MAX_SECTION),
        text=words["text"][:MAX_CELL].rstrip(),
        reply=words["reply"][:MAX_CELL].rstrip(),
        verdict=verdict,
        flags=(*flags, *doubtful),
        **votes,
    )
