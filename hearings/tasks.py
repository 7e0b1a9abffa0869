from celery import shared_task
from django.utils import timezone

from hearings.actions import archives, minutes, public_copy, registration, reminders, retention, writing


@shared_task
def keep_places() -> None:
    """Places that nobody confirmed go to the next; those who come tomorrow are reminded."""
    at = timezone.now()
    registration.lapse_unconfirmed(at)
    writing.lapse_unconfirmed(at)
    reminders.send_reminders(at)


@shared_task
def pack_archives() -> None:
    """Packs are frozen when their hearing begins, and their archives made."""
    archives.make_due(timezone.now())


@shared_task
def erase_expired() -> None:
    """Data whose term of keeping is over are erased; what fell due at midnight goes within the first hour of the night."""
    retention.erase_due(timezone.now())


@shared_task
def keep_minutes() -> None:
    """Every closed hearing has minutes that somebody has to publish; the files of public copies say what they say."""
    at = timezone.now()
    minutes.begin_missing(at, timezone.localdate(at))
    public_copy.keep_public_files(at)
