"""The facts of answers as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from inforequests.models import Fact


def rows_of(facts: Iterable[Fact]) -> Iterator[list[str]]:
    """The head, then a line for each fact with where it comes from."""
    yield [
        _("What it is, in Kazakh"),
        _("What it is, in Russian"),
        _("Figure or words of the answer"),
        _("Unit"),
        _("Period or day it speaks of"),
        _("Body"),
        _("Letter"),
        _("File in which it stands"),
        _("Page, sheet or cell"),
    ]
    for fact in facts:
        request = fact.info_request
        issued = getattr(request.order, "issued", None)
        yield [
            fact.label_kk,
            fact.label_ru,
            fact.value,
            fact.unit,
            fact.period,
            request.holder.name,
            f"{issued.full_number}, {issued.issued_on:%d.%m.%Y}" if issued else "",
            fact.file.file_name if fact.file else "",
            fact.place,
        ]
