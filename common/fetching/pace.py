"""How long to stay away: what the other side asked for, and how much longer after each failure."""

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_RETRY_AFTER = 24 * 3600.0
SHORTEST_BACKOFF = 60.0
LONGEST_BACKOFF = 6 * 3600.0


def parse_retry_after(value: str | None, at: datetime) -> float | None:
    """Seconds from the aware moment `at` until we may come back, by a Retry-After header (RFC 9110, 10.2.3).

    The header holds seconds or a date. Between 0 and 24 hours; None if it is absent or makes no sense.
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), LONGEST_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - at).total_seconds(), 0.0), LONGEST_RETRY_AFTER)


def backoff(failures_in_row: int, retry_after: float | None, rng: random.Random) -> float:
    """Seconds until the next try after `failures_in_row` (1 or more) failures.

    Doubles from 60-120 s up to 3-6 hours, drawn at random within that so that sources do not come back
    together; never less than `retry_after` seconds, which may exceed 6 hours.
    """
    if failures_in_row < 1:
        raise ValueError("failures_in_row counts the failure that has just happened: 1 or more")
    ceiling = min(SHORTEST_BACKOFF * 2 ** min(failures_in_row, 20), LONGEST_BACKOFF)
    return max(rng.uniform(ceiling / 2, ceiling), (retry_after or 0) * rng.uniform(1, 1.1))
