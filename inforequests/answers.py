"""What an answer gave: the latest verdict of each item, what they come to, and the facts taken out of it."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from inforequests.models import EventFile, Fact, InfoRequest, ItemVerdict, RequestEvent
from inforequests.states import Completeness, EventKind
from projects.models import Dossier


def last_answer(info_request: InfoRequest) -> RequestEvent | None:
    """The latest answer that was not taken back."""
    rows = RequestEvent.objects.filter(info_request=info_request, kind=EventKind.ANSWERED).standing()
    return rows.last()


def files_of_answers(info_request: InfoRequest) -> QuerySet[EventFile]:
    """Files of answers that were not taken back, and cleaned copies of them, in the order in which they came."""
    rows = EventFile.objects.filter(
        event__info_request=info_request, event__kind=EventKind.ANSWERED, event__annulled_at__isnull=True
    )
    return rows.order_by("id")


def history_of_verdicts(info_request: InfoRequest) -> QuerySet[ItemVerdict]:
    """Every verdict of answers that stand, the earliest first."""
    rows = ItemVerdict.objects.filter(item__info_request=info_request).standing()
    return rows.select_related("judged_by")


def verdicts_of(info_request: InfoRequest) -> list[ItemVerdict]:
    """The latest verdict of each item that has one, in the order of the items (one query)."""
    rows = history_of_verdicts(info_request).select_related("item", "judged_by")
    latest = {row.item_id: row for row in rows}
    return sorted(latest.values(), key=lambda row: row.item.number)


def overall(verdicts: Iterable[str], items: int) -> Completeness | None:
    """What the verdicts of all the items come to; None while one of the `items` is not judged."""
    given = list(verdicts)
    if not items or len(given) < items:
        return None
    kinds: Collection[str] = set(given)
    return Completeness(next(iter(kinds))) if len(kinds) == 1 else Completeness.PART


def not_given(verdicts: Iterable[ItemVerdict]) -> list[int]:
    """Numbers of the items that were not answered, or not in full."""
    return [row.item.number for row in verdicts if row.verdict != Completeness.FULL]


def facts_of(info_request: InfoRequest) -> QuerySet[Fact]:
    rows = Fact.objects.filter(info_request=info_request).kept().order_by("id")
    return rows.select_related("file", "noted_by")


def facts_along(dossier: Dossier) -> QuerySet[Fact]:
    """The facts of all the requests of a dossier, the latest first."""
    rows = Fact.objects.filter(info_request__dossier=dossier, organisation=dossier.organisation).kept()
    return rows.select_related("info_request__holder", "info_request__order__issued", "file").order_by("-id")
