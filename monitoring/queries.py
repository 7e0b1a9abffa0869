"""What came of it: the day's work, the thread of a dossier, and the health of the product itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import queries as account_queries
from accounts.activity import line
from accounts.models import ActivityEntry, Organisation, User
from amendments.queries.submission import Standing
from amendments.queries.table import Progress
from common import dates
from correspondence.models import OutgoingEmail
from correspondence.states import MailState
from deadlines import queries as deadline_queries
from deadlines.calendar import WorkingCalendar
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from hearings.queries import DossierHearing
from monitoring.models import Loop
from projects.actions.dossiers import deadlines_of
from projects.models import Dossier, Snapshot, TopicMatch
from projects.wording import change_in_words

SHOWN_ON_TODAY = 6
COUNTED_ON_TODAY = 100
CHRONICLE = 30
AMENDMENTS = 2  # its place in the thread
# A loop is silent when it has missed this many of its periods; none of them may be silent longer than five minutes.
SILENT_PERIODS = 3
SILENT_AFTER = timedelta(minutes=4)

# The loops that the product cannot do without, and what stops when they stop.
LOOPS = (
    "projects.tasks.poll_due_sources",
    "deadlines.tasks.send_due_reminders",
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
)


# --- Today --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Load:
    """A person's share of the open deadlines; `person` is None for those nobody has taken."""

    person: User | None
    open: int
    overdue: int


def workload(organisation: Organisation, on: date) -> list[Load]:
    """Who has how much, people without any work included, the most burdened first (one query)."""
    counts = deadline_queries.open_counts(organisation, on)
    me = OuterRef("user_id")
    members: Iterable[Any] = account_queries.members(organisation).annotate(
        all_open=counts.open(me),
        all_overdue=counts.overdue(me),
        free=counts.untaken(),
        free_overdue=counts.untaken(overdue=True),
    )
    loads, nobodys = [], Load(None, 0, 0)
    for row in members:
        loads.append(Load(row.user, row.all_open, row.all_overdue))
        nobodys = Load(None, row.free, row.free_overdue)
    if nobodys.open:
        loads.append(nobodys)
    return sorted(loads, key=lambda load: (-load.overdue, -load.open, str(load.person or "")))


# --- Dossier ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ThreadStage:
    """A stage of the thread: `state` is 'done', 'now' or 'later'."""

    name: str
    state: str
    note: str = ""
    url: str = ""


def thread(
    dossier: Dossier,
    on: date,
    amendments: Progress,
    standing: Standing | None = None,
    hearing: DossierHearing | None = None,
    *,
    at: datetime | None = None,
) -> list[ThreadStage]:
    """The seven stages of the methodology, always in this order, as far as the facts of the dossier tell.

    The stage of now is the first one not done after the last one done: who skips a stage is not led back to it. A table
    that is being written is where the work is, also before an assessment.
    """
    standing, hearing = standing or Standing(), hearing or DossierHearing()
    language = (get_language() or "kk")[:2]
    draft, deadline = dossier.draft, dossier.discussion_deadline
    seen = dates.relative(deadline_queries.day_of(draft.first_seen_at), on, language)
    met = deadline is not None and deadline.state == DeadlineState.DONE
    submitted = bool(standing.sent) or amendments.is_submitted or met
    due = dates.relative(deadline.due_on, on, language) if deadline else ""
    until = _("until %(day)s") % {"day": due} if due else ""
    rows = [
        (_("Seen"), seen, True, ""),
        (
            _("Assessed"),
            standing.advice,
            bool(standing.version),
            reverse("amendments:assessment", args=[dossier.pk]),
        ),
        (_("Amendments"), _ready(amendments), submitted or amendments.is_frozen, _amendments_at(dossier)),
        (
            _("Hearing"),
            _heard(hearing, on, language),
            at is not None and hearing.is_held(at),
            hearing.url,
        ),
        (
            _("Submitted"),
            _sent(standing, on, language) if submitted else until,
            submitted,
            _submission_at(dossier),
        ),
        (
            _("Answer"),
            _answered(standing, amendments),
            bool(amendments.rows) and standing.answered >= amendments.rows,
            reverse("amendments:outcomes", args=[dossier.pk]) if standing.sent else "",
        ),
        (_("In life"), "", False, ""),
    ]
    current = 1 + max(index for index, row in enumerate(rows) if row[2])
    if amendments.rows and not rows[AMENDMENTS][2]:
        current = max(current, AMENDMENTS)
    return [
        ThreadStage(name, "done" if done else "now" if index == current else "later", note, url)
        for index, (name, note, done, url) in enumerate(rows)
    ]


def _ready(amendments: Progress) -> str:
    """'7 of 9 ready'."""
    if not amendments.rows:
        return ""
    return _("%(ready)s of %(all)s ready") % {"ready": amendments.ready, "all": amendments.rows}


def _amendments_at(dossier: Dossier) -> str:
    return reverse("amendments:table", args=[dossier.pk])


def _sent(standing: Standing, on: date, language: str) -> str:
    if standing.last_sent_at is None:
        return ""
    return dates.relative(deadline_queries.day_of(standing.last_sent_at), on, language)


def _answered(standing: Standing, amendments: Progress) -> str:
    """'2 of 9 answered', as far as confirmed."""
    if not (standing.sent and (standing.answered or standing.pages)):
        return ""
    return _("%(answered)s of %(all)s answers") % {"answered": standing.answered, "all": amendments.rows}


def _heard(hearing: DossierHearing, on: date, language: str) -> str:
    """The day of the hearing, held or to come."""
    return (
        dates.relative(deadline_queries.day_of(hearing.starts_at), on, language) if hearing.starts_at else ""
    )


def _submission_at(dossier: Dossier) -> str:
    return reverse("amendments:submission", args=[dossier.pk])


@dataclass(frozen=True)
class ChronicleLine:
    at: datetime
    text: str
    who: User | None = None


def chronicle(
    dossier: Dossier, deadlines: Iterable[Deadline], on: date, table_id: int | None = None
) -> list[ChronicleLine]:
    """What happened, latest first: people's steps and what the portal changed (two queries)."""
    about = Q(object_type="projects.dossier", object_id=dossier.pk)
    about |= Q(object_type="deadlines.deadline", object_id__in=[deadline.pk for deadline in deadlines])
    if table_id is not None:
        about |= Q(object_type="amendments.amendmenttable", object_id=table_id)
    entries = ActivityEntry.objects.filter(about, organisation=dossier.organisation).select_related("actor")
    lines = [
        ChronicleLine(entry.at, line(entry).sentence, entry.actor)
        for entry in entries.order_by("-id")[:CHRONICLE]
    ]
    visible = Q(organisation__isnull=True) | Q(organisation=dossier.organisation)
    seen = Snapshot.objects.filter(visible, draft=dossier.draft).defer("body").order_by("-id")[:CHRONICLE]
    lines += [ChronicleLine(snap.taken_at, text) for snap in seen if (text := change_in_words(snap, on=on))]
    return sorted(lines, key=lambda item: item.at, reverse=True)[:CHRONICLE]


def dossier_deadlines(dossier: Dossier) -> list[Deadline]:
    """All dates of the dossier, open ones first, the nearest first."""
    return sorted(deadlines_of(dossier), key=lambda d: (d.state != DeadlineState.OPEN, d.due_on, d.pk))


def matched_words(dossier: Dossier) -> list[TopicMatch]:
    return list(
        TopicMatch.objects.filter(
            draft=dossier.draft, topic__organisation=dossier.organisation
        ).select_related("topic")
    )


# --- Health -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LoopHealth:
    name: str
    last_at: datetime | None
    failures_in_row: int
    last_failure: str
    is_silent: bool


def loop_health(at: datetime) -> list[LoopHealth]:
    """The pulse of each loop the product needs; one that never ran is silent once the installation is not new."""
    known = {loop.name: loop for loop in Loop.objects.all()}
    all_ran = all(name in known and known[name].finished_at for name in LOOPS)
    is_new = not all_ran and at - _installed_at(at) < SILENT_AFTER
    return [_pulse(known.get(name) or Loop(name=name), at, is_new=is_new) for name in LOOPS]


def _installed_at(at: datetime) -> datetime:
    return MigrationRecorder.Migration.objects.aggregate(first=Min("applied"))["first"] or at


def _pulse(loop: Loop, at: datetime, *, is_new: bool) -> LoopHealth:
    patience = max(timedelta(seconds=loop.slot_seconds * SILENT_PERIODS), SILENT_AFTER)
    # A pulse in the future was left before the clock was set back, and says nothing of now.
    silent = abs(at - loop.finished_at) > patience if loop.finished_at else not is_new
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
