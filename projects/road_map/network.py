"""Tasks that wait for each other, and the earliest and the latest days that each of them can have. No Django, no clock."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deadlines.calendar import WorkingCalendar

WORKING_DAY, CALENDAR_DAY = "working_day", "calendar_day"
BEFORE, AFTER = "before", "after"
BACKWARDS, FORWARDS = "backwards", "forwards"
ESSENTIAL, HEARING, OTHER = "essential", "hearing", "other"


class BrokenOrder(ValueError):
    """Tasks wait for each other in a circle, or one before the end waits for one after it: `keys` are those tasks."""

    def __init__(self, keys: Collection[str]) -> None:
        super().__init__(
            f"These tasks wait for each other: {', '.join(sorted(keys))}. Take one of the links away."
        )
        self.keys = frozenset(keys)


@dataclass(frozen=True, slots=True)
class Link:
    """The task begins not before `key` is over, and `days` (working or calendar days, `unit`) have passed since.

    With 0 days both may be on one day.
    """

    key: str
    days: int = 0
    unit: str = WORKING_DAY


@dataclass(frozen=True, slots=True)
class Task:
    """`days`: working days of work, at least 1. `anchor`: before or after the end of the discussion.

    `done_on`: it is over since that day. `pinned_on`: a person chose its last day, which is not touched.
    """

    key: str
    days: int = 1
    after: tuple[Link, ...] = ()
    anchor: str = BEFORE
    part: str = OTHER
    done_on: date | None = None
    pinned_on: date | None = None

    @property
    def is_free(self) -> bool:
        """Whether its day is still to be found."""
        return self.done_on is None and self.pinned_on is None


@dataclass(frozen=True, slots=True)
class Slot:
    """The days of a task, both included; none where it does not fit. `slack`: working days that it can be late without
    making anything else late; None after the end, where nothing hurries. `late_by`: working days that are missing.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    slack: int | None = None
    late_by: int = 0


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """Each task after all it waits for, else in the order given. Links to tasks that are not there bind nobody."""
    waiting = {task.key: task for task in tasks}
    anchors = {key: task.anchor for key, task in waiting.items()}
    found: list[Task] = []
    while waiting:
        ready = next((t for t in waiting.values() if not any(link.key in waiting for link in t.after)), None)
        if ready is None:
            raise BrokenOrder(waiting)
        if ready.anchor == BEFORE and any(anchors.get(link.key) == AFTER for link in ready.after):
            raise BrokenOrder({ready.key})
        found.append(waiting.pop(ready.key))
    return found


@dataclass(frozen=True, slots=True)
class Room:
    """The working days between which everything before the end has to fit; no `last` where nothing ends."""

    first: date
    last: date | None
    days: WorkingCalendar


class Network:
    """Tasks before the end, in order, with the earliest and the latest days that each can have."""

    def __init__(self, tasks: Sequence[Task], room: Room) -> None:
        self.tasks, self.room, self.days = tasks, room, room.days
        self.earliest: dict[str, tuple[date, date]] = {}
        self.latest: dict[str, tuple[date, date]] = {}
        for task in tasks:
            self.earliest[task.key] = self._earliest(task)
        if room.last is not None:
            followers = followers_of(tasks)
            for task in reversed(tasks):
                self.latest[task.key] = self._latest(task, followers[task.key], room.last)

    @property
    def fits(self) -> bool:
        return all(
            self.earliest[task.key][1] <= self.latest[task.key][1]
            for task in self.tasks
            if task.is_free and task.key in self.latest
        )

    def slots(self, *, forwards: bool) -> dict[str, Slot]:
        return {task.key: self._slot(task, forwards) for task in self.tasks}

    def lateness(self, key: str) -> Slot:
        """No day, and how many working days are missing."""
        if key not in self.latest:
            return Slot()
        return Slot(late_by=max(0, self.days.count(self.latest[key][1], self.earliest[key][1])))

    def _slot(self, task: Task, forwards: bool) -> Slot:
        starts_on, ends_on = (self.earliest if forwards or not task.is_free else self.latest)[task.key]
        if not task.is_free or task.key not in self.latest:
            return Slot(starts_on, ends_on)
        return Slot(starts_on, ends_on, self.days.count(self.earliest[task.key][1], self.latest[task.key][1]))

    def _earliest(self, task: Task) -> tuple[date, date]:
        if not task.is_free:
            return fixed(task, self.days)
        starts = [
            gone(self.earliest[link.key][1], link, self.days)
            for link in task.after
            if link.key in self.earliest
        ]
        start = self.days.roll_forward(max([self.room.first, *starts]))
        return start, self.days.add(start, task.days - 1)

    def _latest(self, task: Task, followers: "list[tuple[Task, Link]]", last: date) -> tuple[date, date]:
        if task.pinned_on is not None and task.done_on is None:
            return fixed(task, self.days)
        end = min([last, *bounds(followers, self.latest, self.days)])
        return self.days.add(end, 1 - task.days) if task.days > 1 else end, end


def followers_of(tasks: Iterable[Task]) -> "dict[str, list[tuple[Task, Link]]]":
    """Those that wait for each task and are not over themselves."""
    found: dict[str, list[tuple[Task, Link]]] = {task.key: [] for task in tasks}
    for task in tasks:
        for link in task.after:
            if task.done_on is None and link.key in found:
                found[link.key].append((task, link))
    return found


def bounds(
    followers: "Iterable[tuple[Task, Link]]", spans: Mapping[str, tuple[date, date]], days: WorkingCalendar
) -> Iterator[date]:
    """The last day that each of the followers leaves the task they wait for."""
    return (_left(spans[task.key][0], link, days) for task, link in followers if task.key in spans)


def fixed(task: Task, days: WorkingCalendar) -> tuple[date, date]:
    end = task.done_on or task.pinned_on
    assert end is not None
    return (end, end) if task.done_on else (days.add(days.add(end + timedelta(1), -1), 1 - task.days), end)


def gone(end: date, link: Link, days: WorkingCalendar) -> date:
    """The first day on which a task may begin that waits by `link` for one that ends on `end`."""
    if link.unit == CALENDAR_DAY:
        return end + timedelta(link.days)
    return days.add(end, link.days)


def _left(start: date, link: Link, days: WorkingCalendar) -> date:
    """The last working day on which a task may end that one beginning on `start` waits for by `link`."""
    if link.unit == CALENDAR_DAY:
        return days.add(start - timedelta(link.days - 1), -1)
    return days.add(start, -link.days) if link.days else days.add(start + timedelta(1), -1)
