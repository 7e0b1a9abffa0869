from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.states import MailLanguage
from correspondence.models.documents import IssuedFile
from correspondence.states import MailState, NoticeState


class OutgoingEmailQuerySet(models.QuerySet["OutgoingEmail"]):
    def of(self, organisation: Organisation) -> "OutgoingEmailQuerySet":
        return self.filter(organisation=organisation)

    def due(self, at: object) -> "OutgoingEmailQuerySet":
        """Rows that may be handed over now: queued ones whose time has come, and those whose lease ran out."""
        waiting = models.Q(state=MailState.QUEUED, next_attempt_at__lte=at)
        abandoned = models.Q(state=MailState.SENDING, lease_until__lte=at)
        return self.filter(waiting | abandoned)


class OutgoingEmail(models.Model):
    """One message to one person. The unique `key` names its cause, so that it is written, and sent, once.

    `Message-ID` is made from the key: should a crash fall between the server's answer and our note of it,
    the second copy carries the same id. `is_secret` marks a body with a log-in link: shown to nobody, wiped when sent.
    `receipt`: what the mail server said when it took the message, by which its operator finds it.
    """

    key = models.CharField(max_length=200, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    address = models.EmailField(_("to"))
    language = models.CharField(max_length=2, choices=MailLanguage, default=MailLanguage.KAZAKH)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    is_secret = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    lease_key = models.CharField(max_length=32, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    receipt = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("outbox")
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MailState.values), name="email_state"),
        ]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="email_waiting"),
            models.Index(
                fields=["lease_until"], name="email_leased", condition=models.Q(state=MailState.SENDING)
            ),
            models.Index(fields=["organisation", "-id"], name="email_by_organisation"),
            models.Index(fields=["recipient", "-id"], name="email_by_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"


class EmailAttachment(models.Model):
    """A file of an issued document that goes with a message: its bytes are read when it is sent, and are never copied."""

    email = models.ForeignKey(OutgoingEmail, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(IssuedFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("file with an e-mail")
        verbose_name_plural = _("files with e-mails")
        constraints = [models.UniqueConstraint(fields=["email", "file"], name="email_attachment_once")]

    def __str__(self) -> str:
        return self.file.name


class NoticeQuerySet(models.QuerySet["Notice"]):
    def pending(self) -> "NoticeQuerySet":
        return self.filter(state=NoticeState.PENDING)


class Notice(models.Model):
    """Something one person has to be told: one row per cause, person and stage.

    A notice is not yet an e-mail. Urgent ones leave at once, those of one `thread` together in one message; the
    others wait for the person's digest. `template` names a pair of text and HTML parts under templates/emails/, `facts`
    the values they are filled with, in both languages where they are words.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    thread = models.CharField(max_length=80)
    stage = models.CharField(max_length=40)
    template = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    is_urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.PENDING)
    email = models.ForeignKey(OutgoingEmail, on_delete=models.SET_NULL, null=True, related_name="notices")
    created_at = models.DateTimeField(default=timezone.now)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["thread", "stage", "recipient"], name="notice_once"),
            models.CheckConstraint(condition=models.Q(state__in=NoticeState.values), name="notice_state"),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "id"],
                name="notice_pending",
                condition=models.Q(state=NoticeState.PENDING),
            ),
            models.Index(fields=["thread", "state"], name="notice_by_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.thread} {self.stage}"
