"""Opening, moving and closing deadlines, and reminding people of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts import queries as account_queries
from accounts.actions import record
from accounts.models import Organisation, User
from accounts.states import Role
from common.states import move_state
from correspondence.actions import cancel_thread, tell
from deadlines import queries, reference
from deadlines.calendar import Computation, WorkingCalendar, compute
from deadlines.models import CalendarException, CalendarYear, Deadline, Reviewed, TimeLimit
from deadlines.reminders import Planned, next_on, plan
from deadlines.states import DEADLINE_MOVES, DateSource, DeadlineState, Stage

BATCH = 200
COORDINATORS = frozenset({Role.COORDINATOR})
TIME_LIMIT_FIELDS = (
    *("quantity", "unit", "direction", "roll_over", "valid_to", "confidence", "checked_on"),
    *(f"{name}_{language}" for name in ("name", "start_event", "law", "article", "note") for language in ("kk", "ru")),
)


@dataclass(frozen=True)
class Words:
    """A text in the two languages of the law."""

    kk: str
    ru: str


def thread_of(deadline: Deadline) -> str:
    return f"deadline:{deadline.pk}"


# --- Life of a deadline -------------------------------------------------------------------------------------------


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
) -> Deadline:
    """A new deadline, either at a given last day `due_on` (with its `source`) or computed by `limit` from `start_on`.

    Call it inside the transaction of its cause. Raises ValueError when neither is given, or the rule has no length.
    """
    explanation: dict[str, Any] = {}
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


def _first_reminder(deadline: Deadline, days: WorkingCalendar, on: date) -> date | None:
    return min((p.on for p in plan(deadline.due_on, on, days)), default=None)


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
) -> None:
    """Give an open deadline another last day: unsent reminders of the old one are dropped, people are told once.

    `reason`: 'portal', 'calendar' or 'person'. A deadline that has been closed meanwhile stays as it is.
    """
    old = deadline.due_on
    deadline.due_on, deadline.version, deadline.opened_on = due_on, deadline.version + 1, on
    deadline.next_reminder_on = _first_reminder(deadline, queries.calendar(), on)
    if computation is not None:
        deadline.explanation = computation.to_json()
    moved = Deadline.objects.filter(
        pk=deadline.pk, version=deadline.version - 1, state=DeadlineState.OPEN
    ).update(
        due_on=due_on,
        version=deadline.version,
        opened_on=on,
        next_reminder_on=deadline.next_reminder_on,
        explanation=deadline.explanation,
    )
    if not moved:
        deadline.refresh_from_db()
        return
    cancel_thread(thread_of(deadline))
    record(
        "deadline.moved",
        actor=actor,
        organisation=deadline.organisation,
        obj=deadline,
        subject=deadline.label,
        at=at,
        details={"before": f"{old:%d.%m.%Y}", "after": f"{due_on:%d.%m.%Y}", "reason": reason},
    )
    facts = {**_facts(deadline), "old_due_on": old.isoformat(), "reason": reason}
    told = [person for person in responsible_people(deadline) if person != actor]
    tell(
        told,
        organisation=deadline.organisation,
        thread=thread_of(deadline),
        stage=f"v{deadline.version}:moved",
        template="date_moved",
        facts=facts,
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
    move_state(deadline, DEADLINE_MOVES, DeadlineState.OPEN, closed_at=None, next_reminder_on=following, opened_on=on)
    _log(deadline, "deadline.reopened", actor, at)


@transaction.atomic
def assign_deadline(deadline: Deadline, responsible: User | None, *, actor: User, at: datetime) -> None:
    """Make a person responsible; the person is told unless it is the one who does it."""
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
            facts={**_facts(deadline), "by": actor.name},
            at=at,
            urgent=True,
        )


def _log(deadline: Deadline, verb: str, actor: User | None, at: datetime, **details: int | None) -> None:
    record(
        verb,
        actor=actor,
        organisation=deadline.organisation,
        obj=deadline,
        subject=deadline.label,
        at=at,
        details=details,
    )


def _facts(deadline: Deadline) -> dict[str, Any]:
    return {
        "label_kk": deadline.label_kk or "",
        "label_ru": deadline.label_ru or "",
        "about_kk": deadline.about_kk or "",
        "about_ru": deadline.about_ru or "",
        "due_on": deadline.due_on.isoformat(),
        "path": deadline.path,
    }


# --- Reminders ----------------------------------------------------------------------------------------------------


def responsible_people(deadline: Deadline) -> list[User]:
    """The person responsible while a member; else the organisation's coordinators."""
    coordinators = account_queries.people(deadline.organisation, COORDINATORS)
    person = deadline.responsible
    if person is not None and account_queries.is_member(person, deadline.organisation):
        return [person]
    return coordinators


def send_due_reminders(at: datetime) -> int:
    """Note every reminder whose day has come, today's and those missed while nothing ran; returns how many deadlines.

    Any number of runs note each (deadline, version, stage, person) once: the table of notices has it unique.
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
    planned = plan(deadline.due_on, deadline.opened_on, days)
    still_so = Deadline.objects.filter(pk=deadline.pk, version=deadline.version, state=DeadlineState.OPEN)
    if not still_so.update(next_reminder_on=next_on(planned, on)):
        return
    if not deadline.organisation.is_active:
        return
    for reminder in planned:
        if deadline.next_reminder_on is not None and deadline.next_reminder_on <= reminder.on <= on:
            _note(deadline, reminder, days, on=on, at=at)


def _note(deadline: Deadline, reminder: Planned, days: WorkingCalendar, *, on: date, at: datetime) -> None:
    escalated = reminder.stage == Stage.ESCALATED
    people = account_queries.people(deadline.organisation, COORDINATORS) if escalated else responsible_people(deadline)
    facts = {
        **_facts(deadline),
        "stage": reminder.stage.value,
        "planned_on": reminder.on.isoformat(),
        "noted_on": on.isoformat(),
        "days_left": days.count(on, deadline.due_on) if on <= deadline.due_on else -days.count(deadline.due_on, on),
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


# --- A changed calendar or rule -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shift:
    """A computed deadline that the calendar and the rules as they are now would put on another day."""

    deadline: Deadline
    computation: Computation

    @property
    def due_on(self) -> date:
        return self.computation.due_on


def shifts() -> list[Shift]:
    """What would move if open computed deadlines were computed again now. Writes nothing."""
    days = queries.calendar()
    open_ = Deadline.objects.open().filter(source=DateSource.COMPUTED).select_related("time_limit", "organisation")
    found = []
    for deadline in open_.order_by("due_on", "pk"):
        limit, start = deadline.time_limit, deadline.start_on
        if limit is None or start is None or limit.quantity is None or not queries.in_calendar(days, start):
            continue
        computation = compute(queries.rule_of(limit), start, days)
        if computation.due_on != deadline.due_on:
            found.append(Shift(deadline, computation))
    return found


def apply_shifts(*, actor: User, on: date, at: datetime) -> int:
    """Move the deadlines that `shifts` names and tell those responsible; returns how many."""
    moved = shifts()
    for shift in moved:
        move_deadline(
            shift.deadline,
            shift.due_on,
            on=on,
            at=at,
            reason="calendar",
            actor=actor,
            computation=shift.computation,
        )
    return len(moved)



# --- Reference data -----------------------------------------------------------------------------------------------


@transaction.atomic
def load_rules_and_calendar() -> None:
    """Bring the tables to what the reviewed files say; rows that an administrator edited stay as they are."""
    calendar = reference.load_calendar()
    for year in calendar.years:
        fields = {"certainty": year.certainty, "source": year.source, "checked_on": year.checked_on}
        _load(CalendarYear, {"year": year.year}, fields)
    for row in calendar.exceptions:
        fields = {name: getattr(row, name) for name in ("kind", "reason_kk", "reason_ru", "order", "certainty", "checked_on")}
        _load(CalendarException, {"on": row.on}, fields)
    for limit in reference.load_time_limits():
        fields = {name: getattr(limit, name) for name in TIME_LIMIT_FIELDS}
        _load(TimeLimit, {"code": limit.code, "valid_from": limit.valid_from}, fields)


def _load(model: type[Reviewed], key: dict[str, Any], fields: dict[str, Any]) -> None:
    if not model._default_manager.filter(**key, is_edited=True).exists():
        model._default_manager.update_or_create(**key, defaults=fields)
