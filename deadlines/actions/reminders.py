"""Reminding people of deadlines: what has come and is untold, and when to look again."""

from datetime import date, datetime

from django.db import transaction

from accounts import queries as account_queries
from correspondence.actions import tell
from correspondence.models import Notice
from deadlines import queries
from deadlines.actions.work import COORDINATORS, facts_of, planned_of, responsible_people, thread_of
from deadlines.calendar import WorkingCalendar
from deadlines.models import Deadline
from deadlines.reminders import Planned, next_on, untold
from deadlines.states import DeadlineState, Stage

BATCH = 200


def send_due_reminders(at: datetime) -> int:
    """Note every reminder whose day has come, today's and those missed while nothing ran; returns how many deadlines.

    Any number of runs note each (deadline, version, stage) once.
    """
    on = queries.day_of(at)
    days = queries.calendar()
    handled = 0
    while True:
        batch = list(
            Deadline.objects.open()
            .filter(next_reminder_on__lte=on)
            .select_related("organisation", "responsible")
            .order_by("next_reminder_on", "pk")[:BATCH]
        )
        if not batch:
            return handled
        for deadline in batch:
            _remind(deadline, days, on=on, at=at)
        handled += len(batch)


@transaction.atomic
def _remind(deadline: Deadline, days: WorkingCalendar, *, on: date, at: datetime) -> None:
    """Note what has come and is untold, and when to look again. The bookmark only says when to look: should the
    calendar have changed since, the plan of today decides."""
    planned = planned_of(deadline, days, since=deadline.opened_on)
    still_so = Deadline.objects.filter(pk=deadline.pk, version=deadline.version, state=DeadlineState.OPEN)
    if not still_so.update(next_reminder_on=next_on(planned, on)):
        return
    for reminder in untold(planned, _told(deadline), on):
        _note(deadline, reminder, days, on=on, at=at)


def _told(deadline: Deadline) -> dict[str, date]:
    """The stages of this version that were noted, each with its day; that of a move counts as 'moved'."""
    prefix = f"v{deadline.version}:"
    noted = Notice.objects.filter(thread=thread_of(deadline), stage__startswith=prefix)
    return {
        stage.removeprefix(prefix): queries.day_of(at)
        for stage, at in noted.values_list("stage", "created_at")
    }


def _note(deadline: Deadline, reminder: Planned, days: WorkingCalendar, *, on: date, at: datetime) -> None:
    escalated = reminder.stage == Stage.ESCALATED
    people = (
        account_queries.people(deadline.organisation, COORDINATORS)
        if escalated
        else responsible_people(deadline)
    )
    facts = {
        **facts_of(deadline),
        "stage": reminder.stage.value,
        "planned_on": reminder.on.isoformat(),
        "noted_on": on.isoformat(),
        "days_left": days.count(on, deadline.due_on)
        if on <= deadline.due_on
        else -days.count(deadline.due_on, on),
        "responsible": deadline.responsible.name if deadline.responsible else "",
    }
    tell(
        people,
        organisation=deadline.organisation,
        thread=thread_of(deadline),
        stage=f"v{deadline.version}:{reminder.stage}",
        template="deadline",
        facts=facts,
        at=at,
        urgent=True,
    )
