"""What has to be told, found in what the product keeps anyway: the activity log, the finds of topics, the deadlines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts.models import ActivityEntry, Organisation
from amendments.models import AmendmentTable
from deadlines.models import Deadline
from monitoring.webhook_states import WebhookEvent
from projects.models import TopicMatch

LOOKED_BACK = timedelta(days=1)  # a worker that stood still for longer tells only of the last day
NEAR = timedelta(days=3)
MOST = 1_000
VERBS = {
    "amendments.submitted": WebhookEvent.TABLE_SUBMITTED,
    "outcome.confirmed": WebhookEvent.OUTCOME_CONFIRMED,
    "outcome.confirmed_together": WebhookEvent.OUTCOME_CONFIRMED,
    "info_request.event": WebhookEvent.REQUEST_EVENT,
    "hearing.announced": WebhookEvent.HEARING_ANNOUNCED,
    "minutes.published": WebhookEvent.MINUTES_PUBLISHED,
}
_TABLE = "amendments.amendmenttable"
_PAGES = {
    "hearings.hearing": "hearings:hearing",
    "inforequests.inforequest": "inforequests:request",
}


@dataclass(frozen=True)
class Cause:
    """`key`: the same for the same thing, however often it is found. `kind`, `pk`: the object; `path`: its page."""

    key: str
    event: WebhookEvent
    at: datetime
    kind: str
    pk: int
    path: str


def causes_of(organisation: Organisation, *, since: datetime, at: datetime, on: date) -> Iterator[Cause]:
    """Everything that happened after `since`, at most LOOKED_BACK ago; asked ten times, it is the same ten times."""
    begin = max(since, at - LOOKED_BACK)
    yield from _deeds(organisation, begin)
    yield from _finds(organisation, begin)
    yield from _dates(organisation, at, on)


def _deeds(organisation: Organisation, begin: datetime) -> Iterator[Cause]:
    log = ActivityEntry.objects.filter(organisation=organisation, at__gte=begin, verb__in=VERBS)
    entries = list(log.order_by("-pk")[:MOST])
    tables = {entry.object_id for entry in entries if entry.object_type == _TABLE}
    dossiers = dict(AmendmentTable.objects.filter(pk__in=tables).values_list("pk", "dossier_id"))
    for entry in entries:
        path = _path(entry, dossiers)
        yield Cause(
            f"log:{entry.pk}", VERBS[entry.verb], entry.at, entry.object_type, entry.object_id or 0, path
        )


def _path(entry: ActivityEntry, dossiers: dict[int, int]) -> str:
    if entry.object_type == _TABLE and entry.object_id in dossiers:
        return reverse("amendments:table", args=[dossiers[entry.object_id]])
    page = _PAGES.get(entry.object_type)
    return reverse(page, args=[entry.object_id]) if page and entry.object_id else reverse("monitoring:today")


def _finds(organisation: Organisation, begin: datetime) -> Iterator[Cause]:
    """A draft that two topics have found is told of once."""
    found = TopicMatch.objects.filter(topic__organisation=organisation, matched_at__gte=begin)
    for draft, at in found.order_by("-pk").values_list("draft_id", "matched_at")[:MOST]:
        path = reverse("projects:draft", args=[draft])
        yield Cause(f"draft:{draft}", WebhookEvent.DRAFT_MATCHED, at, "projects.draftact", draft, path)


def _dates(organisation: Organisation, at: datetime, on: date) -> Iterator[Cause]:
    near, passed = Q(due_on__range=(on, on + NEAR)), Q(due_on__range=(on - LOOKED_BACK, on - timedelta(1)))
    rows = Deadline.objects.of(organisation).open().filter(near | passed).order_by("due_on", "pk")
    for pk, due_on, version, path in rows.values_list("pk", "due_on", "version", "path")[:MOST]:
        is_over = due_on < on
        event = WebhookEvent.DEADLINE_PASSED if is_over else WebhookEvent.DEADLINE_NEAR
        key = f"deadline:{pk}:{version}:{'passed' if is_over else 'near'}"
        yield Cause(key, event, at, "deadlines.deadline", pk, path)


def page_url(path: str) -> str:
    return settings.SITE_URL + path
