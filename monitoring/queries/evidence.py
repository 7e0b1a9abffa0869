"""Calls, cases and what a dossier has of evidence."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from accounts.models import Organisation
from common.along import first_of
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


_ALONG = ("surveys", "answers", "calls", "cases")


def _counted(rows: QuerySet, by: str, **numbers: Count) -> Subquery:
    return first_of(rows.order_by().values(by).annotate(**numbers), *numbers)


def evidence_columns() -> dict[str, Subquery]:
    """To be read along with a dossier; `evidence_along` takes it from there."""
    of = {"dossier": OuterRef("pk")}
    cases = Case.objects.filter(**of).exclude(state=CaseState.ERASED)
    answers = SurveyAnswer.objects.filter(survey__dossier=OuterRef("pk"), state=AnswerState.COUNTED)
    open_, published = Q(state=CallState.OPEN), Q(state=CaseState.PUBLISHED)
    calls = {"calls": Count("pk"), "open_calls": Count("pk", filter=open_)}
    columns = (
        _counted(Survey.objects.filter(**of), "dossier", surveys=Count("pk")),
        _counted(answers, "survey__dossier", answers=Count("pk")),
        _counted(Call.objects.filter(**of), "dossier", **calls),
        _counted(cases, "dossier", cases=Count("pk"), published=Count("pk", filter=published)),
    )
    return {f"evidence_{name}": column for name, column in zip(_ALONG, columns, strict=True)}


def evidence_along(dossier: Dossier) -> DossierEvidence:
    counted = [getattr(dossier, f"evidence_{name}") or {} for name in _ALONG]
    return DossierEvidence(**{name: number for one in counted for name, number in one.items()})
