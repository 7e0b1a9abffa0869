"""Organisations: made by the operator, kept by their coordinators."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.actions.invitations import issue_invitation
from accounts.actions.log import record
from accounts.models import Organisation, User
from accounts.states import Role
from common.states import AlreadyMoved


@transaction.atomic
def create_organisation(
    *, name_kk: str, name_ru: str, coordinator_email: str, language: str, actor: User | None, at: datetime
) -> tuple[Organisation, str]:
    """Make an organisation and invite its first coordinator; returns it and the secret of the invitation."""
    organisation = Organisation.objects.create(name_kk=name_kk, name_ru=name_ru, created_at=at)
    record(
        "organisation.created",
        actor=actor,
        organisation=organisation,
        subject=organisation,
        obj=organisation,
        at=at,
    )
    _invitation, secret = issue_invitation(
        organisation, email=coordinator_email, role=Role.COORDINATOR, language=language, actor=actor, at=at
    )
    return organisation, secret


@transaction.atomic
def update_organisation(
    organisation: Organisation,
    *,
    changes: Mapping[str, str],
    seen: str,
    actor: User,
    at: datetime,
    logo: bytes | None = None,
    remove_logo: bool = False,
) -> None:
    """Write the organisation's card.

    `changes`: of queries.CARD_FIELDS; KeyError for any other. `seen`: queries.fingerprint of the card as the
    person saw it; AlreadyMoved if somebody changed the card since, and nothing is overwritten. `logo`: PNG
    bytes from accounts.logo. Nothing new: nothing is logged.
    """
    if unknown := set(changes) - set(queries.CARD_FIELDS):
        raise KeyError(f"not a field of the card: {', '.join(sorted(unknown))}")
    card = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changed = [name for name, value in changes.items() if (getattr(card, name) or "") != value]
    has_new_logo = bool(logo) or (remove_logo and bool(card.logo))
    if not changed and not has_new_logo:
        return
    if queries.fingerprint(card) != seen:
        raise AlreadyMoved(
            _("Somebody changed this card while you were writing. Look at it again before you save."),
            code="moved",
        )
    for name in changed:
        setattr(card, name, changes[name])
    if has_new_logo:
        _replace_logo(card, logo)
        changed.append("logo")
    card.save()
    record(
        "organisation.changed",
        actor=actor,
        organisation=card,
        subject=card,
        obj=card,
        at=at,
        details={"fields": changed},
    )


@transaction.atomic
def suspend_organisation(organisation: Organisation, *, actor: User, at: datetime) -> None:
    """Close the organisation to its members, from the next request on; nothing is deleted. Twice is once."""
    _set_active(organisation, False, "organisation.suspended", actor, at)


@transaction.atomic
def resume_organisation(organisation: Organisation, *, actor: User, at: datetime) -> None:
    """Open a suspended organisation to its members again."""
    _set_active(organisation, True, "organisation.resumed", actor, at)


def _set_active(organisation: Organisation, is_active: bool, verb: str, actor: User, at: datetime) -> None:
    rows = Organisation.objects.filter(pk=organisation.pk).exclude(is_active=is_active)
    if rows.update(is_active=is_active):
        organisation.is_active = is_active
        record(verb, actor=actor, organisation=organisation, subject=organisation, obj=organisation, at=at)


def _replace_logo(card: Organisation, logo: bytes | None) -> None:
    """Store the new picture under a name of its own; the old file goes when the change is certain."""
    if card.logo:
        old_name = card.logo.name
        transaction.on_commit(lambda: default_storage.delete(old_name), robust=True)
    card.logo = _stored(logo) if logo else ""


def _stored(logo: bytes) -> str:
    """The name under which the picture is stored; of one for which there is no room, nothing stays."""
    name = f"logos/{secrets.token_hex(16)}.png"
    try:
        return default_storage.save(name, ContentFile(logo))
    except OSError:
        default_storage.delete(name)
        raise
