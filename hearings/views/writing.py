"""Proposals in writing, by people without an account: the form, and a page of one's own for each."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.secret_links import hash_of
from common.notices import attempt, say
from deadlines import queries as deadline_queries
from hearings import access
from hearings.actions import writing as actions
from hearings.actions.registration import CONFIRM_WITHIN, key_of_form
from hearings.forms_writing import LABELS, WriteForm
from hearings.models import WrittenLink, WrittenProposal
from hearings.states import HearingState, Purpose, WrittenState
from hearings.throttle import may_register
from hearings.views.own_page import change_consent, data_file, remember, remembered
from hearings.writing_time import closes_at, is_open

OPENED = "written_proposals"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, code: str) -> HttpResponse:
    """The form; whoever sends it is led to a page that says that a letter is on its way."""
    hearing, at = access.public_hearing(code), timezone.now()
    data = request.POST if request.method == "POST" else None
    form = WriteForm(data, hearing=hearing, language=(get_language() or "kk")[:2])
    if data is not None:
        if form.is_machine:
            return redirect("hearings:written", code)
        if form.is_valid() and not may_register(request, "writing"):
            form.add_error(None, _("Too many forms have come from your network. Try again in an hour."))
        if form.is_valid():
            try:
                actions.send(hearing, form.writing, form_key=key_of_form(f"writing:{form.nonce}"), at=at)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                return redirect("hearings:written", code)
    context = {
        "hearing": hearing,
        "form": form,
        "is_open": is_open(hearing, at),
        "closes_at": closes_at(hearing, deadline_queries.day_of(at)),
    }
    return render(request, "hearings/write.html", context, status=422 if form.errors else 200)


@require_safe
def written(request: HttpRequest, code: str) -> HttpResponse:
    """The same for everybody: a letter is on its way."""
    return render(request, "hearings/written.html", {"hearing": access.public_hearing(code)})


# --- One's own page -----------------------------------------------------------------------------------------------


@never_cache
@require_safe
def written_open(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address, which logs and history keep, into the session."""
    found = WrittenLink.objects.filter(token_hash=hash_of(secret)).first()
    if found is None:
        return render(request, "hearings/own_gone.html", status=404)
    remember(request, OPENED, found.written_id, found.token_hash)
    return redirect("hearings:written-own", found.written_id)


def _own(request: HttpRequest, pk: int) -> WrittenProposal:
    return access.own_written(pk, remembered(request, OPENED, pk))


@never_cache
@require_safe
def written_own(request: HttpRequest, pk: int) -> HttpResponse:
    row, at = _own(request, pk), timezone.now()
    standing = {consent.purpose for consent in row.consents.filter(withdrawn_at__isnull=True)}
    is_late = row.state == WrittenState.SENT and at >= row.sent_at + CONFIRM_WITHIN
    context = {
        "written": row,
        "hearing": row.hearing,
        "is_late": is_late or row.state == WrittenState.LAPSED,
        "can_confirm": row.state == WrittenState.SENT and not is_late,
        "can_withdraw": row.state in (WrittenState.SENT, WrittenState.CONFIRMED)
        and row.hearing.state != HearingState.HELD,
        "consents": [
            (purpose.value, LABELS.get(purpose, purpose.label), purpose.value in standing)
            for purpose in actions.PURPOSES
        ],
    }
    return render(request, "hearings/written_own.html", context)


@never_cache
@require_POST
def written_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    if attempt(request, lambda: actions.confirm(row, at=timezone.now())):
        say(request, _("Thank you: your proposal has its number."))
    return redirect("hearings:written-own", pk)


@never_cache
@require_POST
def written_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    if attempt(request, lambda: actions.withdraw(row, at=timezone.now())):
        say(request, _("Your proposal is withdrawn."))
    return redirect("hearings:written-own", pk)


@never_cache
@require_POST
def written_consent(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    """Give one consent or withdraw it."""
    row = _own(request, pk)
    if purpose not in {one.value for one in actions.PURPOSES}:
        raise Http404
    wanted = Purpose(purpose)
    change_consent(
        request,
        lambda language, at: actions.give_consent(row, wanted, language=language, at=at),
        lambda on, at: actions.withdraw_consent(row, wanted, on=on, at=at),
    )
    return redirect("hearings:written-own", pk)


@never_cache
@require_safe
def written_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that we know of the person, as a file to keep."""
    return data_file(actions.known_of(_own(request, pk)))


@never_cache
@require_POST
def written_erase(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    if attempt(request, lambda: actions.erase(row, at=timezone.now())):
        return render(request, "hearings/own_erased.html", {"hearing": row.hearing})
    return redirect("hearings:written-own", pk)
