"""A letter on its way: recorded as sent, registered by the addressee, answered."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, person_view
from accounts.models import User
from amendments import access
from amendments.actions.escalation_clock import reply_rule, set_reply_day
from amendments.actions.escalation_reply import record_reply, take_back_reply
from amendments.actions.escalation_sending import record_dispatch, register_letter
from amendments.forms.escalation import DispatchForm, RegisterForm, ReplyDayForm, ReplyForm
from amendments.models import Escalation
from amendments.views.escalation_pages import letter_page
from amendments.views.kept_files import inert
from common.notices import attempt, say
from deadlines import queries as deadline_queries


def _taken(
    request: HttpRequest,
    person: User,
    letter: Escalation,
    form: Form,
    name: str,
    step: Any,
    done: str,
    undo: str = "",
) -> HttpResponse:
    """Take the step with a valid form, else show the page with what was refused."""
    at = timezone.now()
    if form.is_valid():
        try:
            step({"actor": person, "on": deadline_queries.day_of(at), "at": at})
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, done, undo=undo)
            return redirect("amendments:escalation-letter", letter.table.dossier_id, letter.pk)
    letter.refresh_from_db(fields=["state"])
    return letter_page(request, person, letter, status=422, **{name: form})


@require_POST
@person_view
def escalation_send(request: HttpRequest, person: User, pk: int, escalation_pk: int) -> HttpResponse:
    letter = access.escalation(person, pk, escalation_pk, Right.WRITE_AMENDMENTS)
    limit = reply_rule(letter, deadline_queries.day_of(timezone.now()))
    form = DispatchForm(request.POST, request.FILES, has_rule=bool(limit and limit.quantity is not None))

    def step(when: dict[str, Any]) -> None:
        record_dispatch(letter, form.dispatch, receipt=form.cleaned_data["receipt"], **when)

    return _taken(request, person, letter, form, "dispatch_form", step, _("The sending is recorded."))


@require_POST
@person_view
def escalation_register(request: HttpRequest, person: User, pk: int, escalation_pk: int) -> HttpResponse:
    letter = access.escalation(person, pk, escalation_pk, Right.WRITE_AMENDMENTS)
    form = RegisterForm(request.POST, request.FILES)

    def step(when: dict[str, Any]) -> None:
        data = form.cleaned_data
        number, day = data["incoming_number"], data["registered_on"]
        register_letter(letter, number, day, receipt=data["receipt"], **when)

    return _taken(request, person, letter, form, "register_form", step, _("It is written down."))


@require_POST
@person_view
def escalation_reply_day(request: HttpRequest, person: User, pk: int, escalation_pk: int) -> HttpResponse:
    letter = access.escalation(person, pk, escalation_pk, Right.WRITE_AMENDMENTS)
    form = ReplyDayForm(request.POST)

    def step(when: dict[str, Any]) -> None:
        set_reply_day(letter, form.cleaned_data["due_on"], **when)

    done = _("The day is set: the responsible person is reminded of it.")
    return _taken(request, person, letter, form, "day_form", step, done)


@require_POST
@person_view
def escalation_reply(request: HttpRequest, person: User, pk: int, escalation_pk: int) -> HttpResponse:
    letter = access.escalation(person, pk, escalation_pk, Right.WRITE_AMENDMENTS)
    form = ReplyForm(request.POST, request.FILES)

    def step(when: dict[str, Any]) -> None:
        record_reply(letter, form.reply, paper=form.cleaned_data["paper"], **when)

    undo = reverse("amendments:escalation-reply-undo", args=[pk, escalation_pk])
    return _taken(request, person, letter, form, "reply_form", step, _("The reply is recorded."), undo)


@require_POST
@person_view
def escalation_reply_undo(request: HttpRequest, person: User, pk: int, escalation_pk: int) -> HttpResponse:
    letter, at = access.escalation(person, pk, escalation_pk, Right.WRITE_AMENDMENTS), timezone.now()
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: take_back_reply(letter, actor=person, on=on, at=at)):
        say(request, _("The letter waits for a reply again."))
    return redirect("amendments:escalation-letter", pk, escalation_pk)


@require_safe
@person_view
def escalation_file(
    _request: HttpRequest, person: User, pk: int, escalation_pk: int, file_pk: int
) -> HttpResponse:
    return inert(access.escalation_file(person, pk, escalation_pk, file_pk, Right.READ))
