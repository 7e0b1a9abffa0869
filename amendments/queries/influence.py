"""Rows that were sent, counted and listed by what became of them. An organisation's are those of its own tables: a row of a
coalition belongs to the one that leads it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.models import Organisation
from amendments.models import AmendmentTable, Submission, SubmittedRow
from amendments.states import Adoption, Fate, Wording
from common.periods import Period
from projects.models import TopicMatch

DRAFT = "submission__table__dossier__draft"
CONFIRMED = "row__outcome__confirmed_at"
_COMPARED = Q(row__outcome__adoption__in=[Adoption.VERBATIM, Adoption.PARTLY, Adoption.ABSENT])
_SEEN_TO = Q(row__outcome__confirmed_at__isnull=False) | Q(row__outcome__corrected_at__isnull=False)


def sent_rows(organisation: Organisation) -> QuerySet[SubmittedRow]:
    """Each row that was ever sent, once, at its first sending; with `fate` (Fate) and `wording` (Wording).

    What nobody confirmed is waiting. A row that the latest text of its table does not hold any more was taken back,
    unless it was answered.
    """
    latest = Submission.objects.filter(table=OuterRef("submission__table"))
    held = SubmittedRow.objects.filter(row=OuterRef("row"), submission=OuterRef("latest"))
    return (
        SubmittedRow.objects.filter(~Exists(_earlier()), organisation=organisation)
        .annotate(latest=Subquery(latest.order_by("-submitted_at", "-id").values("pk")[:1]))
        .annotate(
            fate=Case(
                When(row__outcome__confirmed_at__isnull=False, then=F("row__outcome__state")),
                When(Exists(held), then=Value(Fate.WAITING.value)),
                default=Value(Fate.WITHDRAWN.value),
                output_field=CharField(),
            ),
            wording=Case(
                When(_COMPARED & _SEEN_TO, then=F("row__outcome__adoption")),
                When(_COMPARED, then=Value(Wording.COMPUTED.value)),
                default=Value(Wording.UNKNOWN.value),
                output_field=CharField(),
            ),
        )
    )


def _earlier() -> QuerySet[SubmittedRow]:
    sent = "submission__submitted_at"
    before = Q(**{f"{sent}__lt": OuterRef(sent)}) | Q(**{sent: OuterRef(sent), "pk__lt": OuterRef("pk")})
    return SubmittedRow.objects.filter(before, row=OuterRef("row"))


def sent_in(period: Period) -> Q:
    """Of `sent_rows`, those first sent in the period."""
    return Q(**period.within("submission__submitted_at"))


def answered_in(period: Period) -> Q:
    """Of `sent_rows`, those whose answer a person confirmed in the period, whenever they were sent."""
    return Q(**period.within(CONFIRMED))


def about_body(body: int | None) -> Q:
    """Of `sent_rows`, those on drafts of one state body; None: of one that the directory does not know."""
    return Q(**{f"{DRAFT}__body": body}) if body is not None else Q(**{f"{DRAFT}__body__isnull": True})


def about_topic(organisation: Organisation, topic: int | None) -> Exists | Q:
    """Of `sent_rows`, those on drafts that a topic of the organisation matched; None: that none did."""
    matches = TopicMatch.objects.filter(topic__organisation=organisation, draft=OuterRef(DRAFT))
    return Exists(matches.filter(topic=topic)) if topic is not None else Q(~Exists(matches))


@dataclass(frozen=True)
class SentFact:
    """What is counted of a row that was sent."""

    pk: int
    table: int
    draft: int
    body: int | None
    category: str
    fate: str
    wording: str
    sent_at: datetime
    confirmed_at: datetime | None


def sent_facts(organisation: Organisation, period: Period) -> list[SentFact]:
    """Rows first sent in the period, or answered in it (one query)."""
    rows = sent_rows(organisation).filter(sent_in(period) | answered_in(period))
    columns = (
        *("pk", "submission__table_id", "submission__table__dossier__draft_id", f"{DRAFT}__body_id"),
        *("category", "fate", "wording", "submission__submitted_at", CONFIRMED),
    )
    return [SentFact(*row) for row in rows.order_by("pk").values_list(*columns)]


def tables_sent(organisation: Organisation, period: Period) -> QuerySet[AmendmentTable]:
    """Tables of which a row was first sent in the period."""
    rows = sent_rows(organisation).filter(sent_in(period), submission__table=OuterRef("pk"))
    return AmendmentTable.objects.filter(Exists(rows), organisation=organisation)


def submissions_in(organisation: Organisation, period: Period) -> QuerySet[Submission]:
    return Submission.objects.filter(organisation=organisation, **period.within("submitted_at"))


def best_results(organisation: Organisation, found: Collection[int]) -> QuerySet[SubmittedRow]:
    """These of `sent_rows` with their texts and drafts, the latest first."""
    rows = sent_rows(organisation).filter(pk__in=list(found)).order_by("-submission__submitted_at", "-pk")
    return with_texts(rows)


def with_texts(rows: QuerySet[SubmittedRow]) -> QuerySet[SubmittedRow]:
    along: Any = ("row__outcome", "submission__table", f"{DRAFT}__body", f"{DRAFT}__act_type")
    hidden = ("search_text", "stems_kk", "stems_ru")
    return rows.select_related(*along).defer(
        "submission__content", *(f"{DRAFT}__{column}" for column in hidden)
    )
