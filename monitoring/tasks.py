from celery import shared_task
from django.utils import timezone

from deadlines import queries as deadline_queries
from monitoring.actions import contacts, loops
from monitoring.public import actions as public_actions
from monitoring.search import reading
from projects.actions import watch

READ_AT_ONCE = 5_000  # things, some seconds of work


@shared_task
def watch_health() -> None:
    watch.watch_sources(timezone.now())


@shared_task
def tidy() -> None:
    loops.tidy(timezone.now())


@shared_task
def erase_evidence() -> None:
    """Contact data and stories of the field evidence whose term is over."""
    at = timezone.now()
    contacts.erase_due(at, deadline_queries.day_of(at))


@shared_task
def read_for_search() -> None:
    """What was written since the last time is found from now on."""
    reading.read_news(READ_AT_ONCE)


@shared_task
def keep_public_pages() -> None:
    """Figures and share pictures of the pages that strangers see."""
    at = timezone.now()
    public_actions.keep_figures(at)
    public_actions.keep_pictures(at)
