"""The clock of the body's report: met when the report was read or every row has its answer."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from amendments.models import AmendmentTable, Submission
from amendments.queries import outcomes as queries
from deadlines import actions as deadline_actions
from deadlines import queries as deadline_queries
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from projects.actions.road_map import record_fact, withdraw_fact
from projects.states import RoadMapFact


def meet_report_clock(table: AmendmentTable, *, actor: User, at: datetime) -> list[Deadline]:
    """Nobody has to look for the report any more. The clocks that were open until now."""
    met = list(_clocks(table).filter(state=DeadlineState.OPEN))
    for deadline in met:
        deadline_actions.close_deadline(deadline, actor=actor, at=at)
    return met


def follow_outcomes(table: AmendmentTable, *, actor: User, at: datetime) -> None:
    """Once all rows have a confirmed answer, the report has done its work, and the road map knows the reaction."""
    if _is_complete(table):
        meet_report_clock(table, actor=actor, at=at)
        record_fact(table.dossier, RoadMapFact.ANSWERS_CONFIRMED, at=at, actor=actor)


def unfollow_outcomes(table: AmendmentTable, *, closed_at: datetime, actor: User, at: datetime) -> None:
    """Answers confirmed at the moment `closed_at` were taken back: what had followed from them is open again."""
    unmeet_report_clock(table, closed_at=closed_at, actor=actor, at=at)
    if not _is_complete(table):
        withdraw_fact(table.dossier, RoadMapFact.ANSWERS_CONFIRMED, at=at, actor=actor)


def _is_complete(table: AmendmentTable) -> bool:
    sent = queries.sent(table)
    return queries.tally(sent.rows, queries.outcomes_of(table)).is_complete


def unmeet_report_clock(table: AmendmentTable, *, closed_at: datetime, actor: User, at: datetime) -> None:
    """The step that met the clock at `closed_at` is taken back: the clock runs on."""
    for deadline in _clocks(table).filter(state=DeadlineState.DONE, closed_at=closed_at):
        deadline_actions.reopen_deadline(deadline, actor=actor, on=deadline_queries.day_of(at), at=at)


def _clocks(table: AmendmentTable) -> "QuerySet[Deadline]":
    used = Submission.objects.filter(table=table, report_deadline__isnull=False)
    return Deadline.objects.filter(pk__in=used.values("report_deadline"))
