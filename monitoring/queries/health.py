"""How the product itself is doing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from celery import current_app
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max, Min

from correspondence.models import OutgoingEmail
from correspondence.states import MailState
from deadlines import queries as deadline_queries
from deadlines.calendar import WorkingCalendar
from monitoring.models import Loop

# A loop is silent when it has missed this many of its periods; none of them may be silent longer than five minutes.
SILENT_PERIODS = 3
SILENT_AFTER = timedelta(minutes=4)

# The loops that the product cannot do without, and what stops when they stop.
LOOPS = (
    "projects.tasks.poll_due_sources",
    "projects.tasks.keep_road_maps",
    "deadlines.tasks.send_due_reminders",
    "deadlines.tasks.keep_law_check",
    "correspondence.tasks.compose_notices",
    "correspondence.tasks.deliver_mail",
    "correspondence.tasks.issue_documents",
    "correspondence.tasks.scan_files",
    "hearings.tasks.keep_places",
    "hearings.tasks.pack_archives",
    "hearings.tasks.erase_expired",
    "inforequests.tasks.feed_batches",
    "inforequests.tasks.record_sent",
    "inforequests.tasks.look_through_files",
    "inforequests.tasks.fetch_mail",
    "hearings.tasks.keep_minutes",
    "monitoring.tasks.erase_evidence",
    "monitoring.tasks.read_for_search",
    "monitoring.tasks.keep_public_pages",
    "monitoring.tasks.make_open_data",
    "monitoring.tasks.gather_messages",
)


@dataclass(frozen=True)
class LoopHealth:
    name: str
    last_at: datetime | None
    failures_in_row: int
    last_failure: str
    is_silent: bool


def loop_health(at: datetime) -> list[LoopHealth]:
    """The pulse of each loop the product needs; one that never ran is silent once it has missed its periods since the
    last change of the installation."""
    known = {loop.name: loop for loop in Loop.objects.all()}
    all_ran = all(name in known and known[name].finished_at for name in LOOPS)
    age = timedelta() if all_ran else at - _changed_at(at)
    return [_pulse(known.get(name) or Loop(name=name), at, age) for name in LOOPS]


def _changed_at(at: datetime) -> datetime:
    """When the program was installed, or last brought up to date with a change of the database."""
    return MigrationRecorder.Migration.objects.aggregate(last=Max("applied"))["last"] or at


@cache
def _periods() -> dict[str, float]:
    return {entry["task"]: entry["schedule"] for entry in current_app.conf.beat_schedule.values()}


def _pulse(loop: Loop, at: datetime, age: timedelta) -> LoopHealth:
    """`age`: for how long the installation has been as it is."""
    period = loop.slot_seconds if loop.finished_at else _periods().get(loop.name, loop.slot_seconds)
    patience = max(timedelta(seconds=period * SILENT_PERIODS), SILENT_AFTER)
    # A pulse in the future was left before the clock was set back, and says nothing of now.
    silent = abs(at - loop.finished_at) > patience if loop.finished_at else age > patience
    return LoopHealth(loop.name, loop.finished_at, loop.failures_in_row, loop.last_failure, silent)


@dataclass(frozen=True)
class MailHealth:
    waiting: int
    failed: int
    oldest_waiting_at: datetime | None


def mail_health() -> MailHealth:
    """What waits and what could not be delivered; each figure comes from the index of the waiting."""
    waiting = OutgoingEmail.objects.filter(state__in=[MailState.QUEUED, MailState.SENDING])
    oldest = waiting.aggregate(oldest=Min("created_at"), number=Count("pk"))
    failed = OutgoingEmail.objects.filter(state=MailState.FAILED).count()
    return MailHealth(oldest["number"], failed, oldest["oldest"])


@dataclass(frozen=True)
class YearHealth:
    """`read_on`: the day of the newest source of a confirmed year, if it is known."""

    year: int
    is_confirmed: bool
    read_on: date | None


def calendar_years(on: date, days: WorkingCalendar) -> list[YearHealth]:
    """This year and the next: whether their days off are confirmed, and as of when."""
    years = (on.year, on.year + 1)
    read_on = deadline_queries.calendar_read_on(years)
    return [YearHealth(year, days.confirmed(year), read_on.get(year)) for year in years]
