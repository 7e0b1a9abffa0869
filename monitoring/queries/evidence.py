"""Calls, cases and what a dossier has of evidence."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncMonth

from accounts.models import Organisation
from common.dates import ALMATY
from monitoring.evidence_states import AnswerState, CallState, CaseState
from monitoring.models import Call, CallCategory, Case, Survey, SurveyAnswer
from projects.models import Dossier

MONTHS = 6


def calls_of(organisation: Organisation) -> QuerySet[Call]:
    rows = Call.objects.of(organisation)
    along = rows.select_related("category", "taken_by", "follow_up", "contact")
    return along.defer("contact__name", "contact__phone", "contact__email")


def categories_of(organisation: Organisation) -> QuerySet[CallCategory]:
    return CallCategory.objects.filter(organisation=organisation).order_by("-is_used", "name_kk", "pk")


def cases_of(organisation: Organisation) -> QuerySet[Case]:
    return Case.objects.of(organisation).select_related("dossier__draft", "created_by")


def published_cases() -> QuerySet[Case]:
    return Case.objects.public().select_related("organisation").order_by("-published_at", "-pk")


@dataclass(frozen=True)
class MonthLine:
    """Calls of one category in the months shown, the latest last. `category` None: without one."""

    category: CallCategory | None
    numbers: tuple[int, ...]

    @property
    def whole(self) -> int:
        return sum(self.numbers)


def months_until(on: date) -> list[date]:
    """The first days of the last MONTHS months, the present one last."""
    months = [on.replace(day=1)]
    while len(months) < MONTHS:
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months


def calls_by_month(organisation: Organisation, on: date) -> tuple[list[date], list[MonthLine]]:
    """By category, the most frequent first (two queries)."""
    months = months_until(on)
    rows = Call.objects.of(organisation).filter(called_at__date__gte=months[0]).order_by()
    counted = rows.annotate(month=TruncMonth("called_at", tzinfo=ALMATY)).values("category", "month")
    numbers = {
        (row["category"], row["month"].date()): row["number"] for row in counted.annotate(number=Count("pk"))
    }
    categories: list[CallCategory | None] = [*categories_of(organisation), None]
    lines = [
        MonthLine(one, tuple(numbers.get((one.pk if one else None, month), 0) for month in months))
        for one in categories
    ]
    return months, sorted((line for line in lines if line.whole), key=lambda line: -line.whole)


# --- Of a dossier -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DossierEvidence:
    surveys: int = 0
    answers: int = 0
    calls: int = 0
    open_calls: int = 0
    cases: int = 0
    published: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.surveys or self.calls or self.cases)


_ALONG = ("surveys", "answers", "calls", "open_calls", "cases", "published")


def _number(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def evidence_columns() -> dict[str, Coalesce]:
    """To be read along with a dossier; `evidence_along` takes it from there."""
    of = {"dossier": OuterRef("pk")}
    cases = Case.objects.filter(**of).exclude(state=CaseState.ERASED)
    answers = SurveyAnswer.objects.filter(survey__dossier=OuterRef("pk"), state=AnswerState.COUNTED)
    columns = (
        _number(Survey.objects.filter(**of), "dossier"),
        _number(answers, "survey__dossier"),
        _number(Call.objects.filter(**of), "dossier"),
        _number(Call.objects.filter(**of, state=CallState.OPEN), "dossier"),
        _number(cases, "dossier"),
        _number(cases.filter(state=CaseState.PUBLISHED), "dossier"),
    )
    return {f"evidence_{name}": column for name, column in zip(_ALONG, columns, strict=True)}


def evidence_along(dossier: Dossier) -> DossierEvidence:
    return DossierEvidence(*(getattr(dossier, f"evidence_{name}") for name in _ALONG))
