"""Access keys: what programs sign in with. The secret is shown once, the database keeps its keyed hash."""

import secrets

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

PREFIX = "qatysu_"
LONGEST = 100
ASKS_A_MINUTE = 120


def new_secret() -> str:
    """256 random bits behind a beginning by which a key that leaked is known for what it is."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept and looked up. It hangs on SECRET_KEY: a stolen database opens nothing."""
    return salted_hmac("accounts.keys", secret[:LONGEST], algorithm="sha256").hexdigest()


def seconds_to_wait(key_pk: int, now: float) -> int:
    """0 while the key has asked at most ASKS_A_MINUTE times in this minute of the clock, else the seconds left of it.

    `now`: seconds since 1970. While the counter cannot be reached nobody is refused.
    """
    minute, second = divmod(int(now), 60)
    name = f"access-key:{key_pk}:{minute}"
    try:
        cache.add(name, 0, timeout=120)
        return 0 if cache.incr(name) <= ASKS_A_MINUTE else 60 - second
    except (ValueError, RedisError):  # the count ran out between the two lines; Redis is gone
        return 0
