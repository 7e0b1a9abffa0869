"""Opening, moving and closing deadlines, and reminding people of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries as account_queries
from accounts.actions import record
from accounts.models import Organisation, User
from accounts.secret_links import hash_of, new_secret
from accounts.states import Role
from common.states import move_state
from correspondence.actions import cancel_thread, forget_cancelled, tell
from correspondence.models import Notice
from deadlines import queries, reference
from deadlines.calendar import Computation, OutsideCalendar, WorkingCalendar, compute
from deadlines.models import CalendarException, CalendarFeed, CalendarYear, Deadline, Reviewed, TimeLimit
from deadlines.reminders import Planned, next_on, plan, untold
from deadlines.states import DEADLINE_MOVES, DateSource, DeadlineState, Stage

BATCH = 200
FAR_AHEAD = timedelta(days=60)
# A last day further away than the calendar reaches is looked at again so long before it.
LOOK_AGAIN = timedelta(days=365)
FEED_LIFE = timedelta(days=365)
FEEDS_A_PERSON = 10
COORDINATORS = frozenset({Role.COORDINATOR})
TIME_LIMIT_FIELDS = (
    *("quantity", "unit", "direction", "roll_over", "valid_to", "confidence", "checked_on"),
    *(
        f"{name}_{language}"
        for name in ("name", "start_event", "law", "article", "note")
        for language in ("kk", "ru")
    ),
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
    """The day on which to think of reminding, if the deadline is known since `on`."""
    if _is_beyond(deadline, days):
        return max(on, deadline.due_on - LOOK_AGAIN)
    return min((planned.on for planned in _planned(deadline, days, since=on)), default=None)


def _planned(deadline: Deadline, days: WorkingCalendar, *, since: date) -> list[Planned]:
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
) -> bool:
    """Give an open deadline another last day: unsent reminders of the old one are dropped, people are told once.

    `reason`: 'portal', 'calendar' or 'person'. `source`: where the new date comes from, if it is not (any more)
    computed by a rule. Returns whether it moved: one that somebody else has closed or moved
    meanwhile stays as it is.
    """
    old = deadline.due_on
    deadline.due_on, deadline.version, deadline.opened_on = due_on, deadline.version + 1, on
    deadline.next_reminder_on = _first_reminder(deadline, queries.calendar(), on)
    if computation is not None:
        deadline.explanation = computation.to_json()
    if source is not None:
        deadline.source, deadline.time_limit, deadline.explanation = source, None, {}
    moved = Deadline.objects.filter(
        pk=deadline.pk, version=deadline.version - 1, state=DeadlineState.OPEN
    ).update(
        due_on=due_on,
        version=deadline.version,
        opened_on=on,
        next_reminder_on=deadline.next_reminder_on,
        source=deadline.source,
        time_limit=deadline.time_limit,
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
        before=f"{old:%d.%m.%Y}",
        after=f"{due_on:%d.%m.%Y}",
        reason=reason,
    )
    tell(
        [person for person in responsible_people(deadline) if person != actor],
        organisation=deadline.organisation,
        thread=thread_of(deadline),
        stage=f"v{deadline.version}:moved",
        template="date_moved",
        facts={**_facts(deadline), "old_due_on": old.isoformat(), "reason": reason},
        at=at,
        urgent=True,
    )
    return True


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
            facts={**_facts(deadline), "by": actor.name},
            at=at,
            urgent=True,
        )


def _log(deadline: Deadline, verb: str, actor: User | None, at: datetime, **details: Any) -> None:
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
    """The person responsible while a member, else the coordinators; both if that person's address takes no mail."""
    members = account_queries.people(deadline.organisation)
    person = next((member for member in members if member.pk == deadline.responsible_id), None)
    if person is not None and person.mail_refused_at is None:
        return [person]
    return [*([person] if person else []), *account_queries.people(deadline.organisation, COORDINATORS)]


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
    planned = _planned(deadline, days, since=deadline.opened_on)
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
        **_facts(deadline),
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


# --- A changed calendar or rule -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shift:
    """A computed deadline that the calendar and the rules as they are now would explain otherwise, or move."""

    deadline: Deadline
    computation: Computation

    @property
    def due_on(self) -> date:
        return self.computation.due_on

    @property
    def moves(self) -> bool:
        return self.due_on != self.deadline.due_on


def shifts() -> list[Shift]:
    """What would move if open computed deadlines were computed again now. Writes nothing."""
    return [shift for shift in _recomputed() if shift.moves]


def _recomputed() -> list[Shift]:
    days = queries.calendar()
    open_ = (
        Deadline.objects.open()
        .filter(source=DateSource.COMPUTED)
        .select_related("time_limit", "organisation")
    )
    found = []
    for deadline in open_.order_by("due_on", "pk"):
        computation = _computed(deadline, days)
        if computation is not None and computation.to_json() != deadline.explanation:
            found.append(Shift(deadline, computation))
    return found


def _computed(deadline: Deadline, days: WorkingCalendar) -> Computation | None:
    """The deadline computed by its rule now; None where the rule or the calendar has nothing to say any more."""
    limit, start = deadline.time_limit, deadline.start_on
    if limit is None or start is None or limit.quantity is None:
        return None
    try:
        return compute(queries.rule_of(limit), start, days)
    except OutsideCalendar:
        return None


def apply_shifts(*, actor: User, on: date, at: datetime) -> int:
    """Move the deadlines that `shifts` names and tell those responsible; returns how many.

    Explanations that read otherwise now are written anew, and the days of all reminders are planned again.
    """
    moved = 0
    for shift in _recomputed():
        if shift.moves:
            moved += move_deadline(
                shift.deadline,
                shift.due_on,
                on=on,
                at=at,
                reason="calendar",
                actor=actor,
                computation=shift.computation,
            )
        else:
            unmoved = Deadline.objects.filter(pk=shift.deadline.pk, version=shift.deadline.version)
            unmoved.update(explanation=shift.computation.to_json())
    Deadline.objects.open().filter(next_reminder_on__gt=on).update(next_reminder_on=on)
    return moved


def record_reference_change(row: models.Model, verb: str, *, actor: User, at: datetime) -> None:
    """Log that the operator changed a year, a date or a rule. Call it inside the transaction of the change."""
    record(verb, actor=actor, organisation=None, obj=row, subject=str(row), at=at)


def is_own_exception(row: CalendarException) -> bool:
    """Whether the date was entered here and does not stand in the reviewed file, which would bring it back."""
    return row.on not in {exception.on for exception in reference.load_calendar().exceptions}


# --- Calendar addresses -------------------------------------------------------------------------------------------


@transaction.atomic
def create_feed(user: User, organisation: Organisation, *, only_mine: bool, at: datetime) -> str:
    """A secret address for a calendar program; returns the secret, which is kept only as a hash.

    It reads what the person may see on the day of reading, for a year. ValidationError: the person has ten already.
    """
    CalendarFeed.objects.filter(user=user, expires_at__lte=at).delete()
    if CalendarFeed.objects.filter(user=user, organisation=organisation).count() >= FEEDS_A_PERSON:
        message = _("You have %(count)s addresses already. Revoke one that is not used any more.")
        raise ValidationError(message, code="too_many", params={"count": FEEDS_A_PERSON})
    secret = new_secret()
    feed = CalendarFeed.objects.create(
        user=user,
        organisation=organisation,
        only_mine=only_mine,
        token_hash=hash_of(secret),
        created_at=at,
        expires_at=at + FEED_LIFE,
    )
    record("calendar_feed.created", actor=user, organisation=organisation, obj=feed, subject=user, at=at)
    return secret


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, actor: User, at: datetime) -> None:
    """The address stops working from the next reading on."""
    record(
        "calendar_feed.revoked", actor=actor, organisation=feed.organisation, obj=feed, subject=actor, at=at
    )
    feed.delete()


def note_feed_use(feed: CalendarFeed, on: date) -> None:
    """Remember the day of the last reading, so that an unused address can be recognised."""
    CalendarFeed.objects.filter(pk=feed.pk).exclude(last_used_on=on).update(last_used_on=on)


# --- Reference data -----------------------------------------------------------------------------------------------


@transaction.atomic
def load_rules_and_calendar() -> None:
    """Bring the tables to what the reviewed files say; rows that an administrator edited stay as they are."""
    calendar = reference.load_calendar()
    for year in calendar.years:
        fields = {"certainty": year.certainty, "source": year.source, "checked_on": year.checked_on}
        _load(CalendarYear, {"year": year.year}, fields)
    for row in calendar.exceptions:
        fields = {
            name: getattr(row, name)
            for name in ("kind", "reason_kk", "reason_ru", "order", "certainty", "checked_on")
        }
        _load(CalendarException, {"on": row.on}, fields)
    for limit in reference.load_time_limits():
        fields = {name: getattr(limit, name) for name in TIME_LIMIT_FIELDS}
        _load(TimeLimit, {"code": limit.code, "valid_from": limit.valid_from}, fields)


def _load(model: type[Reviewed], key: dict[str, Any], fields: dict[str, Any]) -> None:
    if not model._default_manager.filter(**key, is_edited=True).exists():
        model._default_manager.update_or_create(**key, defaults=fields)
