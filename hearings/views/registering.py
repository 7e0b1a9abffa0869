"""Registering for a hearing without an account."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hearings import access, queries
from hearings.actions import registration as actions
from hearings.forms_registration import RegisterForm
from hearings.throttle import may_register


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a stranger; whoever sends it is led to the same page, whether the address was known or not."""
    hearing, at = access.public_hearing(code), timezone.now()
    data = request.POST if request.method == "POST" else None
    form = RegisterForm(data, hearing=hearing, language=(get_language() or "kk")[:2])
    if data is not None:
        if form.is_machine:
            return redirect("hearings:registered", code)
        if form.is_valid() and not may_register(request):
            form.add_error(None, _("Too many have registered from your network. Try again in an hour."))
        if form.is_valid():
            try:
                actions.register(hearing, form.application, form_key=actions.key_of_form(form.nonce), at=at)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                return redirect("hearings:registered", code)
    context = {
        "hearing": hearing,
        "form": form,
        "is_open": actions.is_open(hearing, at),
        "places": queries.places(hearing),
    }
    return render(request, "hearings/register.html", context, status=422 if form.errors else 200)


@require_safe
def registered(request: HttpRequest, code: str) -> HttpResponse:
    """The same for everybody: a letter is on its way."""
    return render(request, "hearings/registered.html", {"hearing": access.public_hearing(code)})
