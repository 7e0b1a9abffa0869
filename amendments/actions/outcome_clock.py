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


def meet_report_clock(table: AmendmentTable, *, actor: User, at: datetime) -> list[Deadline]:
    """Nobody has to look for the report any more. The clocks that were open until now."""
    met = list(_clocks(table).filter(state=DeadlineState.OPEN))
    for deadline in met:
        deadline_actions.close_deadline(deadline, actor=actor, at=at)
    return met


def follow_outcomes(table: AmendmentTable, *, actor: User, at: datetime) -> None:
    """Once all rows have a confirmed answer, the report has done its work."""
    sent = queries.sent(table)
    if queries.tally(sent.rows, queries.outcomes_of(table)).is_complete:
        meet_report_clock(table, actor=actor, at=at)


def unmeet_report_clock(table: AmendmentTable, *, closed_at: datetime, actor: User, at: datetime) -> None:
    """The step that met the clock at `closed_at` is taken back: the clock runs on."""
    for deadline in _clocks(table).filter(state=DeadlineState.DONE, closed_at=closed_at):
        deadline_actions.reopen_deadline(deadline, actor=actor, on=deadline_queries.day_of(at), at=at)


def _clocks(table: AmendmentTable) -> "QuerySet[Deadline]":
    used = Submission.objects.filter(table=table, report_deadline__isnull=False)
    return Deadline.objects.filter(pk__in=used.values("report_deadline"))
