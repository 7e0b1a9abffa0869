"""How a message stands, in words."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.fetching import Reason
from monitoring.models import Webhook, WebhookDelivery
from monitoring.webhook_states import DeliveryState, WebhookEvent

TROUBLES: dict[str, Promise] = {
    Reason.BAD_ADDRESS.value: _("The address cannot be used."),
    Reason.SCHEME_NOT_ALLOWED.value: _("The address does not begin with https://."),
    Reason.PRIVATE_ADDRESS.value: _("The address leads into a private network and is not asked."),
    Reason.TIMEOUT.value: _("The program did not answer in time."),
    Reason.TLS.value: _("The certificate of the program is not trusted."),
    "secret_lost": _("The secret cannot be read any more: remove the program and enter it anew."),
}
SHOWN = 50
_UNREACHABLE = _("The program cannot be reached.")
_TONES = {DeliveryState.WAITING: "plain", DeliveryState.DELIVERED: "good", DeliveryState.FAILED: "late"}


@dataclass(frozen=True)
class Standing:
    """`tone`: of the chip; `trouble`: why the last try failed, '' where it did not."""

    message: WebhookDelivery
    event: Any
    tone: str
    trouble: Any

    @property
    def may_be_sent_again(self) -> bool:
        return self.message.state == DeliveryState.FAILED


def last_messages(program: Webhook) -> list[Standing]:
    """The newest first, at most SHOWN."""
    rows = WebhookDelivery.objects.filter(webhook=program).order_by("-pk")
    return [standing(message) for message in rows[:SHOWN]]


def standing(message: WebhookDelivery) -> Standing:
    known = message.event in WebhookEvent.values
    event = WebhookEvent(message.event).label if known else message.event
    return Standing(message, event, _TONES[DeliveryState(message.state)], _trouble(message))


def _trouble(message: WebhookDelivery) -> Any:
    if not message.trouble:
        return ""
    if message.status is not None:
        return _("The program answered %(status)s.") % {"status": message.status}
    return TROUBLES.get(message.trouble, _UNREACHABLE)
