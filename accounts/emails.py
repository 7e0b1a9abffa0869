"""Letters about accounts. Each is written in its reader's language and becomes a row of the outbox."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import Invitation, Organisation, User
from accounts.states import ROLE_MEANING, Role
from common import dates

KEY_HEADER = "X-Qatysu-Key"
SECRET_HEADER = "X-Qatysu-Secret"  # noqa: S105 - a header's name


class Letter(EmailMultiAlternatives):
    """A message that also says whose it is, for the row that it becomes in the outbox."""

    organisation: Organisation | None = None
    recipient: User | None = None
    language: str = "kk"


def invitation_link(secret: str) -> str:
    return settings.SITE_URL + reverse("accounts:invitation-open", args=[secret])


def send_invitation(invitation: Invitation, *, secret: str, at: datetime) -> None:
    """Send the letter that lets its reader join; `secret` stands in no other place."""
    language = invitation.language
    with translation.override(language):
        context = {
            "invitation": invitation,
            "role": invitation.get_role_display(),
            "meaning": ROLE_MEANING[Role(invitation.role)],
            "link": invitation_link(secret),
            "language": language,
            "until": dates.until(invitation.last_day, language, timezone.localdate(at)),
        }
        letter = _letter(
            "invitation", context, to=invitation.email, key=f"invitation:{invitation.token_hash[:40]}"
        )
    letter.organisation, letter.language = invitation.organisation, language
    letter.send()


def send_password_reset(user: User, *, at: datetime) -> None:
    """Send a link by which the person chooses a new password, once, for settings.PASSWORD_RESET_TIMEOUT."""
    token = default_token_generator.make_token(user)
    path = reverse("accounts:password-reset-open", args=[urlsafe_base64_encode(force_bytes(user.pk)), token])
    until = at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    language = user.mail_language
    with translation.override(language):
        context = {
            "user": user,
            "link": settings.SITE_URL + path,
            "language": language,
            "until": dates.moment(until, language, today=date.min),
        }
        letter = _letter(
            "password_reset", context, to=user.email, key=f"password_reset:{user.pk}:{at.timestamp():.6f}"
        )
    letter.recipient, letter.language = user, language
    letter.send()


def _letter(name: str, context: dict[str, object], *, to: str, key: str) -> Letter:
    subject = " ".join(render_to_string(f"emails/{name}.subject.txt", context).split())
    letter = Letter(
        subject=subject,
        body=render_to_string(f"emails/{name}.txt", context).strip() + "\n",
        to=[to],
        headers={KEY_HEADER: key, SECRET_HEADER: "1"},
    )
    letter.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return letter
