"""A table as a spreadsheet: days and figures can be sorted and counted with, every text is a text and never a formula."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from common.archive import settled

Cell = str | int | Decimal | date | None
CELL_LIMIT = 32_767  # what one cell of a spreadsheet can hold
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def sheet_bytes(table: Iterable[Sequence[Cell]], widths: Sequence[int]) -> bytes:
    """The first line is the head and stays in sight; `widths` of the columns in characters."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line, cells in enumerate(table, 1):
        for column, value in enumerate(cells, 1):
            cell = sheet.cell(line, column)
            if isinstance(value, date):
                form = "dd.mm.yyyy hh:mm" if isinstance(value, datetime) else "dd.mm.yyyy"
                cell.value, cell.number_format = value, form
            elif isinstance(value, (int, Decimal)):
                cell.value = value
            elif value:
                cell.value, cell.data_type = _writable(value), "s"
                cell.number_format, cell.quotePrefix = "@", True
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes, sheet.auto_filter.ref = "B2", sheet.dimensions
    made = BytesIO()
    book.save(made)
    return settled(made.getvalue())


def _writable(text: str) -> str:
    """Without what no spreadsheet can hold."""
    return _NOT_XML.sub("", text)[:CELL_LIMIT]
