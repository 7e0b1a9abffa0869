"""When a comment was written: the portal gives day, month and clock (`10/09 - 11:05`) and no year."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from projects.plain_text import EARLIEST_YEAR, LATEST_YEAR

_WRITTEN = re.compile(
    r"(?<![0-9/.])([0-9]{1,2})[/.]([0-9]{1,2})(?:[/.]([0-9]{4}))?\s*[-–—]\s*([0-9]{1,2}):([0-9]{2})(?![0-9:])"
)
# The server's clock and the day of creation may disagree by the hours between time zones.
_SLACK = timedelta(days=1)
# Nobody comments so long after the end: the draft was made anew, or the year is another.
_LATE = timedelta(days=270)
_LEAP_CYCLE = 8  # 29 February may be eight years away


@dataclass(frozen=True, slots=True)
class Written:
    """`at` is Almaty's, without a zone; None where the page gives no readable time.

    `year_inferred`: the page gave no year, it was concluded from the dates of the draft. `flags` holds
    time_unreadable, year_unknown (nothing to conclude it from), year_doubtful (no year fits the draft's dates,
    or more than one does).
    """

    at: datetime | None
    year_inferred: bool = False
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """What is known of the time in which a draft can be commented on: created, discussed until, read on."""

    created_on: date | None = None
    ends_on: date | None = None
    on: date | None = None


def written_at(text: str, span: Span) -> Written:
    """The moment that stands in `text`, its year the first in which the draft was there."""
    found = _WRITTEN.search(text)
    if found is None:
        return Written(None, flags=("time_unreadable",) if text.strip() else ())
    day, month, hour, minute = (int(found.group(place)) for place in (1, 2, 4, 5))
    try:
        clock = time(hour, minute)
        date(2000, month, day)  # a leap year: it has every day there is
    except ValueError:
        return Written(None, flags=("time_unreadable",))
    if found.group(3) is None:
        return _year_concluded(day, month, clock, span)
    year = int(found.group(3))
    exact = _day(year, month, day) if EARLIEST_YEAR <= year <= LATEST_YEAR else None
    if exact is None:
        return Written(None, flags=("time_unreadable",))
    return Written(datetime.combine(exact, clock))


def _year_concluded(day: int, month: int, clock: time, span: Span) -> Written:
    start = span.created_on
    if start is None:
        return _latest_before(day, month, clock, span.on or span.ends_on)
    years = range(start.year, start.year + _LEAP_CYCLE + 1)
    days = [there for year in years if (there := _day(year, month, day)) and there >= start - _SLACK]
    fitting = [there for there in days if span.on is None or there <= span.on + _SLACK]
    if not fitting:  # before the draft: it was created anew, or the day of reading is wrong
        before = _latest_before(day, month, clock, span.on or start)
        return Written(before.at, year_inferred=True, flags=("year_doubtful",))
    several = span.on is not None and len(fitting) > 1 and _is_long(span)
    late = span.ends_on is not None and fitting[0] - span.ends_on > _LATE
    flags = ("year_doubtful",) if several or late else ()
    return Written(datetime.combine(fitting[0], clock), year_inferred=True, flags=flags)


def _is_long(span: Span) -> bool:
    """Whether the discussion itself ran for a year or more, so that a day of it comes twice."""
    return bool(span.created_on and span.ends_on and (span.ends_on - span.created_on).days >= 365)


def _latest_before(day: int, month: int, clock: time, end: date | None) -> Written:
    if end is None:
        return Written(None, flags=("year_unknown",))
    years = range(end.year, end.year - _LEAP_CYCLE - 1, -1)
    days = (there for year in years if (there := _day(year, month, day)) and there <= end + _SLACK)
    found = next(days, None)
    if found is None:
        return Written(None, flags=("year_unknown",))
    return Written(datetime.combine(found, clock), year_inferred=True)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February of a common year
        return None
