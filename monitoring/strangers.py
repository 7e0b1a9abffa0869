"""How strangers' answers are slowed down without knowing who they are.

An address is never kept: the counter goes by its hash with a salt of the day, in the cache alone, for an hour.
"""

from datetime import date
from enum import StrEnum

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from accounts.throttle import client_address

# A mobile network shows whole towns under one address: beyond the first number nothing is refused, but set aside for a
# person to look at; beyond the second it is a flood.
DOUBTFUL_AN_HOUR, REFUSED_AN_HOUR = 120, 3_000


class Pace(StrEnum):
    USUAL = "usual"
    DOUBTFUL = "doubtful"
    FLOOD = "flood"


def pace_of(request: HttpRequest, what: str, on: date) -> Pace:
    """How much this address has sent to `what` within the hour, this time included.

    While the counter cannot be reached everything is usual: no answer is lost for it.
    """
    digest = salted_hmac(f"strangers:{what}:{on}", client_address(request), algorithm="sha256").hexdigest()
    key = f"strangers:{digest[:40]}"
    try:
        cache.add(key, 0, timeout=3600)
        number = cache.incr(key)
    except (ValueError, RedisError):  # the key ran out between the two lines; Redis is gone
        return Pace.USUAL
    if number > REFUSED_AN_HOUR:
        return Pace.FLOOD
    return Pace.DOUBTFUL if number > DOUBTFUL_AN_HOUR else Pace.USUAL
