"""A new password, for who knows the old one and for who reads the mailbox."""

import time

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts import actions, queries, throttle
from accounts.access import person_view
from accounts.forms import AskResetForm, ChangePasswordForm, NewPasswordForm
from accounts.models import User
from accounts.views.moves import posted
from common.notices import say

# Known and unknown addresses are answered after the same time; the work takes far less.
SECONDS_TO_ANSWER = 0.4
OPENED = "password_reset"


@sensitive_post_parameters()
@never_cache
@person_view
def password_change(request: HttpRequest, person: User) -> HttpResponse:
    form = ChangePasswordForm(person, posted(request))
    if form.is_valid():
        actions.change_password(
            person,
            password=form.cleaned_data["password"],
            keep=request.session.session_key or "",
            at=timezone.now(),
        )
        update_session_auth_hash(request, person)
        say(request, _("The password is changed. Other devices have been signed out."))
        return redirect("accounts:profile")
    return render(
        request, "accounts/password_change.html", {"form": form}, status=422 if form.errors else 200
    )


@never_cache
def password_reset(request: HttpRequest) -> HttpResponse:
    started = time.monotonic()
    form = AskResetForm(posted(request))
    if form.is_valid():
        if not throttle.may_ask_reset(request):
            return render(request, "accounts/session_locked.html", status=429)
        actions.ask_password_reset(form.cleaned_data["email"], at=timezone.now())
        time.sleep(max(0.0, started + SECONDS_TO_ANSWER - time.monotonic()))
        return redirect("accounts:password-reset-sent")
    return render(request, "accounts/password_reset.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def password_reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_reset_sent.html")


@never_cache
@require_safe
def password_reset_open(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Take the secret out of the address, which logs and history keep, into the session."""
    if queries.user_by_reset_link(uid, token) is None:
        return render(request, "accounts/password_reset_gone.html", status=404)
    request.session[OPENED] = [uid, token]
    return redirect("accounts:password-reset-confirm")


@sensitive_post_parameters()
@never_cache
def password_reset_confirm(request: HttpRequest) -> HttpResponse:
    uid, token = request.session.get(OPENED, ["", ""])
    user = queries.user_by_reset_link(uid, token)
    if user is None:
        return render(request, "accounts/password_reset_gone.html", status=404)
    form = NewPasswordForm(user, posted(request))
    if form.is_valid():
        actions.reset_password(user, password=form.cleaned_data["password"], at=timezone.now())
        say(request, _("The new password is set. Sign in with it."))
        response = redirect("accounts:sign-in")
        throttle.remember_device(response, user.email)
        return response
    page = {"form": form, "account": user}
    return render(request, "accounts/password_reset_confirm.html", page, status=422 if form.errors else 200)
