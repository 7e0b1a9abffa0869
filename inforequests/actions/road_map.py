"""What the road map of a dossier hears of its requests: whether one was repeated after the term of an earlier one."""

from datetime import date, datetime

from accounts.models import User
from inforequests.clocks import ANSWER, What
from inforequests.law import Book
from inforequests.models import InfoRequest, RequestClock, RequestEvent
from inforequests.states import EventKind
from projects.actions.road_map import record_fact, withdraw_fact
from projects.models import Dossier
from projects.states import RoadMapFact

_ANSWERS = (EventKind.ANSWERED, EventKind.REFUSED)


def note_requests(info_request: InfoRequest, *, actor: User | None, at: datetime) -> None:
    """A sending was recorded or taken back."""
    if info_request.dossier is None:
        return
    note = record_fact if _is_repeated(info_request.dossier) else withdraw_fact
    note(info_request.dossier, RoadMapFact.REQUEST_REPEATED, at=at, actor=actor)


def _is_repeated(dossier: Dossier) -> bool:
    """Whether a request was sent on a day on which the term of another one was over, or its answer had come."""
    events = RequestEvent.objects.filter(info_request__dossier=dossier).standing()
    days = list(
        events.filter(kind__in=[EventKind.SENT, *_ANSWERS]).values_list("info_request_id", "kind", "on")
    )
    sent_on = {pk: on for pk, kind, on in days if kind == EventKind.SENT}
    if len(sent_on) < 2:
        return False
    over = _terms(dossier, sent_on)
    for pk, kind, on in days:
        if kind in _ANSWERS and pk in over:
            over[pk] = min(over[pk], on)
    return any(over[pk] < day for pk in sent_on for other, day in sent_on.items() if other != pk)


def _terms(dossier: Dossier, sent_on: dict[int, date]) -> dict[int, date]:
    """The last day of answering of each request: its latest clock, else counted from the day of sending."""
    law = Book().law
    over = {pk: law.due(ANSWER, on) for pk, on in sent_on.items()}
    clocks = RequestClock.objects.filter(info_request__dossier=dossier, what=What.ANSWER.value)
    for pk, due_on in clocks.order_by("deadline__due_on").values_list("info_request_id", "deadline__due_on"):
        if pk in over:
            over[pk] = due_on
    return over
