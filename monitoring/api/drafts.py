"""Drafts with their periods of discussion, and the state bodies."""

from datetime import date, datetime
from typing import Any, Literal

from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel

from accounts.access import organisation_ids
from accounts.states import Scope
from monitoring.api import reading
from monitoring.api.shapes import Asked, Day, Id, Listed, Moment, coded, in_both, listed, url
from projects import access
from projects.models import DiscussionWindow, DraftAct, StateBody
from projects.queries import ENDING, NEWEST, SHOWN
from projects.states import BodyKind, PortalState

CHANGED = ("changed_at", "id")
_HEAVY = ("search_text", "stems_kk", "stems_ru")


class Window(BaseModel):
    """A period of discussion. `ends_on`: as the portal says; `statutory_ends_on`: the lawful minimum, by `time_limit`."""

    number: int
    starts_on: date | None
    ends_on: date | None
    statutory_ends_on: date | None
    time_limit: str | None
    is_short: bool


class Draft(BaseModel):
    """`is_own`: the organisation brought it in itself, nobody else sees it. `portal_url`: where a person opens it."""

    id: int
    title_kk: str
    title_ru: str
    body_id: int | None
    body_kk: str
    body_ru: str
    act_type_kk: str
    act_type_ru: str
    category_kk: str
    category_ru: str
    state: str
    state_kk: str
    state_ru: str
    portal_id: int | None
    portal_url: str
    created_on: date | None
    ends_on: date | None
    comments: int | None
    comments_accepted: int | None
    comments_not_accepted: int | None
    is_own: bool
    windows: list[Window]
    url: str
    updated_at: datetime


class Body(BaseModel):
    id: int
    portal_id: int | None
    kind: str
    kind_kk: str
    kind_ru: str
    name_kk: str
    name_ru: str
    is_active: bool
    url: str


class DraftsAsked(Asked):
    """Lists run from the newest; with `ends_from` or `ends_before` by the end of the discussion, with `changed_since`
    by the change, the oldest first: so a program goes on from the last `updated_at` that it has."""

    body: Id | None = None
    state: Literal["IN_PROGRESS", "IN_PUBLIC_DISCUSSION", "IN_ONLINE_DISCUSSION", "IN_ARCHIVE"] | None = None
    ends_from: Day | None = None
    ends_before: Day | None = None
    changed_since: Moment | None = None


@reading("/drafts", Listed[Draft], Scope.DRAFTS, "draft-list", _("Draft acts"))
def draft_list(request: HttpRequest, asked: Query[DraftsAsked]) -> Any:
    found = DraftAct.objects.visible_to(organisation_ids(request.auth.user))  # type: ignore[attr-defined]
    wanted = {
        "body": asked.body,
        "portal_state": asked.state,
        "ends_on__gte": asked.ends_from,
        "ends_on__lt": asked.ends_before,
        "changed_at__gte": asked.changed_since,
    }
    found = found.filter(**{name: value for name, value in wanted.items() if value is not None})
    order = ENDING if asked.ends_from or asked.ends_before else NEWEST
    return listed(_whole(found), CHANGED if asked.changed_since else order, asked, shape_of_draft)


@reading("/drafts/{pk}", Draft, Scope.DRAFTS, "draft", _("One draft act"))
def draft(request: HttpRequest, pk: Id) -> Any:
    return shape_of_draft(access.draft(request.auth.user, pk))  # type: ignore[attr-defined]


@reading("/bodies", Listed[Body], Scope.DRAFTS, "body-list", _("State bodies"))
def body_list(request: HttpRequest, asked: Query[Asked]) -> Any:
    return listed(StateBody.objects.all(), ("id",), asked, shape_of_body)


@reading("/bodies/{pk}", Body, Scope.DRAFTS, "body", _("One state body"))
def body(request: HttpRequest, pk: Id) -> Any:
    found = StateBody.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return shape_of_body(found)


def _whole(rows: QuerySet[DraftAct]) -> QuerySet[DraftAct]:
    windows = DiscussionWindow.objects.select_related("time_limit").order_by("-number")
    along = Prefetch("windows", queryset=windows)
    return rows.select_related(*SHOWN).defer(*_HEAVY).prefetch_related(along)


def shape_of_draft(row: DraftAct) -> dict[str, Any]:
    windows = sorted(row.windows.all(), key=lambda window: -window.number)
    body = in_both(row.body, "name") if row.body else in_both(row, "body_name")
    kazakh, russian = body.values()
    return {
        "id": row.pk,
        **in_both(row, "title"),
        "body_id": row.body_id,
        "body_kk": kazakh,
        "body_ru": russian,
        **_named("act_type", row.act_type),
        **_named("category", row.category),
        **coded("state", PortalState, row.portal_state),
        "portal_id": row.portal_id,
        "portal_url": row.portal_address,
        "created_on": row.created_on,
        "ends_on": row.ends_on,
        "comments": row.comments,
        "comments_accepted": row.accepted,
        "comments_not_accepted": row.not_accepted,
        "is_own": row.organisation_id is not None,
        "windows": [_window(window) for window in windows],
        "url": url("projects:draft", row.pk),
        "updated_at": row.changed_at,
    }


def _named(name: str, row: Any) -> dict[str, str]:
    kazakh, russian = (row.name_kk, row.name_ru) if row is not None else ("", "")
    return {f"{name}_kk": kazakh or "", f"{name}_ru": russian or ""}


def _window(row: DiscussionWindow) -> dict[str, Any]:
    limit = row.time_limit
    names = ("number", "starts_on", "ends_on", "statutory_ends_on", "is_short")
    return {
        **{name: getattr(row, name) for name in names},
        "time_limit": limit.code if limit is not None else None,
    }


def shape_of_body(row: StateBody) -> dict[str, Any]:
    return {
        "id": row.pk,
        "portal_id": row.portal_id,
        **coded("kind", BodyKind, row.kind),
        **in_both(row, "name"),
        "is_active": row.is_active,
        "url": f"{url('projects:draft-list')}?body={row.pk}",
    }
