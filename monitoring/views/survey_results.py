"""What came of a survey: figures, single answers, publishing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.delicate import personal_data_view
from accounts.models import User
from common.keyset import page
from common.notices import attempt, say
from monitoring import evidence_access as access
from monitoring.actions import answers as actions
from monitoring.actions import survey_documents
from monitoring.evidence_states import AnswerState, SurveyState
from monitoring.models import Survey
from monitoring.queries import surveys as queries
from monitoring.survey_results import Result, as_csv, as_xlsx, results_of, table_of
from monitoring.views.downloads import own_file


@require_safe
@person_view
def survey_results(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.READ)
    membership = membership_in(person, survey.organisation_id)
    context = {
        "survey": survey,
        "results": _results(survey),
        "standing": queries.standing(survey),
        "can_see_answers": may(membership, Right.SEE_CONTACTS),
        "can_publish": may(membership, Right.PUBLISH_EVIDENCE),
        "is_closed": survey.state == SurveyState.CLOSED,
    }
    return render(request, "monitoring/survey_results.html", context)


def _results(survey: Survey) -> list[Result]:
    questions = list(survey.questions.standing())
    return results_of(questions, queries.figures_of(survey, questions))


@require_safe
@person_view
def survey_figures(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The figures of the page as CSV or, with `?as=xlsx`, as XLSX: no single answers."""
    survey = access.survey(person, pk, Right.READ)
    return figures_file(survey, _results(survey), request.GET.get("as", ""))


def figures_file(survey: Survey, results: list[Result], kind: str) -> HttpResponse:
    rows = list(table_of(results))
    if kind == "xlsx":
        return own_file(as_xlsx(rows), f"survey-{survey.code}.xlsx")
    return own_file(as_csv(rows), f"survey-{survey.code}.csv")


@never_cache
@require_safe
@person_view
def answer_list(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Single answers, for those who may read them; in no order of arrival."""
    survey = access.survey(person, pk, Right.SEE_CONTACTS)
    state = request.GET.get("state", "")
    questions = list(survey.questions.standing())
    found = page(
        queries.answers_of(survey, state),
        ("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "survey": survey,
        "page": found,
        "answers": [(row, queries.shown_values(questions, row)) for row in found.rows],
        "state": state if state in AnswerState.values else "",
        "standing": queries.standing(survey),
        "contacts": list(survey.contacts.filter(answer__isnull=True, erased_on__isnull=True)[:200]),
    }
    return render(request, "monitoring/answer_list.html", context)


@require_POST
@person_view
def answer_set_aside(request: HttpRequest, person: User, pk: int, answer_pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.SEE_CONTACTS)
    answer, at = access.answer(survey, answer_pk), timezone.now()
    if attempt(request, lambda: actions.set_aside(survey, answer, actor=person, at=at)):
        back = reverse("monitoring:survey-answer-count", args=[pk, answer_pk])
        say(request, _("The answer is set aside and does not count."), undo=back)
    return redirect("monitoring:survey-answers", pk)


@require_POST
@person_view
def answer_count(request: HttpRequest, person: User, pk: int, answer_pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.SEE_CONTACTS)
    answer, at = access.answer(survey, answer_pk), timezone.now()
    if attempt(request, lambda: actions.count_again(survey, answer, actor=person, at=at)):
        say(request, _("The answer counts again."))
    return redirect("monitoring:survey-answers", pk)


@require_POST
@person_view
def doubtful_count(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.SEE_CONTACTS)
    number = actions.count_doubtful(survey, actor=person, at=timezone.now())
    say(
        request,
        ngettext("%(number)s answer counts now.", "%(number)s answers count now.", number)
        % {"number": number},
    )
    return redirect("monitoring:survey-answers", pk)


@require_POST
@person_view
@personal_data_view
def answers_export(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Single answers as CSV or XLSX, without contact data; that they were taken is in the log."""
    survey = access.survey(person, pk, Right.SEE_CONTACTS)
    kind = "xlsx" if request.POST.get("as") == "xlsx" else "csv"
    questions = list(survey.questions.standing())
    body = survey_documents.export_answers(survey, questions, kind, actor=person, at=timezone.now())
    return own_file(body, f"answers-{survey.code}.{kind}")


@require_POST
@person_view
def results_publish(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.PUBLISH_EVIDENCE)
    if attempt(request, lambda: actions.publish_results(survey, actor=person, at=timezone.now())):
        back = reverse("monitoring:survey-results-withdraw", args=[pk])
        say(request, _("The results are published in both languages."), undo=back)
    return redirect("monitoring:survey-results", pk)


@require_POST
@person_view
def results_withdraw(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.PUBLISH_EVIDENCE)
    actions.withdraw_results(survey, actor=person, at=timezone.now())
    say(request, _("The results are no longer public."))
    return redirect("monitoring:survey-results", pk)
