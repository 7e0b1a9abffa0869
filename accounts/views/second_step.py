"""The second step of signing in, a passkey in place of both, and proving it again before what is delicate."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import actions, passkeys, proof, throttle
from accounts.access import person_view
from accounts.factors import has_second_factor
from accounts.forms_factors import PasskeyAnswerForm, PasswordForm, StepForm
from accounts.models import Passkey, User
from accounts.views.moves import home_url, next_url, posted
from accounts.views.session import begin_session
from accounts.visitors import without_factor
from common.notices import say, warn


@sensitive_post_parameters("code", "credential")
@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if request.user.is_authenticated:
        return HttpResponseRedirect(home_url(request.user))
    half = proof.half_signed(request, at)
    if half is None:
        warn(request, _("Sign in with your password first; there are five minutes for the second step then."))
        return redirect("accounts:sign-in")
    user, to = half
    form = StepForm(posted(request))
    if request.method == "POST" and not _may_try(request, user, at):
        return _locked(request)
    if form.is_valid() and _is_passed(request, user, form, at):
        return begin_session(request, user, by_factor=True, to=to)
    page = {"form": form, **_ways(request, user)}
    return render(request, "accounts/second_step.html", page, status=422 if form.errors else 200)


@require_POST
@never_cache
def passkey_ask(request: HttpRequest) -> HttpResponse:
    """What the browser has to ask a passkey, as JSON: one of the person's, as far as it is known who is here."""
    at, site = timezone.now(), _site(request)
    half = proof.half_signed(request, at)
    person = request.user if isinstance(request.user, User) else half[0] if half is not None else None
    question = passkeys.new_question()
    proof.ask(request, question)
    options = passkeys.options_to_ask(site, person, question)
    return HttpResponse(options, content_type="application/json")


@require_POST
@sensitive_post_parameters("credential")
@never_cache
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """A passkey alone: it is in the person's hand, and it has asked for the finger, the face or the PIN."""
    _site(request)
    form = PasskeyAnswerForm(request.POST)
    passkey = (
        _answered(request, None, form.cleaned_data["credential"], timezone.now()) if form.is_valid() else None
    )
    if passkey is None:
        warn(request, _("This passkey does not open an account here. Sign in with your password."))
        return redirect("accounts:sign-in")
    to = next_url(request, home_url(passkey.user))
    return begin_session(request, passkey.user, by_factor=True, to=to)


@without_factor
@sensitive_post_parameters("password", "code", "credential")
@never_cache
@person_view
def confirm(request: HttpRequest, person: User) -> HttpResponse:
    """The second step once more, or the password of who has no second step."""
    at, has_factor = timezone.now(), has_second_factor(person)
    to = next_url(request, reverse("accounts:security"))
    if request.method == "POST" and not _may_try(request, person, at):
        return _locked(request)
    form = StepForm(posted(request)) if has_factor else PasswordForm(person, posted(request))
    if form.is_valid() and (not isinstance(form, StepForm) or _is_passed(request, person, form, at)):
        _let_in(request, person)
        proof.prove(request, by_factor=has_factor, at=at)
        say(request, _("Thank you. For fifteen minutes you are not asked again."))
        return HttpResponseRedirect(to)
    page = {"form": form, "next": to, **_ways(request, person)}
    return render(request, "accounts/confirm.html", page, status=422 if form.errors else 200)


def _may_try(request: HttpRequest, user: User, at: datetime) -> bool:
    """Counts the try; what a passkey answers cannot be guessed, and is always looked at."""
    if request.POST.get("credential"):
        return True
    return actions.begin_try(user, is_known_device=throttle.is_known_device(request, user.email), at=at)


def _let_in(request: HttpRequest, user: User) -> None:
    actions.forget_tries(user, is_known_device=throttle.is_known_device(request, user.email))


def _is_passed(request: HttpRequest, user: User, form: StepForm, at: datetime) -> bool:
    credential = form.cleaned_data.get("credential")
    if credential:
        if _answered(request, user, credential, at) is not None:
            return True
        form.add_error(None, _("The passkey did not answer as it should. Try again, or type a code."))
        return False
    if not actions.use_code(user, form.cleaned_data["code"], at=at):
        form.add_error("code", _("This code is not right, or it was used already. Wait for the next one."))
        return False
    _let_in(request, user)
    return True


def _answered(request: HttpRequest, user: User | None, credential: str, at: datetime) -> Passkey | None:
    """The passkey that gave this answer, if it is one of the person's (of anybody's) and the answer is true."""
    site, question = _site(request), proof.take_question(request, at)
    try:
        rows = Passkey.objects.filter(user__is_active=True).select_related("user")
        rows = rows if user is None else rows.filter(user=user)
        passkey = rows.filter(credential_id=passkeys.credential_in(credential)).first()
        if passkey is None or not question:
            return None
        if user is None and not passkeys.is_meant_for(credential, passkey.user):
            return None
        count = passkeys.new_count(site, credential, question, passkey)
    except passkeys.Untrue:
        return None
    return passkey if actions.use_passkey(passkey, new_count=count, at=at) else None


def _site(request: HttpRequest) -> passkeys.Site:
    site = passkeys.site_of(request)
    if site is None:
        raise Http404
    return site


def _ways(request: HttpRequest, user: User) -> dict[str, object]:
    """What the person can answer with here."""
    has_passkey = passkeys.site_of(request) is not None and user.passkeys.exists()
    return {"account": user, "has_passkey": has_passkey}


def _locked(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/session_locked.html", {"at_second_step": True}, status=429)
