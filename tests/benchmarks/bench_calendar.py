"""Working-day arithmetic beside the loop that looks at every day: same pairs, same answers."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from time import process_time
from typing import TypeVar

from deadlines.calendar import WorkingCalendar
from deadlines.reference import load_calendar
from deadlines.seed import assemble
from tests.benchmarks.figures import Figure

PAIRS = 100_000
FIRST_YEAR, LAST_YEAR = 2014, 2030
LONGEST = 40  # working days: the longest time limit of the law, the petition's
RUNS = 5
ONE_DAY = timedelta(days=1)

T = TypeVar("T")
R = TypeVar("R")


def run() -> list[Figure]:
    """Adding 1-40 working days in both directions, and counting back what was added."""
    rows = load_calendar()
    calendar = assemble(FIRST_YEAR, LAST_YEAR, rows.exceptions, rows.confirmed_years)
    naive = DayByDay(calendar)
    pairs = some_pairs()
    add_times, added, looped = _race(calendar.add, naive.add, pairs)
    spans = [(day, until) for (day, _), until in zip(pairs, looped, strict=True)]
    count_times, counted, loop_counted = _race(calendar.count, naive.count, spans)
    differing = _differing(added, looped) + _differing(counted, loop_counted)
    return [
        _times_as_fast("working days added, against the day-by-day loop", *add_times),
        _times_as_fast("working days counted, against the day-by-day loop", *count_times),
        Figure(f"working days, differences over {PAIRS:,} pairs", differing, "", "0", differing == 0),
    ]


class DayByDay:
    """The obvious way: one day after another, each looked up in the sets of days off and worked weekends."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        days = [date(FIRST_YEAR, 1, 1) + ONE_DAY * n for n in range((LAST_YEAR - FIRST_YEAR + 1) * 365)]
        codes = {day: reason.code for day in days if (reason := calendar.reason(day))}
        self.worked = {day for day, code in codes.items() if code == "worked_weekend"}
        self.off = {day for day, code in codes.items() if code not in ("worked_weekend", "working_day")}

    def is_working(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < 5 and day not in self.off)

    def add(self, day: date, n: int) -> date:
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            if self.is_working(day):
                left -= 1
        return day

    def count(self, after: date, until: date) -> int:
        if until < after:
            return -self.count(until, after)
        found = 0
        while after < until:
            after += ONE_DAY
            found += self.is_working(after)
        return found


def some_pairs() -> list[tuple[date, int]]:
    """Days of twelve years with a number of working days to go, either way; the same at every run."""
    dice = random.Random(2026)
    days = [date(2016, 1, 1) + ONE_DAY * n for n in range(12 * 365)]
    return [(dice.choice(days), dice.choice((1, -1)) * dice.randint(1, LONGEST)) for _ in range(PAIRS)]


def _race(
    ours: Callable[[date, T], R], theirs: Callable[[date, T], R], pairs: list[tuple[date, T]]
) -> tuple[tuple[float, float], list[R], list[R]]:
    """The best processor time of each in turns, so that a busy machine hits both; then what each answered."""
    best = [float("inf"), float("inf")]
    answers: list[list[R]] = [[], []]
    for _ in range(RUNS):
        for place, function in enumerate((ours, theirs)):
            begun = process_time()
            answers[place] = [function(day, other) for day, other in pairs]
            best[place] = min(best[place], process_time() - begun)
    return (best[0], best[1]), answers[0], answers[1]


def _differing(ours: list[R], theirs: list[R]) -> int:
    return sum(our != their for our, their in zip(ours, theirs, strict=True))


def _times_as_fast(name: str, ours: float, theirs: float) -> Figure:
    ratio = theirs / ours
    return Figure(name, ratio, "times as fast", ">= 20", ratio >= 20)
