"""What happened on a dossier, as the apps above tell it: tasks that waited for it close themselves."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.actions import record
from accounts.models import User
from common.states import move_state
from deadlines import queries as deadline_queries
from projects import queries_road_map as queries
from projects.actions.road_map.dates import settle_date
from projects.actions.road_map.placing import hold_map, settled
from projects.models import Dossier, DossierFact, RoadMap, RoadMapTask, TopicMatch
from projects.states import TASK_MOVES, DossierState, RoadMapFact, RoadMapPart, TaskState

_WAITING = (TaskState.OPEN, TaskState.RESERVE)


@transaction.atomic
def record_fact(
    dossier: Dossier | None, fact: RoadMapFact, *, at: datetime, actor: User | None, path: str = ""
) -> None:
    """It has happened; `path` is the page of it. The same fact twice is one; without a dossier nothing waits for it."""
    if dossier is None:
        return
    kept, _is_new = DossierFact.objects.get_or_create(
        dossier=dossier, fact=fact, defaults={"at": at, "by": actor, "path": path}
    )
    if path not in ("", kept.path):
        DossierFact.objects.filter(pk=kept.pk).update(path=path)
    _close(dossier, fact, at=at, actor=actor)


def _close(dossier: Dossier, fact: RoadMapFact, *, at: datetime, actor: User | None) -> None:
    road_map = hold_map(dossier)
    if road_map is None:
        return
    tasks = [task for task in queries.tasks_of(dossier) if task.fact == fact]
    settled(tasks)
    for task in tasks:
        if task.state in _WAITING:
            close_by_fact(task, road_map, dossier, fact, at=at, actor=actor)


def close_by_fact(
    task: RoadMapTask,
    road_map: RoadMap,
    dossier: Dossier,
    fact: RoadMapFact,
    *,
    at: datetime,
    actor: User | None,
) -> None:
    """The task is done because `fact` happened at `at`; it says so ever after."""
    facts = {"closed_at": at, "closed_by": actor, "closed_by_fact": fact, "reason": ""}
    move_state(task, TASK_MOVES, TaskState.DONE, **facts)
    on = deadline_queries.day_of(at)
    settle_date(task, road_map, dossier, actor=actor, on=on, at=at, reason="person")
    record(
        "road_map.closed_itself",
        actor=actor,
        organisation=dossier.organisation,
        obj=dossier,
        subject=task,
        at=at,
        details={"fact": str(fact)},
    )


@transaction.atomic
def withdraw_fact(dossier: Dossier | None, fact: RoadMapFact, *, at: datetime, actor: User | None) -> None:
    """It was taken back: what had closed itself by it is to be done again. What a person closed stays closed."""
    if dossier is None or not DossierFact.objects.filter(dossier=dossier, fact=fact).delete()[0]:
        return
    road_map = hold_map(dossier)
    if road_map is None:
        return
    tasks = [task for task in queries.tasks_of(dossier) if task.closed_by_fact == fact]
    settled(tasks)
    for task in tasks:
        if task.state == TaskState.DONE and task.closed_by_fact == fact:
            _reopen(task, road_map, dossier, at=at, actor=actor)


def _reopen(
    task: RoadMapTask, road_map: RoadMap, dossier: Dossier, *, at: datetime, actor: User | None
) -> None:
    waits = task.part == RoadMapPart.PLAN_B and task.due_on is None
    move_state(task, TASK_MOVES, TaskState.OPEN, closed_at=None, closed_by=None, closed_by_fact="")
    if waits:
        move_state(task, TASK_MOVES, TaskState.RESERVE)
    if dossier.state == DossierState.OPEN:
        on = deadline_queries.day_of(at)
        settle_date(task, road_map, dossier, actor=actor, on=on, at=at, reason="person")
    record(
        "road_map.reopened_itself",
        actor=actor,
        organisation=dossier.organisation,
        obj=dossier,
        subject=task,
        at=at,
    )


def known_facts(dossier: Dossier) -> dict[RoadMapFact, tuple[datetime, User | None]]:
    """What had happened before the map was planned, with whom and when."""
    rows = DossierFact.objects.filter(dossier=dossier).select_related("by")
    found = {RoadMapFact(row.fact): (row.at, row.by) for row in rows}
    match = TopicMatch.objects.filter(draft=dossier.draft_id, topic__organisation=dossier.organisation_id)
    if first := match.order_by("matched_at").first():
        found[RoadMapFact.TOPIC_WATCHED] = (first.matched_at, None)
    return found


def watch_found(pairs: Collection[tuple[int, int]], *, at: datetime) -> None:
    """Topics have found drafts, each pair an organisation's and a draft's id: road maps that wait for it know it."""
    waiting = RoadMapTask.objects.filter(
        fact=RoadMapFact.TOPIC_WATCHED,
        state__in=_WAITING,
        road_map__organisation__in={organisation for organisation, _draft in pairs},
    )
    for task in waiting.select_related("road_map__dossier__organisation", "road_map__dossier__draft"):
        dossier = task.road_map.dossier
        if (dossier.organisation_id, dossier.draft_id) in pairs:
            _close(dossier, RoadMapFact.TOPIC_WATCHED, at=at, actor=None)
