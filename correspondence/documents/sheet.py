"""The rows of the document as XLSX, for whoever counts and sorts; every text is a text and never a formula. No Django."""

import io
from contextlib import suppress
from datetime import UTC, date, datetime, time
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from common.archive import settled
from correspondence.documents import words
from correspondence.documents.composed import Cell as Said
from correspondence.documents.composed import Composed, Pairs, Rows, Shown, compose
from correspondence.documents.description import ColumnKind, Document, Mode

WIDTH = 190  # characters that fit across the screen of a desk
CELL_LIMIT = 32_767  # what one cell of a spreadsheet can hold
POINTS_A_LINE, HIGHEST = 15, 409
_THIN = Side(style="thin", color="FF999999")
_EDGES = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FONT = "Times New Roman"


def xlsx_of(document: Document) -> bytes:
    composed = compose(document)
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    tables = [piece for piece in composed.pieces if isinstance(piece, Rows)]
    for number, table in enumerate(tables, 1):
        name = words.first(words.WORDS.sheet, document.mode)
        _sheet(book.create_sheet(name if len(tables) == 1 else f"{name} {number}"), table)
    _about(book.create_sheet("№"), composed, document.mode)
    _facts(book, composed)
    made = io.BytesIO()
    book.save(made)
    return settled(made.getvalue())


def _sheet(sheet: Worksheet, table: Rows) -> None:
    for number, head in enumerate(table.heads, 1):
        sheet.column_dimensions[get_column_letter(number)].width = max(6, WIDTH * head.percent / 100)
        cell = _text(sheet.cell(1, number), _joined(head.said))
        cell.font = Font(name=_FONT, bold=True)
        cell.fill = PatternFill("solid", start_color="FFEEF1F0")
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for line, row in enumerate(table.rows, 2):
        for number, content in enumerate(row, 1):
            _fill(sheet.cell(line, number), content)
        sheet.row_dimensions[line].height = _height([cell.text for cell in row], table)
    sheet.row_dimensions[1].height = _height([_joined(head.said) for head in table.heads], table)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _height(texts: list[str], table: Rows) -> float:
    """Points for the tallest cell: not every program finds the height of wrapped text itself."""
    letters = [max(5.0, WIDTH * head.percent / 100 - 2) for head in table.heads]
    lines = [
        sum(ceil(len(line) / room) or 1 for line in text.split("\n"))
        for text, room in zip(texts, letters, strict=True)
    ]
    return min(HIGHEST, POINTS_A_LINE * max(lines, default=1) + 4)


def _fill(cell: Cell | MergedCell, content: Said) -> None:
    """Figures and dates so that they can be counted with; everything else is text."""
    text = content.text
    if content.kind is ColumnKind.NUMBER and text.isascii() and text.isdigit() and len(text) < 16:
        cell.value = int(text)
    elif content.kind is ColumnKind.DATE and (on := _day(text)):
        cell.value, cell.number_format = on, "dd.mm.yyyy"
    else:
        _text(cell, text)
    is_figure = content.kind in (ColumnKind.NUMBER, ColumnKind.DATE)
    cell.font, cell.border = Font(name=_FONT), _EDGES
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if is_figure else "left")


def _text(cell: Cell | MergedCell, text: str) -> Cell | MergedCell:
    """Text, whatever its first letter is: typed as text, and kept as text when it is edited or copied."""
    cell.value = text[:CELL_LIMIT]
    cell.data_type, cell.number_format, cell.quotePrefix = "s", "@", True
    cell.border = _EDGES
    return cell


def _day(text: str) -> date | None:
    """'25.11.2026' as words.short_date writes it; None for anything else."""
    with suppress(ValueError):
        return date.fromisoformat("-".join(reversed(text.split("."))))
    return None


def _joined(shown: Shown) -> str:
    return "\n".join(said.text for said in shown)


def _about(sheet: Worksheet, composed: Composed, mode: Mode) -> None:
    """What the rows belong to: title, number, date, and the head of the document."""
    facts: list[tuple[str, str]] = [
        ("", composed.author),
        ("", composed.title),
        ("", _joined(composed.issued)),
    ]
    for piece in composed.pieces:
        if isinstance(piece, Pairs):
            facts += [(_joined(key), _joined(value)) for key, value in piece.rows]
    if composed.verify_url:
        facts.append((_joined(composed.verify), composed.verify_url))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 40, 110
    for line, (key, value) in enumerate(facts, 1):
        for cell in (_text(sheet.cell(line, 1), key), _text(sheet.cell(line, 2), value)):
            cell.font, cell.alignment = Font(name=_FONT), Alignment(wrap_text=True, vertical="top")


def _facts(book: Workbook, composed: Composed) -> None:
    facts = book.properties
    facts.title, facts.creator, facts.language = (
        composed.title[:250],
        composed.author[:250],
        composed.language,
    )
    facts.created = facts.modified = datetime.combine(composed.on or date(2026, 1, 1), time(), UTC).replace(
        tzinfo=None
    )
