"""What is written to be sent: e-mails as rows, and the notices that become e-mails."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.actions import record
from accounts.models import Organisation, User
from accounts.states import MailLanguage
from common.states import move_state
from correspondence.models import Notice, OutgoingEmail
from correspondence.states import MAIL_MOVES, MailState, NoticeState

CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
SUBJECT_LENGTH = 200


def one_line(text: str, limit: int = SUBJECT_LENGTH) -> str:
    """`text` fit for a header: no control characters or line ends, at most `limit` characters."""
    line = " ".join(CONTROL.sub(" ", text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def message_id(key: str) -> str:
    """The same for every copy of the message with this key."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def queue_email(
    *,
    key: str,
    address: str,
    subject: str,
    text: str,
    at: datetime,
    html: str = "",
    language: str = MailLanguage.KAZAKH,
    organisation: Organisation | None = None,
    recipient: User | None = None,
    headers: Mapping[str, str] | None = None,
    is_secret: bool = False,
) -> OutgoingEmail:
    """Write one message to one address into the outbox; the row of an earlier call with the same `key` is returned."""
    email, _created = OutgoingEmail.objects.get_or_create(
        key=key[:200],
        defaults={
            "address": address,
            "subject": one_line(subject),
            "text": text.replace("\x00", ""),
            "html": html.replace("\x00", ""),
            "language": language if language in MailLanguage.values else MailLanguage.RUSSIAN,
            "organisation": organisation,
            "recipient": recipient,
            "headers": dict(headers or {}),
            "is_secret": is_secret,
            "message_id": message_id(key),
            "next_attempt_at": at,
            "created_at": at,
        },
    )
    return email


def tell(
    recipients: Iterable[User],
    *,
    organisation: Organisation,
    thread: str,
    stage: str,
    template: str,
    facts: Mapping[str, Any],
    at: datetime,
    urgent: bool = False,
) -> int:
    """Note that these people have to be told; a person already told of this thread and stage is not told again.

    `urgent` ignores digest settings. Returns how many notices were offered to the table.
    """
    notices = [
        Notice(
            organisation=organisation,
            recipient=recipient,
            thread=thread,
            stage=stage,
            template=template,
            facts=dict(facts),
            is_urgent=urgent,
            created_at=at,
        )
        for recipient in recipients
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


@transaction.atomic
def cancel_thread(thread: str) -> None:
    """Nothing more is said of this thread: waiting notices are dropped, and e-mails that carry nothing else."""
    told = Notice.objects.filter(thread=thread, state__in=[NoticeState.PENDING, NoticeState.MAILED])
    email_ids = list(
        told.filter(email__state=MailState.QUEUED).values_list("email_id", flat=True).distinct()
    )
    told.filter(state=NoticeState.PENDING).update(state=NoticeState.CANCELLED)
    told.filter(email_id__in=email_ids).update(state=NoticeState.CANCELLED)
    still_needed = Notice.objects.filter(email_id__in=email_ids, state=NoticeState.MAILED).values("email_id")
    OutgoingEmail.objects.filter(id__in=email_ids, state=MailState.QUEUED).exclude(id__in=still_needed).update(
        state=MailState.CANCELLED
    )


@transaction.atomic
def retry_email(email: OutgoingEmail, *, actor: User, at: datetime) -> None:
    """Put a message that could not be delivered back into the queue."""
    move_state(email, MAIL_MOVES, MailState.QUEUED, next_attempt_at=at, attempts=0, last_error="")
    record("email.retried", actor=actor, organisation=email.organisation, obj=email, subject=email.subject, at=at)


@transaction.atomic
def cancel_email(email: OutgoingEmail, *, actor: User, at: datetime) -> None:
    """Take a waiting message out of the queue."""
    move_state(email, MAIL_MOVES, MailState.CANCELLED)
    record("email.cancelled", actor=actor, organisation=email.organisation, obj=email, subject=email.subject, at=at)

