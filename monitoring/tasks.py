from celery import shared_task
from django.utils import timezone

from monitoring.actions import loops
from projects.actions import watch


@shared_task
def watch_health() -> None:
    watch.watch_sources(timezone.now())


@shared_task
def tidy() -> None:
    loops.tidy(timezone.now())
