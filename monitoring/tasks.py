from celery import shared_task
from django.utils import timezone

from deadlines import queries as deadline_queries
from monitoring.actions import contacts, loops, open_data, webhooks
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
    reading.forget_unused()


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


@shared_task
def make_open_data() -> None:
    """Files of open data that were not looked at for a day."""
    open_data.make_due(timezone.now())


@shared_task
def gather_messages() -> None:
    """What organisations' programs have to be told; each program in a task of its own, so that a slow one holds nobody up."""
    at = timezone.now()
    for pk in webhooks.gather(at, deadline_queries.day_of(at)):
        tell_program.delay(pk)


@shared_task
def tell_program(webhook_pk: int) -> None:
    webhooks.deliver(webhook_pk, timezone.now())
