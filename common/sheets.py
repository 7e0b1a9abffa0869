"""A list as a file for a spreadsheet. The page of the list answers its own address with `?file=csv` or `?file=xlsx`:
its filters, its order and its gate are those of the file. What stands in a line is said by each app in its `sheets.py`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from common.csv_text import csv_bytes
from common.downloads import CSV, XLSX, own_file
from common.plain_sheet import Cell, sheet_bytes

MOST = 5_000
WIDTH = 32
KINDS = {"csv": CSV, "xlsx": XLSX}
NOT_OF_THE_LIST = ("file", "after", "before", "last")  # what an address says of the page and not of the list
Row = TypeVar("Row")


@dataclass(frozen=True)
class Sheet(Generic[Row]):
    """`name`: of the file, in plain letters of ours; `line`: the cells of one row, under `heads`; `what`: how the activity
    log calls a list that names people."""

    name: str
    heads: tuple["Promise | str", ...]
    line: Callable[[Row], Sequence[object]]
    what: "Promise | str" = ""


def wanted(request: HttpRequest) -> str:
    """'csv' or 'xlsx' where the address asks for the list as a file, else ''. Http404: for a file that there is not."""
    kind = request.GET.get("file", "") if request.method in ("GET", "HEAD") else ""
    if kind and kind not in KINDS:
        raise Http404
    return kind


def first_rows(rows: Iterable[Row]) -> list[Row]:
    """What `sheet_file` reads of a table: the first MOST rows, and one more where the list goes on."""
    return list(rows[: MOST + 1] if isinstance(rows, QuerySet) else islice(rows, MOST + 1))


def sheet_file(sheet: Sheet[Row], rows: Iterable[Row], kind: str) -> HttpResponse:
    """The first MOST of `rows` as a file of this `kind`; where there are more, its last line says so."""
    table = list(_table(sheet, rows))
    made = as_xlsx(table) if kind == "xlsx" else as_csv(table)
    return own_file(made, f"{sheet.name}.{kind}", KINDS[kind])


def as_csv(table: Iterable[Sequence[Cell]]) -> bytes:
    return csv_bytes([_plain(cell) for cell in cells] for cells in table)


def as_xlsx(table: Sequence[Sequence[Cell]]) -> bytes:
    return sheet_bytes(table, [WIDTH] * len(table[0]))


def address(request: HttpRequest, kind: str = "", *, path: str = "") -> str:
    """Where the list of this page lies as a file of this `kind`, or as a page; `path`: of the list, where the page that
    shows it lies elsewhere."""
    asked = request.GET.copy()
    for name in NOT_OF_THE_LIST:
        asked.pop(name, None)
    if kind:
        asked["file"] = kind
    path = path or request.path
    return f"{path}?{asked.urlencode()}" if asked else path


def _table(sheet: Sheet[Row], rows: Iterable[Row]) -> Iterator[list[Cell]]:
    yield [str(head) for head in sheet.heads]
    known = first_rows(rows)
    for row in known[:MOST]:
        yield [_cell(value) for value in sheet.line(row)]
    if len(known) > MOST:
        yield [_("Only the first %(most)d lines are here. Choose filters on the page to get the others.") % {"most": MOST}]


def _cell(value: Any) -> Cell:
    """Days, moments and numbers stay what they are; everything else is the text that it is shown by."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, (int, Decimal, date)) and not isinstance(value, bool):
        return value
    return "" if value is None else str(value)


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y %H:%M}" if isinstance(cell, datetime) else f"{cell:%d.%m.%Y}"
    return "" if cell is None else str(cell)
