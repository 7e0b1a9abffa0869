"""A month as a calendar hangs on the wall: weeks from Monday, days off with their names, deadlines on their days."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from common import dates
from deadlines.calendar import WorkingCalendar
from deadlines.explanation import DayReason
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from deadlines.wording import day_name, language, working_days_left

SOON = 3


@dataclass(frozen=True)
class Event:
    deadline: Deadline
    tone: str


@dataclass(frozen=True)
class Day:
    """`label` is the whole date. `why` names a holiday or a move; an ordinary weekend needs no word.

    `is_worked`: a weekend worked by order.
    """

    on: date
    label: str
    is_off: bool
    is_worked: bool
    is_today: bool
    is_outside: bool
    why: str
    events: list[Event]


def title(first: date) -> str:
    """'2026 ж. қараша', in the active language."""
    return dates.month(first, language())


def grid(year: int, month: int) -> list[list[date]]:
    """The weeks that the month touches, whole."""
    return Calendar().monthdatescalendar(year, month)


def weeks(
    days_shown: list[list[date]],
    month: int,
    deadlines: Iterable[Deadline],
    *,
    on: date,
    days: WorkingCalendar,
) -> list[list[Day]]:
    """The grid filled in, as of the day `on`, in the active language."""
    events: dict[date, list[Event]] = defaultdict(list)
    for deadline in deadlines:
        events[deadline.due_on].append(Event(deadline, tone_of(deadline, on=on, days=days)))
    return [[_day(day, month, events[day], on=on, days=days) for day in week] for week in days_shown]


def _day(day: date, month: int, events: list[Event], *, on: date, days: WorkingCalendar) -> Day:
    is_held = days.start_year <= day.year <= days.end_year
    reason = days.reason(day) if is_held else None
    works = not is_held or days.is_working(day)
    return Day(
        on=day,
        label=dates.day(day, language(), today=on),
        is_off=not works,
        is_worked=works and reason is not None,
        is_today=day == on,
        is_outside=day.month != month,
        why=_why(reason, works=works),
        events=events,
    )


def _why(reason: DayReason | None, *, works: bool) -> str:
    if reason is None or reason.code == "weekend":
        return ""
    return _("working day: %(why)s") % {"why": day_name(reason)} if works else day_name(reason)


def weekday_names(week: list[Day]) -> list[str]:
    return [dates.weekday(day.on, language()) for day in week]


def tone_of(deadline: Deadline, *, on: date, days: WorkingCalendar) -> str:
    """'done', 'late', 'soon' or 'calm', as the countdown would have it."""
    if deadline.state != DeadlineState.OPEN:
        return "done"
    if deadline.due_on < on:
        return "late"
    return "soon" if working_days_left(deadline.due_on, on=on, days=days) <= SOON else "calm"
