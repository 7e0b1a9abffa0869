"""Reads of what is public: by organisation, and of all organisations together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from accounts.models import Organisation
from amendments.models import AmendmentTable, Outcome, Submission, SubmittedRow
from amendments.queries.outcomes import SentRow
from amendments.states import DocumentKind, Fate
from correspondence.models import IssuedDocument
from hearings.models import Hearing, Minutes
from hearings.states import HearingState, MinutesState
from inforequests.models import Publication, RequestEvent
from inforequests.states import EventKind
from monitoring.evidence_states import SurveyState
from monitoring.models import Position, Survey

DRAFT = "table__dossier__draft"
_HEAVY = tuple(f"{DRAFT}__{column}" for column in ("search_text", "stems_kk", "stems_ru"))
STILL_ON = timedelta(hours=12)


def organisations() -> QuerySet[Organisation]:
    """Those whose public page is open."""
    return Organisation.objects.filter(is_public=True, is_active=True).order_by("pk")


# --- Positions --------------------------------------------------------------------------------------------------------


def with_texts(rows: QuerySet[Position]) -> QuerySet[Position]:
    """With the draft, its body and the submission, but without what was sent: that is read on the page of one position."""
    along = ("organisation", "submission", f"{DRAFT}__body", f"{DRAFT}__act_type")
    return rows.select_related(*along).defer("submission__content", *_HEAVY)


def positions(organisation: Organisation, on: date) -> QuerySet[Position]:
    return with_texts(Position.objects.public(on).filter(organisation=organisation)).order_by("-pk")


def all_positions(on: date) -> QuerySet[Position]:
    return with_texts(Position.objects.public(on)).order_by("-pk")


def fates(found: Iterable[Position]) -> dict[int, dict[str, int]]:
    """By position, how many of its rows were answered how (Fate): what no person confirmed is waiting (one query)."""
    by_submission = {position.submission_id: position.pk for position in found}
    rows = SubmittedRow.objects.filter(submission__in=by_submission).annotate(
        fate=Case(
            When(row__outcome__confirmed_at__isnull=False, then=F("row__outcome__state")),
            default=Value(Fate.WAITING.value),
            output_field=CharField(),
        )
    )
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    for submission, fate, number in (
        rows.values_list("submission", "fate").annotate(number=Count("pk")).order_by()
    ):
        counted[by_submission[submission]][fate] = number
    return counted


@dataclass(frozen=True)
class PublicRow:
    """A row as it was sent, and what became of it. `words`: the body's, if they were confirmed before the publication."""

    row: SentRow
    outcome: Outcome | None
    words: str

    @property
    def fate(self) -> Fate:
        return Fate(self.outcome.state) if self.outcome is not None else Fate.WAITING


def rows_of(position: Position) -> list[PublicRow]:
    """What the page of a position shows (one query)."""
    confirmed = Outcome.objects.filter(row__table=position.table_id, confirmed_at__isnull=False)
    outcomes = {outcome.row_id: outcome for outcome in confirmed}
    found = []
    for content in position.submission.content["rows"]:
        outcome = outcomes.get(content["id"])
        is_read = outcome is not None and outcome.confirmed_at is not None
        is_read = is_read and outcome.confirmed_at <= position.published_at  # type: ignore[union-attr,operator]
        words = outcome.body_words if outcome is not None and is_read else ""
        found.append(PublicRow(SentRow(content["id"], content["number"], content), outcome, words))
    return found


def newer_answers(position: Position) -> int:
    """How many answers were confirmed since the publication: the body's words of these are not shown yet."""
    return Outcome.objects.filter(
        row__table=position.table_id, confirmed_at__gt=position.published_at
    ).count()


# --- What else is public ----------------------------------------------------------------------------------------------


def coming(organisation: Organisation, at: datetime) -> QuerySet[Hearing]:
    """Announced hearings that are not over, the nearest first; cancelled ones among them."""
    rows = Hearing.objects.public().filter(organisation=organisation, starts_at__gte=at - STILL_ON)
    return rows.select_related("organisation").order_by("starts_at", "pk")


def minutes(organisation: Organisation) -> QuerySet[Minutes]:
    rows = Minutes.objects.filter(organisation=organisation, state=MinutesState.PUBLISHED)
    rows = rows.filter(hearing__announced_at__isnull=False, organisation__is_active=True)
    return rows.select_related("hearing").order_by("-pk")


def all_answers(on: date) -> QuerySet[Publication]:
    """Those that strangers see on the day `on`, without those whose answer was taken back: their pages are gone."""
    standing = RequestEvent.objects.filter(
        info_request=OuterRef("info_request"), kind=EventKind.ANSWERED
    ).standing()
    return Publication.objects.public(on).filter(Exists(standing)).order_by("-pk")


def answers(organisation: Organisation, on: date) -> QuerySet[Publication]:
    return all_answers(on).filter(organisation=organisation).select_related("info_request__holder")


def listed_surveys(on: date) -> QuerySet[Survey]:
    """Surveys of all organisations that take answers on the day `on` and are to stand on lists."""
    begun = Q(opens_on__isnull=True) | Q(opens_on__lte=on)
    going = Q(closes_on__isnull=True) | Q(closes_on__gte=on)
    rows = Survey.objects.public().filter(begun, going, is_listed=True, state=SurveyState.OPEN)
    return rows.select_related("organisation").order_by("-pk")


def all_hearings() -> QuerySet[Hearing]:
    return Hearing.objects.public().exclude(state=HearingState.CANCELLED).order_by("-starts_at")


# --- For whoever publishes --------------------------------------------------------------------------------------------


def sent_tables() -> QuerySet[AmendmentTable]:
    """Tables of which something was sent."""
    sent = Submission.objects.filter(table=OuterRef("pk"))
    return AmendmentTable.objects.filter(Exists(sent)).select_related("dossier__draft")


def latest_submission(table: AmendmentTable) -> Submission | None:
    return Submission.objects.filter(table=table).order_by("-submitted_at", "-pk").first()


def positions_of(tables: Collection[AmendmentTable]) -> Mapping[int, Position]:
    """By table."""
    rows = Position.objects.filter(table__in=tables).select_related("organisation")
    return {position.table_id: position for position in rows}


def latest_of(tables: Collection[AmendmentTable]) -> Mapping[int, int]:
    """By table, the latest submission."""
    rows = Submission.objects.filter(table__in=tables).order_by("submitted_at", "pk")
    return dict(rows.values_list("table_id", "pk"))


def issued_tables(table: AmendmentTable) -> QuerySet[IssuedDocument]:
    """The documents in which the table of proposals left the house, the latest first."""
    begin = f"amendments:{table.pk}:{DocumentKind.TABLE}:"
    rows = IssuedDocument.objects.filter(organisation=table.organisation, order__key__startswith=begin)
    return rows.order_by("-pk")


def surveys_to_list(organisation: Organisation) -> QuerySet[Survey]:
    return Survey.objects.of(organisation).filter(state=SurveyState.OPEN).order_by("-pk")
