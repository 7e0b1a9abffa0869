"""The template of a road map: the shipped one of the methodology, or what an organisation has made of it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from accounts.models import Organisation
from projects.road_map.models import Planned, RoadMapTask, TemplateTask
from projects.road_map.network import Link, Task

SHIPPED = Path(__file__).parent.parent / "data" / "road_map.toml"
COPIED = ("key", "place", "week", "label_kk", "label_ru", "days", "anchor", "after", "part", "fact")


@cache
def _shipped() -> tuple[dict[str, Any], ...]:
    with SHIPPED.open("rb") as file:
        rows = tomllib.load(file)["task"]
    for place, row in enumerate(rows, start=1):
        links = row.get("after", [])
        row["after"] = [{"key": key, "days": days, "unit": unit} for key, days, unit in links]
        row["place"] = place
    return tuple(rows)


def shipped_tasks(organisation: Organisation) -> list[TemplateTask]:
    """The tasks of the methodology, as rows of the organisation that are not saved."""
    return [TemplateTask(organisation=organisation, **row) for row in _shipped()]


def template_of(organisation: Organisation) -> list[TemplateTask]:
    """The organisation's template in the order of weeks, its own if it has one (one query)."""
    own = TemplateTask.objects.filter(organisation=organisation, is_shelved=False).select_related("person")
    return list(own) or shipped_tasks(organisation)


def has_own_template(tasks: list[TemplateTask]) -> bool:
    return any(task.pk for task in tasks)


def links_of(task: Planned) -> tuple[Link, ...]:
    return tuple(Link(link["key"], link["days"], link["unit"]) for link in task.after)


def unplaced(task: Planned) -> Task:
    """The task as the planner takes it, its day still to be found."""
    return Task(task.key, task.days, links_of(task), str(task.anchor), str(task.part))


def task_from(row: TemplateTask) -> RoadMapTask:
    """A task of a road map, as the template has it; not saved."""
    return RoadMapTask(organisation=row.organisation, **{name: getattr(row, name) for name in COPIED})
