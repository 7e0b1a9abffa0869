import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from monitoring.webhook_states import DeliveryState


class Webhook(models.Model):
    """An address of an organisation's own program that is told what happens.

    `secret`: encrypted by accounts.codes, for every message is signed with it. `events`: values of WebhookEvent.
    `switched_off_at`: when eight tries of one message had failed; empty while it is on.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    address = models.URLField(max_length=500)
    events = models.JSONField(default=list)
    secret = models.TextField(editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    switched_off_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="webhook_by_organisation")]

    def __str__(self) -> str:
        return self.address


class WebhookDelivery(models.Model):
    """One message to one address. `cause` names what it tells of, so that it is written once; `number` goes with it, so
    that the program knows one that comes twice. `status`: the last answer's, empty where there was none."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    number = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    cause = models.CharField(max_length=100)
    event = models.CharField(max_length=30)
    content = models.JSONField()
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=30, blank=True)
    made_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "cause"], name="webhook_told_once"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="webhook_delivery_state"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="webhook_waiting", condition=Q(state=DeliveryState.WAITING)
            ),
            models.Index(fields=["webhook", "-id"], name="webhook_deliveries"),
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.event} {self.state}"
