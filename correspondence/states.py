from django.db import models
from django.utils.translation import gettext_lazy as _

from common.states import Moves


class MailState(models.TextChoices):
    QUEUED = "queued", _("waiting to be sent")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("could not be delivered")
    CANCELLED = "cancelled", _("not needed any more")


MAIL_MOVES: Moves = {
    MailState.QUEUED: frozenset({MailState.SENDING, MailState.CANCELLED}),
    MailState.SENDING: frozenset({MailState.SENT, MailState.QUEUED, MailState.FAILED, MailState.CANCELLED}),
    MailState.FAILED: frozenset({MailState.QUEUED}),
    MailState.CANCELLED: frozenset({MailState.QUEUED}),
}


class NoticeState(models.TextChoices):
    PENDING = "pending", _("waiting")
    MAILED = "mailed", _("in an e-mail")
    CANCELLED = "cancelled", _("not needed any more")


NOTICE_MOVES: Moves = {
    NoticeState.PENDING: frozenset({NoticeState.MAILED, NoticeState.CANCELLED}),
    NoticeState.MAILED: frozenset({NoticeState.CANCELLED}),
}
