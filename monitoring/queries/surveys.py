"""Reads of surveys that several pages need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import Organisation
from monitoring.evidence_states import AnswerState, QuestionKind
from monitoring.models import Question, Survey, SurveyAnswer
from monitoring.survey_figures import Asked, QuestionFigures, figures


def list_of(organisation: Organisation) -> QuerySet[Survey]:
    """The organisation's surveys; with each, how many answers are counted."""
    return Survey.objects.of(organisation).select_related("dossier__draft").annotate(counted=counted_of("pk"))


def counted_of(survey: str) -> Subquery:
    """How many answers of a survey are counted, as a column."""
    rows = SurveyAnswer.objects.filter(survey=OuterRef(survey), state=AnswerState.COUNTED)
    return Subquery(rows.order_by().values("survey").annotate(number=Count("pk")).values("number"))


@dataclass(frozen=True)
class Standing:
    """How many answers count and how many were set aside."""

    counted: int
    set_aside: int
    by_machine: int


def standing(survey: Survey) -> Standing:
    """One query."""
    is_aside = Q(state=AnswerState.SET_ASIDE)
    found = SurveyAnswer.objects.filter(survey=survey).aggregate(
        counted=Count("pk", filter=~is_aside),
        aside=Count("pk", filter=is_aside),
        machine=Count("pk", filter=is_aside & Q(set_aside_by_machine=True)),
    )
    return Standing(found["counted"], found["aside"], found["machine"])


def figures_of(survey: Survey, questions: Sequence[Question]) -> list[QuestionFigures]:
    """Of all answers that count (one query)."""
    rows = SurveyAnswer.objects.filter(survey=survey, state=AnswerState.COUNTED)
    return figures(
        [Asked(row.pk, row.kind, len(row.options), row.is_group) for row in questions],
        rows.values_list("group", "values").iterator(chunk_size=2_000),
        survey.smallest_group,
    )


def too_small_changes(survey: Survey) -> bool:
    """Whether what would be published differs from what was published before by fewer people than a group may have.

    Whoever kept the earlier figures could subtract them, all together or group by group.
    """
    rows = SurveyAnswer.objects.filter(survey=survey)
    if not rows.filter(in_results=True).exists():
        return False
    differs = Q(state=AnswerState.COUNTED, in_results=False) | Q(state=AnswerState.SET_ASIDE, in_results=True)
    by_group = rows.filter(differs).order_by().values("group").annotate(number=Count("pk"))
    return any(row["number"] < survey.smallest_group for row in by_group)


def lacking(survey: Survey, questions: Iterable[Question]) -> list[str]:
    """What has to be written before the survey may be opened, in sentences."""
    languages = (("kk", _("in Kazakh")), ("ru", _("in Russian")))
    questions = list(questions)
    found = [] if questions else [_("A survey needs at least one question.")]
    for code, language in languages:
        if not getattr(survey, f"title_{code}"):
            found.append(_("The title is missing %(language)s.") % {"language": language})
        if not getattr(survey, f"intro_{code}"):
            found.append(_("The introduction is missing %(language)s.") % {"language": language})
    for number, row in enumerate(questions, 1):
        for code, language in languages:
            facts = {"number": number, "language": language}
            if not getattr(row, f"text_{code}"):
                found.append(_("Question %(number)s is missing %(language)s.") % facts)
            if any(not option[code] for option in row.options):
                found.append(_("A choice of question %(number)s is missing %(language)s.") % facts)
    return found


def answers_of(survey: Survey, state: str = "") -> QuerySet[SurveyAnswer]:
    rows = SurveyAnswer.objects.filter(survey=survey).select_related("contact")
    return rows.filter(state=state) if state in AnswerState.values else rows


def shown_values(questions: Sequence[Question], answer: SurveyAnswer) -> list[tuple[Question, str]]:
    """What a person answered, question by question, in the language of the page."""
    return [(row, value_in_words(row, answer.values.get(str(row.pk)))) for row in questions]


def value_in_words(question: Question, value: object) -> str:
    if value is None:
        return ""
    if question.kind == QuestionKind.SINGLE and isinstance(value, int):
        return question.option(value)
    if isinstance(value, list):
        return "; ".join(question.option(place) for place in value)
    return str(value)


def is_awaited(survey: Survey, on: date) -> bool:
    """Open, but its first day has not come."""
    return survey.state == "open" and survey.opens_on is not None and on < survey.opens_on
