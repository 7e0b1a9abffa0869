"""The days of a road map, counted in working days backwards from the end of a discussion or forwards from a day.

No Django, no clock. A task before the end may end no later than all that follows it still fits, and begin no earlier than
what it waits for is over. A discussion too short for all of it is planned in the gentlest way that fits: tasks are
shortened, then the hearing is left out, then everything but the essential tasks. What is left out has no day and says how
many working days it would be late even if everything were done as fast as possible.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

from deadlines.calendar import WorkingCalendar
from projects.road_map.network import (
    AFTER,
    BACKWARDS,
    BEFORE,
    CALENDAR_DAY,
    ESSENTIAL,
    FORWARDS,
    HEARING,
    BrokenOrder,
    Link,
    Network,
    Room,
    Slot,
    Task,
    bounds,
    fixed,
    followers_of,
    gone,
    in_order,
)

__all__ = ["BrokenOrder", "Conflict", "Link", "Plan", "Slot", "Task", "calendar_mark", "plan"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """`key` would be `days` working days late. kind: 'no_room' (it has no day, with the tasks `also`), 'too_late' (the
    day that a person chose leaves no time for what follows), 'too_early' (it is before what it waits for is over).
    """

    kind: str
    key: str
    days: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """`shortened`: the tasks that got fewer working days than they were wished."""

    slots: Mapping[str, Slot]
    conflicts: tuple[Conflict, ...] = ()
    shortened: frozenset[str] = frozenset()

    @property
    def left_out(self) -> frozenset[str]:
        return frozenset(key for key, slot in self.slots.items() if slot.ends_on is None)


def calendar_mark(days: WorkingCalendar, first: date, last: date) -> str:
    """A fingerprint of which days from `first` to `last` are worked: when it changes, what was planned on them is old."""
    ordinals = range(first.toordinal(), last.toordinal() + 1)
    worked = "".join("1" if days.is_working(date.fromordinal(n)) else "0" for n in ordinals)
    return sha256(f"{first} {worked}".encode()).hexdigest()[:16]


def plan(
    tasks: Sequence[Task],
    *,
    on: date,
    ends_on: date | None,
    days: WorkingCalendar,
    direction: str = BACKWARDS,
) -> Plan:
    """The days of all tasks, none of them before the day `on`, a day off, or its predecessor.

    `ends_on`: the last day of the discussion, None if there is none: then everything goes forwards. Raises BrokenOrder,
    and OutsideCalendar for days that the calendar does not hold.
    """
    ordered = in_order(tasks)
    before = [task for task in ordered if task.anchor == BEFORE]
    room = Room(
        days.roll_forward(on), None if ends_on is None else days.add(ends_on + timedelta(1), -1), days
    )
    chosen = _gentlest(before, room)
    slots = chosen.slots(forwards=direction == FORWARDS or room.last is None)
    tightest = Network([_tight(task) for task in before], room)
    fixed_days = {task.key: Slot(*fixed(task, days)) for task in before if not task.is_free}
    slots = {t.key: tightest.lateness(t.key) for t in before} | fixed_days | slots
    dropped = {task.part for task in before if slots[task.key].ends_on is None} & {HEARING}
    slots.update(_after_the_end(ordered, slots, dropped, ends_on, room))
    conflicts = (*_no_room(ordered, slots), *_of_pins(ordered, slots, room))
    wished = {task.key: task.days for task in before}
    shortened = frozenset(task.key for task in chosen.tasks if task.days < wished[task.key])
    return Plan({task.key: slots[task.key] for task in ordered}, conflicts, shortened)


def _tight(task: Task) -> Task:
    """One working day, at once; calendar days, the notice that the public gets, stay."""
    if not task.is_free:
        return task
    links = tuple(link if link.unit == CALENDAR_DAY else replace(link, days=0) for link in task.after)
    return replace(task, days=1, after=links)


_KEEPING: tuple[Callable[[Task], bool], ...] = (
    lambda task: True,
    lambda task: task.part != HEARING or not task.is_free,
    lambda task: task.part == ESSENTIAL or not task.is_free,
    lambda task: task.part == ESSENTIAL,
)


def _gentlest(tasks: Sequence[Task], room: Room) -> "Network":
    """As it is wished; else with as little shortened as possible; else without the hearing; else the essential alone."""
    for is_kept in _KEEPING:
        kept = [task for task in tasks if is_kept(task)]
        if (wished := Network(kept, room)).fits:
            return wished
        if (tight := Network([_tight(task) for task in kept], room)).fits:
            return _loosened(kept, tight, room)
    return Network([task for task in tasks if not task.is_free], room)


def _loosened(wished: Sequence[Task], found: "Network", room: Room) -> "Network":
    """Give back what there is room for: first the days between tasks, then days of work, one at a time to each in turn,
    the essential tasks before the others.
    """
    turn = sorted(range(len(wished)), key=lambda place: (wished[place].part != ESSENTIAL, place))
    for place in turn:
        found = _tried(found, place, replace(found.tasks[place], after=wished[place].after), room) or found
    while turn:
        grown = []
        for place in turn:
            task = found.tasks[place]
            if task.days < wished[place].days:
                longer = _tried(found, place, replace(task, days=task.days + 1), room)
                if longer is not None:
                    found = longer
                    grown.append(place)
        turn = grown
    return found


def _tried(found: "Network", place: int, task: Task, room: Room) -> "Network | None":
    """`found` with another task at `place`, if that still fits."""
    if found.tasks[place] == task:
        return None
    network = Network([*found.tasks[:place], task, *found.tasks[place + 1 :]], room)
    return network if network.fits else None


def _after_the_end(
    ordered: Sequence[Task],
    before: Mapping[str, Slot],
    dropped: Collection[str],
    ends_on: date | None,
    room: Room,
) -> dict[str, Slot]:
    """Tasks after the end, forwards from the day after it; those of a part that was left out have no day either."""
    ends = [slot.ends_on for slot in before.values() if slot.ends_on is not None]
    days, over = room.days, ends_on or max(ends, default=room.first)
    opening = max(room.first, days.next_working(over))
    slots: dict[str, Slot] = {}
    for task in ordered:
        if task.anchor != AFTER:
            continue
        if not task.is_free:
            slots[task.key] = Slot(*fixed(task, days))
        elif task.part in dropped:
            slots[task.key] = Slot()
        else:
            known = {**before, **slots}
            waited = [
                gone(end, link, days)
                for link in task.after
                if (end := known.get(link.key, Slot()).ends_on) is not None
            ]
            start = days.roll_forward(max([opening, *waited]))
            slots[task.key] = Slot(start, days.add(start, task.days - 1))
    return slots


def _no_room(ordered: Sequence[Task], slots: Mapping[str, Slot]) -> Iterator[Conflict]:
    """One conflict for each part that was left out, named by the first task that would be late."""
    parts: dict[str, list[Task]] = {}
    for task in ordered:
        if slots[task.key].ends_on is None:
            parts.setdefault(task.part, []).append(task)
    for tasks in parts.values():
        worst = next((task for task in tasks if slots[task.key].late_by), tasks[0])
        also = tuple(task.key for task in tasks if task.key != worst.key)
        yield Conflict("no_room", worst.key, slots[worst.key].late_by, also)


def _of_pins(ordered: Sequence[Task], slots: Mapping[str, Slot], room: Room) -> Iterator[Conflict]:
    """What the days that people chose stand in the way of."""
    spans = {key: (s.starts_on, s.ends_on) for key, s in slots.items() if s.starts_on and s.ends_on}
    known = {key: (a, b) for key, (a, b) in spans.items() if a is not None and b is not None}
    followers, days = followers_of(ordered), room.days
    for task in ordered:
        if task.pinned_on is None or task.done_on is not None:
            continue
        start, end = known[task.key]
        limits = [*bounds(followers[task.key], known, days)]
        if room.last is not None and task.anchor == BEFORE:
            limits.append(room.last)
        if limits and end > min(limits):
            yield Conflict("too_late", task.key, _missing(min(limits), end, days))
        waited = [gone(known[link.key][1], link, days) for link in task.after if link.key in known]
        if waited and start < max(waited):
            yield Conflict("too_early", task.key, _missing(start, max(waited), days))


def _missing(early: date, late: date, days: WorkingCalendar) -> int:
    return max(1, days.count(early, late))
