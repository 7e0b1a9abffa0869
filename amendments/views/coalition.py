"""Signing together: the owner invites; who is invited sees this one table, joins and may withdraw.

The seat in a coalition is opened by the letter's secret, kept in the session, or by being the organisation that joined.
"""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import secret_links
from accounts.access import Right, may, person_view
from accounts.models import Membership, Organisation, User
from amendments import access
from amendments.actions import coalition
from amendments.forms.table import InvitePartnerForm, JoinCoalitionForm
from amendments.models import CoalitionInvitation, CoalitionMember
from amendments.queries import table as queries
from amendments.states import CoalitionState, TableState
from amendments.wording.table import columns
from common.notices import attempt, say

OPENED = "coalitions"


# --- The owner ------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def coalition_page(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Who signs, who was invited, and the form that invites."""
    table = access.table(person, pk, Right.APPROVE_AMENDMENTS)
    form = InvitePartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            coalition.invite_partner(table, **form.cleaned_data, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            say(request, _("The invitation is on its way."))
            return redirect("amendments:coalition", pk)
    context = {
        "table": table,
        "dossier": table.dossier,
        "form": form,
        "members": CoalitionMember.objects.filter(table=table).order_by("joined_at"),
        "invitations": table.invitations.filter(state=CoalitionState.OPEN).order_by("-id"),
        "now": timezone.now(),
        "is_open": table.state != TableState.SUBMITTED,
    }
    return render(request, "amendments/coalition.html", context, status=422 if form.errors else 200)


@require_POST
@person_view
def coalition_revoke(request: HttpRequest, person: User, pk: int, invitation_pk: int) -> HttpResponse:
    invitation = access.invitation(person, pk, invitation_pk, Right.APPROVE_AMENDMENTS)
    if attempt(request, lambda: coalition.revoke_invitation(invitation, actor=person, at=timezone.now())):
        say(request, _("The invitation is withdrawn; its link does not work any more."))
    return redirect("amendments:coalition", pk)


# --- Who is invited -------------------------------------------------------------------------------------------


@never_cache
@require_safe
def coalition_open(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address, which logs and history keep, into the session."""
    found = CoalitionInvitation.objects.filter(token_hash=secret_links.hash_of(secret)).first()
    if found is None or not _opens(found):
        return render(request, "amendments/coalition_gone.html", status=404)
    opened = request.session.get(OPENED, {})
    request.session[OPENED] = {**opened, str(found.pk): found.token_hash}
    return redirect("amendments:coalition-seat", found.pk)


def _opens(invitation: CoalitionInvitation) -> bool:
    """Waiting and in time, or joined and not withdrawn."""
    if invitation.state == CoalitionState.OPEN:
        return invitation.expires_at > timezone.now()
    member = CoalitionMember.objects.filter(invitation=invitation).first()
    return member is not None and member.withdrawn_at is None


def _seat(request: HttpRequest, pk: int) -> tuple[CoalitionInvitation, CoalitionMember | None]:
    """The invitation that this browser, or this person's organisation, may open; else Http404."""
    rows = CoalitionInvitation.objects.select_related(
        *("organisation", "table", "table__organisation"),
        *("table__dossier", "table__dossier__draft", "table__dossier__draft__body"),
    )
    token_hash = request.session.get(OPENED, {}).get(str(pk), "")
    found = rows.filter(pk=pk, token_hash=token_hash).first() if token_hash else None
    if found is None and request.user.is_authenticated and access.partner_seat(request.user, pk):
        found = rows.filter(pk=pk).first()
    if found is None or not found.organisation.is_active:
        raise Http404
    member = CoalitionMember.objects.filter(invitation=found).first()
    if found.state == CoalitionState.REVOKED or (member and member.withdrawn_at):
        raise Http404
    if member is None and found.expires_at <= timezone.now():
        raise Http404
    return found, member


def _partner(request: HttpRequest) -> Organisation | None:
    """The organisation for which this person may sign; None for anybody without one."""
    membership: Membership | None = getattr(request, "membership", None)
    return membership.organisation if membership and may(membership, Right.APPROVE_AMENDMENTS) else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def coalition_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as its co-signatory sees it; posted to, it is signed."""
    invitation, member = _seat(request, pk)
    partner = _partner(request)
    form = JoinCoalitionForm(request.POST or None, invitation=invitation, partner=partner)
    if request.method == "POST" and member is None and form.is_valid():
        person = request.user if request.user.is_authenticated else None
        try:
            coalition.join_coalition(
                invitation,
                signature=form.cleaned_data,
                person=person,
                partner=partner,
                at=timezone.now(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            say(request, _("Your organisation signs the table."))
            return redirect("amendments:coalition-seat", pk)
    table = invitation.table
    rows = queries.rows_with_comments(table)
    context = {
        "invitation": invitation,
        "member": member,
        "table": table,
        "draft": table.dossier.draft,
        "rows": [(number, row, columns(row)) for number, row in enumerate(rows, start=1)],
        "others": [other for other in queries.standing_members(table) if other != member],
        "form": form,
        "partner": partner,
        "is_open": table.state != TableState.SUBMITTED,
        "is_changed": member is not None and table.changed_at > member.joined_at,
    }
    return render(request, "amendments/coalition_seat.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def coalition_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    _invitation, member = _seat(request, pk)
    if member is None:
        raise Http404
    if attempt(request, lambda: coalition.withdraw(member, at=timezone.now())):
        return render(request, "amendments/coalition_left.html", {"member": member})
    return redirect("amendments:coalition-seat", pk)
