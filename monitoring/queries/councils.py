"""Reads of public councils: the directory, a council's chronology, what waits, letters that went to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from amendments.models import Escalation
from amendments.states import EscalationTo
from hearings.models import MinutesLetter
from hearings.states import LetterTo
from monitoring.models import ENTRIES, AgendaProposal, Council, CouncilMeeting, CouncilRecommendation
from monitoring.models.councils import Entry
from monitoring.states import EntryKind, FollowState, OpinionState, ProposalState
from projects.models import Dossier
from projects.states import DossierState

WAITING = {
    EntryKind.PROPOSAL: (ProposalState.SENT,),
    EntryKind.OPINION: (OpinionState.AWAITED, OpinionState.GIVEN),
    EntryKind.RECOMMENDATION: (FollowState.AWAITED,),
}
LATEST = 10  # of each kind
MOST_WAITING = 50
MOST_LETTERS = 20
MOST_DOSSIERS = 10


def councils_of(organisation: Organisation) -> "QuerySet[Council]":
    """The directory with the number of `waiting` proposals, opinions and recommendations."""
    rows = Council.objects.filter(organisation=organisation, removed_at__isnull=True)
    counts = [
        Coalesce(
            Subquery(
                ENTRIES[kind]
                .objects.filter(council=OuterRef("pk"), removed_at__isnull=True)
                .filter(**{"state__in": states})
                .order_by()
                .values("council")
                .annotate(number=Count("pk"))
                .values("number")
            ),
            0,
        )
        for kind, states in WAITING.items()
    ]
    return rows.select_related("body", "our_member").annotate(waiting=counts[0] + counts[1] + counts[2])


def entries_of(council: Council, kind: str) -> "QuerySet[Entry]":
    """What is kept of one kind, with what its line shows."""
    along = {
        EntryKind.PROPOSAL: ("deadline", "deadline__time_limit", "meeting"),
        EntryKind.OPINION: (
            *("deadline", "deadline__time_limit", "answer_deadline", "answer_deadline__time_limit"),
        ),
        EntryKind.MEETING: ("participant",),
        EntryKind.RECOMMENDATION: ("deadline", "deadline__time_limit", "meeting", "item"),
    }[EntryKind(kind)]
    rows = ENTRIES[kind].objects.filter(council=council, removed_at__isnull=True)
    found: QuerySet[Entry] = rows.select_related("dossier__draft", "created_by", *along)
    return found


def waiting_of(council: Council) -> list[Entry]:
    """What nobody has answered yet, the earliest date first (three queries)."""
    found: list[Entry] = []
    for kind, states in WAITING.items():
        found += entries_of(council, kind).filter(**{"state__in": states}).order_by("on", "id")[:MOST_WAITING]
    return sorted(found, key=lambda row: (_due(row), row.on))


def _due(row: Entry) -> date:
    answered = getattr(row, "answer_deadline", None)
    deadline = answered or getattr(row, "deadline", None)
    return deadline.due_on if deadline is not None else date.max


def chronology(council: Council) -> list[Entry]:
    """The LATEST of each kind, the latest day first (four queries)."""
    found: list[Entry] = []
    for kind in EntryKind:
        found += entries_of(council, kind).order_by("-on", "-id")[:LATEST]
    return sorted(found, key=lambda row: (row.on, row.created_at), reverse=True)


# --- Letters --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CouncilLetter:
    """A letter of an older flow: where it is, what it is about, and how far."""

    letter: Escalation | MinutesLetter
    sent_on: date | None
    is_minutes: bool
    dossier: Dossier | None = None
    hearing_pk: int | None = None


def letters_of(council: Council) -> list[CouncilLetter]:
    """Letters to a public council that were written to this name, or about drafts of the council's body (two queries)."""
    on_rows = Escalation.objects.standing().filter(
        organisation=council.organisation, to=EscalationTo.PUBLIC_COUNCIL
    )
    on_rows = on_rows.filter(_named(council) | _about(council, "table__dossier__draft__body"))
    minutes = MinutesLetter.objects.filter(organisation=council.organisation, to=LetterTo.COUNCIL)
    minutes = minutes.filter(_named(council) | _about(council, "minutes__hearing__dossier__draft__body"))
    on_rows = on_rows.select_related("table__dossier__draft").defer("text_kk", "text_ru")
    minutes = minutes.select_related("minutes__hearing", "order__issued")
    found = [
        CouncilLetter(row, row.sent_on, False, row.table.dossier)
        for row in on_rows.order_by("-id")[:MOST_LETTERS]
    ]
    found += [
        CouncilLetter(row, row.sent_on, True, None, row.minutes.hearing_id)
        for row in minutes.order_by("-id")[:MOST_LETTERS]
    ]
    return sorted(found, key=lambda one: one.sent_on or date.max, reverse=True)


def _named(council: Council) -> Q:
    said = Q()
    for name, field in ((council.name_kk, "addressee_kk"), (council.name_ru, "addressee_ru")):
        if name:
            said |= Q(**{f"{field}__iexact": name})
    return said


def _about(council: Council, path: str) -> Q:
    return Q(**{path: council.body_id}) if council.body_id else Q(pk__in=[])


def dossiers_to_write_on(council: Council) -> list[Dossier]:
    """Open dossiers on drafts of the council's body: from each a letter to the council is one click away."""
    if council.body_id is None:
        return []
    rows = Dossier.objects.of(council.organisation).filter(
        state=DossierState.OPEN, draft__body=council.body_id
    )
    return list(rows.select_related("draft").order_by("priority", "-id")[:MOST_DOSSIERS])


def councils_at(dossier: Dossier) -> Sequence[Council]:
    """The councils at the body that drafts the act."""
    if dossier.draft.body_id is None:
        return []
    return list(
        Council.objects.filter(
            organisation=dossier.organisation, body=dossier.draft.body_id, removed_at__isnull=True
        ).order_by("pk")[:MOST_DOSSIERS]
    )


def recommended_at(meeting: CouncilMeeting) -> list[CouncilRecommendation]:
    rows = CouncilRecommendation.objects.filter(meeting=meeting, removed_at__isnull=True)
    return list(rows.order_by("id"))


def proposed_for(meeting: CouncilMeeting) -> list[AgendaProposal]:
    """What we proposed and the council put on this agenda."""
    return list(AgendaProposal.objects.filter(meeting=meeting, removed_at__isnull=True).order_by("id"))
