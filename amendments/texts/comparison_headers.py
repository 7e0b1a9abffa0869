"""The header of a comparative table: which column holds what, in either language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from amendments.texts.content import Grid

_HEADERS = (
    ("number", re.compile(r"№|№ ?п/?п|п/?п|р/с ?№?|қ/с ?№?|р/н ?№?|№ ?р/с")),
    (
        "proposed",
        re.compile(r".*(?:предлагаем|ұсынылатын|ұсынылған|ұсынылып отырған|новая редакция|жаңа редакция).*"),
    ),
    ("reason", re.compile(r".*(?:обоснован|негізде|дәлелде).*")),
    (
        "label",
        re.compile(
            r".*(?:структурн\w+ элемент|құрылымдық элемент|структурная единица|номер стать|бап нөмірі).*"
        ),
    ),
    (
        "current",
        re.compile(
            r".*(?:действующ|қолданыстағы|қазіргі редакци|редакция (?:законо)?проекта|норма (?:законо)?проекта"
            r"|(?:заң )?жоба(?:сы)?ның (?:нормасы|редакциясы|мәтіні)|(?:заң )?жоба(?:сы)? (?:нормасы|редакциясы|мәтіні)"
            r"|текст (?:законо)?проекта|существующ).*"
        ),
    ),
)
_LONGEST_HEADER = 150
_HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class Column:
    field: str  # '' for a column of another meaning
    words: str
    start: int
    end: int


def header_of(grid: Grid) -> tuple[range, list[Column]]:
    """The header rows and the columns under them, none where the table has no header.

    The header is one row, or two where that makes more columns known.
    """
    best: tuple[int, range, list[Column]] = (0, range(0), [])
    for height in (1, 2):
        for first in range(min(_HEADER_ROWS, len(grid) - height + 1)):
            columns = columns_under(grid[first : first + height])
            known = sum(bool(column.field) for column in columns)
            if is_header(columns) and known > best[0]:
                best = (known, range(first, first + height), columns)
    return best[1:]


def columns_under(rows: Grid) -> list[Column]:
    """The columns under one or two header rows: the words of a cell over several stand with each of them."""
    lowest = rows[-1]
    upper = [cell for row in rows[:-1] for cell in row]
    columns = []
    for cell in lowest:
        above = [other.text for other in upper if other.column <= cell.column < other.column + other.span]
        words = " ".join(
            " ".join(filter(None, (*above, "" if cell.continued and above else cell.text))).split()
        )
        columns.append(
            Column(field_of(cell.text) or field_of(words), words, cell.column, cell.column + cell.span)
        )
    return columns


def field_of(words: str) -> str:
    if len(words) > _LONGEST_HEADER:
        return ""
    words = " ".join(words.casefold().replace("*", "").split()).strip(" .:")
    return next((field for field, pattern in _HEADERS if pattern.fullmatch(words)), "")


def is_header(columns: Sequence[Column]) -> bool:
    fields = [column.field for column in columns if column.field]
    return {"current", "proposed"} <= set(fields) and len(fields) == len(set(fields))
