"""Surveys of an organisation: the list, the page of one, its frame and its questions."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, member_view, membership_in, person_view
from accounts.models import Membership, Organisation, User
from common.keyset import page
from common.notices import attempt, say
from common.sheets import sheet_file, wanted
from common.states import AlreadyMoved
from correspondence.documents import Mode
from correspondence.queries import issued_for
from correspondence.wording import issued_row
from deadlines import queries as deadline_queries
from monitoring import evidence_access as access
from monitoring.actions import survey_documents
from monitoring.actions import surveys as actions
from monitoring.evidence_states import SurveyState
from monitoring.forms.surveys import PosterForm, QuestionForm, SurveyForm, VersionedForm, asked_of, frame_of
from monitoring.models import Survey
from monitoring.queries import surveys as queries
from monitoring.sheets import SURVEYS
from projects import access as project_access
from projects.models import Dossier

NOT_LISTED = ("figures", *(f"dossier__draft__{name}" for name in ("search_text", "stems_kk", "stems_ru")))


@require_safe
@member_view(Right.READ)
def survey_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    rows = queries.list_of(membership.organisation)
    if kind := wanted(request):
        return sheet_file(SURVEYS, rows.order_by("-id").defer(*NOT_LISTED), kind)
    found = page(rows, ("-id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {"page": found, "can_write": may(membership, Right.COLLECT_EVIDENCE), "part": "surveys"}
    return render(request, "monitoring/survey_list.html", context)


def asked_dossier(request: HttpRequest, organisation: Organisation) -> Dossier | None:
    """The dossier that `?dossier=` names, of the organisation that one works for; else Http404."""
    asked = request.GET.get("dossier", "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        raise Http404
    dossier = project_access.dossier(request.user, int(asked), Right.COLLECT_EVIDENCE)  # type: ignore[arg-type]
    if dossier.organisation_id != organisation.pk:
        raise Http404
    return dossier


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.COLLECT_EVIDENCE)
def survey_add(request: HttpRequest, membership: Membership) -> HttpResponse:
    dossier = asked_dossier(request, membership.organisation)
    form = SurveyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        survey = actions.begin_survey(
            membership.organisation, form.frame, dossier=dossier, actor=membership.user, at=timezone.now()
        )
        say(request, _("The survey is begun: now write its questions."))
        return redirect(survey.path)
    context = {"form": form, "dossier": dossier}
    return render(request, "monitoring/survey_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def survey_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.COLLECT_EVIDENCE)
    form = SurveyForm(request.POST if request.method == "POST" else None, initial=frame_of(survey))
    theirs: list[tuple[Any, str]] = []
    if form.is_bound and form.is_valid():
        try:
            actions.change_survey(survey, form.frame, seen=form.seen, actor=person, at=timezone.now())
        except ValidationError as refusal:
            survey = access.survey(person, pk, Right.COLLECT_EVIDENCE)
            theirs = refuse(form, refusal, frame_of(survey))
        else:
            say(request, _("Saved."))
            return redirect(survey.path)
    context = {"form": form, "survey": survey, "dossier": survey.dossier, "theirs": theirs}
    return render(request, "monitoring/survey_edit.html", context, status=422 if form.errors else 200)


def refuse(form: VersionedForm, refusal: ValidationError, now: dict[str, Any]) -> list[tuple[Any, str]]:
    """Say why on the form. Where somebody was faster: what stands `now` where it differs, which the next saving writes over."""
    form.add_error(None, refusal)
    if not isinstance(refusal, AlreadyMoved):
        return []
    form.take_version(now["version"])
    return form.differing(now)


def survey_page(request: HttpRequest, survey: Survey, *, status: int = 200, **more: Any) -> HttpResponse:
    membership = membership_in(request.user, survey.organisation_id)  # type: ignore[arg-type]
    questions = list(survey.questions.standing())
    on = deadline_queries.day_of(timezone.now())
    can_write = may(membership, Right.COLLECT_EVIDENCE)
    context = {
        "survey": survey,
        "membership": membership,
        "questions": questions,
        "standing": queries.standing(survey),
        "lacking": queries.lacking(survey, questions),
        "can_write": can_write,
        "can_build": can_write and not survey.is_fixed,
        "can_publish": may(membership, Right.PUBLISH_EVIDENCE),
        "can_issue": may(membership, Right.ISSUE_DOCUMENTS),
        "takes_answers": survey.takes_answers(on),
        "is_awaited": queries.is_awaited(survey, on),
        "is_over": survey.state == SurveyState.OPEN
        and survey.closes_on is not None
        and survey.closes_on < on,
        "public_url": settings.SITE_URL + survey.public_path,
        "poster_form": PosterForm(),
        "posters": [issued_row(document) for document in issued_for(survey.organisation, survey.path)],
        **more,
    }
    return render(request, "monitoring/survey_page.html", context, status=status)


@require_safe
@person_view
def survey(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    return survey_page(request, access.survey(person, pk, Right.READ))


@require_POST
@person_view
def survey_open(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Open it, for the first time or again."""
    row, at = access.survey(person, pk, Right.PUBLISH_EVIDENCE), timezone.now()
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: actions.open_survey(row, actor=person, on=on, at=at)):
        say(request, _("The survey is open: give people its address or the poster."))
    return redirect(row.path)


@require_POST
@person_view
def survey_close(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.survey(person, pk, Right.PUBLISH_EVIDENCE)
    if attempt(request, lambda: actions.close_survey(row, actor=person, at=timezone.now())):
        say(request, _("The survey is closed."), undo=reverse("monitoring:survey-open", args=[pk]))
    return redirect(row.path)


@require_POST
@person_view
def survey_copy(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.survey(person, pk, Right.COLLECT_EVIDENCE)
    made = actions.copy_survey(row, actor=person, at=timezone.now())
    say(request, _("A new version with the same questions: change it as you like."))
    return redirect(made.path)


@require_POST
@person_view
def survey_poster(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Ask for the poster; the worker makes it within seconds."""
    row = access.survey(person, pk, Right.ISSUE_DOCUMENTS)
    form, orders = PosterForm(request.POST), []
    if form.is_valid():
        mode, at = Mode(form.cleaned_data["mode"]), timezone.now()
        if attempt(
            request, lambda: orders.append(survey_documents.issue_poster(row, mode, actor=person, at=at))
        ):
            return redirect("correspondence:document-order", orders[0].pk)
    return redirect(row.path)


# --- Questions ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def question_add(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.COLLECT_EVIDENCE)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.add_question(survey, form.asked, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The question is added."))
            return redirect(survey.path)
    context = {"form": form, "survey": survey}
    return render(request, "monitoring/question_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def question_edit(request: HttpRequest, person: User, pk: int, question_pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.COLLECT_EVIDENCE)
    question = access.question(survey, question_pk)
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=asked_of(question))
    theirs: list[tuple[Any, str]] = []
    if form.is_bound and form.is_valid():
        try:
            actions.change_question(question, form.asked, seen=form.seen, actor=person, at=timezone.now())
        except ValidationError as refusal:
            question.refresh_from_db()
            theirs = refuse(form, refusal, asked_of(question))
        else:
            say(request, _("Saved."))
            return redirect(survey.path)
    context = {"form": form, "survey": survey, "question": question, "theirs": theirs}
    return render(request, "monitoring/question_edit.html", context, status=422 if form.errors else 200)


@require_POST
@person_view
def question_move(request: HttpRequest, person: User, pk: int, question_pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.COLLECT_EVIDENCE)
    question, up = access.question(survey, question_pk), request.POST.get("to") == "up"
    attempt(request, lambda: actions.move_question(question, up=up, actor=person, at=timezone.now()))
    return redirect(survey.path)


@require_POST
@person_view
def question_remove(request: HttpRequest, person: User, pk: int, question_pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.COLLECT_EVIDENCE)
    question = access.question(survey, question_pk)
    if attempt(request, lambda: actions.remove_question(question, actor=person, at=timezone.now())):
        back = reverse("monitoring:survey-question-restore", args=[pk, question_pk])
        say(request, _("The question is removed."), undo=back)
    return redirect(survey.path)


@require_POST
@person_view
def question_restore(request: HttpRequest, person: User, pk: int, question_pk: int) -> HttpResponse:
    survey = access.survey(person, pk, Right.COLLECT_EVIDENCE)
    question = access.question(survey, question_pk)
    if attempt(request, lambda: actions.restore_question(question, actor=person, at=timezone.now())):
        say(request, _("The question is back."))
    return redirect(survey.path)
