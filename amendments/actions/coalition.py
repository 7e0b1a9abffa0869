"""Signing together: other organisations are invited by letter, join with their signatory, may withdraw."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import secret_links
from accounts.models import Organisation, User
from amendments import emails
from amendments.actions.table import hold, log
from amendments.models import AmendmentTable, CoalitionInvitation, CoalitionMember
from amendments.states import COALITION_MOVES, CoalitionState, TableState
from common.states import AlreadyMoved, move_state

LETTERS_A_DAY = 50
BEFORE_SUBMISSION = frozenset(TableState) - {TableState.SUBMITTED}
# What the one who joins says of the organisation and of who signs for it.
SIGNATURE = (
    *("name_kk", "name_ru", "signatory_name_kk", "signatory_name_ru"),
    *("signatory_post_kk", "signatory_post_ru", "mandate"),
)


@transaction.atomic
def invite_partner(
    table: AmendmentTable, *, email: str, name: str, language: str, actor: User, at: datetime
) -> CoalitionInvitation:
    """Invite an organisation to sign the table. Asking twice for one address gives the invitation that is waiting.

    Raises Frozen after submission; ValidationError when LETTERS_A_DAY letters have left in the last 24 hours.
    """
    email = email.strip().lower()
    hold(table, BEFORE_SUBMISSION)
    waiting = CoalitionInvitation.objects.filter(table=table, email=email, state=CoalitionState.OPEN)
    for stale in waiting.filter(expires_at__lte=at):
        move_state(stale, COALITION_MOVES, CoalitionState.REVOKED)
    known = waiting.first()
    if known is not None:
        return known
    recent = CoalitionInvitation.objects.filter(
        organisation=table.organisation, created_at__gt=at - timedelta(days=1)
    )
    if recent.count() >= LETTERS_A_DAY:
        message = _("Your organisation has sent as many invitations as a day allows. Go on tomorrow.")
        raise ValidationError(message, code="too_many")
    secret = secret_links.new_secret()
    invitation = CoalitionInvitation.objects.create(
        organisation=table.organisation,
        table=table,
        email=email,
        invited_name=name,
        language=language,
        token_hash=secret_links.hash_of(secret),
        invited_by=actor,
        expires_at=_end_of_invitation(at),
        created_at=at,
    )
    emails.send_coalition_invitation(invitation, secret=secret, at=at)
    log(table, "coalition.invited", actor=actor, at=at, subject=name)
    return invitation


@transaction.atomic
def revoke_invitation(invitation: CoalitionInvitation, *, actor: User, at: datetime) -> None:
    """Its link stops working. IllegalMove, AlreadyMoved: it was answered meanwhile."""
    move_state(invitation, COALITION_MOVES, CoalitionState.REVOKED)
    log(invitation.table, "coalition.revoked", actor=actor, at=at, subject=invitation.invited_name)


@transaction.atomic
def join_coalition(
    invitation: CoalitionInvitation,
    *,
    signature: Mapping[str, str],
    person: User | None,
    partner: Organisation | None,
    at: datetime,
) -> CoalitionMember:
    """The organisation invited signs the table. `partner`: the one that is at home here, if it is; `person`: who clicked.

    ValidationError: the invitation is out of date, the organisation signs already, or invited itself. IllegalMove or
    AlreadyMoved: the invitation was used or withdrawn. Frozen: the table is submitted.
    """
    hold(invitation.table, BEFORE_SUBMISSION)
    if invitation.expires_at <= at:
        raise ValidationError(_("This invitation is out of date. Ask for a new one."), code="expired")
    if partner is not None:
        _refuse_twice(invitation, partner)
    move_state(invitation, COALITION_MOVES, CoalitionState.ACCEPTED)
    member = CoalitionMember.objects.create(
        organisation=invitation.organisation,
        table=invitation.table,
        invitation=invitation,
        partner=partner,
        person=person,
        joined_at=at,
        **{name: signature[name] for name in SIGNATURE},
    )
    log(invitation.table, "coalition.joined", actor=None, at=at, subject=member.name_ru)
    return member


def _refuse_twice(invitation: CoalitionInvitation, partner: Organisation) -> None:
    if partner.pk == invitation.organisation_id:
        message = _("This is your own table: another organisation is invited to it.")
        raise ValidationError(message, code="own")
    if CoalitionMember.objects.filter(table=invitation.table, partner=partner).standing().exists():
        raise ValidationError(_("Your organisation signs this table already."), code="twice")


@transaction.atomic
def withdraw(member: CoalitionMember, *, at: datetime) -> None:
    """The organisation does not sign after all. Frozen: the table is submitted. AlreadyMoved: it has withdrawn before."""
    hold(member.table, BEFORE_SUBMISSION)
    standing = CoalitionMember.objects.filter(pk=member.pk, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_at=at):
        raise AlreadyMoved(_("Your organisation has withdrawn already."), code="moved")
    member.withdrawn_at = at
    log(member.table, "coalition.withdrew", actor=None, at=at, subject=member.name_ru)


def _end_of_invitation(at: datetime) -> datetime:
    """The midnight in which the last of settings.INVITATION_DAYS calendar days ends."""
    after = timezone.localdate(at) + timedelta(days=settings.INVITATION_DAYS + 1)
    return timezone.make_aware(datetime.combine(after, time.min))
