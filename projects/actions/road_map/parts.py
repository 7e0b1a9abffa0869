"""Whole parts of a road map: the hearing given up, plan B begun or not needed."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common.states import move_state
from projects import queries_road_map as queries
from projects.actions.road_map.placing import hold_map, place, settled
from projects.actions.road_map.tasks import (
    REOPENED,
    Held,
    log_task,
    require_open,
    require_words,
    skip_held,
)
from projects.models import Dossier
from projects.states import TASK_MOVES, RoadMapPart, TaskState

_OPEN = {TaskState.OPEN, TaskState.RESERVE}


@transaction.atomic
def skip_part(dossier: Dossier, part: RoadMapPart, reason: str, *, actor: User, at: datetime) -> int:
    """Skip every open task of a part, the hearing or plan B; returns how many."""
    require_words(reason)
    skipped = _of_part(dossier, part, _OPEN)
    for held in skipped:
        skip_held(held, reason, actor=actor, at=at)
    return len(skipped)


@transaction.atomic
def restore_part(dossier: Dossier, part: RoadMapPart, *, actor: User, on: date, at: datetime) -> int:
    """Undo of skipping a part: those tasks are open again, plan B is in reserve; returns how many."""
    back = _of_part(dossier, part, {TaskState.SKIPPED})
    for held in back:
        move_state(held.task, TASK_MOVES, TaskState.OPEN, **REOPENED)
        if part == RoadMapPart.PLAN_B and held.task.due_on is None:
            move_state(held.task, TASK_MOVES, TaskState.RESERVE)
        log_task(held, "road_map.task_reopened", actor, at)
    if back:
        keys = {held.task.key for held in back}
        place(dossier, back[0].road_map, actor=actor, on=on, at=at, reason="person", only=keys)
    return len(back)


@transaction.atomic
def start_plan_b(dossier: Dossier, *, actor: User, on: date, at: datetime) -> int:
    """Plan B is needed: its tasks leave the reserve and get their days; returns how many."""
    taken = _of_part(dossier, RoadMapPart.PLAN_B, {TaskState.RESERVE})
    for held in taken:
        move_state(held.task, TASK_MOVES, TaskState.OPEN)
        log_task(held, "road_map.plan_b_started", actor, at)
    if taken:
        keys = {held.task.key for held in taken}
        place(dossier, taken[0].road_map, actor=actor, on=on, at=at, reason="person", only=keys)
    return len(taken)


def _of_part(dossier: Dossier, part: RoadMapPart, states: set[TaskState]) -> list[Held]:
    road_map = hold_map(dossier)
    if road_map is None:
        return []
    require_open(dossier)
    tasks = [task for task in queries.tasks_of(dossier) if task.part == part]
    settled(tasks)
    return [Held(dossier, road_map, task) for task in tasks if task.state in states]
