"""The calendar, the rules of law and the deadlines, as they stand now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db.models import CharField, Count, DateField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from accounts.models import Organisation, User
from common.dates import ALMATY
from correspondence.models import Notice
from correspondence.states import MailState, NoticeState
from deadlines import seed
from deadlines.calendar import Rule, WorkingCalendar
from deadlines.models import CalendarException, CalendarFeed, CalendarYear, Deadline, TimeLimit
from deadlines.reminders import plan
from deadlines.states import Certainty, DeadlineState

YEARS_AHEAD = 4
FEED_LENGTH = 1_000


class ExceptionRow(NamedTuple):
    """A row of the table of exceptions, as the seed reads it."""

    on: date
    kind: str
    reason_kk: str | None
    reason_ru: str | None
    certainty: str


def day_of(at: datetime) -> date:
    """The day it is in Almaty at the moment `at`."""
    return at.astimezone(ALMATY).date()


def calendar() -> WorkingCalendar:
    """The working-day calendar as the tables have it now (one query); the computed table is kept in memory."""
    # Plain querysets: those of modeltranslation reorder the columns, and a union goes by their places.
    rows: QuerySet[CalendarException, Any] = QuerySet(CalendarException).values_list(
        "on", "kind", "reason_kk", "reason_ru", "certainty"
    )
    confirmed = (
        QuerySet(CalendarYear)
        .filter(certainty=Certainty.CONFIRMED)
        .annotate(on=Value(None, DateField()), kind=Cast("year", CharField()), kk=Value(""), ru=Value(""))
        .values_list("on", "kind", "kk", "ru", "certainty")
    )
    found = list(rows.order_by().union(confirmed.order_by(), all=True))
    exceptions = sorted((ExceptionRow(*row) for row in found if row[0] is not None), key=lambda row: row.on)
    years = frozenset(int(row[1]) for row in found if row[0] is None)
    until = timezone.localdate().year + YEARS_AHEAD
    return _assembled(tuple(exceptions), years, until)


def calendar_read_on(years: Iterable[int]) -> dict[int, date]:
    """The day of the newest source of each confirmed year: an order that came out later has not been read."""
    rows = CalendarYear.objects.filter(
        year__in=years, certainty=Certainty.CONFIRMED, checked_on__isnull=False
    )
    return {row.year: row.checked_on for row in rows if row.checked_on is not None}


@lru_cache(maxsize=8)
def _assembled(rows: tuple[ExceptionRow, ...], confirmed: frozenset[int], until: int) -> WorkingCalendar:
    return seed.assemble(seed.FIRST_YEAR, until, rows, confirmed)


def in_calendar(days: WorkingCalendar, day: date) -> bool:
    """Whether the calendar's table holds the year of `day`, with a year to spare for counting."""
    return days.start_year <= day.year < days.end_year


# --- Rules --------------------------------------------------------------------------------------------------------


class UnknownTimeLimit(LookupError):
    """A time-limit code that the table does not have on that day; load it with `manage.py load_reference`."""


class TimeLimitBook:
    """Some rules of the table, read once; the one of the day is chosen when asked."""

    def __init__(self, rows: Iterable[TimeLimit]) -> None:
        self._rows: dict[str, list[TimeLimit]] = defaultdict(list)
        for row in rows:
            self._rows[row.code].append(row)

    def on(self, code: str, day: date) -> TimeLimit | None:
        """The rule `code` as it was in force on `day`, the latest where several were; None where there is none."""
        in_force = [
            row
            for row in self._rows.get(code, [])
            if (row.valid_from is None or row.valid_from <= day)
            and (row.valid_to is None or day <= row.valid_to)
        ]
        return max(in_force, key=lambda row: row.valid_from or date.min, default=None)


def time_limits(codes: Iterable[str]) -> TimeLimitBook:
    return TimeLimitBook(TimeLimit.objects.filter(code__in=set(codes)))


def time_limit(code: str, on: date) -> TimeLimit:
    """The rule `code` in force on the day `on`. Raises UnknownTimeLimit."""
    found = time_limits([code]).on(code, on)
    if found is None:
        raise UnknownTimeLimit(
            f"No time limit {code!r} in force on {on:%d.%m.%Y}: run manage.py load_reference."
        )
    return found


def rule_of(limit: TimeLimit) -> Rule:
    """The rule that the calendar computes with. Raises ValueError for a rule of unknown length."""
    if limit.quantity is None:
        raise ValueError(f"The length of {limit.code!r} is not known: enter it in the table of time limits.")
    return Rule(limit.quantity, limit.unit, limit.direction, limit.roll_over)


# --- Deadlines ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenCounts:
    """Counts of an organisation's open deadlines, to be annotated to a query about people."""

    rows: QuerySet[Deadline]
    on: date

    def open(self, person: OuterRef) -> Coalesce:
        return _counted(self.rows.filter(responsible=person))

    def overdue(self, person: OuterRef) -> Coalesce:
        return _counted(self.rows.filter(responsible=person, due_on__lt=self.on))

    def soon(self, person: OuterRef, until: date) -> Coalesce:
        """Due from today up to and including `until`."""
        return _counted(self.rows.filter(responsible=person, due_on__range=(self.on, until)))

    def untaken(self, *, overdue: bool = False, until: date | None = None) -> Coalesce:
        """Those that nobody is responsible for; due from today up to and including `until`, if it is given."""
        free = self.rows.filter(responsible__isnull=True)
        if until is not None:
            free = free.filter(due_on__range=(self.on, until))
        return _counted(free.filter(due_on__lt=self.on) if overdue else free)


def _counted(rows: QuerySet[Deadline]) -> Coalesce:
    counted = rows.order_by().values("organisation").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def open_counts(organisation: Organisation, on: date) -> OpenCounts:
    return OpenCounts(Deadline.objects.of(organisation).open(), on)


def by_urgency(organisation: Organisation) -> QuerySet[Deadline]:
    """Open deadlines, the most urgent first."""
    return deadlines_by(organisation).order_by("due_on", "pk")


def deadlines_by(
    organisation: Organisation,
    *,
    state: str = DeadlineState.OPEN,
    responsible: User | None = None,
    untaken: bool = False,
    due_by: date | None = None,
) -> QuerySet[Deadline]:
    """Deadlines in one state; of one person, or of nobody (`untaken`); due not later than `due_by`."""
    found = Deadline.objects.of(organisation).filter(state=state).select_related("responsible", "time_limit")
    if responsible is not None:
        found = found.filter(responsible=responsible)
    if untaken:
        found = found.filter(responsible__isnull=True)
    return found.filter(due_on__lte=due_by) if due_by is not None else found


def deadlines_between(organisation: Organisation, first: date, last: date) -> QuerySet[Deadline]:
    """Open and done deadlines of these days, both included, in the order of their days."""
    found = Deadline.objects.of(organisation).exclude(state=DeadlineState.CANCELLED)
    return found.filter(due_on__range=(first, last)).defer("explanation").order_by("due_on", "pk")


def time_limits_in_force(on: date) -> QuerySet[TimeLimit]:
    """Every rule of law in force on the day `on`, law by law."""
    return TimeLimit.objects.valid_on(on).order_by("law_kk", "code")


def feeds_of(user: User, organisation: Organisation, at: datetime) -> QuerySet[CalendarFeed]:
    """The calendar addresses that a person has in an organisation and that work at the moment `at`."""
    return CalendarFeed.objects.filter(user=user, organisation=organisation, expires_at__gt=at).order_by(
        "-pk"
    )


def feed_deadlines(feed: CalendarFeed) -> QuerySet[Deadline]:
    """What a calendar program is given: open deadlines, the person's own or all, the most urgent first."""
    found = Deadline.objects.of(feed.organisation).open()
    if feed.only_mine:
        found = found.filter(responsible=feed.user)
    return found.defer("explanation").order_by("due_on", "pk")[:FEED_LENGTH]


@dataclass(frozen=True)
class ReminderBalance:
    """Of the reminders that should be out by now: how many were noted, how many have left the house."""

    expected: int
    noted: int
    sent: int

    @property
    def missing(self) -> int:
        return self.expected - self.sent


def reminder_balance(on: date, days: WorkingCalendar, *, window_days: int = 45) -> ReminderBalance:
    """Expected against sent, over the open deadlines due within `window_days` calendar days of `on`.

    Counted from the deadlines themselves and not from the reminder's own bookmarks, so that a silent stop shows.
    """
    window = timedelta(window_days)
    near = Deadline.objects.open().filter(
        due_on__range=(on - window, on + window), organisation__is_active=True
    )
    wanted = _expected_reminders(near, on, days)
    told: set[tuple[str, str]] = set()
    sent: set[tuple[str, str]] = set()
    threads = near.annotate(thread=Concat(Value("deadline:"), Cast("pk", CharField()))).values("thread")
    noted = Notice.objects.filter(thread__in=threads).exclude(state=NoticeState.CANCELLED)
    for thread, stage, state in noted.values_list("thread", "stage", "email__state"):
        told.add((thread, stage))
        if state == MailState.SENT:
            sent.add((thread, stage))
    return ReminderBalance(len(wanted), len(wanted & told), len(wanted & sent))


def _expected_reminders(
    deadlines: QuerySet[Deadline], on: date, days: WorkingCalendar
) -> set[tuple[str, str]]:
    """Thread and stage of every reminder that should be out by `on`. Those of the day of a move are not counted."""

    @cache  # thousands of deadlines share some hundred pairs of days
    def stages(due_on: date, known_since: date, moved: bool) -> list[str]:
        planned = plan(due_on, known_since, days)
        return [p.stage for p in planned if p.on <= on and not (moved and p.on == known_since)]

    return {
        (f"deadline:{pk}", f"v{version}:{stage}")
        for pk, due_on, opened_on, version in deadlines.values_list("pk", "due_on", "opened_on", "version")
        for stage in stages(due_on, opened_on, version > 1)
    }
