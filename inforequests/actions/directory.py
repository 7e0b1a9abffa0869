"""The organisation's own directory of holders of information."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import Organisation, User
from inforequests.akimats import akimat_of
from inforequests.models import Holder
from projects.actions.names import name_key
from projects.models import StateBody
from projects.states import BodyKind

FIELDS = (
    *("name_kk", "name_ru", "address_kk", "address_ru", "email", "is_quasi_state", "mode"),
    *("parent", "is_active"),
)


def key_of(name_kk: str, name_ru: str) -> str:
    """By what an entry is known: its Russian name, else the Kazakh one, as names are compared."""
    return name_key(name_ru or name_kk)


def name_of(body: StateBody) -> tuple[str, str]:
    """In Kazakh and Russian, as a letter is addressed: of a region it is the akimat's."""
    kk, ru = body.name_kk or "", body.name_ru or ""
    return akimat_of(kk, ru) if body.kind == BodyKind.REGION else (kk, ru)


def holder_of(
    organisation: Organisation, body: StateBody | None, name_kk: str, name_ru: str, *, at: datetime
) -> Holder | None:
    """The entry for a state body of the portal, written into the directory if it is not there; None without any name.

    A region's entry is its akimat. `name_kk`, `name_ru`: as a draft names a body that the portal's list does not have.
    """
    if body is not None:
        name_kk, name_ru = name_of(body)
    if not name_kk and not name_ru:
        return None
    if body is not None:
        known = Holder.objects.filter(organisation=organisation, body=body).order_by("id").first()
        if known is not None:
            return known
    holder, _created = Holder.objects.get_or_create(
        organisation=organisation,
        key=key_of(name_kk, name_ru),
        defaults={"body": body, "name_kk": name_kk[:300], "name_ru": name_ru[:300], "changed_at": at},
    )
    return holder


@transaction.atomic
def save_holder(
    organisation: Organisation,
    values: Mapping[str, Any],
    *,
    holder: Holder | None = None,
    actor: User,
    at: datetime,
) -> Holder:
    """Write an entry, or a new one; one that says the same stays as it is.

    ValidationError: another entry has this name, or a unit would belong to itself.
    """
    entry = holder or Holder(organisation=organisation)
    if entry.pk is not None and all(getattr(entry, name) == values[name] for name in FIELDS):
        return entry
    for name in FIELDS:
        setattr(entry, name, values[name])
    entry.key, entry.changed_at = key_of(entry.name_kk, entry.name_ru), at
    if _is_within(entry):
        raise ValidationError({"parent": _("A unit cannot belong to itself.")}, code="circle")
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as taken:
        raise ValidationError(
            _("The directory has an entry with this name already."), code="taken"
        ) from taken
    record("holder.saved", actor=actor, organisation=organisation, subject=entry.name, obj=entry, at=at)
    return entry


def _is_within(entry: Holder) -> bool:
    """Whether the entry stands somewhere above itself."""
    above, seen = entry.parent, set()
    while above is not None and above.pk not in seen:
        if entry.pk is not None and above.pk == entry.pk:
            return True
        seen.add(above.pk)
        above = above.parent
    return False
