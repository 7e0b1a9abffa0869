"""What a browser's session knows of how its person has proved who they are.

After the password the session is half signed: it names the person, for HALF_SIGNED, and opens nothing. Once signed in it
remembers when the person last answered the second step, or gave the password where there is no second step yet.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User

HALF_SIGNED = timedelta(minutes=5)
FRESH = timedelta(minutes=15)
_HALF, _FACTOR, _PASSWORD, _QUESTION, _WAY, _SECRET = (
    "half_signed",
    "factor_at",
    "password_at",
    "passkey_question",
    "way_back",
    "new_totp",
)


def half_sign(request: HttpRequest, user: User, *, to: str, at: datetime) -> None:
    """The password was right. The session gets another key, so that one known before is worth nothing."""
    request.session.cycle_key()
    half = {"user": user.pk, "at": at.timestamp(), "to": to, "hash": user.get_session_auth_hash()}
    request.session[_HALF] = half


def half_signed(request: HttpRequest, at: datetime) -> tuple[User, str] | None:
    """Whose password was right here in the last HALF_SIGNED, and where they wanted to go."""
    half: Mapping[str, Any] | None = request.session.get(_HALF)
    if half is None or _is_older(half["at"], HALF_SIGNED, at):
        return None
    user = User.objects.filter(pk=half["user"], is_active=True).first()
    if user is None or half["hash"] != user.get_session_auth_hash():  # the password was changed meanwhile
        return None
    return user, str(half["to"])


def open_up(request: HttpRequest, *, by_factor: bool, at: datetime) -> None:
    """The person is signed in; what was remembered on the way here is over."""
    for name in (_HALF, _QUESTION, _FACTOR, _PASSWORD):
        request.session.pop(name, None)
    prove(request, by_factor=by_factor, at=at)


def prove(request: HttpRequest, *, by_factor: bool, at: datetime) -> None:
    """The person has answered the second step, or given the password, in this signed session."""
    request.session[_FACTOR if by_factor else _PASSWORD] = at.timestamp()


def has_passed_factor(request: HttpRequest) -> bool:
    return _FACTOR in request.session


def forget_factor(request: HttpRequest) -> None:
    """The person has no second factor any more."""
    request.session.pop(_FACTOR, None)


def is_fresh(request: HttpRequest, *, by_factor: bool, at: datetime) -> bool:
    """Whether the person has proved it in this session within FRESH, in the strongest way they have."""
    proved: float | None = request.session.get(_FACTOR if by_factor else _PASSWORD)
    return proved is not None and not _is_older(proved, FRESH, at)


def ask(request: HttpRequest, question: str) -> None:
    """Remember what a passkey was asked; the question before is forgotten."""
    request.session[_QUESTION] = [question, timezone.now().timestamp()]


def take_question(request: HttpRequest, at: datetime) -> str:
    """The question, once and within HALF_SIGNED; '' where nothing was asked."""
    question, asked = request.session.pop(_QUESTION, ["", 0.0])
    return "" if _is_older(asked, HALF_SIGNED, at) else str(question)


def remember_way(request: HttpRequest, to: str) -> None:
    request.session[_WAY] = to


def way_back(request: HttpRequest, otherwise: str) -> str:
    return str(request.session.get(_WAY) or otherwise)


def take_way(request: HttpRequest, otherwise: str) -> str:
    return str(request.session.pop(_WAY, "") or otherwise)


def hold_secret(request: HttpRequest, sealed: str) -> None:
    """The secret of an application that has not shown its first code yet."""
    request.session[_SECRET] = sealed


def held_secret(request: HttpRequest) -> str:
    return str(request.session.get(_SECRET, ""))


def drop_secret(request: HttpRequest) -> None:
    request.session.pop(_SECRET, None)


def _is_older(moment: float, span: timedelta, at: datetime) -> bool:
    """A moment ahead of us is no proof either."""
    return not 0 <= at.timestamp() - moment <= span.total_seconds()
