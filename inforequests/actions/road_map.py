"""What the road map of a dossier hears of its requests: whether one was repeated after the term of an earlier one."""

from datetime import date, datetime

from accounts.models import User
from deadlines import queries as deadline_queries
from inforequests.clocks import What
from inforequests.models import InfoRequest, RequestClock, RequestEvent
from inforequests.states import EventKind
from projects.actions.road_map import record_fact, withdraw_fact
from projects.models import Dossier
from projects.states import RoadMapFact


def note_requests(info_request: InfoRequest, *, actor: User | None, at: datetime) -> None:
    """A sending was recorded or taken back."""
    if info_request.dossier is None:
        return
    note = record_fact if _is_repeated(info_request.dossier) else withdraw_fact
    note(info_request.dossier, RoadMapFact.REQUEST_REPEATED, at=at, actor=actor)


def _is_repeated(dossier: Dossier) -> bool:
    """Whether a request was sent on a day on which the term of another one was over, or its answer had come."""
    sent = RequestEvent.objects.filter(info_request__dossier=dossier, kind=EventKind.SENT).standing()
    sent_on = dict(sent.values_list("info_request_id", "on"))
    return any(
        over < day
        for pk, over in _answer_terms(dossier).items()
        for other, day in sent_on.items()
        if other != pk and pk in sent_on
    )


def _answer_terms(dossier: Dossier) -> dict[int, date]:
    """For each request the day on which its latest term of answering was over: run out, or met before."""
    clocks = RequestClock.objects.filter(info_request__dossier=dossier, what=What.ANSWER.value)
    over: dict[int, date] = {}
    for pk, due_on, closed_at in clocks.values_list(
        "info_request_id", "deadline__due_on", "deadline__closed_at"
    ):
        ended = min(due_on, deadline_queries.day_of(closed_at)) if closed_at else due_on
        over[pk] = max(over.get(pk, ended), ended)
    return over
