"""The list of participants as a file: CSV for a spreadsheet, or XLSX. Nothing of it is kept on the server."""

from collections.abc import Iterable, Iterator
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from common.archive import settled
from common.csv_text import csv_bytes
from hearings.models import Registration
from hearings.states import Purpose

WIDTHS = (6, 32, 32, 32, 14, 20, 18, 40, 40)


def heads() -> list[str]:
    return [
        "№",
        _("Name"),
        _("Organisation that you speak for"),
        _("E-mail"),
        _("Place"),
        _("State"),
        _("Confirmed at"),
        _("Agreed to"),
        _("What people need to take part"),
    ]


def lines(rows: Iterable[Registration]) -> Iterator[list[str]]:
    labels = {purpose.value: str(purpose.label) for purpose in Purpose}
    for row in rows:
        confirmed = timezone.localtime(row.confirmed_at) if row.confirmed_at else None
        yield [
            str(row.number),
            row.name,
            row.represents,
            row.email,
            str(row.get_attendance_display()),
            str(row.get_state_display()),
            f"{confirmed:%Y-%m-%d %H:%M}" if confirmed else "",
            "; ".join(labels[one.purpose] for one in row.current_consents),  # type: ignore[attr-defined]
            "; ".join(
                filter(
                    None,
                    (f"{one.get_kind_display()} {one.note}".strip() for one in row.asked_needs),  # type: ignore[attr-defined]
                )
            ),
        ]


def as_csv(rows: Iterable[Registration]) -> bytes:
    return csv_bytes([heads(), *lines(rows)])


def as_xlsx(rows: Iterable[Registration]) -> bytes:
    """Every cell is a text and never a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    for line, cells in enumerate([heads(), *lines(rows)], 1):
        for column, text in enumerate(cells, 1):
            cell = sheet.cell(line, column)
            cell.value, cell.data_type = text, "s"
    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    made = BytesIO()
    book.save(made)
    return settled(made.getvalue())
