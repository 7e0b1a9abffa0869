from celery import shared_task
from django.utils import timezone

from deadlines import actions


@shared_task
def send_due_reminders() -> None:
    actions.send_due_reminders(timezone.now())


@shared_task
def keep_law_check() -> None:
    """The yearly list of what has to be compared with the law."""
    actions.keep_law_check(timezone.now())
