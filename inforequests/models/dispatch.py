from django.conf import settings
from django.db import models

from accounts.models import Organisation
from correspondence.models import OutgoingEmail
from inforequests.models.event import RequestEvent
from inforequests.models.request import InfoRequest


class Dispatch(models.Model):
    """An issued request on its way by e-mail. How far it is, the row of the outbox says.

    `settled_at`: when it was found that the mail server had taken it; `event` is then the sending that was recorded of it,
    or None if a person had recorded one before.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    info_request = models.ForeignKey(InfoRequest, on_delete=models.CASCADE, related_name="dispatches")
    email = models.OneToOneField(OutgoingEmail, on_delete=models.PROTECT, related_name="+")
    with_word = models.BooleanField(default=False)
    event = models.OneToOneField(RequestEvent, on_delete=models.SET_NULL, null=True, related_name="dispatch")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ordered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["info_request", "-id"], name="dispatch_by_request"),
            models.Index(
                fields=["id"], name="dispatch_unsettled", condition=models.Q(settled_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.info_request_id} → {self.email_id}"
