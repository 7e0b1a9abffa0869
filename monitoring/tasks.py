from celery import shared_task
from django.utils import timezone

from deadlines import queries as deadline_queries
from monitoring.actions import contacts, loops, open_data, webhooks
from projects.actions import watch


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
