"""Letters about accounts. Each is written in its reader's language and becomes a row of the outbox."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.functional import Promise
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

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


# What was done to the account -> the sentence about it. `name`: what the person calls the passkey or the key.
_ACCOUNT_CHANGES: dict[str, Promise] = {
    "totp_added": _("An application with codes was added to your account."),
    "totp_removed": _("The application with codes was removed from your account."),
    "passkey_added": _("The passkey “%(name)s” was added to your account."),
    "passkey_removed": _("The passkey “%(name)s” was removed from your account."),
    "key_made": _("The access key “%(name)s” was made for a program: it reads what you may read."),
    "key_revoked": _("The access key “%(name)s” was revoked; programs that used it read nothing any more."),
    "codes_made": _("New recovery codes were made for your account; the old ones work no more."),
    "code_used": _("A recovery code was used to sign in to your account."),
    "factors_reset": _("The second step of your account was reset: now the password alone signs you in."),
    "guessed": _("Somebody knows your password and gave wrong codes at the second step."),
}


def send_account_changed(user: User, what: str, *, at: datetime, name: str = "") -> None:
    """Tell the person how signing in to their account has changed; `what` is one of _ACCOUNT_CHANGES."""
    language = user.mail_language
    with translation.override(language):
        context = {
            "user": user,
            "change": str(_ACCOUNT_CHANGES[what]) % {"name": name},
            "is_alarm": what == "guessed",
            "link": settings.SITE_URL + reverse("accounts:security"),
            "language": language,
            "moment": dates.moment(at, language, today=date.min),
        }
        key = f"account:{what}:{user.pk}:{at.timestamp():.6f}"
        letter = _letter("account_changed", context, to=user.email, key=key, is_secret=False)
    letter.recipient, letter.language = user, language
    letter.send()


def _letter(name: str, context: dict[str, object], *, to: str, key: str, is_secret: bool = True) -> Letter:
    subject = " ".join(render_to_string(f"emails/{name}.subject.txt", context).split())
    letter = Letter(
        subject=subject,
        body=render_to_string(f"emails/{name}.txt", context).strip() + "\n",
        to=[to],
        headers={KEY_HEADER: key, **({SECRET_HEADER: "1"} if is_secret else {})},
    )
    letter.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return letter
