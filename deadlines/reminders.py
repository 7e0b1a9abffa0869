"""When people are reminded of a deadline. Pure: working days come from the calendar that is handed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from deadlines.states import Stage

MOVED = "moved"
# Working days relative to the last day: negative before it, positive after it, 0 the day itself.
OFFSETS: Mapping[Stage, int] = {
    Stage.FIVE: -5,
    Stage.THREE: -3,
    Stage.ONE: -1,
    Stage.TODAY: 0,
    Stage.OVERDUE: 1,
    Stage.ESCALATED: 2,
}


class Days(Protocol):
    def add(self, day: date, n: int) -> date: ...
    def count(self, after: date, until: date) -> int: ...


@dataclass(frozen=True)
class Planned:
    stage: Stage
    on: date


def plan(due_on: date, opened_on: date, days: Days) -> list[Planned]:
    """The reminders of a deadline that became known on `opened_on`: those that would lie before it are left out."""
    all_stages = [Planned(stage, _day_of(n, due_on, opened_on, days)) for stage, n in OFFSETS.items()]
    return [planned for planned in all_stages if planned.on >= opened_on]


def _day_of(n: int, due_on: date, opened_on: date, days: Days) -> date:
    """The working day of the reminder; `opened_on` if that is a day off on which as many working days are left.

    Who takes up a matter on a Saturday with three working days left is reminded then: Friday is over.
    """
    on = days.add(due_on, n) if n else due_on
    if n < 0 and on < opened_on < due_on and days.count(opened_on, due_on) == -n:
        return opened_on
    return on


def next_on(plan_: list[Planned], after: date) -> date | None:
    """The first reminder later than the day `after`, or None when all are past."""
    return min((planned.on for planned in plan_ if planned.on > after), default=None)


def untold(planned: Iterable[Planned], told: Mapping[str, date], on: date) -> list[Planned]:
    """The reminders whose day has come by `on` and that nobody was given yet, in the order of their days.

    `told`: the stages already noted, each with its day. Who was told of a move ('moved') needs no reminder that day.
    """
    moved_on = told.get(MOVED, date.min)
    return [p for p in planned if p.on <= on and p.stage.value not in told and p.on > moved_on]
