"""The product's Celery app with loops of two seconds, so that a test sees many rounds."""

from config.celery import app

__all__ = ["app"]

SECONDS = 2

for entry in app.conf.beat_schedule.values():
    entry["schedule"] = SECONDS
    entry["options"] = {"headers": {"slot_seconds": SECONDS}, "expires": SECONDS * 5}
