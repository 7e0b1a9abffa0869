from celery import shared_task
from django.utils import timezone

from correspondence import composing, delivery, issuing, scanning


@shared_task
def compose_notices() -> None:
    composing.compose_notices(timezone.now())


@shared_task
def deliver_mail() -> None:
    delivery.deliver_due(timezone.now())


@shared_task
def issue_documents() -> None:
    issuing.issue_due(timezone.now())


@shared_task
def scan_files() -> None:
    scanning.scan_due(timezone.now())
