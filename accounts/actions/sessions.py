"""Sessions that end before their time."""

from datetime import datetime

from django.db import transaction

from accounts.actions.log import record
from accounts.models import Session, User


def end_sessions(user: User, *, keep: str = "") -> int:
    """End the person's sessions but the one with the key `keep`, from the next request on; returns how many."""
    return Session.objects.filter(user=user).exclude(session_key=keep).delete()[0]


@transaction.atomic
def end_session(session: Session, *, actor: User, at: datetime) -> None:
    """The person ends one of their sessions. Twice is once."""
    if Session.objects.filter(pk=session.pk, user=actor).delete()[0]:
        _log(actor, at)


@transaction.atomic
def end_other_sessions(user: User, *, keep: str, at: datetime) -> int:
    """The person ends all their sessions but this one; returns how many there were."""
    count = end_sessions(user, keep=keep)
    if count:
        _log(user, at)
    return count


def forget_expired_sessions(at: datetime) -> int:
    """Delete the rows of sessions whose time is over."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]


def _log(user: User, at: datetime) -> None:
    record("person.sessions_ended", actor=user, organisation=None, subject=user, obj=user, at=at)
