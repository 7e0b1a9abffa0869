"""Signing in and out."""

from typing import Any

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import proof, throttle
from accounts.factors import has_second_factor
from accounts.forms import SignInForm
from accounts.language_cookie import set_language_cookie
from accounts.models import User
from accounts.passkeys import site_of
from accounts.views.moves import BACKEND, home_url, next_url, posted


@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_url(request, home_url(request.user)))
    form = SignInForm(request, posted(request))
    if form.is_valid() and form.user is not None:
        return signed_in(request, form.user, to=next_url(request, home_url(form.user)))
    page = {"form": form, "next": next_url(request, ""), "has_passkeys": site_of(request) is not None}
    return render(request, "accounts/session_sign_in.html", page, status=422 if form.errors else 200)


def signed_in(request: HttpRequest, user: User, *, to: str) -> HttpResponse:
    """The password was right: begin a session, or ask for the second step of who has one."""
    if has_second_factor(user):
        proof.half_sign(request, user, to=to, at=timezone.now())
        return redirect("accounts:second-step")
    return begin_session(request, user, by_factor=False, to=to)


def begin_session(request: HttpRequest, user: User, *, by_factor: bool, to: str) -> HttpResponse:
    """Begin a session; the browser takes over the person's language and is known from now on."""
    login(request, user, backend=BACKEND)
    proof.open_up(request, by_factor=by_factor, at=timezone.now())
    response = HttpResponseRedirect(to)
    set_language_cookie(response, user.interface_language)
    throttle.remember_device(response, user.email)
    return response


def locked_out(
    request: HttpRequest, _response: HttpResponse | None = None, _credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """For settings.AXES_LOCKOUT_CALLABLE: too many wrong passwords."""
    return render(request, "accounts/session_locked.html", status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:sign-in")
