"""The product's Celery app with one loop of a second, which writes down each slot it ran in."""

import os
from pathlib import Path

from django.conf import settings

from config.celery import app
from monitoring.actions import loops

__all__ = ["app"]

claim_slot = loops.claim_slot


def _write(line: str) -> None:
    descriptor = os.open(Path(settings.VAR_DIR) / "slots", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, f"{line}\n".encode())  # one write, so that lines of several processes do not mix
    os.close(descriptor)


def _noted_claim(name: str, *, slot: int, slot_seconds: int) -> bool:
    claimed = claim_slot(name, slot=slot, slot_seconds=slot_seconds)
    _write(f"{'claimed' if claimed else 'refused'} {slot}")
    return claimed


loops.claim_slot = _noted_claim


@app.task(name="faults.tick")
def tick() -> None:
    _write("ran")


app.conf.beat_schedule = {
    "tick": {"task": "faults.tick", "schedule": 1, "options": {"headers": {"slot_seconds": 1}, "expires": 5}}
}
