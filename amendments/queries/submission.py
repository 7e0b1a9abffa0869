"""Reads of what was sent, and where a dossier stands between its assessment and its answer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from amendments.models import AmendmentTable, Outcome, OutcomePage, RapidAssessment, Receipt, Submission
from amendments.states import Recommendation
from common.along import first_of, moment_of
from deadlines.states import DeadlineState
from projects.models import Dossier


def submissions(table: AmendmentTable) -> list[Submission]:
    """Everything sent of the table, the latest first, with the number of its receipts (`kept`); not the texts."""
    rows = Submission.objects.filter(table=table).defer("content").annotate(kept=Count("receipts"))
    return list(rows.select_related("recorded_by").order_by("-submitted_at", "-id"))


def receipts_of(submission: Submission) -> list[Receipt]:
    return list(Receipt.objects.filter(submission=submission).select_related("added_by").order_by("id"))


# --- Along with a dossier -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How far a dossier is besides its table. `version`: of the assessment, 0 where there is none; `sent`: how many
    submissions there are, `kept`: how many receipts; `answered`: how many rows have a confirmed answer, `pages`: how many
    saved pages with answers there are. `report_due_on`: the day on which somebody has still to look for the report."""

    version: int = 0
    recommendation: str = ""
    sent: int = 0
    last_sent_at: datetime | None = None
    kept: int = 0
    answered: int = 0
    pages: int = 0
    report_due_on: date | None = None

    @property
    def advice(self) -> str:
        return str(Recommendation(self.recommendation).label) if self.recommendation else ""


_LATEST = RapidAssessment.objects.order_by("-number")


def standing_columns() -> dict[str, Subquery]:
    """What `standing_along` wants read along with a dossier."""
    assessed = _LATEST.filter(dossier=OuterRef("pk"))
    sent = Submission.objects.filter(table__dossier=OuterRef("pk"))
    kept = Receipt.objects.filter(submission__table__dossier=OuterRef("pk"))
    answered = Outcome.objects.filter(
        row__table__dossier=OuterRef("pk"), row__removed_at__isnull=True, confirmed_at__isnull=False
    )
    pages = OutcomePage.objects.filter(table__dossier=OuterRef("pk"))
    return {
        "standing_assessed": first_of(assessed, "number", "recommendation"),
        "standing_sent": first_of(
            sent.order_by().values("table__dossier").annotate(number=Count("pk"), last=Max("submitted_at")),
            *("number", "last"),
        ),
        "standing_kept": Subquery(_number_of(kept, "submission__table__dossier")),
        "standing_answered": Subquery(_number_of(answered, "row__table__dossier")),
        "standing_pages": Subquery(_number_of(pages, "table__dossier")),
        "standing_report_due_on": Subquery(
            sent.filter(report_deadline__state=DeadlineState.OPEN)
            .order_by("report_deadline__due_on")
            .values("report_deadline__due_on")[:1]
        ),
    }


def _number_of(rows: "QuerySet[Any]", dossier: str) -> "QuerySet[Any]":
    return rows.order_by().values(dossier).annotate(number=Count("pk")).values("number")


def standing_along(dossier: Dossier) -> Standing:
    read = {
        name: getattr(dossier, f"standing_{name}") for name in ("kept", "answered", "pages", "report_due_on")
    }
    if assessed := dossier.standing_assessed:  # type: ignore[attr-defined]
        read |= {"version": assessed["number"], "recommendation": assessed["recommendation"]}
    if sent := dossier.standing_sent:  # type: ignore[attr-defined]
        read |= {"sent": sent["number"], "last_sent_at": moment_of(sent["last"])}
    return Standing(**{name: value for name, value in read.items() if value is not None})
