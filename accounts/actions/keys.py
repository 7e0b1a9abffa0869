"""Access keys of programs: made, used, revoked."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import emails, keys
from accounts.actions.log import record
from accounts.models import AccessKey, Membership
from accounts.states import Scope

KEYS_EACH = 10


@transaction.atomic
def make_key(
    membership: Membership, *, name: str, scopes: Iterable[Scope], expires_at: datetime | None, at: datetime
) -> tuple[AccessKey, str]:
    """A new key and its secret, which stands nowhere but in the answer. ValidationError: KEYS_EACH work already."""
    Membership.objects.select_for_update().get(pk=membership.pk)
    if AccessKey.objects.working(at).filter(membership=membership).count() >= KEYS_EACH:
        raise ValidationError(_("There are ten keys already. Revoke one first."), code="too_many")
    secret = keys.new_secret()
    key = AccessKey.objects.create(
        membership=membership,
        name=name,
        scopes=sorted(scopes),
        secret_hash=keys.hash_of(secret),
        made_at=at,
        expires_at=expires_at,
    )
    _changed(key, "key_made", at)
    return key, secret


@transaction.atomic
def revoke_key(key: AccessKey, *, at: datetime) -> None:
    """From the next request on the key opens nothing. Twice is once."""
    if AccessKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=at):
        _changed(key, "key_revoked", at)


def note_key_use(key: AccessKey, at: datetime) -> None:
    """Keep the hour; the first request of an hour writes."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    if key.used_at is None or key.used_at < hour:
        earlier = Q(used_at__isnull=True) | Q(used_at__lt=hour)
        AccessKey.objects.filter(earlier, pk=key.pk).update(used_at=hour)


def forget_old_keys(at: datetime, *, days: int = 90) -> int:
    """Delete the rows of keys that were revoked or ran out `days` ago or more; the log still tells of them."""
    before = at - timedelta(days=days)
    return AccessKey.objects.filter(Q(revoked_at__lt=before) | Q(expires_at__lt=before)).delete()[0]


def _changed(key: AccessKey, what: str, at: datetime) -> None:
    person, organisation = key.membership.user, key.membership.organisation
    record(f"person.{what}", actor=person, organisation=organisation, subject=key.name, obj=key, at=at)
    emails.send_account_changed(person, what, at=at, name=key.name)
