"""What strangers see of a survey: its form, the thanks, their own contact data, the published results."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Right, person_view
from accounts.models import User
from common.public_pages import About, for_search_engines, short
from deadlines import queries as deadline_queries
from monitoring import evidence_access as access
from monitoring import keeping
from monitoring.actions import answers as actions
from monitoring.actions import cases as case_actions
from monitoring.actions import contacts as contact_actions
from monitoring.evidence_states import Keeping
from monitoring.forms.answers import AnswerForm
from monitoring.models import Survey
from monitoring.queries import surveys as queries
from monitoring.strangers import Pace, pace_of
from monitoring.survey_figures import from_json
from monitoring.survey_results import Result, results_of
from monitoring.views.survey_results import figures_file


@for_search_engines
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def public_survey(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a stranger. A machine is thanked like everybody, and nothing of it is kept."""
    survey, on = access.public_survey(code), deadline_queries.day_of(timezone.now())
    form = form_for(request, survey)
    if form.is_bound and form.is_machine:
        return redirect("monitoring:public-survey-thanks", code)
    if form.is_bound and form.is_valid():
        pace = pace_of(request, f"survey:{survey.pk}", on)
        if pace != Pace.FLOOD:
            sent = form.sent(is_doubtful=pace == Pace.DOUBTFUL)
            try:
                actions.take_answer(survey, form.questions, sent, on=on)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                return _thanked(survey, form)
        else:
            form.add_error(None, _("Too many answers come from your network. Try again in an hour."))
    return answer_page(request, survey, form, status=422 if form.errors else 200)


def form_for(request: HttpRequest, survey: Survey) -> AnswerForm:
    on = deadline_queries.day_of(timezone.now())
    return AnswerForm(
        request.POST if request.method == "POST" else None,
        survey=survey,
        questions=list(survey.questions.standing()),
        language=(get_language() or "kk")[:2],
        days=keeping.days_of(on) if survey.asks_contact else {},
    )


@require_safe
@person_view
def survey_preview(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The form as strangers will see it; it cannot be sent."""
    survey = access.survey(person, pk, Right.READ)
    return answer_page(request, survey, form_for(request, survey), is_preview=True)


def answer_page(
    request: HttpRequest, survey: Survey, form: AnswerForm, *, status: int = 200, is_preview: bool = False
) -> HttpResponse:
    on = deadline_queries.day_of(timezone.now())
    context = {
        "survey": survey,
        "form": form,
        "takes_answers": is_preview or survey.takes_answers(on),
        "is_awaited": queries.is_awaited(survey, on),
        "is_preview": is_preview,
        "about": About(survey.title, short(survey.intro) or survey.title, survey.public_path),
    }
    response = render(request, "monitoring/public_survey.html", context, status=status)
    return _out_of_lists(response, survey)


def _out_of_lists(response: HttpResponse, survey: Survey) -> HttpResponse:
    """A survey that stands on no public list is found by its address alone."""
    if not survey.is_listed:
        response["X-Robots-Tag"] = "noindex"
    return response


def _thanked(survey: Survey, form: AnswerForm) -> HttpResponse:
    """Whoever left contact data is led to the page by which they can erase them."""
    if form.sent(is_doubtful=False).contact is not None:
        return redirect("monitoring:contact-own", actions.secret_of_form(survey, form.nonce))
    return redirect("monitoring:public-survey-thanks", survey.code)


@require_safe
def public_survey_thanks(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "monitoring/public_survey_thanks.html", {"survey": access.public_survey(code)})


@require_safe
def public_survey_in(_request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The address for a link in one language: the same page, in that language from now on."""
    if language not in ("kk", "ru"):
        raise Http404
    response = redirect("monitoring:public-survey", access.public_survey(code).code)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@for_search_engines
@require_safe
def public_results(request: HttpRequest, code: str) -> HttpResponse:
    survey = access.public_results(code)
    context = {
        "survey": survey,
        "results": _published(survey),
        "counted": survey.figures["counted"],
        "about": About(survey.title, short(survey.intro) or survey.title, f"{survey.public_path}results/"),
    }
    return _out_of_lists(render(request, "monitoring/public_results.html", context), survey)


@require_safe
def public_figures(request: HttpRequest, code: str) -> HttpResponse:
    survey = access.public_results(code)
    return figures_file(survey, _published(survey), request.GET.get("as", ""))


def _published(survey: Survey) -> list[Result]:
    """The figures as they were frozen, with the questions' words of today."""
    return results_of(list(survey.questions.standing()), from_json(survey.figures["questions"]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact_own(request: HttpRequest, secret: str) -> HttpResponse:
    """The page of somebody who left contact data; posted to, they are erased."""
    contact, at = access.own_contact(secret), timezone.now()
    if request.method == "POST":
        case_actions.erase_by_person(contact, on=deadline_queries.day_of(at), at=at)
        return render(request, "monitoring/contact_erased.html", {"organisation": contact.organisation})
    context = {
        "contact": contact,
        "about": str(contact_actions.about(contact)),
        "consents": contact.consents.filter(withdrawn_on__isnull=True).order_by("pk"),
        "is_survey": contact.keeping == Keeping.SURVEY,
        "address": settings.SITE_URL + request.path,
    }
    return render(request, "monitoring/contact_own.html", context)
