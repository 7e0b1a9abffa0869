"""How strangers' forms are slowed down without asking third parties."""

import hashlib
import secrets

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from accounts.throttle import client_address

# An office or a hall shares one address: enough for everybody in it, too few for a machine.
REGISTRATIONS_AN_HOUR = 120
FASTEST_SECONDS, LONGEST_SECONDS = 3, 6 * 3600
_SALT = "hearings.form"


def new_stamp() -> str:
    """What a form carries: a number of its own and the moment it was shown, signed."""
    return signing.dumps(secrets.token_urlsafe(12), salt=_SALT)


def nonce_of(stamp: str) -> str:
    """The form's own number, if it was shown by us within LONGEST_SECONDS; else ''."""
    try:
        return str(signing.loads(stamp, salt=_SALT, max_age=LONGEST_SECONDS))
    except signing.BadSignature:
        return ""


def is_too_fast(stamp: str) -> bool:
    """Whether the form came back sooner than a person can fill it in."""
    try:
        signing.loads(stamp, salt=_SALT, max_age=FASTEST_SECONDS)
    except signing.SignatureExpired:
        return False
    except signing.BadSignature:
        return False
    return True


def may_register(request: HttpRequest, what: str = "hearing") -> bool:
    """False when this address has sent more than REGISTRATIONS_AN_HOUR forms of this kind within the hour.

    While the counter cannot be reached nobody is refused.
    """
    key = f"{what}:{hashlib.sha256(client_address(request).encode()).hexdigest()[:32]}"
    try:
        cache.add(key, 0, timeout=3600)
        return cache.incr(key) <= REGISTRATIONS_AN_HOUR
    except (ValueError, RedisError):  # the key ran out between the two lines; Redis is gone
        return True
