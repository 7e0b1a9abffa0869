"""What came of it: the day's work, the thread of a dossier, and the health of the product itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Min, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import queries as account_queries
from accounts.activity import line
from accounts.models import ActivityEntry, Organisation, User
from common import dates
from correspondence.models import OutgoingEmail
from correspondence.states import MailState
from deadlines import queries as deadline_queries
from deadlines.calendar import WorkingCalendar
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from monitoring.models import Loop
from projects.actions.dossiers import deadlines_of
from projects.models import Dossier, Snapshot, TopicMatch
from projects.wording import change_in_words

SHOWN_ON_TODAY = 6
COUNTED_ON_TODAY = 100
CHRONICLE = 30
# A loop is silent when it has missed this many of its periods; none of them may be silent longer than five minutes.
SILENT_PERIODS = 3
SILENT_AFTER = timedelta(minutes=4)

# The loops that the product cannot do without, and what stops when they stop.
LOOPS = (
    "projects.tasks.poll_due_sources",
    "deadlines.tasks.send_due_reminders",
    "correspondence.tasks.compose_notices",
    "correspondence.tasks.deliver_mail",
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


def thread(dossier: Dossier, on: date) -> list[ThreadStage]:
    """The seven stages of the methodology, always in this order, as far as the facts of the dossier tell."""
    language = (get_language() or "kk")[:2]
    draft, deadline = dossier.draft, dossier.discussion_deadline
    seen = dates.relative(deadline_queries.day_of(draft.first_seen_at), on, language)
    submitted = deadline is not None and deadline.state == DeadlineState.DONE
    due = dates.relative(deadline.due_on, on, language) if deadline else ""
    until = _("until %(day)s") % {"day": due} if due else ""
    rows = [
        (_("Seen"), seen, True),
        (_("Assessed"), "", submitted),
        (_("Amendments"), "", submitted),
        (_("Hearing"), "", submitted),
        (_("Submitted"), "" if submitted else until, submitted),
        (_("Answer"), "", False),
        (_("In life"), "", False),
    ]
    current = next((index for index, row in enumerate(rows) if not row[2]), len(rows) - 1)
    return [
        ThreadStage(name, "done" if done else "now" if index == current else "later", note)
        for index, (name, note, done) in enumerate(rows)
    ]


@dataclass(frozen=True)
class ChronicleLine:
    at: datetime
    text: str
    who: User | None = None


def chronicle(dossier: Dossier, deadlines: Iterable[Deadline], on: date) -> list[ChronicleLine]:
    """What happened, latest first: people's steps and what the portal changed (two queries)."""
    about = Q(object_type="projects.dossier", object_id=dossier.pk)
    about |= Q(object_type="deadlines.deadline", object_id__in=[deadline.pk for deadline in deadlines])
    entries = ActivityEntry.objects.filter(about, organisation=dossier.organisation).select_related("actor")
    lines = [
        ChronicleLine(entry.at, line(entry).sentence, entry.actor)
        for entry in entries.order_by("-id")[:CHRONICLE]
    ]
    visible = Q(organisation__isnull=True) | Q(organisation=dossier.organisation)
    seen = Snapshot.objects.filter(visible, draft=dossier.draft).defer("body").order_by("-id")[:CHRONICLE]
    lines += [ChronicleLine(snap.taken_at, text) for snap in seen if (text := change_in_words(snap, on=on))]
    return sorted(lines, key=lambda item: item.at, reverse=True)[:CHRONICLE]


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next on a dossier."""

    text: str
    deadline: Deadline | None = None


def next_step(
    dossier: Dossier, deadlines: list[Deadline], on: date, days: WorkingCalendar
) -> NextStep | None:
    """The most urgent open date; before it, an owner, if there is none."""
    if dossier.owner is None:
        return NextStep(
            _(
                "Choose the responsible person: nobody is reminded of this dossier's dates yet but the coordinators."
            )
        )
    open_ = sorted((d for d in deadlines if d.state == DeadlineState.OPEN), key=lambda d: (d.due_on, d.pk))
    return NextStep(str(open_[0].label), open_[0]) if open_ else None


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
    silent = at - loop.finished_at > patience if loop.finished_at else not is_new
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


def unconfirmed_years(on: date, days: WorkingCalendar) -> list[int]:
    """This year and the next, as far as their calendar is not confirmed."""
    return [year for year in (on.year, on.year + 1) if not days.confirmed(year)]
