"""The only way in: somebody who may invites, the letter's reader joins."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import emails, queries, secret_links
from accounts.actions.log import record
from accounts.models import Invitation, Membership, Organisation, User
from accounts.states import INVITATION_MOVES, InvitationState
from common.states import AlreadyMoved, move_state

LETTERS_A_DAY = 100


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, role: str, language: str, actor: User | None, at: datetime
) -> Invitation:
    """Write an invitation and its letter. Asking twice for the same gives the one that is already waiting.

    ValidationError: the person is a member already, waits for an answer in another role, or the organisation
    has sent LETTERS_A_DAY letters in the last 24 hours.
    """
    return issue_invitation(organisation, email=email, role=role, language=language, actor=actor, at=at)[0]


def issue_invitation(
    organisation: Organisation, *, email: str, role: str, language: str, actor: User | None, at: datetime
) -> tuple[Invitation, str]:
    """As `invite`, in the caller's transaction, with the letter's secret ('' where one was waiting)."""
    email = email.strip().lower()
    if queries.members(organisation).filter(user__email=email).exists():
        raise ValidationError(
            {"email": _("This person is already a member of the organisation.")}, code="member"
        )
    for stale in Invitation.objects.filter(
        organisation=organisation, email=email, state=InvitationState.OPEN, expires_at__lte=at
    ):
        move_state(stale, INVITATION_MOVES, InvitationState.REVOKED)
    secret = secret_links.new_secret()
    invitation, is_new = Invitation.objects.get_or_create(
        organisation=organisation,
        email=email,
        state=InvitationState.OPEN,
        defaults={
            "role": role,
            "language": language,
            "token_hash": secret_links.hash_of(secret),
            "invited_by": actor,
            "expires_at": _end_of_invitation(at),
            "created_at": at,
        },
    )
    if not is_new:
        if invitation.role != role:
            message = _("An invitation in another role is waiting at this address. Withdraw it first.")
            raise ValidationError({"email": message}, code="waiting")
        return invitation, ""
    _send(invitation, secret, verb="invitation.sent", actor=actor, at=at)
    return invitation, secret


@transaction.atomic
def resend_invitation(invitation: Invitation, *, actor: User, at: datetime) -> None:
    """Send a new letter; the link of the old one stops working. AlreadyMoved: answered or withdrawn."""
    secret = secret_links.new_secret()
    renewed = {
        "token_hash": secret_links.hash_of(secret),
        "expires_at": _end_of_invitation(at),
        "invited_by": actor,
    }
    if not Invitation.objects.filter(pk=invitation.pk, state=InvitationState.OPEN).update(**renewed):
        raise AlreadyMoved(_("This invitation is not waiting any more."), code="moved")
    for name, value in renewed.items():
        setattr(invitation, name, value)
    _send(invitation, secret, verb="invitation.resent", actor=actor, at=at)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, actor: User, at: datetime) -> None:
    """Take the invitation back: its link stops working. IllegalMove, AlreadyMoved: answered meanwhile."""
    move_state(invitation, INVITATION_MOVES, InvitationState.REVOKED)
    _log(invitation, "invitation.revoked", actor=actor, at=at)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User, at: datetime) -> Membership:
    """Make the person a member in the role offered; who is one already keeps the role.

    ValidationError: the invitation is out of date, or was sent to another address than the person's.
    IllegalMove or AlreadyMoved: it was used or withdrawn.
    """
    if user.email.lower() != invitation.email.lower():
        message = _("This invitation was sent to %(email)s. Sign in with that e-mail to accept it.")
        raise ValidationError(message, code="other_person", params={"email": invitation.email})
    _use_up(invitation, at)
    return _make_member(invitation, user, at)


@transaction.atomic
def join_by_invitation(
    invitation: Invitation, *, name: str, password: str, interface_language: str, at: datetime
) -> User:
    """Make a new person out of the letter's reader, and a member. Errors as in `accept_invitation`.

    ValidationError also when the address has an account by now: its owner signs in and accepts.
    """
    _use_up(invitation, at)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email,
                password,
                name=name,
                interface_language=interface_language,
                mail_language=invitation.language,
                created_at=at,
            )
    except IntegrityError as error:
        message = _("There is an account with this e-mail. Sign in to accept.")
        raise ValidationError(message, code="known") from error
    _make_member(invitation, user, at)
    return user


def _use_up(invitation: Invitation, at: datetime) -> None:
    """From here on the invitation is this reader's: a second one, even at the same moment, is refused."""
    if invitation.expires_at <= at:
        raise ValidationError(_("This invitation is out of date. Ask for a new one."), code="expired")
    move_state(invitation, INVITATION_MOVES, InvitationState.ACCEPTED)


def _make_member(invitation: Invitation, user: User, at: datetime) -> Membership:
    membership, is_new = Membership.objects.get_or_create(
        user=user, organisation=invitation.organisation, defaults={"role": invitation.role, "created_at": at}
    )
    if not is_new and not membership.is_active:
        membership.role, membership.is_active = invitation.role, True
        membership.save(update_fields=["role", "is_active"])
    _log(invitation, "invitation.accepted", actor=user, at=at)
    return membership


def _end_of_invitation(at: datetime) -> datetime:
    """The midnight in which the last of settings.INVITATION_DAYS calendar days ends."""
    after = timezone.localdate(at) + timedelta(days=settings.INVITATION_DAYS + 1)
    return timezone.make_aware(datetime.combine(after, time.min))


def _send(invitation: Invitation, secret: str, *, verb: str, actor: User | None, at: datetime) -> None:
    if queries.invitation_letters(invitation.organisation, since=at - timedelta(days=1)) >= LETTERS_A_DAY:
        message = _("Your organisation has sent as many invitations as a day allows. Go on tomorrow.")
        raise ValidationError(message, code="too_many")
    _log(invitation, verb, actor=actor, at=at)
    emails.send_invitation(invitation, secret=secret, at=at)


def _log(invitation: Invitation, verb: str, *, actor: User | None, at: datetime) -> None:
    record(
        verb,
        actor=actor,
        organisation=invitation.organisation,
        subject=invitation.email,
        obj=invitation,
        at=at,
        details={"role": invitation.role},
    )
