"""How guessing is slowed down without locking the owner out.

Failures are counted by django-axes in the database, so all workers count together. A device from which a
person has signed in before carries a signed mark; from there only the pair of account and address counts.
From any other device the address alone and the account alone count too. So a stranger who locks an account
locks strangers only.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError

DEVICE_COOKIE = "device"
DEVICE_AGE = 365 * 24 * 3600
_SALT = "accounts.device"
_PAIR = ["username", "ip_address"]
RESETS_AN_HOUR = 20


def lockout_parameters(
    request: HttpRequest, credentials: dict[str, Any] | None = None
) -> list[str | list[str]]:
    """For settings.AXES_LOCKOUT_PARAMETERS: by what the failures of this attempt are counted."""
    email = str((credentials or {}).get("username") or "")
    return [_PAIR] if is_known_device(request, email) else [_PAIR, "ip_address", "username"]


def client_address(request: HttpRequest) -> str:
    """For settings.AXES_CLIENT_IP_CALLABLE: who is asking.

    Behind our own proxy it is what the proxy wrote last; what came before it anybody could have written.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return str(forwarded.split(",")[-1].strip())[:45]
    return str(request.META.get("REMOTE_ADDR", ""))


def client_label(_username: str, ip_address: str, _agent: str, path: str, _request: HttpRequest) -> str:
    """For settings.AXES_CLIENT_STR_CALLABLE: what the log may say of an attempt, without the e-mail."""
    return f"{ip_address} {path}"


def is_known_device(request: HttpRequest, email: str) -> bool:
    mark = getattr(request, "COOKIES", {}).get(DEVICE_COOKIE, "")
    try:
        return bool(signing.loads(mark, salt=_SALT, max_age=DEVICE_AGE) == _hash(email))
    except signing.BadSignature:
        return False


def remember_device(response: HttpResponse, email: str) -> None:
    """Mark this browser as one whose user has proved to be the owner of the account."""
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps(_hash(email), salt=_SALT),
        max_age=DEVICE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def may_ask_reset(request: HttpRequest) -> bool:
    """False when this address has asked for more than RESETS_AN_HOUR new passwords within the hour.

    While the counter cannot be reached nobody is refused: letters to one account are limited elsewhere.
    """
    key = f"reset:{hashlib.sha256(client_address(request).encode()).hexdigest()[:32]}"
    try:
        cache.add(key, 0, timeout=3600)
        return cache.incr(key) <= RESETS_AN_HOUR
    except (ValueError, RedisError):  # the key ran out between the two lines; Redis is gone
        return True


def _hash(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()
