"""Telling a story of working days past: who acts in it, when things happen, small steps."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import Organisation, User
from correspondence.issuing import claim, make
from deadlines import queries as deadline_queries
from deadlines.calendar import WorkingCalendar
from projects.actions import road_map
from projects.models import Dossier, RoadMapTask

FILE = Path(__file__).with_name("finished.toml")


@dataclass(frozen=True)
class Story:
    """What is told, of whom, and as of which day."""

    facts: dict[str, Any]
    organisation: Organisation
    head: User
    lawyer: User
    secretary: User
    on: date
    days: WorkingCalendar

    def day(self, ago: int) -> date:
        """So many working days before the demonstration is made."""
        return self.days.add(self.on, -ago)

    def at(self, ago: int, hour: int, minute: int = 0) -> datetime:
        return timezone.make_aware(datetime.combine(self.day(ago), time(hour, minute)))


def story_of(organisation: Organisation, head: User, lawyer: User, secretary: User, on: date) -> Story:
    with FILE.open("rb") as file:
        facts = tomllib.load(file)
    return Story(facts, organisation, head, lawyer, secretary, on, deadline_queries.calendar())


def make_documents(at: datetime) -> None:
    """Issue what is waiting, with the day of `at` on it."""
    while (order := claim(timezone.now())) is not None:
        make(order, at=at)


def finish(dossier: Dossier, keys: list[str], actor: User, at: datetime) -> None:
    for task in tasks_of(dossier):
        if task.key in keys:
            road_map.finish_task(task, actor=actor, at=at)


def tasks_of(dossier: Dossier) -> list[RoadMapTask]:
    rows = RoadMapTask.objects.filter(road_map__dossier=dossier).order_by("place")
    return list(rows.select_related("road_map__dossier__organisation", "road_map__dossier__draft"))
