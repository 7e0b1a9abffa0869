"""How a person signs in: the application with codes, the passkeys, the codes on paper."""

import segno
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts import actions, codes, passkeys, proof
from accounts.access import person_view
from accounts.delicate import confirmed_view, needs_factor, unconfirmed
from accounts.factors import has_second_factor
from accounts.forms_factors import PasskeyForm, TotpForm
from accounts.models import Passkey, TotpDevice, User
from accounts.views.moves import next_url, posted
from accounts.visitors import without_factor
from common.notices import attempt, say, warn


@without_factor
@never_cache
@require_safe
@person_view
def security(request: HttpRequest, person: User) -> HttpResponse:
    if wanted := next_url(request, ""):
        proof.remember_way(request, wanted)
    totp, keys = TotpDevice.objects.filter(user=person).first(), list(person.passkeys.order_by("pk"))
    page = {
        "totp": totp,
        "passkeys": keys,
        "has_passkeys": passkeys.site_of(request) is not None,
        "codes_left": person.recovery_codes.filter(used_at=None).count(),
        "has_factor": totp is not None or bool(keys),
        "is_needed": needs_factor(person),
    }
    return render(request, "accounts/security.html", page)


@without_factor
@sensitive_post_parameters("code")
@never_cache
@person_view
@confirmed_view
def totp_add(request: HttpRequest, person: User) -> HttpResponse:
    secret = codes.unsealed(proof.held_secret(request)) or codes.new_secret()
    proof.hold_secret(request, codes.sealed(secret))
    form = TotpForm(posted(request))
    if form.is_valid():
        try:
            code = "".join(form.cleaned_data["code"].split())
            actions.add_totp(person, secret=secret, code=code, keep=_key(request), at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            proof.drop_secret(request)
            say(
                request, _("The application is added. From now on it is asked for its code when you sign in.")
            )
            return _added(request, person)
    drawn = segno.make(codes.address_of(secret, person.email), error="m", micro=False)
    page = {
        "form": form,
        "picture": drawn.svg_data_uri(scale=5, border=4, light="white"),
        "letters": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return render(request, "accounts/totp_add.html", page, status=422 if form.errors else 200)


@require_POST
@person_view
@confirmed_view
def totp_remove(request: HttpRequest, person: User) -> HttpResponse:
    needed = needs_factor(person)
    if attempt(
        request,
        lambda: actions.remove_totp(person, keep=_key(request), is_required=needed, at=timezone.now()),
    ):
        say(request, _("The application with codes is removed."))
    return _removed(request, person)


@without_factor
@sensitive_post_parameters("credential")
@never_cache
@person_view
@confirmed_view
def passkey_add(request: HttpRequest, person: User) -> HttpResponse:
    site = _site(request)
    form = PasskeyForm(posted(request))
    if form.is_valid():
        question = proof.take_question(request, timezone.now())
        try:
            made = passkeys.new_key(site, form.cleaned_data["credential"], question)
            name = form.cleaned_data["name"]
            actions.add_passkey(person, made, name=name, keep=_key(request), at=timezone.now())
        except passkeys.Untrue:
            form.add_error(None, _("The passkey could not be made. Try again."))
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The passkey is added. You can sign in with it, also without the password."))
            return _added(request, person)
    return render(request, "accounts/passkey_add.html", {"form": form}, status=422 if form.errors else 200)


@without_factor
@require_POST
@never_cache
@person_view
@confirmed_view
def passkey_options(request: HttpRequest, person: User) -> HttpResponse:
    """What the browser has to know to make a passkey, as JSON."""
    site, question = _site(request), passkeys.new_question()
    proof.ask(request, question)
    return HttpResponse(passkeys.options_to_add(site, person, question), content_type="application/json")


@require_POST
@person_view
def passkey_remove(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    passkey = Passkey.objects.select_related("user").filter(user=person, pk=pk).first()
    if passkey is None:
        raise Http404
    if first := unconfirmed(request, person):
        return first
    needed = needs_factor(person)
    if attempt(
        request,
        lambda: actions.remove_passkey(passkey, keep=_key(request), is_required=needed, at=timezone.now()),
    ):
        say(request, _("The passkey “%(name)s” is removed.") % {"name": passkey.name})
    return _removed(request, person)


@without_factor
@never_cache
@person_view
@confirmed_view
def recovery_codes(request: HttpRequest, person: User) -> HttpResponse:
    """Codes on paper: shown in the answer to the step that makes them, and never again."""
    if not has_second_factor(person):
        warn(request, _("Add an application with codes or a passkey first."))
        return redirect("accounts:security")
    made = actions.make_recovery_codes(person, at=timezone.now()) if request.method == "POST" else []
    left = person.recovery_codes.filter(used_at=None).count()
    page = {"codes": made, "left": left, "back": proof.way_back(request, reverse("accounts:security"))}
    return render(request, "accounts/recovery_codes.html", page)


def _added(request: HttpRequest, person: User) -> HttpResponse:
    """The session has proved the factor by adding it; it gets another key, and the codes on paper are offered once."""
    proof.prove(request, by_factor=True, at=timezone.now())
    request.session.cycle_key()
    if not person.recovery_codes.filter(used_at=None).exists():
        return redirect("accounts:recovery-codes")
    return HttpResponseRedirect(proof.take_way(request, reverse("accounts:security")))


def _removed(request: HttpRequest, person: User) -> HttpResponse:
    if not has_second_factor(person):
        proof.forget_factor(request)
    return redirect("accounts:security")


def _key(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _site(request: HttpRequest) -> passkeys.Site:
    site = passkeys.site_of(request)
    if site is None:
        raise Http404
    return site
