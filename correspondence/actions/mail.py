"""What is written to be sent: e-mails as rows, and the notices that become e-mails."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import queries as account_queries
from accounts.actions import record
from accounts.models import Membership, Organisation, User
from accounts.states import MailLanguage
from common.states import IllegalMove, move_state
from correspondence.models import EmailAttachment, IssuedFile, Notice, OutgoingEmail
from correspondence.states import MAIL_MOVES, MailState, NoticeState

CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
SUBJECT_LENGTH = 200
FORGOTTEN = "forgotten@invalid.invalid"
# Many mail servers take 20 MB; base64 makes of 10 MB nearly 14.
MOST_ATTACHED = 10 * 1024 * 1024


def one_line(text: str, limit: int = SUBJECT_LENGTH) -> str:
    """`text` fit for a header: no control characters or line ends, at most `limit` characters."""
    line = " ".join(CONTROL.sub(" ", text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def message_id(key: str) -> str:
    """The same for every copy of the message with this key."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


@transaction.atomic
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
    attached: Sequence[IssuedFile] = (),
) -> OutgoingEmail:
    """Write one message to one address into the outbox; the row of an earlier call with the same `key` is returned.

    `attached`: files of issued documents that go with it. Raises ValidationError if together they are too large.
    """
    if sum(file.size for file in attached) > MOST_ATTACHED:
        raise ValidationError(
            _("The files are too large for an e-mail: together they may have 10 MB."), code="too_large"
        )
    email, is_new = OutgoingEmail.objects.get_or_create(
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
    if is_new:
        EmailAttachment.objects.bulk_create(EmailAttachment(email=email, file=file) for file in attached)
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
    """Nothing more is said of this thread: waiting notices are dropped, and e-mails that carry nothing else.

    A message that is being sent at this moment may still arrive; it is not tried again.
    """
    # Held first, so that a letter which is being written of them right now is seen as it will be.
    held = list(Notice.objects.select_for_update().filter(thread=thread).values_list("pk", flat=True))
    on_the_way = Q(state=NoticeState.MAILED, email__state__in=[MailState.QUEUED, MailState.SENDING])
    unsaid = dict(
        Notice.objects.filter(Q(state=NoticeState.PENDING) | on_the_way, pk__in=held).values_list(
            "pk", "email_id"
        )
    )
    Notice.objects.filter(pk__in=unsaid).update(state=NoticeState.CANCELLED)
    still_needed = Notice.objects.filter(email__in=set(unsaid.values()), state=NoticeState.MAILED)
    letters = OutgoingEmail.objects.filter(pk__in=set(unsaid.values()), state=MailState.QUEUED)
    letters.exclude(pk__in=still_needed.values("email_id")).update(state=MailState.CANCELLED)


def forget_cancelled(thread: str) -> None:
    """What was dropped unsent in this thread may be noted anew: the thread goes on after all."""
    Notice.objects.filter(thread=thread, state=NoticeState.CANCELLED).exclude(
        email__state=MailState.SENT
    ).delete()


@transaction.atomic
def forget_emails(key_prefix: str, address: str) -> bool:
    """Wipe reader and text of the messages whose keys begin so, and take waiting ones out of the queue.

    For people without an account who ask us to forget them. What went to `address` with another key stays. False, and
    nothing is done, while one of them is being handed over.
    """
    mine = OutgoingEmail.objects.filter(key__startswith=key_prefix, address=address)
    if mine.filter(state=MailState.SENDING).exists():
        return False
    mine.filter(state=MailState.QUEUED).update(state=MailState.CANCELLED)
    mine.update(address=FORGOTTEN, subject="", text="", html="", headers={}, last_error="")
    return True


@transaction.atomic
def hold_mail() -> int:
    """Take out everything that waits, whoever wrote it; a person sends on from the outbox what is still wanted.

    After a backup was put back: what waited then may have been sent since. Returns how many messages were taken out.
    """
    Notice.objects.pending().update(state=NoticeState.CANCELLED)
    waiting = OutgoingEmail.objects.filter(state__in=[MailState.QUEUED, MailState.SENDING])
    return waiting.update(state=MailState.CANCELLED, lease_until=None, lease_key="")


# --- What people do in the outbox ---------------------------------------------------------------------------------


@transaction.atomic
def retry_email(email: OutgoingEmail, *, actor: User, at: datetime) -> None:
    """Put a message back into the queue that could not be delivered, or that was taken out.

    Raises ValidationError for one whose secret has been wiped. If its reader has left or its cause has gone, the next
    sweep takes it out again.
    """
    _refuse_while_sending(email)
    if email.is_secret and not email.text:
        raise ValidationError(
            _("This letter carried a log-in link that is gone. Ask for a new one."), code="wiped"
        )
    move_state(email, MAIL_MOVES, MailState.QUEUED, next_attempt_at=at, attempts=0, last_error="")
    record(
        "email.retried", actor=actor, organisation=email.organisation, obj=email, subject=email.subject, at=at
    )


@transaction.atomic
def cancel_email(email: OutgoingEmail, *, actor: User, at: datetime) -> None:
    """Take a waiting message out of the queue; the log-in link of a secret one is wiped."""
    _refuse_while_sending(email)
    wiped = {"text": "", "html": ""} if email.is_secret else {}
    move_state(email, MAIL_MOVES, MailState.CANCELLED, **wiped)
    record(
        "email.cancelled",
        actor=actor,
        organisation=email.organisation,
        obj=email,
        subject=email.subject,
        at=at,
    )


def _refuse_while_sending(email: OutgoingEmail) -> None:
    """A letter under a lease is its sender's, whatever the table of moves allows to that sender."""
    if email.state == MailState.SENDING:
        raise IllegalMove(_("This letter is being sent right now."), code="sending")


# --- Addresses that take no mail ----------------------------------------------------------------------------------


@transaction.atomic
def address_refuses(person: User, *, at: datetime) -> None:
    """The mail server says that the person's address takes no mail: the coordinators are told, once an incident.

    The incident lasts until a message is taken again.
    """
    if not User.objects.filter(pk=person.pk, mail_refused_at__isnull=True).update(mail_refused_at=at):
        return
    facts = {"name": person.name, "address": person.email, "refused_on": timezone.localdate(at).isoformat()}
    for membership in Membership.objects.current().filter(user=person).select_related("organisation"):
        coordinators = account_queries.coordinators(membership.organisation).exclude(user=person)
        tell(
            [coordinator.user for coordinator in coordinators],
            organisation=membership.organisation,
            thread=f"address:{person.pk}",
            stage=f"refused:{at:%Y%m%d%H%M%S}",
            template="address_refused",
            facts={**facts, "path": "/outbox/"},
            at=at,
            urgent=True,
        )


def address_answers(person: User) -> None:
    """A message to the person was taken: the incident is over."""
    User.objects.filter(pk=person.pk).update(mail_refused_at=None)
