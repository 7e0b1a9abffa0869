"""What people do with single tasks of a road map."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import User
from common import in_reading
from common.states import move_state
from deadlines import actions as deadline_actions
from deadlines import queries as deadline_queries
from deadlines.calendar import OutsideCalendar
from deadlines.wording import day_reason
from projects import queries_road_map as queries
from projects.actions.road_map.dates import settle_date
from projects.actions.road_map.placing import hold_map, place, settled
from projects.models import Dossier, RoadMap, RoadMapTask
from projects.states import TASK_MOVES, DossierState, RoadMapAnchor, TaskState

MOST_TASKS = 60
REOPENED = {"closed_at": None, "closed_by": None, "closed_by_fact": "", "reason": ""}


@dataclass(frozen=True)
class NewTask:
    """A task of a person's own. Without `due_on` it is placed by the plan; `anchor`: on which side of the end."""

    label_kk: str
    label_ru: str
    week: int
    days: int = 1
    anchor: RoadMapAnchor = RoadMapAnchor.BEFORE
    due_on: date | None = None
    responsible: User | None = None


@dataclass(frozen=True)
class Held:
    """A dossier and its map, held until the end of the transaction, and one of the map's tasks as it stands now."""

    dossier: Dossier
    road_map: RoadMap
    task: RoadMapTask


def _hold(task: RoadMapTask) -> Held:
    dossier = task.road_map.dossier
    road_map = hold_map(dossier)
    assert road_map is not None  # a task belongs to one
    require_open(dossier)
    fresh = next(one for one in queries.tasks_of(dossier) if one.pk == task.pk)
    settled([fresh])
    return Held(dossier, road_map, fresh)


def require_open(dossier: Dossier) -> None:
    dossier.refresh_from_db(fields=["state"])
    if dossier.state != DossierState.OPEN:
        raise ValidationError(_("This dossier is closed."), code="closed")


def log_task(held: Held, verb: str, actor: User, at: datetime, **details: object) -> None:
    record(
        verb,
        actor=actor,
        organisation=held.dossier.organisation,
        obj=held.dossier,
        subject=held.task,
        at=at,
        details=details,
    )


@transaction.atomic
def finish_task(task: RoadMapTask, *, actor: User, at: datetime) -> None:
    """A person says that it is done. IllegalMove: it is done or skipped already."""
    held = _hold(task)
    facts = {"closed_at": at, "closed_by": actor, "closed_by_fact": "", "reason": ""}
    move_state(held.task, TASK_MOVES, TaskState.DONE, **facts)
    _settle(held, actor=actor, at=at)
    log_task(held, "road_map.task_done", actor, at)


@transaction.atomic
def skip_task(task: RoadMapTask, reason: str, *, actor: User, at: datetime) -> None:
    """It is not done, and the next reader learns why. ValidationError: without a reason."""
    require_words(reason)
    held = _hold(task)
    skip_held(held, reason, actor=actor, at=at)


def require_words(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say in a few words why it is not done.")}, code="reason")


def skip_held(held: Held, reason: str, *, actor: User, at: datetime) -> None:
    facts = {"closed_at": at, "closed_by": actor, "closed_by_fact": "", "reason": reason.strip()[:300]}
    move_state(held.task, TASK_MOVES, TaskState.SKIPPED, **facts)
    _settle(held, actor=actor, at=at)
    log_task(held, "road_map.task_skipped", actor, at, reason=held.task.reason)


def _settle(held: Held, *, actor: User, at: datetime, is_told: bool = False) -> None:
    on = deadline_queries.day_of(at)
    settle_date(
        held.task, held.road_map, held.dossier, actor=actor, on=on, at=at, reason="person", is_told=is_told
    )


@transaction.atomic
def reopen_task(task: RoadMapTask, *, actor: User, on: date, at: datetime) -> None:
    """Undo of finishing or skipping. Its day stays if it had one; else, or if the day has passed, it gets a new one."""
    held = _hold(task)
    move_state(held.task, TASK_MOVES, TaskState.OPEN, **REOPENED)
    _settle(held, actor=actor, at=at)
    if held.task.due_on is None:
        place(
            held.dossier,
            held.road_map,
            actor=actor,
            on=on,
            at=at,
            reason="person",
            only={held.task.key},
        )
    log_task(held, "road_map.task_reopened", actor, at)


@transaction.atomic
def move_task(task: RoadMapTask, due_on: date | None, *, actor: User, on: date, at: datetime) -> None:
    """A person chooses the task's day, which the plan does not touch any more; without a day it goes back to the plan.

    ValidationError: the day has passed, is off, or lies beyond the calendar; or the task is not open.
    """
    held = _hold(task)
    if held.task.state != TaskState.OPEN:
        raise ValidationError(_("Only an open task can be moved."), code="closed")
    if due_on is None:
        _unpin(held, actor=actor, on=on, at=at)
        return
    if due_on == held.task.due_on and held.task.is_pinned:
        return
    starts_on = require_working(due_on, held.task.days, on)
    held.task.due_on, held.task.starts_on, held.task.is_pinned = due_on, starts_on, True
    held.task.save(update_fields=["due_on", "starts_on", "is_pinned"])
    _settle(held, actor=actor, at=at, is_told=True)
    log_task(held, "road_map.task_moved", actor, at, day=due_on.isoformat())


def _unpin(held: Held, *, actor: User, on: date, at: datetime) -> None:
    if not held.task.is_pinned:
        return
    held.task.is_pinned = False
    held.task.save(update_fields=["is_pinned"])
    place(held.dossier, held.road_map, actor=actor, on=on, at=at, reason="person", only={held.task.key})
    log_task(held, "road_map.task_unpinned", actor, at)


def require_working(due_on: date, days_of_work: int, on: date) -> date:
    """The day on which so many working days of work begin that end on `due_on`, but not before today.

    ValidationError: it has passed, is off, or lies beyond the calendar.
    """
    days = deadline_queries.calendar()
    if due_on < on:
        raise ValidationError({"due_on": _("This day has passed.")}, code="past")
    try:
        if not days.is_working(due_on):
            reason = days.reason(due_on)
            message = _("%(day)s is a day off (%(why)s): choose a working day.")
            params = {"day": in_reading.day(due_on, on), "why": day_reason(reason) if reason else ""}
            raise ValidationError({"due_on": ValidationError(message, code="day_off", params=params)})
        return min(due_on, max(days.roll_forward(on), days.add(due_on, 1 - days_of_work)))
    except OutsideCalendar as beyond:
        message = _("The calendar of working days does not reach that year.")
        raise ValidationError({"due_on": message}, code="outside_calendar") from beyond


@transaction.atomic
def assign_task(task: RoadMapTask, responsible: User | None, *, actor: User, at: datetime) -> None:
    """Make a person responsible; the person is told, as of any deadline. Nobody new: nothing happens."""
    held = _hold(task)
    if held.task.owner_id == (responsible.pk if responsible else None):
        return
    held.task.responsible = responsible
    held.task.save(update_fields=["responsible"])
    if held.task.deadline is not None:
        deadline_actions.assign_deadline(held.task.deadline, responsible, actor=actor, at=at)
    else:
        log_task(held, "road_map.task_assigned", actor, at)


@transaction.atomic
def add_task(dossier: Dossier, new: NewTask, *, actor: User, on: date, at: datetime) -> RoadMapTask:
    """A task of one's own; the same words added twice are one open task. ValidationError as `move_task`, or too many."""
    road_map = hold_map(dossier)
    if road_map is None:
        raise ValidationError(_("Plan the road map first."), code="no_map")
    require_open(dossier)
    tasks = queries.tasks_of(dossier)
    words = (new.label_kk, new.label_ru, new.due_on)
    for task in tasks:
        if task.is_open and (task.label_kk, task.label_ru, task.due_on if task.is_pinned else None) == words:
            return task
    if len(tasks) >= MOST_TASKS:
        raise ValidationError(_("A road map holds at most %(number)s tasks.") % {"number": MOST_TASKS})
    task = RoadMapTask.objects.create(
        organisation=dossier.organisation,
        road_map=road_map,
        key=f"own-{max((one.pk for one in tasks), default=0) + 1}",
        place=max((one.place for one in tasks), default=0) + 1,
        week=new.week,
        label_kk=new.label_kk,
        label_ru=new.label_ru,
        days=new.days,
        anchor=new.anchor,
        responsible=new.responsible,
        due_on=new.due_on,
        starts_on=require_working(new.due_on, new.days, on) if new.due_on else None,
        is_pinned=new.due_on is not None,
    )
    held = Held(dossier, road_map, task)
    if new.due_on is not None:
        _settle(held, actor=actor, at=at)
    else:
        place(dossier, road_map, actor=actor, on=on, at=at, reason="person", only={task.key})
    log_task(held, "road_map.task_added", actor, at)
    return task
