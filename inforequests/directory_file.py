"""The directory of bodies as a CSV file: its heads, and reading it back with every mistake named by its line."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.csv_text import FORMULA
from correspondence.states import LanguageMode
from projects.plain_text import clean_line

MAX_BYTES = 1_000_000
MAX_ROWS = 3_000
MOST_FAULTS = 50
# The head of each column in the three languages; a file may be headed in any of them, or by the name of the column.
HEADS: Mapping[str, tuple[str, str, str]] = {
    "name_kk": ("Атауы қазақша", "Название на казахском", "Name in Kazakh"),
    "name_ru": ("Атауы орысша", "Название на русском", "Name in Russian"),
    "address_kk": ("Мекенжайы қазақша", "Адрес на казахском", "Address in Kazakh"),
    "address_ru": ("Мекенжайы орысша", "Адрес на русском", "Address in Russian"),
    "email": ("Электрондық пошта", "Электронная почта", "E-mail"),
    "is_quasi_state": ("Квазимемлекеттік", "Квазигосударственный", "Quasi-state"),
    "mode": ("Хат тілі", "Язык писем", "Language of letters"),
    "parent": ("Қай органның бөлімшесі", "Подразделение какого органа", "Unit of"),
}
LENGTHS = {"name_kk": 300, "name_ru": 300, "address_kk": 400, "address_ru": 400, "email": 254, "parent": 300}
YES = frozenset({"1", "yes", "true", "иә", "ия", "да", "+", "x"})
NO = frozenset({"", "0", "no", "false", "жоқ", "нет", "-"})
_COLUMN_OF = {head.casefold(): name for name, heads in HEADS.items() for head in (name, *heads)}


@dataclass(frozen=True)
class Entry:
    """One line of the file; `line` is its number there, the head being 1. `parent`: the name of the body above it."""

    line: int
    values: dict[str, str | bool]
    parent: str = ""


@dataclass(frozen=True)
class Fault:
    """`line` is 0 for what is wrong with the file as a whole."""

    line: int
    text: str


@dataclass
class Reading:
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def blame(self, line: int, text: "Promise | str") -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(line, str(text)))


def read_directory(body: bytes) -> Reading:
    """All entries of a file in UTF-8, UTF-16 or Windows-1251, with commas, semicolons or tabs, and all its faults."""
    reading = Reading()
    text = _decoded(body)
    if text is None or not text.strip():
        reading.blame(0, _("The file is empty, or it is no text. Save the table as CSV in UTF-8."))
        return reading
    try:
        rows = list(_rows(text))
    except csv.Error:
        reading.blame(0, _("The file is no table that can be read. Save it as CSV in UTF-8."))
        return reading
    columns = [_COLUMN_OF.get(clean_line(cell).casefold(), "") for cell in rows[0]]
    if not {"name_kk", "name_ru"} & set(columns):
        reading.blame(
            1,
            _("The first line has to name the columns; there is none for the name in Kazakh or in Russian."),
        )
        return reading
    if len(rows) - 1 > MAX_ROWS:
        reading.blame(0, _("The file has more than %(most)s lines. Divide it.") % {"most": MAX_ROWS})
        return reading
    for line, cells in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in cells):
            _read(reading, line, dict(zip(columns, map(_plain, cells), strict=False)))
    return reading


def _decoded(body: bytes) -> str | None:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1251")
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _rows(text: str) -> Iterator[list[str]]:
    head = text.lstrip().splitlines()[0]
    delimiter = max(";,\t", key=head.count)
    csv.field_size_limit(MAX_BYTES)
    yield from csv.reader(StringIO(text.lstrip(), newline=""), delimiter=delimiter)


def _plain(cell: str) -> str:
    """One line, without the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    text = cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
    return clean_line(text)


def _read(reading: Reading, line: int, cells: Mapping[str, str]) -> None:
    values: dict[str, str | bool] = {}
    for name, most in LENGTHS.items():
        text = cells.get(name, "")
        if len(text) > most:
            reading.blame(line, _("A cell has more than %(most)s characters.") % {"most": most})
        values[name] = text
    if not values["name_kk"] and not values["name_ru"]:
        reading.blame(line, _("There is no name, neither in Kazakh nor in Russian."))
    if values["email"] and not _is_email(str(values["email"])):
        reading.blame(line, _("This is no e-mail address: %(text)s") % {"text": str(values["email"])[:80]})
    values["is_quasi_state"] = _tick(reading, line, cells.get("is_quasi_state", ""))
    values["mode"] = _mode(reading, line, cells.get("mode", ""))
    parent = str(values.pop("parent"))
    reading.entries.append(Entry(line, values, parent))


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _tick(reading: Reading, line: int, text: str) -> bool:
    if text.casefold() not in YES | NO:
        reading.blame(line, _("Write 1 or 0 for a quasi-state body, not: %(text)s") % {"text": text[:80]})
    return text.casefold() in YES


def _mode(reading: Reading, line: int, text: str) -> str:
    if not text:
        return LanguageMode.BOTH
    if text.casefold() not in LanguageMode.values:
        reading.blame(line, _("Write kk, ru or kk+ru for the language, not: %(text)s") % {"text": text[:80]})
    return text.casefold()
