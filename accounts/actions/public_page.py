"""The page that strangers see of an organisation: its address, its words, whether it is there at all."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.actions.log import record
from accounts.models import Organisation, User
from common.states import AlreadyMoved

_WANTED: tuple[tuple[str, Promise], ...] = (
    ("slug", _("the address")),
    ("name_kk", _("the name in Kazakh")),
    ("name_ru", _("the name in Russian")),
    ("about_kk", _("the text in Kazakh")),
    ("about_ru", _("the text in Russian")),
)


def lacking_on_page(organisation: Organisation) -> list[Promise]:
    """What the page has to say before strangers may see it."""
    return [name for column, name in _WANTED if not (getattr(organisation, column) or "").strip()]


@transaction.atomic
def save_public_page(
    organisation: Organisation, *, slug: str, about_kk: str, about_ru: str, actor: User, at: datetime
) -> None:
    """ValidationError: the address is taken, or a page that strangers see would lose one of its languages."""
    card = Organisation.objects.select_for_update().get(pk=organisation.pk)
    now = {"slug": slug or None, "about_kk": about_kk, "about_ru": about_ru}
    changed = [name for name, value in now.items() if getattr(card, name) != value]
    if not changed:
        return
    if slug and Organisation.objects.filter(slug=slug).exclude(pk=card.pk).exists():
        raise ValidationError({"slug": _("Another organisation has this address.")}, code="taken")
    for name, value in now.items():
        setattr(card, name, value)
    if card.is_public and lacking_on_page(card):
        message = _("Strangers see this page: it needs its address and both languages. Close it first.")
        raise ValidationError(message, code="lacks")
    card.save(update_fields=list(now))
    _log("organisation.page_saved", card, actor, at, fields=changed)


@transaction.atomic
def open_public_page(organisation: Organisation, *, actor: User, at: datetime) -> None:
    """Show the page to strangers. ValidationError: something is missing; AlreadyMoved: it is open."""
    card = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if lacking := lacking_on_page(card):
        names = ", ".join(str(name) for name in lacking)
        raise ValidationError(_("The page still needs: %(names)s.") % {"names": names}, code="lacks")
    _switch(card, True)
    _log("organisation.page_opened", card, actor, at)


@transaction.atomic
def close_public_page(organisation: Organisation, *, actor: User, at: datetime) -> None:
    """Nothing of the page is left for strangers from the next request on; its words stay. AlreadyMoved: it is closed."""
    card = Organisation.objects.select_for_update().get(pk=organisation.pk)
    _switch(card, False)
    _log("organisation.page_closed", card, actor, at)


def _switch(card: Organisation, is_public: bool) -> None:
    if not Organisation.objects.filter(pk=card.pk, is_public=not is_public).update(is_public=is_public):
        raise AlreadyMoved(
            _("Somebody changed this a moment ago. Look at the new state and try again."), code="moved"
        )


def _log(verb: str, card: Organisation, actor: User, at: datetime, **details: object) -> None:
    record(verb, actor=actor, organisation=card, subject=card, obj=card, at=at, details=details)
