"""What a person sets for themselves, and what a coordinator sets for the members."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.actions.log import record
from accounts.models import Membership, Organisation, User
from accounts.states import Role

PROFILE_FIELDS = ("name", "interface_language", "mail_language", "digest", "digest_hour")


@transaction.atomic
def update_profile(user: User, *, changes: Mapping[str, object], at: datetime) -> None:
    """Set those of PROFILE_FIELDS that `changes` names; KeyError for others. Nothing new: no entry."""
    if unknown := set(changes) - set(PROFILE_FIELDS):
        raise KeyError(f"not a field of the profile: {', '.join(sorted(unknown))}")
    changed = [name for name, value in changes.items() if getattr(user, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(user, name, changes[name])
    user.save(update_fields=changed)
    record(
        "person.profile_changed",
        actor=user,
        organisation=None,
        subject=user,
        obj=user,
        at=at,
        details={"fields": changed},
    )


def set_interface_language(user: User, language: str) -> None:
    """Remember the language of the screens; too small a thing for the log."""
    User.objects.filter(pk=user.pk).exclude(interface_language=language).update(interface_language=language)


def dismiss_start(membership: Membership, *, at: datetime) -> None:
    """Put the card with the first steps away; too small a thing for the log."""
    rows = Membership.objects.filter(pk=membership.pk, start_dismissed_at__isnull=True)
    rows.update(start_dismissed_at=at)


def show_start(membership: Membership) -> None:
    """Undo of `dismiss_start`."""
    Membership.objects.filter(pk=membership.pk).update(start_dismissed_at=None)


@transaction.atomic
def change_role(membership: Membership, *, role: str, actor: User, at: datetime) -> None:
    """Give another role, from the next request on. ValidationError: the last coordinator stays one."""
    membership = _locked(membership)
    if membership.role == role:
        return
    _keep_a_coordinator(membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    _log(membership, "member.role_changed", actor=actor, at=at, before=before)


@transaction.atomic
def remove_member(membership: Membership, *, actor: User, at: datetime) -> None:
    """End the membership, from the next request on; what the person wrote stays.

    ValidationError: the last coordinator cannot be removed. A second call does nothing.
    """
    membership = _locked(membership)
    if membership.is_active:
        _end(membership, "member.removed", actor=actor, at=at)


@transaction.atomic
def restore_member(membership: Membership, *, actor: User, at: datetime) -> None:
    """Take a removal back: the person is a member again, in the role held then."""
    membership = _locked(membership)
    if membership.is_active:
        return
    membership.is_active = True
    membership.save(update_fields=["is_active"])
    _log(membership, "member.restored", actor=actor, at=at)


@transaction.atomic
def leave(membership: Membership, *, at: datetime) -> None:
    """The member leaves. ValidationError: the last coordinator first makes somebody else one."""
    membership = _locked(membership)
    if membership.is_active:
        _end(membership, "member.left", actor=membership.user, at=at)


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, while nobody else changes the people of its organisation."""
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    return Membership.objects.select_related("user", "organisation").get(pk=membership.pk)


def _end(membership: Membership, verb: str, *, actor: User, at: datetime) -> None:
    _keep_a_coordinator(membership)
    membership.is_active = False
    membership.save(update_fields=["is_active"])
    _log(membership, verb, actor=actor, at=at)


def _keep_a_coordinator(membership: Membership) -> None:
    if membership.role != Role.COORDINATOR or not membership.is_active:
        return
    if not queries.coordinators(membership.organisation).exclude(pk=membership.pk).exists():
        message = _("An organisation needs a coordinator. Make somebody else a coordinator first.")
        raise ValidationError(message, code="last_coordinator")


def _log(membership: Membership, verb: str, *, actor: User, at: datetime, **details: str) -> None:
    record(
        verb,
        actor=actor,
        organisation=membership.organisation,
        subject=membership.user,
        obj=membership,
        at=at,
        details={"role": membership.role, **details},
    )
