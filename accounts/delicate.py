"""What opens only right after the person has proved who they are, and whose work asks for a second factor."""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import proof
from accounts.access import memberships
from accounts.factors import has_second_factor
from accounts.models import User
from accounts.states import Role
from accounts.visitors import View, page_of


def needs_factor(user: User) -> bool:
    """Whether the person's work asks for a second factor: coordinators and the operator, where the setting is on."""
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    return user.is_staff or any(one.role == Role.COORDINATOR for one in memberships(user))


def personal_data_view(view: View) -> View:
    """A step that hands out personal data in bulk: only right after the second step, where the setting is on.

    Goes below the gate of the view. Who has no second factor is told why one is needed; who passed it longer than
    proof.FRESH ago passes it again, and comes back to the page of the button.
    """

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.REQUIRE_SECOND_FACTOR or proof.is_fresh(request, by_factor=True, at=timezone.now()):
            return view(request, *args, **kwargs)
        if has_second_factor(request.user):  # type: ignore[arg-type]
            return HttpResponseRedirect(confirm_url(request))
        back = page_of(request)
        return render(request, "accounts/factor_needed.html", {"back": back}, status=403)

    return gated


def confirmed_view(view: View) -> View:
    """A step that changes how the person signs in: only after `unconfirmed`. Goes below `person_view`."""

    @wraps(view)
    def gated(request: HttpRequest, person: User, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return unconfirmed(request, person) or view(request, person, *args, **kwargs)

    return gated


def unconfirmed(request: HttpRequest, person: User) -> HttpResponse | None:
    """None within proof.FRESH of the second step, or of the password where there is no second step yet; else the way
    to it, and from there back."""
    by_factor = has_second_factor(person)
    is_fresh = proof.is_fresh(request, by_factor=by_factor, at=timezone.now())
    return None if is_fresh else HttpResponseRedirect(confirm_url(request))


def confirm_url(request: HttpRequest) -> str:
    """Where the person proves again who they are, and comes back from."""
    return f"{reverse('accounts:confirm')}?{urlencode({'next': page_of(request)})}"
