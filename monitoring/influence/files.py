"""The report as CSV (all tables under each other) and as XLSX (one sheet a table)."""

from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from common import dates
from common.archive import settled
from common.csv_text import csv_bytes
from monitoring.influence.figures import Report

Cells = list[str | int]
LONGEST_NAME, FORBIDDEN = 31, str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def tables(report: Report) -> Iterator[tuple[str, list[Cells]]]:
    """Each table: what it is called, and its lines with the head first."""
    yield _("Figures"), _figures(report)
    for section in report.sections:
        for grid in section.grids:
            heads: Cells = [str(grid.first), *(str(head) for head in grid.heads)]
            lines: list[Cells] = [
                [str(line.label), *(number.value for number in line.numbers)] for line in grid.lines
            ]
            yield str(grid.title), [heads, *lines]


def _figures(report: Report) -> list[Cells]:
    period, language = report.facts.period, (get_language() or "kk")[:2]
    found: list[Cells] = [
        [str(report.facts.organisation), "", dates.period(period.first, period.last, language), ""],
        [_("Section"), _("Figure"), pgettext("count", "Number"), _("What it means")],
    ]
    for section in report.sections:
        for figure in section.figures:
            found.append([str(section.title), str(figure.label), figure.number.value, str(figure.definition)])
    return found


def as_csv(report: Report) -> bytes:
    rows: list[list[str]] = []
    for name, lines in tables(report):
        rows += [[name], *([str(cell) for cell in line] for line in lines), []]
    return csv_bytes(rows)


def as_xlsx(report: Report) -> bytes:
    """Figures are figures; every text is a text and never a formula."""
    book, names = Workbook(), set[str]()
    for sheet in book.worksheets:
        book.remove(sheet)
    for name, lines in tables(report):
        _fill(book.create_sheet(_named(name, names)), lines)
    made = BytesIO()
    book.save(made)
    return settled(made.getvalue())


def _named(name: str, taken: set[str]) -> str:
    """A name that a sheet may have, and that no other has."""
    short = name.translate(FORBIDDEN)[:LONGEST_NAME].strip()
    while short.casefold() in taken:
        short = f"{short[: LONGEST_NAME - 2]} {len(taken)}"[:LONGEST_NAME]
    taken.add(short.casefold())
    return short


def _fill(sheet: Worksheet, lines: list[Cells]) -> None:
    for number, line in enumerate(lines, 1):
        for column, content in enumerate(line, 1):
            cell = sheet.cell(number, column)
            cell.value = content
            if isinstance(content, str):
                cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    sheet.column_dimensions["A"].width = 44
    for column in range(2, max(map(len, lines)) + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 22
    sheet.freeze_panes = "A2"
