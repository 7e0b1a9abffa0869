"""The lists of requests, batches, bodies and facts, for a spreadsheet."""

from django.utils.translation import gettext_lazy as _

from common.sheets import Sheet
from inforequests import queries
from inforequests.directory_file import HEADS
from inforequests.models import Fact, Holder, InfoRequest, RequestBatch

_SUBJECT = (_("Subject in Kazakh"), _("Subject in Russian"))


def _request(row: InfoRequest) -> tuple[object, ...]:
    issued = getattr(row.order, "issued", None)
    return (
        *(issued.full_number if issued else "", issued.issued_on if issued else None),
        *(row.subject_kk, row.subject_ru, row.holder.name),
        *(queries.state_label(row), queries.next_day(row), row.responsible),
    )


def _fact(fact: Fact) -> tuple[object, ...]:
    request = fact.info_request
    issued = getattr(request.order, "issued", None)
    return (
        *(fact.label_kk, fact.label_ru, fact.value, fact.unit, fact.period, request.holder.name),
        f"{issued.full_number}, {issued.issued_on:%d.%m.%Y}" if issued else "",
        *(fact.file.file_name if fact.file else "", fact.place),
    )


def _holder(row: Holder) -> tuple[object, ...]:
    parent = (row.parent.name_ru or row.parent.name_kk) if row.parent else ""
    return (
        *(row.name_kk, row.name_ru, row.address_kk, row.address_ru, row.email),
        *("1" if row.is_quasi_state else "", row.mode, parent),
    )


def directory_sheet(language: str) -> Sheet[Holder]:
    """As the import reads it back, headed in `language` ('kk', 'ru' or 'en')."""
    place = {"kk": 0, "ru": 1}.get(language, 2)
    return Sheet("directory", tuple(heads[place] for heads in HEADS.values()), _holder)


REQUESTS: Sheet[InfoRequest] = Sheet(
    "requests",
    (
        *(_("Number"), _("Date"), *_SUBJECT, _("Addressee"), _("State")),
        *(_("Due on"), _("Responsible")),
    ),
    _request,
)
BATCHES: Sheet[RequestBatch] = Sheet(
    "batches",
    (*_SUBJECT, _("State"), _("Addressees"), _("Letters issued"), _("Issued on")),
    lambda row: (
        *(row.subject_kk, row.subject_ru, row.get_state_display()),
        *(row.number, row.issued, row.issued_at),  # type: ignore[attr-defined]
    ),
)
FACTS: Sheet[Fact] = Sheet(
    "facts",
    (
        *(_("What it is, in Kazakh"), _("What it is, in Russian"), _("Figure or words of the answer")),
        *(_("Unit"), _("Period or day it speaks of"), _("Body"), _("Letter")),
        *(_("File in which it stands"), _("Page, sheet or cell")),
    ),
    _fact,
)
