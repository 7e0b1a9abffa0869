"""What the product notes about its own work."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from monitoring.models import Loop
from projects.actions import poll


def claim_slot(name: str, *, slot: int, slot_seconds: int) -> bool:
    """True for the one caller that may run the loop `name` in this slot (a period number since 1970)."""
    Loop.objects.bulk_create([Loop(name=name)], ignore_conflicts=True)
    claimed = Loop.objects.filter(name=name, slot__lt=slot).update(
        slot=slot, slot_seconds=slot_seconds, started_at=timezone.now()
    )
    return bool(claimed)


def note_loop_success(name: str) -> None:
    Loop.objects.filter(name=name).update(finished_at=timezone.now(), failures_in_row=0, last_failure="")


def note_loop_failure(name: str, what: str) -> None:
    Loop.objects.filter(name=name).update(failures_in_row=F("failures_in_row") + 1, last_failure=what[:300])


def tidy(at: datetime) -> int:
    """Drop the notes of polls that nobody looks back at; returns how many."""
    return poll.drop_old_runs(at)
