"""Programs of an organisation that are told what happens: entered, told, tried again, given up."""

import secrets
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import codes
from accounts import queries as account_queries
from accounts.actions import record
from accounts.models import Organisation, User
from common.states import move_state
from correspondence.actions import queue_email
from monitoring.models import Webhook, WebhookDelivery
from monitoring.webhook_states import DELIVERY_MOVES, DeliveryState, WebhookEvent
from monitoring.webhooks.causes import Cause, causes_of
from monitoring.webhooks.message import body_of, content_of, headers_of
from monitoring.webhooks.sending import FetchFailure, Reason, send

EACH = 5
# Minutes from one try to the next; after the last one the address is given up.
PAUSES: Sequence[int] = (1, 5, 15, 60, 3 * 60, 8 * 60, 24 * 60)
TRIES = len(PAUSES) + 1
LEASE = timedelta(minutes=2)
AT_ONCE = 20
KEPT = timedelta(days=30)


@transaction.atomic
def add(
    organisation: Organisation, *, address: str, events: Iterable[str], actor: User, at: datetime
) -> tuple[Webhook, str]:
    """An address and the secret that its messages are signed with. ValidationError: there are EACH already."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if Webhook.objects.filter(organisation=organisation, removed_at__isnull=True).count() >= EACH:
        raise ValidationError(_("There are five programs already. Remove one first."), code="too_many")
    secret = secrets.token_urlsafe(32)
    row = Webhook.objects.create(
        organisation=organisation,
        address=address,
        events=sorted(events),
        secret=codes.sealed(secret),
        made_by=actor,
        made_at=at,
    )
    _log(row, "added", actor, at)
    return row, secret


@transaction.atomic
def remove(row: Webhook, *, actor: User, at: datetime) -> None:
    """Nothing is sent there any more. Twice is once."""
    if Webhook.objects.filter(pk=row.pk, removed_at__isnull=True).update(removed_at=at):
        _log(row, "removed", actor, at)


@transaction.atomic
def resume(row: Webhook, *, actor: User, at: datetime) -> None:
    """Send again to an address that was given up; what waits is tried at once."""
    if Webhook.objects.filter(pk=row.pk, switched_off_at__isnull=False).update(switched_off_at=None):
        waiting = WebhookDelivery.objects.filter(webhook=row, state=DeliveryState.WAITING)
        waiting.update(attempts=0, next_try_at=at)
        _log(row, "resumed", actor, at)


def test(row: Webhook, *, at: datetime) -> WebhookDelivery:
    """A message that tells of nothing, so that one sees whether it arrives."""
    key, path = f"test:{uuid.uuid4().hex}", reverse("monitoring:webhook", args=[row.pk])
    cause = Cause(key, WebhookEvent.TEST, at, "monitoring.webhook", row.pk, path)
    return WebhookDelivery.objects.create(**_values(row, cause, at))


@transaction.atomic
def send_again(delivery: WebhookDelivery, *, at: datetime) -> None:
    """Put a message that failed back into the queue. IllegalMove: it waits, or has arrived."""
    move_state(delivery, DELIVERY_MOVES, DeliveryState.WAITING, attempts=0, next_try_at=at, lease_until=None)


# --- What the worker does ---------------------------------------------------------------------------------------


def gather(at: datetime, on: date) -> list[int]:
    """Write down what has to be told, each thing once; returns the programs for which something waits."""
    rows = Webhook.objects.filter(
        removed_at__isnull=True, switched_off_at__isnull=True, organisation__is_active=True
    )
    for row in rows.select_related("organisation"):
        found = causes_of(row.organisation, since=row.made_at, at=at, on=on)
        new = [WebhookDelivery(**_values(row, cause, at)) for cause in found if cause.event in row.events]
        WebhookDelivery.objects.bulk_create(new, ignore_conflicts=True)
    WebhookDelivery.objects.filter(made_at__lt=at - KEPT).exclude(state=DeliveryState.WAITING).delete()
    return list(_due(at).order_by().values_list("webhook_id", flat=True).distinct())


def _values(row: Webhook, cause: Cause, at: datetime) -> dict[str, object]:
    return {
        "webhook": row,
        "cause": cause.key,
        "event": cause.event.value,
        "content": content_of(cause),
        "made_at": at,
        "next_try_at": at,
    }


def _due(at: datetime) -> QuerySet[WebhookDelivery]:
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    return WebhookDelivery.objects.filter(
        free,
        state=DeliveryState.WAITING,
        next_try_at__lte=at,
        webhook__removed_at__isnull=True,
        webhook__switched_off_at__isnull=True,
        webhook__organisation__is_active=True,
    )


def deliver(webhook_pk: int, at: datetime) -> int:
    """Send what waits for one program, the oldest first, until one fails; returns how many arrived."""
    arrived = 0
    waiting = _due(at).filter(webhook=webhook_pk).select_related("webhook__organisation").order_by("pk")
    for delivery in waiting[:AT_ONCE]:
        if not _due(at).filter(pk=delivery.pk).update(lease_until=at + LEASE):
            continue  # another worker has it
        if not _send(delivery, at):
            break
        arrived += 1
    return arrived


def _send(delivery: WebhookDelivery, at: datetime) -> bool:
    """Nothing is written while the other side is waited for."""
    row, number = delivery.webhook, str(delivery.number)
    secret = codes.unsealed(row.secret)
    status, trouble = None, ""
    if secret is None:
        trouble = "secret_lost"
    else:
        body = body_of(delivery.content, number)
        headers = headers_of(body, secret=secret, number=number, event=delivery.event, at=at)
        try:
            status = send(row.address, body, headers)
        except FetchFailure as failure:
            trouble = failure.reason_code.value
    if status is not None and 200 <= status < 300:
        _arrived(delivery, status, at)
        return True
    _failed(delivery, status, trouble or Reason.HTTP_STATUS.value, at)
    return False


def _arrived(delivery: WebhookDelivery, status: int, at: datetime) -> None:
    move_state(
        delivery,
        DELIVERY_MOVES,
        DeliveryState.DELIVERED,
        status=status,
        trouble="",
        attempts=F("attempts") + 1,
        delivered_at=at,
        lease_until=None,
    )


@transaction.atomic
def _failed(delivery: WebhookDelivery, status: int | None, trouble: str, at: datetime) -> None:
    tried = delivery.attempts + 1
    told = {"status": status, "trouble": trouble, "attempts": tried, "lease_until": None}
    if tried < TRIES:
        later = at + timedelta(minutes=PAUSES[tried - 1])
        WebhookDelivery.objects.filter(pk=delivery.pk).update(next_try_at=later, **told)
        return
    move_state(delivery, DELIVERY_MOVES, DeliveryState.FAILED, next_try_at=None, **told)
    row = delivery.webhook
    if Webhook.objects.filter(pk=row.pk, switched_off_at__isnull=True).update(switched_off_at=at):
        _log(row, "switched_off", None, at)
        _tell_coordinators(row, at)


def _tell_coordinators(row: Webhook, at: datetime) -> None:
    for membership in account_queries.coordinators(row.organisation):
        person = membership.user
        with translation.override(person.mail_language):
            link = settings.SITE_URL + reverse("monitoring:webhook", args=[row.pk])
            context = {"webhook": row, "tries": TRIES, "link": link, "language": person.mail_language}
            queue_email(
                key=f"webhook_off:{row.pk}:{at:%Y%m%dT%H%M%S}:{person.pk}",
                address=person.email,
                recipient=person,
                organisation=row.organisation,
                language=person.mail_language,
                subject=render_to_string("emails/webhook_off.subject.txt", context),
                text=render_to_string("emails/webhook_off.txt", context).strip() + "\n",
                at=at,
            )


def _log(row: Webhook, what: str, actor: User | None, at: datetime) -> None:
    host = row.address.split("/")[2]
    record(f"webhook.{what}", actor=actor, organisation=row.organisation, subject=host, obj=row, at=at)
