from celery import shared_task
from django.conf import settings
from django.utils import timezone

from deadlines.queries import day_of
from projects.actions import poll, road_map


@shared_task
def poll_due_sources() -> None:
    """Each source in a task of its own, so that a slow one holds nobody up."""
    if settings.POLLING_ENABLED:
        for source in poll.due_sources(timezone.now()):
            poll_source.delay(source.pk)


@shared_task
def poll_source(source_id: int) -> None:
    at = timezone.now()
    source = next((due for due in poll.due_sources(at) if due.pk == source_id), None)
    if source is not None:
        poll.poll_source(source, at=at, on=day_of(at))


@shared_task
def keep_road_maps() -> None:
    """Road maps on whose days the calendar of working days has changed."""
    at = timezone.now()
    road_map.follow_calendar(day_of(at), at)
