"""The page behind the secret link of an invitation."""

from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from accounts import access, actions, queries
from accounts.forms import PASSWORD_LENGTH, JoinForm
from accounts.models import Invitation, User
from accounts.states import ROLE_MEANING, InvitationState, Role
from accounts.views.moves import home_url, posted
from accounts.views.session import signed_in
from common.notices import say

OPENED = "invitations"


@never_cache
@require_safe
def invitation_open(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address, which logs and history keep, into the session."""
    invitation = queries.invitation_by_secret(secret)
    if invitation is None or not _waits(invitation):
        return _gone(request)
    opened = request.session.get(OPENED, {})
    request.session[OPENED] = {**opened, str(invitation.pk): invitation.token_hash}
    return redirect("accounts:invitation-accept", pk=invitation.pk)


@sensitive_post_parameters("password", "password_again")
@never_cache
def invitation_accept(request: HttpRequest, pk: int) -> HttpResponse:
    token_hash = request.session.get(OPENED, {}).get(str(pk), "")
    invitation = queries.invitation_by_hash(token_hash)
    if invitation is None:  # or the first of two clicks has taken the session along when it signed in
        accepted = queries.accepted_invitation(pk)
        return (accepted and _as_before(request, accepted)) or _gone(request)
    if not _waits(invitation):
        return _as_before(request, invitation) or _gone(request)
    if request.user.is_authenticated:
        return _accept_as_known(request, invitation, request.user)
    if User.objects.filter(email=invitation.email).exists():
        sign_in = _page(invitation, step="sign_in")
        return _as_before(request, invitation) or render(request, "accounts/invitation_accept.html", sign_in)
    return _accept_as_new(request, invitation)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/invitation_gone.html", status=404)


def _as_before(request: HttpRequest, invitation: Invitation) -> HttpResponse | None:
    """The second of two clicks is answered as the first was; None for anybody but who has joined by the first."""
    if request.method != "POST":
        return None
    password = request.POST.get("password", "")[:PASSWORD_LENGTH]
    person = request.user if request.user.is_authenticated else None
    person = person or authenticate(request, username=invitation.email, password=password)
    if not isinstance(person, User) or person.email != invitation.email:
        return None
    if not queries.is_member(person, invitation.organisation):
        return None
    to = home_url(User.objects.get(pk=person.pk))
    return redirect(to) if request.user.is_authenticated else signed_in(request, person, to=to)


def _waits(invitation: Invitation) -> bool:
    return invitation.state == InvitationState.OPEN and invitation.expires_at > timezone.now()


def _page(invitation: Invitation, *, step: str, **more: object) -> dict[str, object]:
    return {"invitation": invitation, "meaning": ROLE_MEANING[Role(invitation.role)], "step": step, **more}


def _accept_as_known(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    if user.email != invitation.email:
        return render(
            request, "accounts/invitation_accept.html", _page(invitation, step="other_person"), status=403
        )
    if request.method != "POST":
        return render(request, "accounts/invitation_accept.html", _page(invitation, step="join"))
    try:
        actions.accept_invitation(invitation, user=user, at=timezone.now())
    except ValidationError:
        return _as_before(request, invitation) or _gone(request)
    return _joined(request, invitation, redirect(home_url(User.objects.get(pk=user.pk))))


def _accept_as_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = JoinForm(User(email=invitation.email), posted(request))
    if form.is_valid():
        try:
            user = actions.join_by_invitation(
                invitation,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                interface_language=translation.get_language() or invitation.language,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            if again := _as_before(request, invitation):
                return again
            form.add_error(None, refusal)
        else:
            return _joined(request, invitation, signed_in(request, user, to=home_url(user)))
    page = _page(invitation, step="new", form=form)
    return render(request, "accounts/invitation_accept.html", page, status=422 if form.errors else 200)


def _joined(request: HttpRequest, invitation: Invitation, response: HttpResponse) -> HttpResponse:
    request.session[access.SESSION_KEY] = invitation.organisation_id
    say(request, _("Welcome to %(organisation)s.") % {"organisation": invitation.organisation})
    return response
