from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from inforequests.models.event import RequestEvent
from inforequests.models.request import InfoRequest
from inforequests.states import IncomingState, MailboxFailure, QuarantineReason


class Mailbox(models.Model):
    """How far a mailbox of an organisation was read. `key` names it without its password; which there are, INBOX_URL says.

    `last_uid` counts within `uidvalidity`. `in_hand_uid` is the letter being read, and `tries` how often it was begun:
    one that kills its reader is not read a fourth time. `failure`: why the last look came to nothing.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=300)
    uidvalidity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    in_hand_uid = models.BigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    since_on = models.DateField()
    read_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=12, choices=MailboxFailure, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="mailbox_once")]

    def __str__(self) -> str:
        return self.key


class IncomingMailQuerySet(models.QuerySet["IncomingMail"]):
    def of(self, organisation: Organisation) -> "IncomingMailQuerySet":
        return self.filter(organisation=organisation)

    def unrecorded(self) -> "IncomingMailQuerySet":
        """Letters of a request from which no standing event was recorded."""
        open_ = Q(event__isnull=True) | Q(event__annulled_at__isnull=False)
        return self.filter(open_, state=IncomingState.ATTACHED)


class IncomingMail(models.Model):
    """A letter out of a mailbox, kept as it came. It is no answer until a person records an event from it.

    `raw`: all its bytes, or, of one too large to be fetched, its headers (`is_whole` False). `reason`: why it waits, or
    why no program touches it. `files`: name, size and refusal of each, by its place among the parts. `suggested`: numbers
    of requests that it may be about. `matched_by`: inforequests.incoming.Found, empty where a person chose.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="+")
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    message_id = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=IncomingState, default=IncomingState.WAITING)
    reason = models.CharField(max_length=12, choices=QuarantineReason, blank=True)
    sender_name = models.CharField(max_length=150, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    files = models.JSONField(default=list)
    suggested = models.JSONField(default=list)
    written_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    fetched_at = models.DateTimeField()
    size = models.BigIntegerField()
    is_whole = models.BooleanField(default=True)
    raw = models.BinaryField()
    info_request = models.ForeignKey(
        InfoRequest, on_delete=models.SET_NULL, null=True, related_name="incoming"
    )
    matched_by = models.CharField(max_length=8, blank=True)
    event = models.ForeignKey(RequestEvent, on_delete=models.SET_NULL, null=True, related_name="incoming")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "uidvalidity", "uid"], name="incoming_uid_once"),
            models.UniqueConstraint(fields=["mailbox", "sha256"], name="incoming_bytes_once"),
            models.CheckConstraint(condition=Q(state__in=IncomingState.values), name="incoming_state"),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-id"], name="incoming_list"),
            models.Index(fields=["info_request", "-id"], name="incoming_by_request"),
            models.Index(fields=["mailbox", "message_id"], name="incoming_by_message_id"),
        ]

    def __str__(self) -> str:
        return self.subject or self.sender
