"""The product's Celery app in a hasty world: leases of two seconds, six retries, and one deadly letter.

The process that builds a letter whose subject holds POISON dies at once, as it would of a crash in a C library.
"""

import os
import signal
from datetime import timedelta

from config.celery import app
from correspondence import couriers, delivery
from correspondence.models import OutgoingEmail

__all__ = ["app"]

POISON = "POISON"

delivery.LEASE = timedelta(seconds=2)
delivery.RENEW_EVERY = timedelta(seconds=0.5)
delivery.RETRY_MINUTES = (1,) * 6  # type: ignore[assignment]
_build = couriers.message_of


def _build_or_die(email: OutgoingEmail) -> object:
    if POISON in email.subject:
        os.kill(os.getpid(), signal.SIGKILL)
    return _build(email)


couriers.message_of = _build_or_die  # type: ignore[assignment]
