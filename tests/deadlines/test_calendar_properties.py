"""What holds for every day and every number, against a reference that looks at one day after another."""

from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.calendar import DayReason, Rule, WorkingCalendar, compute, due_date

ONE_DAY = timedelta(days=1)
FIRST, LAST = date(2014, 1, 1), date(2030, 12, 31)
OFF = DayReason("holiday", "Мереке", "Праздник")
WORKED = DayReason("worked_weekend", "Жұмыс күні", "Рабочий день")


def is_worked(day: date, off: set[date], worked: set[date]) -> bool:
    return day in worked or (day.weekday() < 5 and day not in off)


def walk(day: date, n: int, off: set[date], worked: set[date]) -> date:
    """The n-th working day from `day`, found by looking at every day on the way."""
    step = ONE_DAY if n > 0 else -ONE_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_worked(day, off, worked)
    return day


# A busy machine is no failure.
unhurried = settings(deadline=None, max_examples=200)
# Far enough from the edges of the table for two of the longest counts.
inner_days = st.dates(date(2015, 1, 1), date(2029, 12, 31))
numbers = st.integers(-100, 100).filter(bool)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[WorkingCalendar, set[date], set[date]]:
    """A calendar of two years with days off and worked days anywhere, on weekends and side by side too."""
    days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
    off = set(draw(st.lists(days, max_size=60)))
    worked = set(draw(st.lists(days, max_size=20)))
    return (
        WorkingCalendar(2026, 2027, dict.fromkeys(off, OFF), dict.fromkeys(worked, WORKED), ()),
        off,
        worked,
    )


@unhurried
@given(calendars(), st.dates(date(2026, 10, 1), date(2027, 3, 31)), st.integers(-60, 60).filter(bool))
def test_add_is_the_walk_day_by_day_in_any_calendar(
    drawn: tuple[WorkingCalendar, set[date], set[date]], day: date, n: int
) -> None:
    calendar, off, worked = drawn
    found = walk(day, n, off, worked)
    assert calendar.add(day, n) == found
    between = (min(day, found), max(day, found))
    looked_at = [between[0] + ONE_DAY * k for k in range(1, (between[1] - between[0]).days + 1)]
    assert calendar.count(*between) == sum(is_worked(one, off, worked) for one in looked_at)


def test_add_is_the_walk_day_by_day_from_every_day_of_five_years(calendar: WorkingCalendar) -> None:
    off = {day for day in _days(FIRST, LAST) if not calendar.is_working(day) and day.weekday() < 5}
    worked = {day for day in _days(FIRST, LAST) if calendar.is_working(day) and day.weekday() >= 5}
    compared = 0
    for start in _days(date(2023, 1, 1), date(2027, 12, 31)):
        for sign in (1, -1):
            day = start
            for n in range(1, 41):
                day = walk(day, sign, off, worked)
                assert calendar.add(start, sign * n) == day, (start, sign * n)
                compared += 1
    assert compared == 1826 * 2 * 40


@unhurried
@given(inner_days, numbers)
def test_the_result_is_a_working_day_on_the_right_side(calendar: WorkingCalendar, day: date, n: int) -> None:
    found = calendar.add(day, n)
    assert calendar.is_working(found)
    assert (found > day) is (n > 0)
    assert found != day


@unhurried
@given(inner_days, st.integers(1, 100))
def test_counting_undoes_adding(calendar: WorkingCalendar, day: date, n: int) -> None:
    assert calendar.count(day, calendar.add(day, n)) == n
    before = calendar.add(day, -n)
    assert calendar.count(before - ONE_DAY, day - ONE_DAY) == n


@unhurried
@given(inner_days, inner_days, inner_days)
def test_counts_of_neighbouring_spans_add_up(
    calendar: WorkingCalendar, first: date, second: date, third: date
) -> None:
    assert calendar.count(first, second) + calendar.count(second, third) == calendar.count(first, third)
    assert calendar.count(first, second) == -calendar.count(second, first)


@unhurried
@given(inner_days, numbers, numbers)
def test_adding_twice_the_same_way_is_adding_the_sum(
    calendar: WorkingCalendar, day: date, m: int, n: int
) -> None:
    if (m > 0) is (n > 0):
        assert calendar.add(calendar.add(day, m), n) == calendar.add(day, m + n)


@unhurried
@given(inner_days, inner_days, numbers)
def test_a_later_start_never_gives_an_earlier_result(
    calendar: WorkingCalendar, one: date, other: date, n: int
) -> None:
    earlier, later = sorted((one, other))
    assert calendar.add(earlier, n) <= calendar.add(later, n)


@unhurried
@given(inner_days, st.integers(-99, 99))
def test_one_more_day_is_strictly_later(calendar: WorkingCalendar, day: date, n: int) -> None:
    assert calendar.add(day, n) < calendar.add(day, n + 1)


@unhurried
@given(inner_days)
def test_forth_and_back_from_a_working_day_is_the_day_itself(calendar: WorkingCalendar, day: date) -> None:
    worked = calendar.roll_forward(day)
    assert calendar.previous_working(calendar.next_working(worked)) == worked
    assert calendar.is_working(day) is (worked == day)
    assert calendar.is_working(day) or calendar.reason(day) is not None


@unhurried
@given(inner_days, st.integers(0, 60), st.sampled_from(["after", "before"]))
def test_months_end_on_the_same_number_or_the_months_last_day(
    calendar: WorkingCalendar, day: date, months: int, direction: str
) -> None:
    due = compute(Rule(months, "month", direction, "none"), day, calendar).due_on
    apart = (due.year - day.year) * 12 + due.month - day.month
    assert apart == (months if direction == "after" else -months)
    assert due.day == min(day.day, monthrange(due.year, due.month)[1])


rules = st.one_of(
    st.builds(
        Rule,
        st.integers(0, 60),
        st.sampled_from(["working_day", "calendar_day"]),
        st.just("after"),
        st.sampled_from(["next_working", "none"]),
    ),
    st.builds(
        Rule,
        st.integers(0, 60),
        st.sampled_from(["working_day", "calendar_day"]),
        st.just("before"),
        st.just("none"),
    ),
    st.builds(
        Rule, st.integers(0, 5), st.just("month"), st.just("after"), st.sampled_from(["next_working", "none"])
    ),
)


@unhurried
@given(rules, inner_days)
def test_the_steps_account_for_every_day_once_and_number_them_in_order(
    calendar: WorkingCalendar, rule: Rule, start: date
) -> None:
    computation = compute(rule, start, calendar)
    assert computation.due_on == due_date(rule, start, calendar)
    counting = [step for step in computation.steps if step.kind in ("counted", "skipped")]
    days = [day for step in counting for day in _days(step.from_on, step.until_on)]
    nominal = max(days, default=start) if rule.direction == "after" else min(days, default=start)
    low, high = sorted((start, nominal))
    assert sorted([*days, start]) == list(_days(low, high))
    numbers_seen = [
        number
        for step in counting
        if step.from_number is not None and step.until_number is not None
        for number in sorted({step.from_number, step.until_number})
    ]
    assert numbers_seen == sorted(numbers_seen)
    if rule.unit != "month":
        assert max(numbers_seen, default=0) == rule.quantity
    rolled = [
        day
        for step in computation.steps
        if step.kind == "rolled"
        for day in _days(step.from_on, step.until_on)
    ]
    assert rolled == list(_days(nominal, computation.due_on))[:-1]
    assert not any(calendar.is_working(day) for day in rolled)


@unhurried
@given(rules, inner_days)
def test_only_a_rule_that_says_so_moves_the_last_day(
    calendar: WorkingCalendar, rule: Rule, start: date
) -> None:
    computation = compute(rule, start, calendar)
    if rule.roll_over == "next_working":
        assert calendar.is_working(computation.due_on)
    else:
        assert not computation.rolled_over


def _days(first: date, last: date) -> list[date]:
    return [first + ONE_DAY * k for k in range((last - first).days + 1)]
