"""What acts promised, as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.csv_text import csv_bytes
from common.plain_sheet import Cell, sheet_bytes
from monitoring.models import ImplementationItem
from monitoring.models.implementation import plain

WIDTHS = (60, 22, 50, 50, 24, 40, 14, 22, 14, 14, 24, 12, 14, 14, 14, 14)


def heads() -> list[Cell]:
    return [
        *(_("Draft act"), _("What is promised"), _("In Kazakh"), _("In Russian"), _("Provision"), _("Body")),
        *(_("Last day"), _("State"), _("Done on"), _("Calendar days late"), _("Who of us follows it")),
        *(_("Requests for information"), _("Target value"), _("Latest value"), _("As of"), _("Unit")),
    ]


def lines(items: Iterable[ImplementationItem], on: date) -> Iterator[list[Cell]]:
    """A line an item of `queries.life.with_requests`; how late is as of the day `on`."""
    for item in items:
        more: Any = item
        yield [
            str(item.dossier.draft),
            str(item.get_kind_display()),
            item.title_kk,
            item.title_ru,
            item.provision,
            item.body_label,
            item.due_on,
            str(item.get_state_display()),
            item.done_on,
            days_late(item, on),
            str(item.responsible or ""),
            more.asked,
            _figure(item.target),
            _figure(more.last_value),
            more.last_on,
            item.unit,
        ]


def days_late(item: ImplementationItem, on: date) -> int | None:
    """Calendar days after the last day: of what is done on its day, of what is open until `on`; None if it is in time."""
    end = item.done_on or (on if item.is_open else None)
    late = (end - item.due_on).days if end and item.due_on else 0
    return late if late > 0 else None


def _figure(value: Decimal | None) -> Decimal | None:
    return plain(value) if value is not None else None


def as_csv(items: Iterable[ImplementationItem], on: date) -> bytes:
    return csv_bytes([[_plain(cell) for cell in cells] for cells in (heads(), *lines(items, on))])


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return f"{cell:f}" if isinstance(cell, Decimal) else "" if cell is None else str(cell)


def as_xlsx(items: Iterable[ImplementationItem], on: date) -> bytes:
    return sheet_bytes([heads(), *lines(items, on)], WIDTHS)
