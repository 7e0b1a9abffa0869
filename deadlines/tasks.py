from celery import shared_task
from django.utils import timezone

from deadlines import actions


@shared_task
def send_due_reminders() -> None:
    actions.send_due_reminders(timezone.now())
