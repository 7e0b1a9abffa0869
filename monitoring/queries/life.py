"""Reads of what becomes of an act: its fate and force, what it promises, its effect on groups."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import Organisation
from amendments.models import AmendmentTable
from amendments.queries import outcomes as outcome_queries
from amendments.queries.outcomes import Tally
from common.along import day_of, first_of
from monitoring.models import (
    Fate,
    GroupEffect,
    ImplementationItem,
    InForce,
    ItemRequest,
    Measurement,
    Proof,
)
from monitoring.states import OPEN_ITEMS, FateState, ItemKind, ItemState
from projects.models import Dossier, StateBody

# --- Along with a dossier -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Life:
    """`force_on`: of the whole act; `items`: all that is followed, of which `open` are, and `overdue` of these."""

    state: str = FateState.UNKNOWN
    adopted_on: date | None = None
    withdrawn_on: date | None = None
    stalled_on: date | None = None
    published_on: date | None = None
    force_on: date | None = None
    items: int = 0
    open: int = 0
    overdue: int = 0

    @property
    def label(self) -> str:
        return str(FateState(self.state).label)

    @property
    def is_adopted(self) -> bool:
        return self.state == FateState.ADOPTED

    @property
    def is_decided(self) -> bool:
        """Nothing can be proposed to the draft any more."""
        return self.state in (FateState.ADOPTED, FateState.WITHDRAWN)

    @property
    def day(self) -> date | None:
        """The day of the fate."""
        known = {"adopted": self.adopted_on, "withdrawn": self.withdrawn_on, "stalled": self.stalled_on}
        return known.get(self.state)

    def is_in_force(self, on: date) -> bool:
        return self.is_adopted and self.force_on is not None and self.force_on <= on

    def is_over(self, on: date) -> bool:
        """Nothing is left to follow: withdrawn, or in force with nothing open that it promised."""
        return self.state == FateState.WITHDRAWN or (self.is_in_force(on) and not self.open)


_DAYS = ("adopted_on", "withdrawn_on", "stalled_on", "published_on")


def life_columns(on: date) -> dict[str, Subquery]:
    """What `life_along` wants read along with a dossier; 'overdue' is as of the day `on`."""
    fates = Fate.objects.filter(dossier=OuterRef("pk"))
    force = InForce.objects.filter(fate__dossier=OuterRef("pk"), is_whole=True).values("force_on")
    items = ImplementationItem.objects.filter(dossier=OuterRef("pk")).exclude(state=ItemState.DROPPED)
    open_ = Q(state__in=OPEN_ITEMS)
    counted = (
        items.order_by()
        .values("dossier")
        .annotate(
            items=Count("pk"),
            open=Count("pk", filter=open_),
            overdue=Count("pk", filter=open_ & Q(deadline__due_on__lt=on)),
        )
    )
    return {
        "life_fate": first_of(fates, "state", *_DAYS),
        "life_force_on": Subquery(force[:1]),
        "life_items": first_of(counted, "items", "open", "overdue"),
    }


def life_along(dossier: Dossier) -> Life:
    fate = dossier.life_fate or {}  # type: ignore[attr-defined]
    days: dict[str, Any] = {name: day_of(fate.get(name)) for name in _DAYS}
    counted = dossier.life_items or {}  # type: ignore[attr-defined]
    state = fate.get("state", FateState.UNKNOWN)
    return Life(state, force_on=dossier.life_force_on, **days, **counted)  # type: ignore[attr-defined]


# --- Adoption -------------------------------------------------------------------------------------------------


def fate_of(dossier: Dossier) -> Fate | None:
    along = ("organisation", "act_type", "recorded_by", "publication_deadline__time_limit")
    fate = Fate.objects.select_related(*along).filter(dossier=dossier).first()
    if fate is not None:
        fate.dossier = dossier
    return fate


def forces_of(fate: Fate) -> list[InForce]:
    """The whole act first, then the provisions in the order of their days."""
    rows = InForce.objects.filter(fate=fate, removed_at__isnull=True)
    found = list(rows.select_related("time_limit", "deadline"))
    return sorted(found, key=lambda row: (not row.is_whole, row.force_on or date.max, row.pk))


@dataclass(frozen=True)
class Compared:
    """The adopted text against our rows; `tally` is None where nothing was sent, `languages` whose text is there."""

    tally: Tally | None = None
    languages: list[str] = field(default_factory=list)


def compared(dossier: Dossier) -> Compared:
    """At most four queries."""
    table = AmendmentTable.objects.filter(dossier=dossier).first()
    sent = outcome_queries.sent(table) if table else None
    if table is None or sent is None or not sent.rows:
        return Compared()
    tally = outcome_queries.tally(sent.rows, outcome_queries.outcomes_of(table))
    return Compared(tally, list(outcome_queries.adopted_sources(table)))


def proofs_of(**parent: object) -> list[Proof]:
    """The evidence of one thing, the latest day first."""
    rows = Proof.objects.filter(removed_at__isnull=True, **parent).select_related("added_by")
    return list(rows.order_by("-on", "-id"))


# --- Implementation -------------------------------------------------------------------------------------------

ALONG = ("deadline", "deadline__time_limit", "body", "responsible", "dossier", "dossier__draft")


@dataclass(frozen=True)
class Wanted:
    """Which items are wanted; '' and None: any."""

    state: str = ""
    kind: str = ""
    body: int | None = None
    dossier: int | None = None

    @property
    def is_any(self) -> bool:
        return self == Wanted()


def items_of(organisation: Organisation, wanted: Wanted, on: date) -> "QuerySet[ImplementationItem]":
    """Items of the organisation; `state` may be 'overdue' or 'open' too."""
    rows = ImplementationItem.objects.of(organisation).select_related(*ALONG)
    if wanted.state == "overdue":
        rows = rows.overdue(on)
    elif wanted.state == "open":
        rows = rows.open()
    elif wanted.state in ItemState.values:
        rows = rows.filter(state=wanted.state)
    if wanted.kind in ItemKind.values:
        rows = rows.filter(kind=wanted.kind)
    if wanted.body is not None:
        rows = rows.filter(body=wanted.body)
    if wanted.dossier is not None:
        rows = rows.filter(dossier=wanted.dossier)
    return rows


def with_requests(rows: "QuerySet[ImplementationItem]") -> "QuerySet[ImplementationItem]":
    """With the number of requests and the latest value of an indicator, for a file."""
    latest = Measurement.objects.filter(item=OuterRef("pk"), removed_at__isnull=True).order_by("-on", "-id")
    return rows.annotate(
        asked=Count("requests"),
        last_value=Subquery(latest.values("value")[:1]),
        last_on=Subquery(latest.values("on")[:1]),
    ).order_by("sort_on", "id")


def promising_bodies(organisation: Organisation) -> list[StateBody]:
    """The bodies that something is expected of."""
    asked = ImplementationItem.objects.of(organisation).filter(body__isnull=False).values("body")
    return sorted(StateBody.objects.filter(pk__in=asked), key=str)


def requests_of_item(item: ImplementationItem) -> list[ItemRequest]:
    rows = ItemRequest.objects.filter(item=item)
    return list(rows.select_related("info_request__holder", "info_request__order__issued").order_by("-pk"))


def measurements_of(item: ImplementationItem) -> list[Measurement]:
    rows = Measurement.objects.filter(item=item, removed_at__isnull=True)
    return list(rows.select_related("noted_by").order_by("-on", "-pk"))


def effects_of(dossier: Dossier) -> list[GroupEffect]:
    rows = GroupEffect.objects.filter(dossier=dossier, removed_at__isnull=True)
    return list(rows.select_related("noted_by").order_by("pk"))
