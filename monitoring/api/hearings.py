"""Public hearings as they are planned and announced. Of those who take part nothing but how many they are."""

from datetime import datetime
from typing import Any, Literal

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel

from accounts.access import Right
from accounts.states import Scope
from hearings.models import AgendaItem, Hearing, Registration
from hearings.states import Format, HearingState, MinutesState, RegistrationState, RuleSet
from monitoring.api import reading
from monitoring.api.shapes import (
    Asked,
    Day,
    Id,
    Listed,
    coded,
    in_both,
    latest,
    listed,
    url,
    with_last_deed,
)

TEXTS = ("title", "aim", "norms", "decisions", "place", "rules", "access")


class AgendaPart(BaseModel):
    """`minutes`: its share of the time."""

    title_kk: str
    title_ru: str
    minutes: int


class HearingShape(BaseModel):
    """`public_url` and `minutes_url` are there once it is announced and the minutes are published. `registered`: how many
    places are taken, for keys of people who see participants."""

    id: int
    dossier_id: int | None
    title_kk: str
    title_ru: str
    state: str
    state_kk: str
    state_ru: str
    format: str
    format_kk: str
    format_ru: str
    rule_set: str
    rule_set_kk: str
    rule_set_ru: str
    starts_at: datetime
    ends_at: datetime
    place_kk: str
    place_ru: str
    aim_kk: str
    aim_ru: str
    norms_kk: str
    norms_ru: str
    decisions_kk: str
    decisions_ru: str
    rules_kk: str
    rules_ru: str
    access_kk: str
    access_ru: str
    announced_at: datetime | None
    seats_room: int | None
    seats_online: int | None
    registered: int | None
    public_url: str
    minutes_url: str
    url: str
    updated_at: datetime


class WholeHearing(HearingShape):
    agenda: list[AgendaPart]


class HearingsAsked(Asked):
    """`starts_from`: from this day of Kazakhstan on."""

    state: Literal["planned", "announced", "open", "held", "cancelled"] | None = None
    starts_from: Day | None = None


@reading("/hearings", Listed[HearingShape], Scope.HEARINGS, "hearing-list", _("Public hearings"))
def hearing_list(request: HttpRequest, asked: Query[HearingsAsked]) -> Any:
    rows = _hearings(request)
    rows = rows.filter(state=asked.state) if asked.state else rows
    rows = rows.filter(starts_at__date__gte=asked.starts_from) if asked.starts_from else rows
    return listed(rows, ("-id",), asked, lambda row: _hearing(row, request))


@reading("/hearings/{pk}", WholeHearing, Scope.HEARINGS, "hearing", _("One hearing with its agenda"))
def hearing(request: HttpRequest, pk: Id) -> Any:
    found = _hearings(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    parts = AgendaItem.objects.filter(hearing=found, removed_at__isnull=True).order_by("order", "id")
    agenda = [{**in_both(part, "title"), "minutes": part.minutes} for part in parts]
    return {**_hearing(found, request), "agenda": agenda}


def _hearings(request: HttpRequest) -> Any:
    taken: QuerySet[Registration, Any] = Registration.objects.filter(hearing=OuterRef("pk"), state=RegistrationState.SEATED)
    counted = taken.order_by().values("hearing").annotate(number=Count("pk")).values("number")
    rows = Hearing.objects.of(request.auth.organisation).select_related("written_minutes")  # type: ignore[attr-defined]
    return with_last_deed(rows.annotate(taken=Subquery(counted)))


def _hearing(row: Any, request: HttpRequest) -> dict[str, Any]:
    minutes = getattr(row, "written_minutes", None)
    is_published = minutes is not None and minutes.state == MinutesState.PUBLISHED
    sees = request.auth.may(Right.SEE_PARTICIPANTS)  # type: ignore[attr-defined]
    names = ("id", "dossier_id", "starts_at", "ends_at", "announced_at", "seats_room", "seats_online")
    return {
        **{name: getattr(row, name) for name in names},
        **in_both(row, *TEXTS),
        **coded("state", HearingState, row.state),
        **coded("format", Format, row.format),
        **coded("rule_set", RuleSet, row.rule_set),
        "registered": (row.taken or 0) if sees else None,
        "public_url": url("hearings:public-hearing", row.code) if row.announced_at else "",
        "minutes_url": url("hearings:public-minutes", row.code) if is_published else "",
        "url": url("hearings:hearing", row.pk),
        "updated_at": latest(row.created_at, row.announced_at, row.closed_at, row.last_deed_at),
    }
