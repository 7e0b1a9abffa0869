"""Drafts, triage and sources, as pages and other apps ask for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Collate

from accounts.models import Organisation
from common.keyset import Page, page
from deadlines import queries as deadline_queries
from deadlines.calendar import OutsideCalendar, WorkingCalendar
from deadlines.models import TimeLimit
from deadlines.states import Unit
from projects.models import (
    ActType,
    Backfill,
    Category,
    DiscussionWindow,
    Dossier,
    DraftAct,
    Snapshot,
    Source,
    StateBody,
    TopicMatch,
    TriageItem,
    WatchTopic,
)
from projects.search import matching
from projects.states import DossierState, SourceKind, TriageState

NEWEST = ("-listed_on", "-id")
ENDING = ("ends_on", "id")
SHOWN = ("body", "act_type", "category")
CAP = 100  # counts on screens stop there: '100+'
FAILURES_TO_ALARM = 6
STALE_AFTER = timedelta(hours=24)


# --- The list of drafts -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DraftFilter:
    """What the reader of the list asked for; empty values ask for nothing."""

    text: str = ""
    portal_state: str = ""
    act_type: ActType | None = None
    body: StateBody | None = None
    category: Category | None = None
    created_from: date | None = None
    created_to: date | None = None
    ends_within: int | None = None  # working days
    ending_first: bool = False
    ours_only: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for, so that an empty list means an empty house."""
        return self == DraftFilter(ending_first=self.ending_first)


def drafts(organisation_ids: Iterable[int], wanted: DraftFilter, on: date) -> QuerySet[DraftAct]:
    """The drafts that these organisations may see and that fit the filter, unordered."""
    ids = list(organisation_ids)
    found = (
        DraftAct.objects.filter(organisation__in=ids)
        if wanted.ours_only
        else DraftAct.objects.visible_to(ids)
    )
    for name in ("portal_state", "act_type", "body", "category"):
        value = getattr(wanted, name)
        if value:
            found = found.filter(**{name: value})
    if wanted.created_from:
        found = found.filter(listed_on__gte=wanted.created_from)
    if wanted.created_to:
        found = found.filter(listed_on__lte=wanted.created_to)
    if wanted.ends_within is not None:
        found = found.filter(ends_on__range=(on, deadline_queries.calendar().add(on, wanted.ends_within)))
    elif wanted.ending_first:
        found = found.filter(ends_on__gte=on)
    if wanted.text.strip():
        found = matching(found, wanted.text, by_pages=True)
    return found


def drafts_page(
    organisation_ids: Iterable[int],
    wanted: DraftFilter,
    *,
    on: date,
    after: str = "",
    before: str = "",
    last: bool = False,
) -> Page[DraftAct]:
    found = _shown(drafts(organisation_ids, wanted, on))
    return page(found, order_of(wanted), after=after, before=before, last=last)


def drafts_in_order(organisation_ids: Iterable[int], wanted: DraftFilter, on: date) -> QuerySet[DraftAct]:
    """What all the pages of the list show together."""
    return _shown(drafts(organisation_ids, wanted, on)).order_by(*order_of(wanted))


def order_of(wanted: DraftFilter) -> tuple[str, ...]:
    return ENDING if wanted.ending_first or wanted.ends_within is not None else NEWEST


def _shown(found: QuerySet[DraftAct]) -> QuerySet[DraftAct]:
    return found.select_related(*SHOWN).defer("search_text", "stems_kk", "stems_ru")


# --- One draft ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shortfall:
    """The portal gives less time than the general minimum of the law."""

    given: int | None  # in the unit of `minimum`, so that the two can be compared; None outside the known calendar
    minimum: TimeLimit
    should_end_on: date


def shortfall(window: DiscussionWindow | None, days: WorkingCalendar) -> Shortfall | None:
    """What is missing of the lawful minimum, None where nothing is or no date is known."""
    if window is None or window.time_limit is None or window.starts_on is None:
        return None
    if window.ends_on is None or window.statutory_ends_on is None or not window.is_short:
        return None
    given = _days_given(window.time_limit.unit, window.starts_on, window.ends_on, days)
    return Shortfall(given, window.time_limit, window.statutory_ends_on)


def _days_given(unit: str, starts_on: date, ends_on: date, days: WorkingCalendar) -> int | None:
    if unit != Unit.WORKING_DAY:
        return (ends_on - starts_on).days
    try:
        return max(0, days.count(starts_on, ends_on))
    except OutsideCalendar:
        return None


def history(draft: DraftAct, organisation_ids: Iterable[int]) -> list[Snapshot]:
    """What was seen of the draft, latest first, without the bytes; other organisations' own files are not
    among it.
    """
    visible = Q(organisation__isnull=True) | Q(organisation__in=list(organisation_ids))
    return list(Snapshot.objects.filter(visible, draft=draft).defer("body").order_by("-id")[:CAP])


def matches_of(draft: DraftAct, organisation: Organisation) -> list[TopicMatch]:
    return list(
        TopicMatch.objects.filter(draft=draft, topic__organisation=organisation).select_related("topic")
    )


def decision_on(draft: DraftAct, organisation: Organisation) -> TriageItem | None:
    """What the organisation was asked last about the draft, and what was decided; None if it was never asked."""
    asked = TriageItem.objects.filter(draft=draft, organisation=organisation)
    return asked.select_related("decided_by").order_by("-id").first()


# --- Triage -------------------------------------------------------------------------------------------------


def triage_queue(organisation: Organisation, on: date) -> QuerySet[TriageItem]:
    """Undecided drafts whose discussion still runs, by the days left."""
    running = Q(ends_on__gte=on) | Q(ends_on__isnull=True)
    items = TriageItem.objects.filter(running, organisation=organisation, state=TriageState.UNDECIDED)
    return items.select_related(
        "draft", "draft__body", "draft__act_type", "window", "window__time_limit"
    ).defer("draft__search_text", "draft__stems_kk", "draft__stems_ru")


def ending_soon(organisation: Organisation, until: date, on: date) -> QuerySet[DraftAct]:
    """Drafts of the organisation's topics and dossiers whose discussion ends from `on` to `until`, the
    nearest first.
    """
    watched = TopicMatch.objects.filter(topic__organisation=organisation, draft=OuterRef("pk"))
    followed = Dossier.objects.of(organisation).open().filter(draft=OuterRef("pk"))
    rows = DraftAct.objects.visible_to([organisation.pk]).filter(ends_on__range=(on, until))
    rows = rows.filter(Exists(watched) | Exists(followed)).select_related("body", "act_type")
    return rows.defer("search_text", "stems_kk", "stems_ru").order_by(*ENDING)


def topics_with_counts(organisation: Organisation) -> list[WatchTopic]:
    """The organisation's topics by name, each with `matched`: how many drafts it has found (one query)."""
    rows = WatchTopic.objects.filter(organisation=organisation).annotate(matched=Count("matches"))
    return list(rows.order_by(Collate("name", "kk"), "pk"))


def topics_of(drafts_: Iterable[int], organisation: Organisation) -> dict[int, list[TopicMatch]]:
    """Why each of these drafts is in front of the organisation: the topics that matched, with their words."""
    found: dict[int, list[TopicMatch]] = {}
    rows = TopicMatch.objects.filter(draft__in=list(drafts_), topic__organisation=organisation)
    for match in rows.select_related("topic").order_by("topic__name"):
        found.setdefault(match.draft_id, []).append(match)
    return found


# --- Dossiers -----------------------------------------------------------------------------------------------


def dossiers(organisation: Organisation, state: str = DossierState.OPEN) -> QuerySet[Dossier]:
    rows = Dossier.objects.of(organisation).filter(state=state)
    return rows.select_related(
        "draft", "draft__body", "draft__act_type", "owner", "discussion_deadline"
    ).defer("draft__search_text", "draft__stems_kk", "draft__stems_ru")


def dossier_of(draft: DraftAct, organisation: Organisation) -> Dossier | None:
    return Dossier.objects.of(organisation).filter(draft=draft).first()


# --- Health of the sources ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class SourceHealth:
    """How a source is doing. `trouble`: '', 'failing', 'stale' (no success for a day), 'quiet' or 'never'."""

    source: Source
    trouble: str
    new_today: int

    @property
    def backfill(self) -> Backfill | None:
        """How far the archive of this source has been read; None where that was never begun."""
        return getattr(self.source, "backfill", None)

    @property
    def is_alarming(self) -> bool:
        return self.trouble in {"failing", "stale"}


def source_health(at: datetime, days: WorkingCalendar) -> list[SourceHealth]:
    """Every enabled source that is polled, and what is wrong with it at the moment `at` (one query)."""
    today = deadline_queries.day_of(at)
    new = DraftAct.objects.filter(source=OuterRef("pk"), first_seen_at__gte=at - timedelta(hours=24))
    counted = new.order_by().values("source").annotate(number=Count("pk")).values("number")
    sources: Iterable[Any] = (
        Source.objects.filter(is_enabled=True)
        .exclude(kind=SourceKind.MANUAL)
        .select_related("backfill")
        .annotate(new_today=Coalesce(Subquery(counted), 0))
        .order_by("pk")
    )
    return [SourceHealth(row, trouble_of(row, at, today, days), row.new_today) for row in sources]


def trouble_of(source: Source, at: datetime, today: date, days: WorkingCalendar) -> str:
    known_since = source.last_success_at or source.created_at
    if source.last_success_at is None and source.failures_in_row == 0:
        return "never"
    if source.failures_in_row >= FAILURES_TO_ALARM:
        return "failing"
    if at - known_since > STALE_AFTER:
        return "stale"
    if source.last_success_at is None:
        return "never"
    last_new = source.last_new_at or source.created_at
    if days.count(deadline_queries.day_of(last_new), today) > source.quiet_days:
        return "quiet"
    return ""
