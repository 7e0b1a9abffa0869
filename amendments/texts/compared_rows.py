"""What a comparative table says, row by row."""

import re
from dataclasses import dataclass

_ABSENT = re.compile(r"(?:отсутству(?:ет|ют)|нет|жоқ|алып тасталсын|[-–—]+)\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A row of a comparative table, its texts as written, lines kept.

    `path` is the place that `label` names, '' where it names none. `group` is the title over the rows (a row
    across the whole table: the act or the chapter). `others` are (header, text) of further columns. `merged`
    names the fields whose cell is merged with the row above and whose text therefore comes from there.
    """

    number: str
    label: str
    current: str
    proposed: str
    reason: str
    path: str = ""
    group: str = ""
    others: tuple[tuple[str, str], ...] = ()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A comparative table as it was read. `title` is what stands before it, `around` all other text of the file,
    `headers` the (field, words) of its columns; `notes` as in `ReadText`.
    """

    rows: tuple[ComparedRow, ...]
    language: str
    notes: tuple[str, ...] = ()
    title: str = ""
    around: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


def is_absent(wording: str) -> bool:
    """Whether a cell says that there is no wording: 'отсутствует', 'жоқ', a dash, or nothing."""
    return not wording.strip() or _ABSENT.fullmatch(wording.strip()) is not None
