"""Telling the operator by e-mail that a source has stopped or gone quiet, once, and that it is back."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from accounts import queries as account_queries
from correspondence.actions import queue_email
from deadlines import queries as deadline_queries
from projects import queries
from projects.models import Source
from projects.queries import SourceHealth


def watch_sources(at: datetime) -> int:
    """Write to the operator about every source whose state turned bad or good again; returns how many letters."""
    letters = 0
    for health in queries.source_health(at, deadline_queries.calendar()):
        ailing = health.trouble not in ("", "never") or _never_answered(health, at)
        if ailing and health.source.alarmed_at is None:
            letters += _tell(health, "source_trouble", at)
        elif not ailing and health.source.alarmed_at is not None:
            letters += _tell(health, "source_back", at)
    return letters


def _never_answered(health: SourceHealth, at: datetime) -> bool:
    """A new source that was not even tried for a day: the worker does not run, or polling is switched off."""
    waiting = at - health.source.created_at > queries.STALE_AFTER
    return health.trouble == "never" and waiting and settings.POLLING_ENABLED


@transaction.atomic
def _tell(health: SourceHealth, template: str, at: datetime) -> int:
    """One letter an incident: whoever changes `alarmed_at` writes it."""
    source, is_new = health.source, template == "source_trouble"
    same_state = Source.objects.filter(pk=source.pk, alarmed_at=source.alarmed_at)
    if not same_state.update(alarmed_at=at if is_new else None):
        return 0
    incident = at if is_new else source.alarmed_at
    for operator in account_queries.operators():
        with translation.override(operator.language):
            context = {
                "health": health,
                "source": source,
                "site": settings.SITE_URL,
                "language": operator.language,
            }
            queue_email(
                key=f"{template}:{source.pk}:{incident:%Y%m%dT%H%M%S}:{operator.address}",
                address=operator.address,
                recipient=operator.person,
                language=operator.language,
                subject=render_to_string(f"emails/{template}.subject.txt", context),
                text=render_to_string(f"emails/{template}.txt", context).strip() + "\n",
                at=at,
            )
    return 1
