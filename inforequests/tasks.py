from celery import shared_task
from django.utils import timezone

from inforequests.actions import batch_issuing, batch_sending, clocks, fetching, file_checks, sending


@shared_task
def notice_silence() -> None:
    clocks.notice_silence(timezone.now())


@shared_task
def record_sent() -> None:
    sending.record_sent(timezone.now())


@shared_task
def look_through_files() -> None:
    file_checks.check_due(timezone.now())


@shared_task
def feed_batches() -> None:
    at = timezone.now()
    batch_issuing.feed_batches(at)
    batch_sending.send_asked(at)


@shared_task
def fetch_mail() -> None:
    fetching.fetch_all(timezone.now())
