"""Reads of the road map: its tasks, how it stands today, and which dossiers are at risk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from accounts.models import Organisation
from deadlines.calendar import OutsideCalendar, WorkingCalendar
from deadlines.queries import day_of
from deadlines.states import DeadlineState
from projects.models import Dossier
from projects.road_map.models import DossierFact, RoadMap, RoadMapTask
from projects.road_map.network import BrokenOrder, Task
from projects.road_map.planning import Conflict, Plan, plan
from projects.road_map.template import links_of
from projects.states import DossierState, RoadMapAnchor, TaskState


def tasks_of(dossier: Dossier) -> list[RoadMapTask]:
    """The tasks of the dossier's road map in the order of weeks, none where nothing is planned (one query)."""
    rows = RoadMapTask.objects.filter(road_map__dossier=dossier)
    return list(
        rows.select_related(
            *("road_map", "road_map__window", "responsible", "closed_by"),
            *("deadline", "deadline__responsible", "deadline__time_limit"),
        )
    )


def has_map(dossier: Dossier) -> bool:
    return RoadMap.objects.filter(dossier=dossier).exists()


def paths_of(dossier: Dossier) -> dict[str, str]:
    """The pages of what has happened on the dossier, by fact, where one has a page (one query)."""
    rows = DossierFact.objects.filter(dossier=dossier).exclude(path="")
    return dict(rows.values_list("fact", "path"))


def as_planned(task: RoadMapTask, *, fixed: bool = False) -> Task:
    """The task as the planner takes it: over, on the day that a person chose, or to be placed.

    `fixed`: a day that it has is kept as if a person had chosen it.
    """
    done_on = pinned_on = None
    if task.standing == TaskState.DONE:
        closed_at = task.closed_at or (task.deadline.closed_at if task.deadline is not None else None)
        done_on = day_of(closed_at) if closed_at else task.due_on
    elif task.is_pinned or fixed:
        pinned_on = task.due_on
    return Task(task.key, task.days, links_of(task), task.anchor, task.part, done_on, pinned_on)


def in_play(tasks: Iterable[RoadMapTask]) -> list[RoadMapTask]:
    """The tasks that others have to be planned around: neither skipped nor in reserve."""
    return [task for task in tasks if task.standing in (TaskState.OPEN, TaskState.DONE)]


@dataclass(frozen=True)
class Outlook:
    """How a map stands: what is late, what does not fit any more, and the working days that are left over."""

    tasks: Sequence[RoadMapTask]
    late: frozenset[str]
    conflicts: tuple[Conflict, ...]
    plan: Plan | None

    @property
    def at_risk(self) -> frozenset[str]:
        """Tasks that are late, or would be."""
        named = {key for one in self.conflicts for key in (one.key, *one.also)}
        return self.late | named

    @property
    def slack(self) -> int | None:
        """The working days by which everything before the end may still be late; None where nothing ends."""
        if self.plan is None:
            return None
        ahead = {task.key for task in self.tasks if task.is_open and task.anchor == RoadMapAnchor.BEFORE}
        left = [
            slot.slack for key, slot in self.plan.slots.items() if key in ahead and slot.slack is not None
        ]
        return min(left, default=None)

    @property
    def done(self) -> int:
        return sum(task.standing == TaskState.DONE for task in self.tasks)

    @property
    def counted(self) -> int:
        """The tasks that are done or to be done."""
        return len(in_play(self.tasks))

    @property
    def next_task(self) -> RoadMapTask | None:
        """The open task with the nearest day, else the first without one."""
        open_ = [task for task in self.tasks if task.is_open]
        return min(open_, key=lambda task: task.due_on or date.max, default=None)


def outlook(tasks: Sequence[RoadMapTask], on: date, days: WorkingCalendar) -> Outlook:
    """How the tasks of one map stand on the day `on`, as if what is open were planned anew; reads nothing."""
    late = frozenset(task.key for task in tasks if task.is_open and task.due_on and task.due_on < on)
    if not tasks:
        return Outlook(tasks, late, (), None)
    road_map = tasks[0].road_map
    try:
        found = planned(tasks, road_map, on, days)
    except (OutsideCalendar, BrokenOrder):
        return Outlook(tasks, late, (), None)
    return Outlook(tasks, late, found.conflicts, found)


def planned(tasks: Iterable[RoadMapTask], road_map: RoadMap, on: date, days: WorkingCalendar) -> Plan:
    """The plan of everything in play, not before the day `on` nor the day that the map begins on."""
    first = max(on, road_map.starts_on) if road_map.starts_on else on
    wanted = [as_planned(task) for task in in_play(tasks)]
    return plan(wanted, on=first, ends_on=road_map.ends_on, days=days, direction=road_map.direction)


@dataclass(frozen=True)
class RoadMapRisk:
    """A dossier whose road map is in danger. `late`: open tasks past their day; `worst`: the conflict of most days."""

    dossier: Dossier
    outlook: Outlook

    @property
    def late(self) -> int:
        return len(self.outlook.late)

    @property
    def worst(self) -> Conflict | None:
        return max(self.outlook.conflicts, key=lambda one: one.days, default=None)

    @property
    def worst_task(self) -> RoadMapTask | None:
        """The task that `worst` names."""
        worst = self.worst
        return next((t for t in self.outlook.tasks if worst is not None and t.key == worst.key), None)

    @property
    def slack(self) -> int | None:
        return self.outlook.slack


def at_risk(organisation: Organisation, on: date, days: WorkingCalendar) -> list[RoadMapRisk]:
    """The open dossiers whose road map has a late task or a conflict, most late tasks first (two queries)."""
    troubled = RoadMapTask.objects.filter(
        Q(due_on__lt=on) | Q(due_on__isnull=True) | Q(is_pinned=True),
        road_map=OuterRef("pk"),
        state=TaskState.OPEN,
    ).exclude(deadline__state=DeadlineState.DONE)
    maps = RoadMap.objects.filter(
        Exists(troubled), organisation=organisation, dossier__state=DossierState.OPEN
    )
    dossiers = Dossier.objects.filter(road_map__in=maps).select_related("draft", "owner", "road_map")
    dossiers = dossiers.defer("draft__search_text", "draft__stems_kk", "draft__stems_ru")
    by_map: dict[int, list[RoadMapTask]] = {}
    rows = RoadMapTask.objects.filter(road_map__in=maps).select_related("road_map", "deadline")
    for task in rows:
        by_map.setdefault(task.road_map_id, []).append(task)
    risks = [
        RoadMapRisk(dossier, outlook(by_map.get(dossier.road_map.pk, []), on, days)) for dossier in dossiers
    ]
    found = [risk for risk in risks if risk.late or risk.outlook.conflicts]
    return sorted(
        found, key=lambda risk: (-risk.late, -(risk.worst.days if risk.worst else 0), risk.dossier.pk)
    )
