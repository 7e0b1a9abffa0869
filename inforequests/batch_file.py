"""The answers of a batch as a file: CSV for a spreadsheet, or XLSX. Nothing of it is kept on the server."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from common.csv_text import csv_bytes
from common.plain_sheet import Cell, sheet_bytes
from inforequests.batch_results import Result
from inforequests.states import Completeness, EventKind, RefusalGround
from inforequests.wording import WHATS

WIDTHS = (50, 14, 14, 30, 34, 14, 24, 14, 12, 24, 40, 60)


def heads() -> list[str]:
    return [
        *(_("Addressee"), _("Number"), _("Date"), _("Where it stands"), _("What is due"), _("Due on")),
        *(_("Their step"), _("Day of it"), _("Calendar days from receipt"), _("Completeness")),
        *(_("Grounds of the refusal"), _("Note")),
    ]


def lines(rows: Iterable[Result]) -> Iterator[list[Cell]]:
    for row in rows:
        reply, document = row.reply, row.document
        yield [
            row.name,
            document.full_number if document else "",
            document.issued_on if document else None,
            str(row.stand.label),
            str(WHATS[row.due.what]),
            row.due.due_on,
            str(EventKind(reply.kind).label) if reply else "",
            reply.on if reply else None,
            row.days,
            outcome_of(row),
            grounds_of(row),
            reply.note if reply else "",
        ]


def outcome_of(row: Result) -> str:
    """How full the answer was found to be; '' for anything else than an answer."""
    if row.reply is None or row.reply.kind != EventKind.ANSWERED:
        return ""
    outcome = row.reply.outcome
    return str(Completeness(outcome).label) if outcome in Completeness.values else ""


def grounds_of(row: Result) -> str:
    if row.reply is None or row.reply.kind != EventKind.REFUSED:
        return ""
    known = [ground for ground in row.reply.reasons if ground in RefusalGround.values]
    return "; ".join(str(RefusalGround(ground).label) for ground in known)


def as_csv(rows: Iterable[Result]) -> bytes:
    return csv_bytes([heads(), *([_plain(cell) for cell in cells] for cells in lines(rows))])


def _plain(cell: Cell) -> str:
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return "" if cell is None else str(cell)


def as_xlsx(rows: Iterable[Result]) -> bytes:
    """Days and figures can be sorted and counted with; every text is a text and never a formula."""
    table: list[list[Cell]] = [[*heads()], *lines(rows)]
    return sheet_bytes(table, WIDTHS)
