"""What public pages say of themselves to search engines and messengers."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import Organisation
from common.public_pages import About, short
from correspondence.shares import picture_path
from monitoring.models import Position
from monitoring.public.cards import organisation_key, position_key
from monitoring.public.texts import body_of, summary_of


def of_front() -> About:
    what = _(
        "Public hearings, proposals of NGOs to draft laws and what the state answered: for everybody to read and to take part."
    )
    return About(_("Qatysu: NGOs take part in law-making"), what, "/")


def of_organisation(organisation: Organisation, *, with_picture: bool = True) -> About:
    data: dict[str, Any] = {
        "@type": "NGO",
        "name": str(organisation),
        "url": settings.SITE_URL + organisation.public_path,
        "description": short(organisation.about),
    }
    if organisation.website:
        data["sameAs"] = [organisation.website]
    if organisation.logo:
        data["logo"] = f"{settings.SITE_URL}{organisation.public_path}logo.png"
    return About(
        str(organisation),
        short(organisation.about),
        organisation.public_path,
        picture=picture_path(organisation_key(organisation)) if with_picture else "",
        kind="profile",
        data=data,
        feeds=(
            (_("Positions of %(organisation)s") % {"organisation": organisation}, feed_path(organisation)),
        ),
    )


def of_position(position: Position, number: int) -> About:
    sent = ngettext("%(number)s proposal", "%(number)s proposals", number) % {"number": number}
    words = " · ".join(
        filter(None, (str(position.organisation), body_of(position), sent, summary_of(position)))
    )
    return About(
        str(position),
        short(words),
        position.public_path,
        picture=picture_path(position_key(position)),
        kind="article",
        feeds=(
            (
                _("Positions of %(organisation)s") % {"organisation": position.organisation},
                feed_path(position.organisation),
            ),
        ),
    )


def of_list(title: str, path: str) -> About:
    return About(title, title, path)


def feed_path(organisation: Organisation) -> str:
    """The feed in the language of the page."""
    return f"{organisation.public_path}feed/{_feed_language()}/"


def _feed_language() -> str:
    return "kk" if (get_language() or "kk").startswith("kk") else "ru"
