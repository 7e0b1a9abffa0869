"""Requests for information with what came of them, without the names of people."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel

from accounts.states import Scope
from inforequests.models import InfoRequest, RequestEvent
from inforequests.states import EventKind, RequestState
from monitoring.api import reading
from monitoring.api.shapes import Asked, Id, Listed, coded, in_both, latest, listed, url, with_last_deed


class RequestItem(BaseModel):
    number: int
    text_kk: str
    text_ru: str


class Event(BaseModel):
    """`on`: the day it happened; `until_on`: the day that an extension names; `number`: what the other side wrote on it."""

    id: int
    kind: str
    kind_kk: str
    kind_ru: str
    on: date
    until_on: date | None
    number: str
    updated_at: datetime


class RequestShape(BaseModel):
    """`number` and `issued_on` are those of the letter, once there is one."""

    id: int
    subject_kk: str
    subject_ru: str
    holder_kk: str
    holder_ru: str
    dossier_id: int | None
    state: str
    state_kk: str
    state_ru: str
    number: str
    issued_on: date | None
    url: str
    updated_at: datetime


class WholeRequest(RequestShape):
    items: list[RequestItem]
    events: list[Event]


class RequestsAsked(Asked):
    state: Literal["draft", "issued", "sent", "closed"] | None = None


@reading("/requests", Listed[RequestShape], Scope.REQUESTS, "request-list", _("Requests for information"))
def request_list(request: HttpRequest, asked: Query[RequestsAsked]) -> Any:
    rows = _requests(request)
    return listed(rows.filter(state=asked.state) if asked.state else rows, ("-id",), asked, _request)


@reading("/requests/{pk}", WholeRequest, Scope.REQUESTS, "request", _("One request with its chronology"))
def info_request(request: HttpRequest, pk: Id) -> Any:
    found = _requests(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    events = RequestEvent.objects.filter(info_request=found).standing()
    items = [{"number": item.number, **in_both(item, "text")} for item in found.items.all()]
    return {**_request(found), "items": items, "events": [_event(event) for event in events]}


def _requests(request: HttpRequest) -> Any:
    rows = InfoRequest.objects.of(request.auth.organisation).live()  # type: ignore[attr-defined]
    return with_last_deed(rows.select_related("holder", "order__issued"))


def _request(row: Any) -> dict[str, Any]:
    issued = getattr(row.order, "issued", None) if row.order is not None else None
    holder = in_both(row.holder, "name")
    return {
        **{name: getattr(row, name) for name in ("id", "dossier_id")},
        **in_both(row, "subject"),
        "holder_kk": holder["name_kk"],
        "holder_ru": holder["name_ru"],
        **coded("state", RequestState, row.state),
        "number": issued.full_number if issued is not None else "",
        "issued_on": issued.issued_on if issued is not None else None,
        "url": url("inforequests:request", row.pk),
        "updated_at": latest(row.changed_at, row.last_deed_at),
    }


def _event(row: RequestEvent) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("id", "on", "until_on", "number")},
        **coded("kind", EventKind, row.kind),
        "updated_at": row.recorded_at,
    }
