"""Working days of Kazakhstan and the counting of legal terms. No Django, no clock: all comes in as arguments.

A term is counted from the day after the event (Law 480-V art. 14(3), Civil Code art. 173, Administrative
Procedures Code art. 76(2)). A term in months ends on the same number or on the month's last day (480-V art.
14(2), Civil Code art. 174). Where the last day is a day off, the term ends on the next working day (480-V
art. 14(3), Civil Code art. 175, Administrative Procedures Code art. 76(5)).
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import accumulate, groupby

from deadlines.explanation import Computation, DayReason, Rule, Step

__all__ = [
    "Computation",
    "DayReason",
    "OutsideCalendar",
    "Rule",
    "Step",
    "WorkingCalendar",
    "compute",
    "due_date",
]

WEEKEND = DayReason("weekend", "Демалыс күні", "Выходной день")
SATURDAY = 5


class OutsideCalendar(ValueError):
    """A date lies outside the years that the calendar was loaded for."""


class WorkingCalendar:
    """Which days of `start_year`..`end_year` (both included) are worked.

    `days_off` holds holidays, transferred and ordered days off; `worked` holds days that are worked though
    the week or `days_off` says otherwise, and wins over both. A year missing from `confirmed_years` is
    provisional: the order that moves its days off may still come. Counting takes the same time for any
    number of days.
    """

    def __init__(
        self,
        start_year: int,
        end_year: int,
        days_off: Mapping[date, DayReason],
        worked: Mapping[date, DayReason],
        confirmed_years: Collection[int],
    ) -> None:
        if start_year > end_year:
            raise ValueError(
                f"A calendar from {start_year} to {end_year} has no years: give the earlier year first."
            )
        self.start_year, self.end_year = start_year, end_year
        self._days_off, self._worked = dict(days_off), dict(worked)
        self._confirmed = frozenset(confirmed_years)
        self._first = date(start_year, 1, 1).toordinal()
        ordinals = range(self._first, date(end_year, 12, 31).toordinal() + 1)
        self._size = len(ordinals)
        days = [date.fromordinal(ordinal) for ordinal in ordinals]
        self._working = [day for day in days if self._is_worked(day)]
        # Places in _working: _from[i] of the first working day not before the table's i-th day, _upto[i] of
        # the last one not after it.
        earlier = list(accumulate((self._is_worked(day) for day in days), initial=0))
        self._from, self._upto = earlier[:-1], [place - 1 for place in earlier[1:]]
        self._doubtful = sorted(
            day
            for reasons in (self._days_off, self._worked)
            for day, reason in reasons.items()
            if reason.provisional
        )

    def add(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which is not counted itself; before it if `n` is negative.

        Zero days after `day` is `day`, worked or not.

        Raises OutsideCalendar (a ValueError) if `day` or the result lies outside the table.
        """
        if not n:
            return self._held(day)
        # For every row of long lists, hence no calls in here. A place below 0 lies before the table.
        index = day.toordinal() - self._first
        try:
            place = (self._upto if n > 0 else self._from)[index] + n
            if index >= 0 <= place:
                return self._working[place]
        except IndexError:
            pass
        raise self._overrun(self._held(day), n)

    def count(self, after: date, until: date) -> int:
        """Working days later than `after` and not later than `until`; negative if `until` is earlier."""
        late, early = until.toordinal() - self._first, after.toordinal() - self._first
        try:
            if late >= 0 <= early:
                return self._upto[late] - self._upto[early]
        except IndexError:
            pass
        raise self._outside(until if 0 <= early < self._size else after)

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked."""
        index = self._index(day)
        return self._upto[index] == self._from[index]

    def reason(self, day: date) -> DayReason | None:
        """Why `day` is off, or why it is worked against expectation; None for an ordinary working day."""
        self._held(day)
        if day in self._worked:
            return self._worked[day]
        if day in self._days_off:
            return self._days_off[day]
        return WEEKEND if day.weekday() >= SATURDAY else None

    def next_working(self, day: date) -> date:
        """The first working day later than `day`."""
        return self.add(day, 1)

    def previous_working(self, day: date) -> date:
        """The last working day earlier than `day`."""
        return self.add(day, -1)

    def roll_forward(self, day: date) -> date:
        """`day` if it is a working day, otherwise the next working day."""
        place = self._from[self._index(day)]
        if place == len(self._working):
            raise self._overrun(day, 1)
        return self._working[place]

    def confirmed(self, year: int) -> bool:
        """Whether the days off of `year` are final."""
        return year in self._confirmed

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether `first`..`last` touches a year that is not confirmed, or a day that is an estimate."""
        if any(year not in self._confirmed for year in range(first.year, last.year + 1)):
            return True
        at = bisect_left(self._doubtful, first)
        return at < len(self._doubtful) and self._doubtful[at] <= last

    def _is_worked(self, day: date) -> bool:
        return day in self._worked or (day.weekday() < SATURDAY and day not in self._days_off)

    def _held(self, day: date) -> date:
        """`day` itself, if the table holds it."""
        self._index(day)
        return day

    def _index(self, day: date) -> int:
        index = day.toordinal() - self._first
        if not 0 <= index < self._size:
            raise self._outside(day)
        return index

    def _outside(self, day: date) -> OutsideCalendar:
        return OutsideCalendar(
            f"{day.isoformat()} is outside the working-day calendar of {self.start_year}-{self.end_year}: "
            f"load the calendar year {day.year}."
        )

    def _overrun(self, day: date, n: int) -> OutsideCalendar:
        missing = self.end_year + 1 if n > 0 else self.start_year - 1
        side = "after" if n > 0 else "before"
        return OutsideCalendar(
            f"{abs(n)} working day(s) {side} {day.isoformat()} is outside the working-day calendar of "
            f"{self.start_year}-{self.end_year}: load the calendar year {missing}."
        )


def due_date(rule: Rule, start: date, calendar: WorkingCalendar) -> date:
    """The last day of a term without its explanation: `due_on` of `compute`, for many rows at once."""
    nominal = _nominal_end(rule, start, calendar)
    return calendar.roll_forward(nominal) if rule.roll_over == "next_working" else nominal


def compute(rule: Rule, start: date, calendar: WorkingCalendar) -> Computation:
    """The last day of a term and how it was found.

    `start` is the day of the event, which is never counted itself; backwards ('not less than N days before
    X') it is X. Raises OutsideCalendar if a day off has to be looked up in a year that the calendar does
    not hold.
    """
    nominal = _nominal_end(rule, start, calendar)
    due = due_date(rule, start, calendar)
    steps = (*_counting_steps(rule, start, nominal, calendar), *_rolling_steps(nominal, due, calendar))
    return Computation(due, start, rule, steps, _is_provisional(rule, start, nominal, due, calendar))


def _nominal_end(rule: Rule, start: date, calendar: WorkingCalendar) -> date:
    """The last day as counted, before any roll-over."""
    signed = rule.quantity if rule.direction == "after" else -rule.quantity
    if rule.unit == "working_day":
        return calendar.add(start, signed)
    if rule.unit == "calendar_day":
        return date.fromordinal(start.toordinal() + signed)
    return _add_months(start, signed)


def _add_months(start: date, months: int) -> date:
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {start.isoformat()} is not a date: check the start.")
    return date(year, month0 + 1, min(start.day, monthrange(year, month0 + 1)[1]))


def _is_provisional(rule: Rule, start: date, nominal: date, due: date, calendar: WorkingCalendar) -> bool:
    """Whether a day off still to be announced could move `due`: only days that were looked up count."""
    if rule.unit == "working_day" and rule.quantity:
        days = list(_days_counted(start, nominal))
        return calendar.is_provisional(min(days), max(days))
    return rule.roll_over == "next_working" and calendar.is_provisional(nominal, due)


def _days_counted(start: date, end: date) -> Iterator[date]:
    """The days from the one beside `start` to `end`, in the order of counting, whichever way that is."""
    first, last = start.toordinal(), end.toordinal()
    step = 1 if last >= first else -1
    return (date.fromordinal(ordinal) for ordinal in range(first + step, last + step, step))


def _counting_steps(rule: Rule, start: date, nominal: date, calendar: WorkingCalendar) -> Iterator[Step]:
    if nominal == start:
        return
    if rule.unit == "working_day":
        yield from _working_day_steps(start, nominal, calendar)
        return
    days = list(_days_counted(start, nominal))
    numbers = (1, len(days)) if rule.unit == "calendar_day" else (None, None)
    yield Step.of_run("counted", days, *numbers)
    if rule.unit == "month" and nominal.day != start.day:
        yield Step("month_end", nominal, nominal)


def _working_day_steps(start: date, nominal: date, calendar: WorkingCalendar) -> Iterator[Step]:
    number = 0
    runs = groupby(
        _days_counted(start, nominal), lambda day: (calendar.is_working(day), calendar.reason(day))
    )
    for (is_working, reason), run in runs:
        days = list(run)
        if is_working:
            yield Step.of_run("counted", days, number + 1, number + len(days), reason)
            number += len(days)
        else:
            yield Step.of_run("skipped", days, reason=reason)


def _rolling_steps(nominal: date, due: date, calendar: WorkingCalendar) -> Iterator[Step]:
    """The days off that stand between the last day as counted and the working day on which the term ends."""
    days_off = (date.fromordinal(ordinal) for ordinal in range(nominal.toordinal(), due.toordinal()))
    for reason, run in groupby(days_off, calendar.reason):
        yield Step.of_run("rolled", list(run), reason=reason)
