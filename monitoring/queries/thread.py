"""The thread of a dossier: its stages, its dates, what happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.activity import line
from accounts.models import ActivityEntry, User
from amendments.queries.submission import Standing
from amendments.queries.table import Progress
from common import dates
from deadlines import queries as deadline_queries
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from hearings.queries import DossierHearing
from monitoring.queries.life import Life
from projects.actions.dossiers import deadlines_of
from projects.models import Dossier, Snapshot, TopicMatch
from projects.wording import change_in_words

CHRONICLE = 30
AMENDMENTS = 2  # its place in the thread


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
    life: Life | None = None,
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
        (
            _("In life"),
            _lived(life or Life(), on, language),
            (life or Life()).is_over(on),
            reverse("monitoring:adoption", args=[dossier.pk]),
        ),
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


def _lived(life: Life, on: date, language: str) -> str:
    """The force of the act, once its day is known, else what became of the draft."""
    if life.is_adopted and life.force_on is not None:
        day = {"day": dates.relative(life.force_on, on, language)}
        return (_("in force since %(day)s") if life.force_on <= on else _("in force from %(day)s")) % day
    return life.label if life.day else ""


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
