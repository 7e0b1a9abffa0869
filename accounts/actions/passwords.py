"""Passwords: changed by who knows the old one, or by who reads the mailbox."""

from datetime import datetime, timedelta

from axes.utils import reset as forget_failures
from django.db import transaction

from accounts import emails, queries
from accounts.actions.log import record
from accounts.actions.sessions import end_sessions
from accounts.models import User

RESET_LETTERS_AN_HOUR = 3


@transaction.atomic
def change_password(user: User, *, password: str, keep: str = "", at: datetime) -> None:
    """Set the password; every session but the one with the key `keep` ends."""
    _set(user, password, "person.password_changed", at, keep=keep)


@transaction.atomic
def ask_password_reset(email: str, *, at: datetime) -> None:
    """Write a letter with a link to choose a new password, if the address has an account that is in use.

    Tells the caller nothing. At most RESET_LETTERS_AN_HOUR letters to one person.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None or queries.reset_letters(user, since=at - timedelta(hours=1)) >= RESET_LETTERS_AN_HOUR:
        return
    record("person.password_reset_asked", actor=None, organisation=None, subject=user, obj=user, at=at)
    emails.send_password_reset(user, at=at)


@transaction.atomic
def reset_password(user: User, *, password: str, at: datetime) -> None:
    """Set the password of somebody who followed the letter's link: all sessions and any lock-out end."""
    _set(user, password, "person.password_reset", at)
    forget_failures(username=user.email)


def _set(user: User, password: str, verb: str, at: datetime, *, keep: str = "") -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user, keep=keep)
    record(verb, actor=user, organisation=None, subject=user, obj=user, at=at)
