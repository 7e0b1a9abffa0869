"""Letters about amendments to people who have no account here."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from amendments.models import CoalitionInvitation
from common import dates
from correspondence.actions import queue_email


def coalition_link(secret: str) -> str:
    return settings.SITE_URL + reverse("amendments:coalition-open", args=[secret])


def send_coalition_invitation(invitation: CoalitionInvitation, *, secret: str, at: datetime) -> None:
    """Queue the letter whose link opens the table; `secret` stands in no other place."""
    language = invitation.language
    draft = invitation.table.dossier.draft
    with translation.override(language):
        context = {
            "invitation": invitation,
            "title": (draft.title_ru if language == "ru" else draft.title_kk) or str(draft),
            "link": coalition_link(secret),
            "language": language,
            "until": dates.until(invitation.last_day, language, timezone.localdate(at)),
        }
        name = "emails/coalition_invitation"
        queue_email(
            key=f"coalition:{invitation.token_hash[:40]}",
            address=invitation.email,
            subject=render_to_string(f"{name}.subject.txt", context),
            text=render_to_string(f"{name}.txt", context).strip() + "\n",
            html=render_to_string(f"{name}.html", context),
            at=at,
            language=language,
            organisation=invitation.organisation,
            is_secret=True,
        )
