"""The lists of an organisation as tables for a spreadsheet: each whole, in the order of its page, up to MOST lines."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from common.csv_text import csv_bytes
from correspondence.documents.plain_sheet import Cell, sheet_bytes
from correspondence.kinds import kind_name
from correspondence.models import IssuedDocument
from deadlines.models import Deadline, TimeLimit
from hearings.models import Hearing
from inforequests.models import InfoRequest
from monitoring.models import Council
from projects.models import Dossier

MOST = 5_000
WIDTH = 32


@dataclass(frozen=True)
class Sheet:
    """`rows`: what the list holds for an organisation on a day; `line`: the cells of one row, under `heads`."""

    heads: tuple[Promise, ...]
    rows: Callable[[Organisation, date], Any]
    line: Callable[[Any], list[Cell]]


def _deadlines(organisation: Organisation, _on: date) -> Any:
    return Deadline.objects.of(organisation).select_related("responsible").order_by("due_on", "pk")


def _deadline(row: Deadline) -> list[Cell]:
    words = (row.label_kk, row.label_ru, row.about)
    return [*words, row.due_on, row.get_state_display(), _text(row.responsible)]


def _dossiers(organisation: Organisation, _on: date) -> Any:
    along = ("draft__body", "draft__act_type", "owner")
    return Dossier.objects.of(organisation).select_related(*along).order_by("state", "priority", "-pk")


def _dossier(row: Dossier) -> list[Cell]:
    draft = row.draft
    return [
        *(draft.title_kk, draft.title_ru, draft.body_label, _text(draft.act_type), draft.ends_on),
        *(row.get_state_display(), str(row.get_priority_display()), _text(row.owner)),
    ]


def _requests(organisation: Organisation, _on: date) -> Any:
    rows = InfoRequest.objects.of(organisation).live()
    return rows.select_related("holder", "order__issued", "responsible").order_by("-pk")


def _request(row: InfoRequest) -> list[Cell]:
    issued = getattr(row.order, "issued", None) if row.order is not None else None
    return [
        *(issued.full_number if issued else "", issued.issued_on if issued else None),
        *(row.subject_kk, row.subject_ru, row.holder.name, row.get_state_display(), _text(row.responsible)),
    ]


def _hearings(organisation: Organisation, _on: date) -> Any:
    return Hearing.objects.of(organisation).order_by("-starts_at", "-pk")


def _hearing(row: Hearing) -> list[Cell]:
    begins = timezone.localtime(row.starts_at)
    return [
        *(row.title_kk, row.title_ru, begins.date(), f"{begins:%H:%M}"),
        *(row.get_format_display(), row.said("place"), row.get_state_display()),
    ]


def _documents(organisation: Organisation, _on: date) -> Any:
    return IssuedDocument.objects.filter(organisation=organisation).order_by("-pk")


def _document(row: IssuedDocument) -> list[Cell]:
    title = (row.title_kk, row.title_ru)
    return [row.full_number, row.issued_on, str(kind_name(row.kind)), *title, row.get_language_display()]


def _councils(organisation: Organisation, _on: date) -> Any:
    rows = Council.objects.filter(organisation=organisation, removed_at__isnull=True)
    return rows.select_related("body").order_by("pk")


def _council(row: Council) -> list[Cell]:
    return [row.name_kk, row.name_ru, _text(row.body) or row.body_name, row.get_level_display(), row.link]


def _limits(_organisation: Organisation, on: date) -> Any:
    return TimeLimit.objects.valid_on(on).order_by("law_kk", "code")


def _limit(row: TimeLimit) -> list[Cell]:
    number = row.quantity if row.quantity is not None else ""
    return [row.name_kk, row.name_ru, number, row.get_unit_display(), row.start_event, row.law, row.article]


_NAMES = (_("Name in Kazakh"), _("Name in Russian"))
_TITLES = (_("Title in Kazakh"), _("Title in Russian"))
SHEETS: dict[str, Sheet] = {
    "deadlines": Sheet(
        (_("In Kazakh"), _("In Russian"), _("What it belongs to"), _("Last day"), _("State"), _("Responsible")),
        _deadlines,
        _deadline,
    ),
    "dossiers": Sheet(
        (
            *(*_TITLES, _("State body"), _("Type of act"), _("Discussion until"), _("State")),
            *(_("Priority"), _("Responsible")),
        ),
        _dossiers,
        _dossier,
    ),
    "requests": Sheet(
        (
            *(_("Number"), _("Date"), _("Subject in Kazakh"), _("Subject in Russian")),
            *(_("Addressee"), _("State"), _("Responsible")),
        ),
        _requests,
        _request,
    ),
    "hearings": Sheet(
        (*_TITLES, _("Date"), _("Begins"), _("Format"), _("Place"), _("State")), _hearings, _hearing
    ),
    "documents": Sheet((_("Number"), _("Date"), _("Kind"), *_TITLES, _("Language")), _documents, _document),
    "councils": Sheet((*_NAMES, _("State body"), _("Kind"), _("Address")), _councils, _council),
    "time-limits": Sheet(
        (*_NAMES, _("Number"), _("Unit"), _("Counted from"), _("Law or by-law"), _("Article")),
        _limits,
        _limit,
    ),
}


def as_csv(sheet: Sheet, organisation: Organisation, on: date) -> bytes:
    return csv_bytes([_plain(cell) for cell in cells] for cells in _table(sheet, organisation, on))


def as_xlsx(sheet: Sheet, organisation: Organisation, on: date) -> bytes:
    return sheet_bytes(_table(sheet, organisation, on), [WIDTH] * len(sheet.heads))


def _table(sheet: Sheet, organisation: Organisation, on: date) -> Iterator[list[Cell]]:
    yield [str(head) for head in sheet.heads]
    rows: Iterable[Any] = sheet.rows(organisation, on)[:MOST]
    for row in rows:
        yield [cell if isinstance(cell, (int, date)) else _text(cell) for cell in sheet.line(row)]


def _plain(cell: Cell) -> str:
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else _text(cell)


def _text(value: object) -> str:
    return "" if value is None else str(value)
