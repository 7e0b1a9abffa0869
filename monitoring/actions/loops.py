"""What the product notes about its own work."""

from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone

from accounts.actions import forget_expired_sessions, forget_old_keys
from monitoring.models import Loop
from projects.actions import poll

# The clocks of two schedulers differ by less; a slot that lies further ahead was claimed before the clock was set back.
CLOCKS_DIFFER_SECONDS = 300


def claim_slot(name: str, *, slot: int, slot_seconds: int) -> bool:
    """True for the one caller that may run the loop `name` in this slot (a period number since 1970).

    After the clock was set back the loop goes on by the clock of now: it does not wait for the hours to come again.
    """
    Loop.objects.bulk_create([Loop(name=name)], ignore_conflicts=True)
    set_back = Q(slot__gt=slot + CLOCKS_DIFFER_SECONDS // slot_seconds + 1)
    claimed = Loop.objects.filter(Q(slot__lt=slot) | set_back, name=name).update(
        slot=slot, slot_seconds=slot_seconds, started_at=timezone.now()
    )
    return bool(claimed)


def note_loop_success(name: str, seconds: float | None = None) -> None:
    Loop.objects.filter(name=name).update(
        finished_at=timezone.now(), last_seconds=seconds, failures_in_row=0, last_failure=""
    )


def note_loop_failure(name: str, what: str, seconds: float | None = None) -> None:
    Loop.objects.filter(name=name).update(
        failures_in_row=F("failures_in_row") + 1,
        failures=F("failures") + 1,
        failed_at=timezone.now(),
        last_failure=what[:300],
        last_seconds=seconds,
    )


def tidy(at: datetime) -> int:
    """Drop sessions whose time is over, and the notes of polls that nobody looks back at; returns how many notes."""
    forget_expired_sessions(at)
    forget_old_keys(at)
    return poll.drop_old_runs(at)
