"""The time limits of the law, and the organisation's deadlines that come of them."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel

from accounts.states import Scope
from deadlines.models import Deadline, TimeLimit
from deadlines.states import Confidence, DateSource, DeadlineState, Direction, RollOver, Unit
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


class Limit(BaseModel):
    """A rule of law; `quantity` is empty where the length is not known. `checked_on`: when the article was last read."""

    id: int
    code: str
    name_kk: str
    name_ru: str
    quantity: int | None
    unit: str
    unit_kk: str
    unit_ru: str
    direction: str
    direction_kk: str
    direction_ru: str
    roll_over: str
    roll_over_kk: str
    roll_over_ru: str
    start_event_kk: str
    start_event_ru: str
    law_kk: str
    law_ru: str
    article_kk: str
    article_ru: str
    valid_from: date | None
    valid_to: date | None
    confidence: str
    confidence_kk: str
    confidence_ru: str
    checked_on: date | None
    note_kk: str
    note_ru: str
    url: str


class DeadlineShape(BaseModel):
    """`about`: what it belongs to. `source`: whether the date was counted or set. `version` grows when the date moves."""

    id: int
    kind: str
    label_kk: str
    label_ru: str
    about_kk: str
    about_ru: str
    due_on: date
    source: str
    source_kk: str
    source_ru: str
    time_limit: str | None
    start_on: date | None
    state: str
    state_kk: str
    state_ru: str
    version: int
    closed_at: datetime | None
    url: str
    updated_at: datetime


class LimitsAsked(Asked):
    """`on`: only those in force on this day."""

    on: Day | None = None


class DeadlinesAsked(Asked):
    state: Literal["open", "done", "cancelled"] | None = None
    due_from: Day | None = None
    due_before: Day | None = None


@reading("/time-limits", Listed[Limit], Scope.DRAFTS, "time-limit-list", _("Time limits of the law"))
def time_limit_list(request: HttpRequest, asked: Query[LimitsAsked]) -> Any:
    rows = TimeLimit.objects.valid_on(asked.on) if asked.on else TimeLimit.objects.all()
    return listed(rows, ("id",), asked, _limit)


@reading("/deadlines", Listed[DeadlineShape], Scope.WORK, "deadline-list", _("Deadlines, the nearest first"))
def deadline_list(request: HttpRequest, asked: Query[DeadlinesAsked]) -> Any:
    wanted = {"state": asked.state, "due_on__gte": asked.due_from, "due_on__lt": asked.due_before}
    rows = _of(request).filter(**{name: value for name, value in wanted.items() if value is not None})
    return listed(rows, ("due_on", "id"), asked, _deadline)


@reading("/deadlines/{pk}", DeadlineShape, Scope.WORK, "deadline", _("One deadline"))
def deadline(request: HttpRequest, pk: Id) -> Any:
    found = _of(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return _deadline(found)


def _of(request: HttpRequest) -> Any:
    rows = Deadline.objects.of(request.auth.organisation).select_related("time_limit")  # type: ignore[attr-defined]
    return with_last_deed(rows.defer("explanation"))


def _limit(row: TimeLimit) -> dict[str, Any]:
    names = ("id", "code", "quantity", "valid_from", "valid_to", "checked_on")
    return {
        **{name: getattr(row, name) for name in names},
        **in_both(row, "name", "start_event", "law", "article", "note"),
        **coded("unit", Unit, row.unit),
        **coded("direction", Direction, row.direction),
        **coded("roll_over", RollOver, row.roll_over),
        **coded("confidence", Confidence, row.confidence),
        "url": url("deadlines:time-limits"),
    }


def _deadline(row: Any) -> dict[str, Any]:
    names = ("id", "kind", "due_on", "start_on", "version", "closed_at")
    return {
        **{name: getattr(row, name) for name in names},
        **in_both(row, "label", "about"),
        **coded("source", DateSource, row.source),
        **coded("state", DeadlineState, row.state),
        "time_limit": row.time_limit.code if row.time_limit is not None else None,
        "url": url("monitoring:today").rstrip("/") + row.path,
        "updated_at": latest(row.created_at, row.closed_at, row.last_deed_at),
    }
