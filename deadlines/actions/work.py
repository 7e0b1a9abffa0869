"""Opening, moving, closing and assigning deadlines."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts import queries as account_queries
from accounts.actions import record
from accounts.models import Organisation, User
from accounts.states import Role
from common.states import move_state
from correspondence.actions import cancel_thread, forget_cancelled, tell
from deadlines import queries
from deadlines.calendar import Computation, OutsideCalendar, WorkingCalendar, compute
from deadlines.models import Deadline, TimeLimit
from deadlines.reminders import Planned, plan
from deadlines.states import DEADLINE_MOVES, DateSource, DeadlineState

# A last day further away than the calendar reaches is looked at again so long before it.
LOOK_AGAIN = timedelta(days=365)
COORDINATORS = frozenset({Role.COORDINATOR})


@dataclass(frozen=True)
class Words:
    """A text in the two languages of the law."""

    kk: str
    ru: str


def thread_of(deadline: Deadline) -> str:
    return f"deadline:{deadline.pk}"


def open_deadline(
    *,
    organisation: Organisation,
    kind: str,
    label: Words,
    about: Words,
    path: str,
    on: date,
    at: datetime,
    responsible: User | None,
    due_on: date | None = None,
    source: DateSource = DateSource.STATED,
    limit: TimeLimit | None = None,
    start_on: date | None = None,
    because: Words | None = None,
) -> Deadline:
    """A new deadline, either at a given last day `due_on` (with its `source`) or computed by `limit` from `start_on`.

    `because`: where a given day comes from, as a sentence, if it is neither the portal's nor simply one's own.
    Call it inside the transaction of its cause. Raises ValueError when neither is given, or the rule has no length.
    """
    explanation = _said_of(because)
    if due_on is None:
        if limit is None or start_on is None:
            raise ValueError("A deadline needs either due_on, or a time limit with the day it starts from.")
        computation = compute(queries.rule_of(limit), start_on, queries.calendar())
        due_on, source, explanation = computation.due_on, DateSource.COMPUTED, computation.to_json()
    deadline = Deadline(
        organisation=organisation,
        kind=kind,
        label_kk=label.kk,
        label_ru=label.ru,
        about_kk=about.kk[:500],
        about_ru=about.ru[:500],
        path=path,
        due_on=due_on,
        source=source,
        time_limit=limit if source == DateSource.COMPUTED else None,
        start_on=start_on,
        explanation=explanation,
        responsible=responsible,
        opened_on=on,
        created_at=at,
    )
    deadline.next_reminder_on = _first_reminder(deadline, queries.calendar(), on)
    deadline.save()
    return deadline


def _said_of(because: Words | None) -> dict[str, Any]:
    return {"because": {"kk": because.kk, "ru": because.ru}} if because else {}


def _first_reminder(deadline: Deadline, days: WorkingCalendar, on: date) -> date | None:
    """The day on which to think of reminding, if the deadline is known since `on`."""
    if _is_beyond(deadline, days):
        return max(on, deadline.due_on - LOOK_AGAIN)
    return min((planned.on for planned in planned_of(deadline, days, since=on)), default=None)


def planned_of(deadline: Deadline, days: WorkingCalendar, *, since: date) -> list[Planned]:
    """The reminders of the deadline; none of one whose days the calendar does not hold."""
    try:
        return plan(deadline.due_on, since, days)
    except OutsideCalendar:
        return []


def _is_beyond(deadline: Deadline, days: WorkingCalendar) -> bool:
    return deadline.due_on.year >= days.end_year


@transaction.atomic
def move_deadline(
    deadline: Deadline,
    due_on: date,
    *,
    on: date,
    at: datetime,
    reason: str,
    actor: User | None = None,
    computation: Computation | None = None,
    source: DateSource | None = None,
    start_on: date | None = None,
    because: Words | None = None,
    is_told: bool = True,
) -> bool:
    """Give an open deadline another last day: unsent reminders of the old one are dropped, people are told once.

    `reason`: 'portal', 'calendar' or 'person'. `source`: where the new date comes from, if it is not (any more)
    computed by a rule, with `because` as in `open_deadline`; `start_on`: the day that `computation` counts from, if that
    is another now. Unless `is_told`, the caller tells people itself. Returns whether it moved: one that somebody else has
    closed or moved meanwhile stays as it is.
    """
    old = deadline.due_on
    deadline.due_on, deadline.version, deadline.opened_on = due_on, deadline.version + 1, on
    deadline.next_reminder_on = _first_reminder(deadline, queries.calendar(), on)
    if computation is not None:
        deadline.explanation, deadline.start_on = computation.to_json(), computation.start_on
    if source is not None:
        deadline.source, deadline.time_limit = source, None
        deadline.explanation = _said_of(because)
    deadline.start_on = start_on or deadline.start_on
    moved = Deadline.objects.filter(
        pk=deadline.pk, version=deadline.version - 1, state=DeadlineState.OPEN
    ).update(
        due_on=due_on,
        version=deadline.version,
        opened_on=on,
        next_reminder_on=deadline.next_reminder_on,
        source=deadline.source,
        time_limit=deadline.time_limit,
        start_on=deadline.start_on,
        explanation=deadline.explanation,
    )
    if not moved:
        deadline.refresh_from_db()
        return False
    cancel_thread(thread_of(deadline))
    _log(
        deadline,
        "deadline.moved",
        actor,
        at,
        before=old.isoformat(),
        after=due_on.isoformat(),
        reason=reason,
    )
    if is_told:
        _tell_moved(deadline, old, reason, actor, at)
    return True


def _tell_moved(deadline: Deadline, old: date, reason: str, actor: User | None, at: datetime) -> None:
    tell(
        [person for person in responsible_people(deadline) if person != actor],
        organisation=deadline.organisation,
        thread=thread_of(deadline),
        stage=f"v{deadline.version}:moved",
        template="date_moved",
        facts={**facts_of(deadline), "old_due_on": old.isoformat(), "reason": reason},
        at=at,
        urgent=True,
    )


@transaction.atomic
def close_deadline(deadline: Deadline, *, actor: User | None, at: datetime, done: bool = True) -> None:
    """The thing is done (or not needed any more): nobody is reminded of it again."""
    state = DeadlineState.DONE if done else DeadlineState.CANCELLED
    move_state(deadline, DEADLINE_MOVES, state, closed_at=at, next_reminder_on=None)
    cancel_thread(thread_of(deadline))
    _log(deadline, "deadline.done" if done else "deadline.cancelled", actor, at)


@transaction.atomic
def reopen_deadline(deadline: Deadline, *, actor: User | None, on: date, at: datetime) -> None:
    """Undo of closing: reminders start again from today, those already given are not repeated."""
    following = _first_reminder(deadline, queries.calendar(), on)
    move_state(
        deadline, DEADLINE_MOVES, DeadlineState.OPEN, closed_at=None, next_reminder_on=following, opened_on=on
    )
    forget_cancelled(thread_of(deadline))
    _log(deadline, "deadline.reopened", actor, at)


@transaction.atomic
def assign_deadline(deadline: Deadline, responsible: User | None, *, actor: User, at: datetime) -> None:
    """Make a person responsible; the person is told unless it is the one who does it. Nobody new: nothing happens."""
    if responsible == deadline.responsible:
        return
    Deadline.objects.filter(pk=deadline.pk).update(responsible=responsible)
    deadline.responsible = responsible
    _log(deadline, "deadline.assigned", actor, at, to=responsible.pk if responsible else None)
    if responsible is not None and responsible != actor and deadline.state == DeadlineState.OPEN:
        tell(
            [responsible],
            organisation=deadline.organisation,
            thread=thread_of(deadline),
            stage=f"v{deadline.version}:assigned:{responsible.pk}:{at:%Y%m%d%H%M%S}",
            template="assigned",
            facts={**facts_of(deadline), "by": actor.name},
            at=at,
            urgent=True,
        )


def _log(deadline: Deadline, verb: str, actor: User | None, at: datetime, **details: Any) -> None:
    record(
        verb,
        actor=actor,
        organisation=deadline.organisation,
        obj=deadline,
        subject=deadline,
        at=at,
        details=details,
    )


def facts_of(deadline: Deadline) -> dict[str, Any]:
    return {
        "label_kk": deadline.label_kk or "",
        "label_ru": deadline.label_ru or "",
        "about_kk": deadline.about_kk or "",
        "about_ru": deadline.about_ru or "",
        "due_on": deadline.due_on.isoformat(),
        "path": deadline.path,
    }


def responsible_people(deadline: Deadline) -> list[User]:
    """The person responsible while a member, else the coordinators; both if that person's address takes no mail."""
    members = account_queries.people(deadline.organisation)
    person = next((member for member in members if member.pk == deadline.responsible_id), None)
    if person is not None and person.mail_refused_at is None:
        return [person]
    return [*([person] if person else []), *account_queries.people(deadline.organisation, COORDINATORS)]
