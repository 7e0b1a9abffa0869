"""Dossiers, what the organisation proposes in them, what it sent and what came of it. No names of colleagues."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import BaseModel

from accounts.access import Right
from accounts.states import Scope
from amendments import access
from amendments.models import AmendmentRow, AmendmentTable, Submission
from amendments.models import Outcome as OutcomeRow
from amendments.states import Adoption, Category, Channel, Readiness, TableState, Verdict
from monitoring.api import reading
from monitoring.api.shapes import Asked, Id, Listed, coded, in_both, latest, listed, url, with_last_deed
from projects.models import Dossier
from projects.states import DossierState, Priority

CELLS = ("structural_element", "draft_wording", "proposed_wording", "justification", "expected_effect")


class DossierShape(BaseModel):
    id: int
    draft_id: int
    title_kk: str
    title_ru: str
    state: str
    state_kk: str
    state_ru: str
    priority: int
    priority_kk: str
    priority_ru: str
    opened_at: datetime
    url: str
    updated_at: datetime


class Table(BaseModel):
    """`round` grows when the head opens an approved table again."""

    id: int
    dossier_id: int
    title_kk: str
    title_ru: str
    state: str
    state_kk: str
    state_ru: str
    round: int
    summary_kk: str
    summary_ru: str
    approved_at: datetime | None
    url: str
    updated_at: datetime


class Outcome(BaseModel):
    """What the body answered, once a person has confirmed it, and whether the adopted act holds the proposal."""

    verdict: str
    verdict_kk: str
    verdict_ru: str
    body_words: str
    body_language: str
    adoption: str
    adoption_kk: str
    adoption_ru: str
    confirmed_at: datetime


class RowShape(BaseModel):
    """`readiness_kk` and `readiness_ru` say how far the row is in each language."""

    id: int
    order: int
    structural_element_kk: str
    structural_element_ru: str
    draft_wording_kk: str
    draft_wording_ru: str
    proposed_wording_kk: str
    proposed_wording_ru: str
    justification_kk: str
    justification_ru: str
    expected_effect_kk: str
    expected_effect_ru: str
    category: str
    category_kk: str
    category_ru: str
    readiness_kk: Literal["missing", "draft", "checked"]
    readiness_ru: Literal["missing", "draft", "checked"]
    outcome: Outcome | None
    url: str
    updated_at: datetime


class SubmissionShape(BaseModel):
    """`sha256`: of the text as it was sent. `numbers`: comment ids of the portal, or incoming numbers."""

    id: int
    round: int
    channel: str
    channel_kk: str
    channel_ru: str
    addressee_kk: str
    addressee_ru: str
    submitted_at: datetime
    numbers: list[str]
    sha256: str
    url: str
    updated_at: datetime


class DossiersAsked(Asked):
    state: Literal["open", "closed"] | None = None


class TablesAsked(Asked):
    state: Literal["draft", "returned", "expert", "lawyer", "head", "approved", "submitted"] | None = None


@reading("/dossiers", Listed[DossierShape], Scope.WORK, "dossier-list", _("Dossiers"))
def dossier_list(request: HttpRequest, asked: Query[DossiersAsked]) -> Any:
    rows = _dossiers(request)
    return listed(rows.filter(state=asked.state) if asked.state else rows, ("-id",), asked, _dossier)


@reading("/dossiers/{pk}", DossierShape, Scope.WORK, "dossier", _("One dossier"))
def dossier(request: HttpRequest, pk: Id) -> Any:
    found = _dossiers(request).filter(pk=pk).first()
    if found is None:
        raise Http404
    return _dossier(found)


@reading("/tables", Listed[Table], Scope.WORK, "table-list", _("Amendment tables"))
def table_list(request: HttpRequest, asked: Query[TablesAsked]) -> Any:
    rows = AmendmentTable.objects.filter(organisation=request.auth.organisation)  # type: ignore[attr-defined]
    rows = rows.filter(state=asked.state) if asked.state else rows
    return listed(rows.select_related("dossier__draft"), ("-id",), asked, _table)


@reading("/dossiers/{pk}/table", Table, Scope.WORK, "table", _("The amendment table of a dossier"))
def table(request: HttpRequest, pk: Id) -> Any:
    return _table(_reach(request, pk))


@reading("/dossiers/{pk}/rows", Listed[RowShape], Scope.WORK, "row-list", _("Its amendments with their outcome"))
def row_list(request: HttpRequest, pk: Id, asked: Query[Asked]) -> Any:
    rows = AmendmentRow.objects.filter(table=_reach(request, pk), removed_at__isnull=True)
    return listed(
        rows.select_related("outcome"), ("order", "id"), asked, lambda row: _row(row, dossier_pk=pk)
    )


@reading(
    "/dossiers/{pk}/submissions", Listed[SubmissionShape], Scope.WORK, "submission-list", _("What was submitted")
)
def submission_list(request: HttpRequest, pk: Id, asked: Query[Asked]) -> Any:
    rows = Submission.objects.filter(table=_reach(request, pk)).defer("content")
    return listed(rows, ("-id",), asked, lambda row: _submission(row, dossier_pk=pk))


def _reach(request: HttpRequest, pk: int) -> AmendmentTable:
    return access.table(request.auth.user, pk, Right.READ)  # type: ignore[attr-defined]


def _dossiers(request: HttpRequest) -> Any:
    rows = Dossier.objects.of(request.auth.organisation).select_related("draft")  # type: ignore[attr-defined]
    return with_last_deed(rows)


def _dossier(row: Any) -> dict[str, Any]:
    return {
        "id": row.pk,
        "draft_id": row.draft_id,
        **in_both(row.draft, "title"),
        **coded("state", DossierState, row.state),
        **coded("priority", Priority, row.priority),
        "opened_at": row.opened_at,
        "url": url("monitoring:dossier", row.pk),
        "updated_at": latest(row.opened_at, row.last_deed_at),
    }


def _table(row: AmendmentTable) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("id", "dossier_id", "round", "approved_at")},
        **in_both(row.dossier.draft, "title"),
        **in_both(row, "summary"),
        **coded("state", TableState, row.state),
        "url": url("amendments:table", row.dossier_id),
        "updated_at": latest(row.changed_at, row.approved_at),
    }


def _row(row: AmendmentRow, *, dossier_pk: int) -> dict[str, Any]:
    found: OutcomeRow | None = getattr(row, "outcome", None)
    known = found if found is not None and found.confirmed_at is not None else None
    return {
        "id": row.pk,
        "order": row.order,
        **in_both(row, *CELLS),
        **coded("category", Category, row.category),
        "readiness_kk": Readiness(row.readiness_kk).value,
        "readiness_ru": Readiness(row.readiness_ru).value,
        "outcome": _outcome(known) if known is not None else None,
        "url": url("amendments:row", dossier_pk, row.pk),
        "updated_at": latest(row.changed_at, known.confirmed_at if known else None),
    }


def _outcome(row: OutcomeRow) -> dict[str, Any]:
    return {
        **coded("verdict", Verdict, row.state),
        "body_words": row.body_words,
        "body_language": row.body_language,
        **coded("adoption", Adoption, row.adoption),
        "confirmed_at": row.confirmed_at,
    }


def _submission(row: Submission, *, dossier_pk: int) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("id", "round", "submitted_at", "sha256")},
        **coded("channel", Channel, row.channel),
        **in_both(row, "addressee"),
        "numbers": [str(number) for number in row.numbers],
        "url": url("amendments:submission-sent", dossier_pk, row.pk),
        "updated_at": row.recorded_at,
    }
