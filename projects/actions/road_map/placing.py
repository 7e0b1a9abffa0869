"""Giving the open tasks of a map their days, and telling the people whose tasks have moved, each of them once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import queries as account_queries
from accounts.models import User
from accounts.states import Role
from common import dates
from correspondence.actions import cancel_thread, tell
from deadlines import queries as deadline_queries
from deadlines.calendar import OutsideCalendar
from projects import queries_road_map as queries
from projects.actions.discussion import about
from projects.actions.road_map.dates import road_map_path, settle_date
from projects.models import Dossier, RoadMap, RoadMapTask
from projects.road_map.planning import BrokenOrder, calendar_mark, plan
from projects.states import TaskState

COORDINATORS = frozenset({Role.COORDINATOR})


@dataclass(frozen=True)
class Change:
    """A task whose day has changed."""

    task: RoadMapTask
    before: date | None


def hold_map(dossier: Dossier) -> RoadMap | None:
    """The dossier's map, held until the end of the transaction; None where nothing is planned."""
    return RoadMap.objects.select_for_update(of=("self",)).filter(dossier=dossier).first()


def settled(tasks: Sequence[RoadMapTask]) -> None:
    """Write down what was said on the list of deadlines: which tasks are met, and which are open again."""
    for task in tasks:
        if task.standing != task.state and task.deadline is not None:
            task.state, task.closed_at = task.standing, task.deadline.closed_at
            task.closed_by, task.closed_by_fact = None, ""
            task.save(update_fields=["state", "closed_at", "closed_by", "closed_by_fact"])


def place(
    dossier: Dossier,
    road_map: RoadMap,
    *,
    actor: User | None,
    on: date,
    at: datetime,
    reason: str,
    only: Collection[str] | None = None,
) -> list[Change]:
    """Give the open tasks that no person has moved their days; `only` those of these keys, around the days of the others.

    Returns what changed. ValidationError: the calendar does not reach so far.
    """
    tasks = queries.tasks_of(dossier)
    settled(tasks)
    slots = _slots(tasks, road_map, on, only)
    changes = []
    for task in tasks:
        if task.state != TaskState.OPEN or (only is not None and task.key not in only):
            continue
        if task.is_pinned:
            settle_date(task, road_map, dossier, actor=actor, on=on, at=at, reason=reason)
            continue
        starts_on, due_on = slots[task.key]
        before = task.due_on
        if (starts_on, due_on) != (task.starts_on, task.due_on):
            task.starts_on, task.due_on = starts_on, due_on
            task.save(update_fields=["starts_on", "due_on"])
        settle_date(task, road_map, dossier, actor=actor, on=on, at=at, reason=reason)
        if before != due_on:
            changes.append(Change(task, before))
    _mark(road_map, tasks, on)
    return changes


def _slots(
    tasks: Sequence[RoadMapTask], road_map: RoadMap, on: date, only: Collection[str] | None
) -> dict[str, tuple[date | None, date | None]]:
    days = deadline_queries.calendar()
    try:
        if only is None:
            found = queries.planned(tasks, road_map, on, days)
        else:
            wanted = [queries.as_planned(t, fixed=t.key not in only) for t in queries.in_play(tasks)]
            found = plan(wanted, on=on, ends_on=road_map.ends_on, days=days, direction=road_map.direction)
    except OutsideCalendar as beyond:
        message = _("The calendar of working days does not reach that year.")
        raise ValidationError(message, code="outside_calendar") from beyond
    except BrokenOrder as broken:
        message = _("The tasks wait for each other in a circle: change what they wait for in the template.")
        raise ValidationError(message, code="circle") from broken
    return {key: (slot.starts_on, slot.ends_on) for key, slot in found.slots.items()}


def _mark(road_map: RoadMap, tasks: Sequence[RoadMapTask], on: date) -> None:
    ends = [task.due_on for task in tasks if task.due_on is not None]
    starts = [task.starts_on for task in tasks if task.starts_on is not None]
    road_map.first_on = min([on, *starts])
    road_map.last_on = max([on, *ends, *([road_map.ends_on] if road_map.ends_on else [])])
    days = deadline_queries.calendar()
    try:
        road_map.calendar_mark = calendar_mark(days, road_map.first_on, road_map.last_on)
    except OutsideCalendar:
        road_map.calendar_mark = ""
    road_map.save()


def tell_changes(
    dossier: Dossier,
    road_map: RoadMap,
    changes: Sequence[Change],
    *,
    actor: User | None,
    on: date,
    at: datetime,
    reason: str,
    old_ends_on: date | None,
) -> None:
    """One notice for each person whose tasks have moved; for tasks of nobody, the coordinators. What was not sent yet of
    an earlier move is dropped.
    """
    members = account_queries.people(dossier.organisation)
    leaders = account_queries.people(dossier.organisation, COORDINATORS)
    thread, mine = f"road_map:{road_map.pk}", _by_person(changes, members, leaders)
    cancel_thread(thread)
    for person, theirs in mine.items():
        if person == actor:
            continue
        tell(
            [person],
            organisation=dossier.organisation,
            thread=thread,
            stage=f"moved:{at:%Y%m%d%H%M%S%f}",
            template="road_map_moved",
            facts={
                "title_kk": about(dossier).kk,
                "title_ru": about(dossier).ru,
                "path": road_map_path(dossier.pk),
                "reason": reason,
                "old_on": old_ends_on.isoformat() if old_ends_on else "",
                "ends_on": road_map.ends_on.isoformat() if road_map.ends_on else "",
                "count": len(theirs),
                "tasks_kk": _lines(theirs, "kk", on),
                "tasks_ru": _lines(theirs, "ru", on),
            },
            at=at,
            urgent=True,
        )


def _by_person(
    changes: Sequence[Change], members: Sequence[User], leaders: Sequence[User]
) -> dict[User, list[Change]]:
    known = {person.pk: person for person in members}
    found: dict[User, list[Change]] = {}
    for change in changes:
        owner = known.get(change.task.owner_id or 0)
        for person in [owner] if owner is not None else leaders:
            found.setdefault(person, []).append(change)
    return found


def _lines(changes: Sequence[Change], language: str, on: date) -> str:
    """'Hold the hearing: until 11 December', a line each."""
    no_room = {"kk": "уақыт жетпейді", "ru": "времени не хватает"}[language]
    lines = []
    for change in changes:
        task = change.task
        label = (task.label_kk or task.label_ru) if language == "kk" else (task.label_ru or task.label_kk)
        lines.append(f"{label}: {dates.until(task.due_on, language, on) if task.due_on else no_room}")
    return "\n".join(lines)
