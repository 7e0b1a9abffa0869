"""A person's own page: opened by the secret of a letter, which then lives in the session and not in the address."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.secret_links import hash_of
from common.notices import attempt, say
from hearings import access
from hearings.actions import own_data as data_actions
from hearings.actions import registration as actions
from hearings.forms_registration import CorrectForm
from hearings.models import OwnLink, Registration
from hearings.models.registration import LIVE
from hearings.states import Attendance, Purpose, RegistrationState
from hearings.views.own_page import change_consent, data_file, remember, remembered

OPENED = "registrations"


@never_cache
@require_safe
def own_open(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address, which logs and history keep, into the session."""
    found = OwnLink.objects.filter(token_hash=hash_of(secret)).first()
    if found is None:
        return render(request, "hearings/own_gone.html", status=404)
    remember(request, OPENED, found.registration_id, found.token_hash)
    return redirect("hearings:own", found.registration_id)


def _own(request: HttpRequest, pk: int) -> Registration:
    return access.own_registration(pk, remembered(request, OPENED, pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands, and everything that the person may do with it; posted to, it is corrected."""
    row, at = _own(request, pk), timezone.now()
    form = CorrectForm(request.POST if request.method == "POST" else None, registration=row)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        facts = {**facts, "attendance": Attendance(facts["attendance"])}
        try:
            actions.correct(row, **facts, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            say(request, _("Saved."))
            return redirect("hearings:own", pk)
    standing = {consent.purpose for consent in row.consents.filter(withdrawn_at__isnull=True)}
    hearing, is_live = row.hearing, row.state in LIVE
    context = {
        "registration": row,
        "hearing": hearing,
        "form": form,
        "is_live": is_live,
        "is_seated": row.state == RegistrationState.SEATED,
        "shows_link": row.state == RegistrationState.SEATED
        and row.confirmed_at is not None
        and row.attendance == Attendance.ONLINE,
        "consents": [(purpose, purpose.value in standing) for purpose in Purpose],
        "needs": list(row.needs.order_by("pk")),
        "place": hearing.said("place"),
    }
    return render(request, "hearings/own.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def own_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    if attempt(request, lambda: actions.confirm(row, at=timezone.now())):
        say(request, _("Thank you, it is confirmed."))
    return redirect("hearings:own", pk)


@never_cache
@require_POST
def own_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    if attempt(request, lambda: actions.give_up(row, at=timezone.now())):
        say(request, _("Your registration is cancelled; the place goes to the next person."))
    return redirect("hearings:own", pk)


@never_cache
@require_POST
def own_consent(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    """Give one consent or withdraw it."""
    row = _own(request, pk)
    if purpose not in Purpose.values:
        raise Http404
    wanted = Purpose(purpose)
    change_consent(
        request,
        lambda language, at: data_actions.give_consent(row, wanted, language=language, at=at),
        lambda on, at: data_actions.withdraw_consent(row, wanted, on=on, at=at),
    )
    return redirect("hearings:own", pk)


@never_cache
@require_safe
def own_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that we know of the person, as a file to keep."""
    return data_file(data_actions.known_of(_own(request, pk)))


@never_cache
@require_POST
def own_erase(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    if attempt(request, lambda: data_actions.erase(row, at=timezone.now())):
        return render(request, "hearings/own_erased.html", {"hearing": row.hearing})
    return redirect("hearings:own", pk)
