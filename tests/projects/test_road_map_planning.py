"""What holds for every plan: no task before what it waits for, none on a day off, and nothing left out without need."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.calendar import DayReason, WorkingCalendar
from projects.road_map.network import AFTER, BEFORE, CALENDAR_DAY, WORKING_DAY
from projects.road_map.planning import BrokenOrder, Link, Plan, Slot, Task, calendar_mark, plan
from projects.road_map.template import _shipped

pytestmark = pytest.mark.any_engine
OFF = DayReason("holiday", "Мереке", "Праздник")
WORKED = DayReason("worked_weekend", "Жұмыс күні", "Рабочий день")
PARTS = ("essential", "hearing", "other", "follow_up", "plan_b")
unhurried = settings(deadline=None, max_examples=50)
PLAIN = WorkingCalendar(2025, 2029, {}, {}, ())


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    days = st.dates(date(2026, 9, 1), date(2027, 3, 31))
    off, worked = draw(st.lists(days, max_size=40)), draw(st.lists(days, max_size=15))
    return WorkingCalendar(2026, 2027, dict.fromkeys(off, OFF), dict.fromkeys(worked, WORKED), ())


@st.composite
def templates(draw: st.DrawFn) -> list[Task]:
    """Up to twelve tasks, each waiting for some of those before it; some are over, some have a day of a person's own."""
    tasks: list[Task] = []
    for number in range(draw(st.integers(1, 12))):
        anchor = draw(st.sampled_from((BEFORE, BEFORE, BEFORE, AFTER)))
        earlier = [task.key for task in tasks if anchor == AFTER or task.anchor == BEFORE]
        keys = draw(st.lists(st.sampled_from(earlier), max_size=3, unique=True)) if earlier else []
        links = tuple(
            Link(key, draw(st.integers(0, 10)), draw(st.sampled_from((WORKING_DAY, CALENDAR_DAY))))
            for key in keys
        )
        days, part = draw(st.integers(1, 8)), draw(st.sampled_from(PARTS))
        tasks.append(Task(f"t{number}", days, links, anchor, part))
    return draw(st.permutations(tasks))


starts = st.dates(date(2026, 10, 1), date(2026, 11, 30))
lengths = st.integers(-5, 80).map(timedelta)
directions = st.sampled_from(("backwards", "forwards"))


def kept(found: Plan, tasks: list[Task], first: date, days: WorkingCalendar) -> None:
    """No planned task is on a day off, before `first`, or before what it waits for and the days between."""
    by_key = {task.key: task for task in tasks}
    for key, slot in found.slots.items():
        task = by_key[key]
        if slot.ends_on is None or not task.is_free:
            continue
        assert slot.starts_on is not None
        assert days.is_working(slot.starts_on)
        assert days.is_working(slot.ends_on)
        assert first <= slot.starts_on <= slot.ends_on
        worked = days.count(slot.starts_on - timedelta(1), slot.ends_on)
        assert worked == task.days or (key in found.shortened and 1 <= worked < task.days)
        for link in task.after:
            other = found.slots.get(link.key, Slot())
            if other.ends_on is not None and link.unit == CALENDAR_DAY:
                assert slot.starts_on - other.ends_on >= timedelta(link.days)
            elif other.ends_on is not None:
                assert slot.starts_on >= other.ends_on


@unhurried
@given(calendars(), templates(), starts, lengths, directions)
def test_plan_keeps_the_order_the_days_off_and_the_end(
    days: WorkingCalendar, tasks: list[Task], on: date, length: timedelta, direction: str
) -> None:
    ends_on = on + length
    found = plan(tasks, on=on, ends_on=ends_on, days=days, direction=direction)
    assert set(found.slots) == {task.key for task in tasks}
    kept(found, tasks, on, days)
    for task in tasks:
        slot = found.slots[task.key]
        if slot.ends_on is not None:
            assert slot.ends_on <= ends_on if task.anchor == BEFORE else slot.starts_on > ends_on  # type: ignore[operator]
            assert slot.slack is None or slot.slack >= 0
    named = {key for one in found.conflicts for key in (one.key, *one.also)}
    assert named == found.left_out


@unhurried
@given(calendars(), templates(), starts, st.integers(0, 60).map(timedelta))
def test_essential_tasks_stay_while_a_working_day_is_left(
    days: WorkingCalendar, tasks: list[Task], on: date, length: timedelta
) -> None:
    """Unless the public's notice, in calendar days, stands between two of them."""
    tasks = [
        replace(t, after=tuple(replace(link, unit=WORKING_DAY) for link in t.after))
        if t.part == "essential"
        else t
        for t in tasks
    ]
    found = plan(tasks, on=on, ends_on=on + length, days=days)
    if days.roll_forward(on) <= on + length:
        essential = {task.key for task in tasks if task.part == "essential" and task.anchor == BEFORE}
        assert not essential & found.left_out


@unhurried
@given(calendars(), templates(), starts, lengths, directions)
def test_same_question_has_the_same_answer_in_any_order_of_asking(
    days: WorkingCalendar, tasks: list[Task], on: date, length: timedelta, direction: str
) -> None:
    first = plan(tasks, on=on, ends_on=on + length, days=days, direction=direction)
    again = plan(tasks, on=on, ends_on=on + length, days=days, direction=direction)
    assert first == again


@unhurried
@given(calendars(), templates(), starts, st.integers(20, 80).map(timedelta), st.data())
def test_what_is_over_or_chosen_by_a_person_does_not_move(
    days: WorkingCalendar, tasks: list[Task], on: date, length: timedelta, data: st.DataObject
) -> None:
    fixed = []
    for task in tasks:
        what = data.draw(st.sampled_from(("free", "free", "done", "pinned")))
        day = days.roll_forward(on + timedelta(data.draw(st.integers(-20, 60))))
        fixed.append(
            replace(task, done_on=day)
            if what == "done"
            else replace(task, pinned_on=day)
            if what == "pinned"
            else task
        )
    found = plan(fixed, on=on, ends_on=on + length, days=days)
    for task in fixed:
        if not task.is_free:
            assert found.slots[task.key].ends_on == task.done_on or task.pinned_on
    free_links = [
        replace(task, after=tuple(link for link in task.after if _is_free(fixed, link.key))) for task in fixed
    ]
    kept(found, free_links, on, days)


def _is_free(tasks: list[Task], key: str) -> bool:
    return next(task for task in tasks if task.key == key).is_free


@unhurried
@given(calendars(), templates(), starts)
def test_without_an_end_everything_goes_forwards_and_nothing_is_left_out(
    days: WorkingCalendar, tasks: list[Task], on: date
) -> None:
    found = plan(tasks, on=on, ends_on=None, days=days)
    assert not found.left_out
    assert not found.shortened
    kept(found, tasks, on, days)


@unhurried
@given(calendars(), templates(), starts, st.integers(10, 60), st.integers(1, 30))
def test_more_time_never_leaves_more_out(
    days: WorkingCalendar, tasks: list[Task], on: date, length: int, more: int
) -> None:
    short = plan(tasks, on=on, ends_on=on + timedelta(length), days=days)
    long = plan(tasks, on=on, ends_on=on + timedelta(length + more), days=days)
    assert long.left_out <= short.left_out


# --- The shipped template ----------------------------------------------------------------------------------------------


def shipped(**fixed: Mapping[str, date]) -> list[Task]:
    rows = _shipped()
    return [
        Task(
            row["key"],
            row["days"],
            tuple(Link(link["key"], link["days"], link["unit"]) for link in row["after"]),
            row.get("anchor", BEFORE),
            row["part"],
        )
        for row in rows
        if row["part"] != "plan_b"
    ]


def test_six_weeks_fit_without_shortening_and_follow_the_weeks() -> None:
    found = plan(shipped(), on=date(2026, 11, 2), ends_on=date(2026, 12, 4), days=PLAIN)
    assert (found.conflicts, found.shortened) == ((), frozenset())
    hearing, announcement = found.slots["hearing"], found.slots["announcement"]
    assert hearing.ends_on == date(2026, 12, 2)
    assert announcement.ends_on == date(2026, 11, 20)
    assert found.slots["submission"].ends_on == date(2026, 12, 4)
    assert found.slots["minutes"].starts_on == date(2026, 12, 7)


def test_ten_working_days_hold_a_hearing_that_is_announced_at_once() -> None:
    found = plan(shipped(), on=date(2026, 11, 30), ends_on=date(2026, 12, 11), days=PLAIN)
    assert found.conflicts == ()
    assert found.slots["announcement"].ends_on == date(2026, 11, 30)
    assert found.slots["hearing"].starts_on == date(2026, 12, 10)
    assert "table" not in found.shortened


def test_five_days_keep_the_essential_tasks_and_say_how_late_the_announcement_would_be() -> None:
    found = plan(shipped(), on=date(2026, 11, 30), ends_on=date(2026, 12, 4), days=PLAIN)
    (conflict,) = found.conflicts
    assert (conflict.kind, conflict.key, conflict.days) == ("no_room", "announcement", 4)
    assert set(conflict.also) == {"registration", "pack", "hearing", "minutes"}
    days = [found.slots[key].ends_on for key in ("topic-and-aims", "assessment", "table", "submission")]
    assert days == [date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4)]


def test_no_working_day_left_says_so_of_every_task_before_the_end() -> None:
    found = plan(shipped(), on=date(2026, 11, 28), ends_on=date(2026, 11, 29), days=PLAIN)
    assert {"assessment", "table", "submission"} <= found.left_out
    assert found.slots["council"].ends_on is not None


def test_chosen_day_after_the_end_is_a_conflict_with_its_number_of_days() -> None:
    tasks = [replace(t, pinned_on=date(2026, 12, 8)) if t.key == "hearing" else t for t in shipped()]
    found = plan(tasks, on=date(2026, 11, 2), ends_on=date(2026, 12, 4), days=PLAIN)
    kinds = {(one.kind, one.key): one.days for one in found.conflicts}
    assert kinds[("too_late", "hearing")] == 4
    assert found.slots["submission"].ends_on == date(2026, 12, 4)


def test_chosen_day_before_what_it_waits_for_is_a_conflict() -> None:
    tasks = [replace(t, pinned_on=date(2026, 11, 4)) if t.key == "table" else t for t in shipped()]
    tasks = [replace(t, done_on=date(2026, 11, 3)) if t.key == "assessment" else t for t in tasks]
    found = plan(tasks, on=date(2026, 11, 2), ends_on=date(2026, 12, 4), days=PLAIN)
    assert [(one.kind, one.key) for one in found.conflicts] == [("too_early", "table")]


@pytest.mark.parametrize("size", [1, 2, 5])
def test_circle_is_named(size: int) -> None:
    tasks = [Task(f"t{n}", after=(Link(f"t{(n + 1) % size}"),)) for n in range(size)]
    with pytest.raises(BrokenOrder) as caught:
        plan(tasks, on=date(2026, 11, 2), ends_on=None, days=PLAIN)
    assert caught.value.keys == {f"t{n}" for n in range(size)}


def test_task_before_the_end_cannot_wait_for_one_after_it() -> None:
    tasks = [Task("late", anchor=AFTER), Task("early", after=(Link("late"),))]
    with pytest.raises(BrokenOrder):
        plan(tasks, on=date(2026, 11, 2), ends_on=None, days=PLAIN)


def test_mark_changes_with_a_day_in_the_span_and_with_no_other() -> None:
    first, last = date(2026, 11, 2), date(2026, 11, 30)
    inside = WorkingCalendar(2025, 2029, {date(2026, 11, 11): OFF}, {}, ())
    outside = WorkingCalendar(2025, 2029, {date(2026, 12, 1): OFF}, {}, ())
    marks = [calendar_mark(days, first, last) for days in (PLAIN, inside, outside)]
    assert marks[0] != marks[1]
    assert marks[0] == marks[2]
