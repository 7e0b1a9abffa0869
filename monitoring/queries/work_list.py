"""Everything that waits for somebody of an organisation, in one list by urgency: one row, one thing to do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.access import Right
from accounts.models import Organisation
from accounts.states import Role
from amendments.actions.review import READERS
from amendments.models import AmendmentTable, OutcomeCandidate
from amendments.states import IN_REVIEW
from deadlines.calendar import WorkingCalendar
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from hearings.models import AccessNeed, Hearing, HearingDate, Minutes, MinutesLetter, Proposal
from hearings.states import WRITABLE, HearingState, NeedState, ProposalState, RuleSet
from inforequests.models import IncomingMail, InfoRequest, RequestClock
from inforequests.states import IncomingState, RequestState
from projects.models import Dossier, TriageItem
from projects.states import TriageState

SIZE = 25
# Stands for 'no day' so that such rows come last.
NO_DAY = date(9999, 12, 31)
SOON, WEEK = 3, 5  # working days


class Kind(models.TextChoices):
    DEADLINE = "deadline", _("Deadlines")
    TRIAGE = "triage", _("New drafts")
    REVIEW = "review", _("Amendments in review")
    ANSWERS = "answers", _("Answers to confirm")
    MINUTES = "minutes", _("Minutes of hearings")
    REMARKS = "remarks", _("Remarks without an answer")
    NEEDS = "needs", _("What participants need")
    SENDING = "sending", _("Requests issued, not sent")
    LETTERS = "letters", _("Letters in quarantine")


# What the rows of a kind are shown for; of the others reading is enough.
WANTS = {Kind.LETTERS: Right.WRITE_REQUESTS, Kind.NEEDS: Right.SEE_PARTICIPANTS, Kind.TRIAGE: Right.TRIAGE}


class When(models.TextChoices):
    """How urgent. `next` is what the others from today to a working week say together."""

    OVERDUE = "overdue", _("Overdue")
    TODAY = "today", _("Today")
    SOON = "soon", _("Within 3 working days")
    WEEK = "week", _("Within a week (5 working days)")
    LATER = "later", _("Later")
    UNDATED = "undated", _("Without a date, waiting for somebody")
    NEXT = "next", _("From today within 5 working days")


@dataclass(frozen=True)
class Edges:
    """The days between the bands of urgency."""

    on: date
    soon: date
    week: date

    def of(self, day: date) -> When:
        if day == NO_DAY:
            return When.UNDATED
        bands = ((day < self.on, When.OVERDUE), (day == self.on, When.TODAY), (day <= self.soon, When.SOON))
        return next((band for fits, band in (*bands, (day <= self.week, When.WEEK)) if fits), When.LATER)

    def within(self, when: str) -> Q:
        first = {"soon": self.on, "week": self.soon, "later": self.week}.get(when)
        last = {"soon": self.soon, "week": self.week, "next": self.week}.get(when)
        if when == When.OVERDUE:
            return Q(w_on__lt=self.on)
        if when in (When.TODAY, When.UNDATED):
            return Q(w_on=self.on if when == When.TODAY else NO_DAY)
        found = Q(w_on__gt=first) if first else Q(w_on__gte=self.on)
        return found & (Q(w_on__lte=last) if last else Q(w_on__lt=NO_DAY))


def edges(on: date, days: WorkingCalendar) -> Edges:
    return Edges(on, days.add(on, SOON), days.add(on, WEEK))


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for; empty values ask for nothing. `person`: a member's number, with the role there; `nobody`:
    what nobody has taken."""

    kinds: tuple[Kind, ...]
    person: int | None = None
    role: str = ""
    nobody: bool = False
    when: str = ""
    dossier: Dossier | None = None


@dataclass(frozen=True)
class Work:
    """One thing to do. `link`: the number that its page goes by; `detail`: what the verb depends on."""

    kind: Kind
    on: date
    pk: int
    link: int
    person: int | None
    about_kk: str
    about_ru: str
    detail: str

    @property
    def cursor(self) -> str:
        return f"{self.on.isoformat()}_{self.kind.value}_{self.pk}"


@dataclass(frozen=True)
class WorkPage:
    rows: list[Work]
    newer: str = ""
    older: str = ""


def work_page(
    organisation: Organisation, wanted: Wanted, at: Edges, *, after: str = "", before: str = ""
) -> WorkPage:
    """One page, the most urgent first, what has no day last (one query, whatever there is)."""
    cursor = _read(after) or _read(before)
    backwards = cursor is not None and _read(after) is None
    found = _work(organisation, wanted, at, SIZE + 1, cursor, backwards=backwards)
    more, found = len(found) > SIZE, found[:SIZE]
    if backwards:
        found.reverse()
    has_newer, has_older = (more, True) if backwards else (cursor is not None, more)
    return WorkPage(
        found,
        found[0].cursor if found and has_newer else "",
        found[-1].cursor if found and has_older else "",
    )


def work_in_order(organisation: Organisation, wanted: Wanted, at: Edges, most: int) -> list[Work]:
    """What all the pages show together, up to `most` rows."""
    return _work(organisation, wanted, at, most)


def _work(
    organisation: Organisation,
    wanted: Wanted,
    at: Edges,
    most: int,
    cursor: "tuple[date, str, int] | None" = None,
    *,
    backwards: bool = False,
) -> list[Work]:
    parts = [_part(kind, organisation, wanted, at, cursor, backwards) for kind in wanted.kinds]
    order = ("-w_on", "-w_kind", "-w_pk") if backwards else ("w_on", "w_kind", "w_pk")
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [Work(Kind(row[0]), *row[1:]) for row in rows.order_by(*order)[:most]]


def _read(cursor: str) -> tuple[date, str, int] | None:
    day, _line, rest = cursor[:60].partition("_")
    kind, _line, pk = rest.partition("_")
    if kind not in Kind.values or not (pk.isascii() and pk.isdigit()) or len(pk) > 18:
        return None
    try:
        return date.fromisoformat(day), kind, int(pk)
    except ValueError:
        return None


def _part(
    kind: Kind,
    organisation: Organisation,
    wanted: Wanted,
    at: Edges,
    cursor: tuple[date, str, int] | None,
    backwards: bool,
) -> QuerySet[Any, Any]:
    source = _SOURCES[kind]
    rows = source.rows(organisation)
    if kind == Kind.TRIAGE:  # once the discussion has ended there is nothing to decide
        rows = rows.filter(Q(ends_on__gte=at.on) | Q(ends_on__isnull=True))
    if wanted.dossier is not None:
        rows = rows.filter(source.of_dossier(wanted.dossier))
    rows = rows.annotate(
        w_kind=Value(kind.value, CharField()),
        w_on=Coalesce(F(source.on), Value(NO_DAY), output_field=DateField())
        if source.on
        else Value(NO_DAY, DateField()),
        w_pk=F("pk"),
        w_link=F(source.link),
        w_person=F(source.person) if source.person else Cast(Value(None), models.BigIntegerField()),
        w_kk=Cast(F(source.kk), TextField()),
        w_ru=Cast(F(source.ru), TextField()),
        w_detail=Cast(F(source.detail), TextField()) if source.detail else Value("", TextField()),
    )
    rows = _of_person(rows, kind, wanted)
    if wanted.when:
        rows = rows.filter(at.within(wanted.when))
    if cursor is not None:
        rows = rows.filter(_beyond(kind, *cursor, backwards=backwards))
    columns = ("w_kind", "w_on", "w_pk", "w_link", "w_person", "w_kk", "w_ru", "w_detail")
    return rows.order_by().values_list(*columns)


def _of_person(rows: QuerySet[Any], kind: Kind, wanted: Wanted) -> QuerySet[Any]:
    """A table in review waits for whoever has the role of its stage."""
    if kind == Kind.REVIEW and wanted.person is not None:
        theirs = [state for state, roles in READERS.items() if wanted.role in roles]
        return rows.filter(state__in=theirs)
    if kind == Kind.REVIEW and wanted.nobody:
        return rows.none()
    if wanted.person is not None:
        return rows.filter(w_person=wanted.person)
    return rows.filter(w_person__isnull=True) if wanted.nobody else rows


def _beyond(kind: Kind, day: date, of_kind: str, pk: int, *, backwards: bool) -> Q:
    side = "lt" if backwards else "gt"
    later = Q(**{f"w_on__{side}": day})
    if kind == of_kind:
        return later | Q(w_on=day, **{f"w_pk__{side}": pk})
    comes_after = kind.value < of_kind if backwards else kind.value > of_kind
    return Q(**{f"w_on__{side}e": day}) if comes_after else later


def readers_of(state: str, members: Iterable[Any]) -> list[Any]:
    """For whom a table at this stage of its review waits, of these memberships."""
    return [member.user for member in members if Role(member.role) in READERS.get(state, ())]


# --- Where the rows come from -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """Rows of one table, and which of its columns say what."""

    rows: Callable[[Organisation], QuerySet[Any]]
    of_dossier: Callable[[Dossier], Q]
    on: str
    link: str
    person: str
    kk: str
    ru: str
    detail: str = ""


def _plain(model: type[models.Model]) -> QuerySet[Any]:
    """A union goes by the places of columns, and querysets of modeltranslation reorder them."""
    return QuerySet(model)


def _deadlines(organisation: Organisation) -> QuerySet[Any]:
    return _plain(Deadline).filter(organisation=organisation, state=DeadlineState.OPEN)


def _of_dossier(dossier: Dossier) -> Q:
    """Deadlines that lead into the dossier, and those of its requests and hearings."""
    letters = MinutesLetter.objects.filter(minutes__hearing__dossier=dossier)
    minutes = Minutes.objects.filter(hearing__dossier=dossier)
    ids = (
        RequestClock.objects.filter(info_request__dossier=dossier).values("deadline"),
        HearingDate.objects.filter(hearing__dossier=dossier).values("deadline"),
        minutes.filter(publish_deadline__isnull=False).values("publish_deadline"),
        letters.filter(reply_deadline__isnull=False).values("reply_deadline"),
    )
    found = Q(path__startswith=f"/dossiers/{dossier.pk}/")
    for rows in ids:
        found |= Q(pk__in=rows)
    return found


def _triage(organisation: Organisation) -> QuerySet[Any]:
    return _plain(TriageItem).filter(organisation=organisation, state=TriageState.UNDECIDED)


def _reviews(organisation: Organisation) -> QuerySet[Any]:
    return _plain(AmendmentTable).filter(organisation=organisation, state__in=sorted(IN_REVIEW))


def _answers(organisation: Organisation) -> QuerySet[Any]:
    """Tables with a comment that may be the answer to a row, where nobody has confirmed what it is."""
    found = OutcomeCandidate.objects.filter(
        row__table=OuterRef("pk"), row__removed_at__isnull=True, is_proposed=True, rejected_at__isnull=True
    )
    waiting = found.filter(row__outcome__confirmed_at__isnull=True)
    return _plain(AmendmentTable).filter(Exists(waiting), organisation=organisation)


def _minutes(organisation: Organisation) -> QuerySet[Any]:
    rows = _plain(Minutes).filter(organisation=organisation, state__in=sorted(WRITABLE))
    return rows.filter(hearing__state=HearingState.HELD)


def _remarks(organisation: Organisation) -> QuerySet[Any]:
    """Environmental hearings whose initiator has not answered every remark."""
    open_ = Proposal.objects.filter(hearing=OuterRef("pk"), state=ProposalState.STANDING, answer__isnull=True)
    held = _plain(Hearing).filter(organisation=organisation, state=HearingState.HELD)
    return held.filter(Exists(open_), rule_set=RuleSet.ENVIRONMENT)


def _needs(organisation: Organisation) -> QuerySet[Any]:
    rows = _plain(AccessNeed).filter(organisation=organisation, state=NeedState.ASKED)
    return rows.filter(
        registration__hearing__state__in=[HearingState.PLANNED, HearingState.ANNOUNCED, HearingState.OPEN]
    )


def _sending(organisation: Organisation) -> QuerySet[Any]:
    return _plain(InfoRequest).filter(organisation=organisation, state=RequestState.ISSUED)


def _letters(organisation: Organisation) -> QuerySet[Any]:
    return _plain(IncomingMail).filter(organisation=organisation, state=IncomingState.WAITING)


_TITLES = ("dossier__draft__title_kk", "dossier__draft__title_ru")
_SOURCES: dict[Kind, Source] = {
    Kind.DEADLINE: Source(
        _deadlines, _of_dossier, "due_on", "pk", "responsible_id", "label_kk", "label_ru", "path"
    ),
    Kind.TRIAGE: Source(
        _triage,
        lambda dossier: Q(draft=dossier.draft_id),
        *("ends_on", "draft_id", "", "draft__title_kk", "draft__title_ru"),
    ),
    Kind.REVIEW: Source(
        _reviews, lambda dossier: Q(dossier=dossier), "", "dossier_id", "", *_TITLES, "state"
    ),
    Kind.ANSWERS: Source(
        _answers, lambda dossier: Q(dossier=dossier), "", "dossier_id", "dossier__owner_id", *_TITLES
    ),
    Kind.MINUTES: Source(
        _minutes,
        lambda dossier: Q(hearing__dossier=dossier),
        *("", "hearing_id", "hearing__secretary_id", "hearing__title_kk", "hearing__title_ru", "state"),
    ),
    Kind.REMARKS: Source(
        _remarks, lambda dossier: Q(dossier=dossier), "", "pk", "moderator_id", "title_kk", "title_ru"
    ),
    Kind.NEEDS: Source(
        _needs,
        lambda dossier: Q(registration__hearing__dossier=dossier),
        *("", "registration__hearing_id", "owner_id"),
        *("registration__hearing__title_kk", "registration__hearing__title_ru", "kind"),
    ),
    Kind.SENDING: Source(
        _sending,
        lambda dossier: Q(dossier=dossier),
        *("", "pk", "responsible_id", "subject_kk", "subject_ru"),
    ),
    Kind.LETTERS: Source(
        _letters, lambda dossier: Q(info_request__dossier=dossier), "", "pk", "", "subject", "subject"
    ),
}
