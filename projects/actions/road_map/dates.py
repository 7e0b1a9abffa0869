"""The tasks of a road map on the list of deadlines: opened, moved, met and dropped along with them."""

from datetime import date, datetime

from accounts.models import User
from correspondence.documents.words import long_date
from deadlines import actions as deadline_actions
from deadlines.actions import Words
from deadlines.states import DateSource, DeadlineState
from projects.actions.discussion import about
from projects.models import Dossier, RoadMap, RoadMapTask
from projects.states import RoadMapAnchor, RoadMapDirection, TaskState

KIND = "road_map.task"


def road_map_path(dossier_id: int) -> str:
    return f"/dossiers/{dossier_id}/road-map/"


def settle_date(
    task: RoadMapTask,
    road_map: RoadMap,
    dossier: Dossier,
    *,
    actor: User | None,
    on: date,
    at: datetime,
    reason: str,
    is_told: bool = False,
) -> None:
    """Bring the task's row on the list in line with the task; call it inside the transaction that changed the task."""
    deadline = task.deadline
    if task.state != TaskState.OPEN or task.due_on is None:
        if deadline is not None and deadline.state == DeadlineState.OPEN:
            done = task.state == TaskState.DONE
            deadline_actions.close_deadline(deadline, actor=actor, at=at, done=done)
        return
    because = because_of(task, road_map)
    if deadline is None:
        _open(task, dossier, because, on=on, at=at)
        return
    if deadline.state != DeadlineState.OPEN:
        deadline_actions.reopen_deadline(deadline, actor=actor, on=on, at=at)
    if deadline.due_on != task.due_on:
        deadline_actions.move_deadline(
            deadline,
            task.due_on,
            on=on,
            at=at,
            reason=reason,
            actor=actor,
            source=DateSource.OWN,
            because=because,
            is_told=is_told,
        )


def _open(task: RoadMapTask, dossier: Dossier, because: Words | None, *, on: date, at: datetime) -> None:
    task.deadline = deadline_actions.open_deadline(
        organisation=dossier.organisation,
        kind=KIND,
        label=Words(task.label_kk, task.label_ru),
        about=about(dossier),
        path=road_map_path(dossier.pk),
        due_on=task.due_on,
        source=DateSource.OWN,
        because=because,
        responsible=task.responsible,
        on=on,
        at=at,
    )
    task.save(update_fields=["deadline"])


def because_of(task: RoadMapTask, road_map: RoadMap) -> Words | None:
    """Where the day of the task comes from; None for one that a person chose."""
    if task.is_pinned:
        return None
    end, begin = long_date(road_map.ends_on), long_date(road_map.starts_on)
    if task.anchor == RoadMapAnchor.AFTER and road_map.ends_on:
        return Words(
            f"Жол картасы: талқылау аяқталатын күннен ({end.kk}) кейінгі жұмыс күндерімен есептелген.",
            f"Дорожная карта: отсчитано в рабочих днях после конца обсуждения ({end.ru}).",
        )
    if road_map.direction == RoadMapDirection.BACKWARDS and road_map.ends_on:
        return Words(
            f"Жол картасы: талқылаудың соңғы күнінен ({end.kk}) кері қарай жұмыс күндерімен есептелген: "
            "бұдан кейінгі міндеттер де үлгеруі тиіс.",
            f"Дорожная карта: отсчитано в рабочих днях назад от последнего дня обсуждения ({end.ru}): "
            "должно успеть и всё, что идёт следом.",
        )
    if not road_map.starts_on:
        return Words(
            "Жол картасы: жұмыс күндерімен алға қарай есептелген.",
            "Дорожная карта: отсчитано вперёд в рабочих днях.",
        )
    return Words(
        f"Жол картасы: басталған күннен ({begin.kk}) алға қарай жұмыс күндерімен есептелген.",
        f"Дорожная карта: отсчитано вперёд в рабочих днях от дня начала ({begin.ru}).",
    )
