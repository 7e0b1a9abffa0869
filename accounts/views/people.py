"""The members of an organisation, their roles, and invitations."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts import access, actions, queries
from accounts.access import RIGHT_NAMES, WHO_MAY, Right, member_view, person_view
from accounts.delicate import personal_file, unconfirmed
from accounts.forms import InviteForm, RoleForm
from accounts.models import Invitation, Membership, User
from accounts.sheets import PEOPLE
from accounts.states import ROLE_MEANING, Role
from common.notices import attempt, say
from common.sheets import wanted


@require_safe
@member_view(Right.READ)
def people(request: HttpRequest, membership: Membership) -> HttpResponseBase:
    if wanted(request):
        rows = queries.members(membership.organisation)
        return personal_file(request, membership, PEOPLE, rows)
    return _people_page(request, membership, InviteForm(initial={"language": membership.user.mail_language}))


@require_POST
@member_view(Right.INVITE)
def invitation_create(request: HttpRequest, membership: Membership) -> HttpResponse:
    form = InviteForm(request.POST)
    if form.is_valid():
        try:
            actions.invite(
                membership.organisation, **form.cleaned_data, actor=membership.user, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
            return redirect("accounts:people")
    return _people_page(request, membership, form, status=422)


@require_POST
@person_view
def invitation_resend(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    invitation = _invitation(person, pk)
    if attempt(request, lambda: actions.resend_invitation(invitation, actor=person, at=timezone.now())):
        say(request, _("The invitation to %(email)s is on its way again.") % {"email": invitation.email})
    return redirect("accounts:people")


@require_POST
@person_view
def invitation_revoke(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    invitation = _invitation(person, pk)
    if attempt(request, lambda: actions.revoke_invitation(invitation, actor=person, at=timezone.now())):
        say(request, _("The invitation to %(email)s is withdrawn.") % {"email": invitation.email})
    return redirect("accounts:people")


@require_POST
@person_view
def member_role(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    member = _member(person, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        own = access.require(person, member.organisation_id, Right.INVITE)
        return _people_page(request, own, InviteForm(), status=422)
    role = form.cleaned_data["role"]
    if attempt(request, lambda: actions.change_role(member, role=role, actor=person, at=timezone.now())):
        say(request, _("The role of %(name)s is changed.") % {"name": member.user})
    return redirect("accounts:people")


@require_POST
@person_view
def member_remove(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    member = _member(person, pk)
    if attempt(request, lambda: actions.remove_member(member, actor=person, at=timezone.now())):
        undo = reverse("accounts:member-restore", args=[member.pk])
        say(request, _("%(name)s is not a member any more.") % {"name": member.user}, undo=undo)
    return redirect("accounts:people")


@require_POST
@person_view
def member_restore(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    member = _member(person, pk)
    if attempt(request, lambda: actions.restore_member(member, actor=person, at=timezone.now())):
        say(request, _("%(name)s is a member again.") % {"name": member.user})
    return redirect("accounts:people")


@require_POST
@person_view
def member_factors_reset(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """For a colleague who has lost the phone: from now on the password alone signs in, and the colleague is told."""
    member = _member(person, pk)
    if first := unconfirmed(request, person):
        return first
    if attempt(request, lambda: actions.reset_member_factors(member, actor=person, at=timezone.now())):
        say(
            request,
            _("The second step of %(name)s is reset; they were told by letter.") % {"name": member.user},
        )
    return redirect("accounts:people")


def _member(person: User, pk: int) -> Membership:
    rows = Membership.objects.select_related("user", "organisation")
    return access.reach(person, rows, Right.INVITE, pk=pk)


def _invitation(person: User, pk: int) -> Invitation:
    rows = Invitation.objects.select_related("organisation", "invited_by")
    return access.reach(person, rows, Right.INVITE, pk=pk)


def _allowed(right: Right) -> list[object]:
    return [role.label for role in Role if role in WHO_MAY[right]]


def _people_page(
    request: HttpRequest, membership: Membership, form: InviteForm, *, status: int = 200
) -> HttpResponse:
    organisation = membership.organisation
    invites = access.may(membership, Right.INVITE)
    page = {
        "organisation": organisation,
        "members": list(queries.members(organisation)),
        "with_factor": queries.members_with_second_factor(organisation) if invites else set(),
        "invitations": queries.waiting_invitations(organisation) if invites else [],
        "form": form,
        "roles": [(role, role.label, ROLE_MEANING[role]) for role in Role],
        "who_may": [(RIGHT_NAMES[right], _allowed(right)) for right in Right],
        "now": timezone.now(),
    }
    return render(request, "accounts/people_list.html", page, status=status)
