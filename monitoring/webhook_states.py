from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.states import Moves


class WebhookEvent(models.TextChoices):
    """What an organisation's program can be told. The values travel: do not rename them."""

    DRAFT_MATCHED = "draft.matched", _("A watch topic has found a draft")
    DEADLINE_NEAR = "deadline.near", _("A deadline is at most three days away")
    DEADLINE_PASSED = "deadline.passed", _("A deadline has passed")
    TABLE_SUBMITTED = "table.submitted", _("Amendments were submitted")
    OUTCOME_CONFIRMED = "outcome.confirmed", _("The body's answer to amendments was confirmed")
    REQUEST_EVENT = "request.event", _("Something happened with a request for information")
    HEARING_ANNOUNCED = "hearing.announced", _("A public hearing was announced")
    MINUTES_PUBLISHED = "minutes.published", _("The minutes of a hearing were published")
    TEST = "test", pgettext_lazy("message to a program", "A test")


CHOSEN = [(event.value, event.label) for event in WebhookEvent if event != WebhookEvent.TEST]


class DeliveryState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("message to a program", "waiting")
    DELIVERED = "delivered", pgettext_lazy("message to a program", "delivered")
    FAILED = "failed", pgettext_lazy("message to a program", "not delivered")


DELIVERY_MOVES: Moves = {
    DeliveryState.WAITING: frozenset({DeliveryState.DELIVERED, DeliveryState.FAILED}),
    DeliveryState.FAILED: frozenset({DeliveryState.WAITING}),
}
