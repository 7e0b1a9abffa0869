"""Handing the outbox over to the mail server.

Truth is the row: it is claimed with a lease in a transaction of its own, sent outside any transaction, and marked as
soon as the server has answered. A process that dies leaves a lease that runs out; the next sweep takes over. Only a
death between the server's answer and our note of it can send a copy, and the copy has the same Message-ID.
"""

import uuid
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from accounts.models import Membership
from correspondence import actions
from correspondence.couriers import Couriers, Verdict
from correspondence.models import EmailAttachment, Notice, OutgoingEmail, OutgoingEmailQuerySet
from correspondence.states import MailState, NoticeState

BATCH = 200
MOST_BYTES = 40 * 1024 * 1024
LEASE = timedelta(seconds=60)
RENEW_EVERY = timedelta(seconds=15)
# Minutes until the next attempt, by the number of attempts made: over three days in all.
RETRY_MINUTES = (1, 5, 15, 60, 120, 240, *[480] * 8)
# Minutes until the next attempt when it was the server that could not be used.
SERVER_PAUSE = timedelta(minutes=5)


@dataclass
class Lease:
    """The time for which claimed rows are ours; longer work renews it. Its clock is the wall's, for others read it too."""

    key: str
    until: datetime

    def is_held(self) -> bool:
        return timezone.now() < self.until

    def renew(self) -> None:
        """Hold for another LEASE, unless it has been renewed a moment ago or is lost already."""
        now = timezone.now()
        if now >= self.until or self.until - now > LEASE - RENEW_EVERY:
            return
        until = now + LEASE
        OutgoingEmail.objects.filter(lease_key=self.key, state=MailState.SENDING).update(lease_until=until)
        self.until = until


def deliver_due(at: datetime, *, batches: int = 10) -> int:
    """Send what is due, at most `batches` times 200 messages; returns how many were handed over.

    `at` is the moment of the sweep; leases and retries go by the clock.
    """
    park_exhausted(at)
    sent, room = 0, batches * BATCH
    while room > 0:
        lease, emails = claim(max(at, timezone.now()), min(room, BATCH))
        if lease is None:
            break
        room -= max(1, len(emails))
        couriers = Couriers(emails, connections=settings.MAIL_CONNECTIONS, may_send=lease.is_held)
        sent += _note_all(couriers, lease)
        if couriers.is_down:
            break
    return sent


def _note_all(couriers: Couriers, lease: Lease) -> int:
    """Write down every verdict as it comes; returns how many messages were handed over."""
    sent = 0
    with closing(iter(couriers)) as verdicts:
        for verdict in verdicts:
            lease.renew()
            if verdict is not None:
                _note(verdict)
                sent += verdict.state == MailState.SENT
    return sent


def claim(at: datetime, limit: int = BATCH) -> tuple[Lease | None, list[OutgoingEmail]]:
    """Take up to `limit` due messages for this process, under a lease; (None, []) when nothing is due.

    Those whose reader has left, or whose cause has gone, are cancelled instead of taken.
    """
    lease = Lease(uuid.uuid4().hex, at + LEASE)
    with transaction.atomic():
        due = OutgoingEmail.objects.due(at)
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = _light(_next(due, limit))
        OutgoingEmail.objects.due(at).filter(id__in=ids).update(
            state=MailState.SENDING, lease_key=lease.key, lease_until=lease.until, attempts=F("attempts") + 1
        )
        taken = OutgoingEmail.objects.filter(lease_key=lease.key, state=MailState.SENDING)
        whole = taken.select_related("recipient").prefetch_related("attachments__file__document")
        mine = list(whole.order_by("next_attempt_at", "id"))
        unwanted = _unwanted(mine)
        taken.filter(id__in=unwanted).update(state=MailState.CANCELLED, lease_until=None)
    return (lease if mine else None), [email for email in mine if email.pk not in unwanted]


def _next(due: OutgoingEmailQuerySet, limit: int) -> list[int]:
    """The next messages to take: first those that wait; then, in ever smaller groups and at last one by one, those
    with which a process has died, so that one deadly message does not use up the attempts of the others."""
    waiting = due.filter(state=MailState.QUEUED).order_by("next_attempt_at", "id")
    ids = list(waiting.values_list("id", flat=True)[:limit])
    if ids:
        return ids
    abandoned = due.filter(state=MailState.SENDING).order_by("attempts", "next_attempt_at", "id")
    rows = list(abandoned.values_list("id", "attempts")[:limit])
    deaths = rows[0][1] if rows else 0
    return [pk for pk, attempts in rows if attempts == deaths][: max(1, limit // 4**deaths)]


def _light(ids: list[int]) -> list[int]:
    """As many of the first as can be held in memory with their files; always one."""
    heavy = EmailAttachment.objects.filter(email__in=ids).values("email")
    weights = dict(heavy.annotate(weight=Sum("file__size")).values_list("email", "weight"))
    if not weights:
        return ids
    sums = accumulate(weights.get(pk, 0) for pk in ids)
    return [pk for pk, weight in zip(ids, sums, strict=True) if weight <= MOST_BYTES or pk == ids[0]]


def park_exhausted(at: datetime) -> int:
    """Messages that used up every attempt (a process died with each) stop and are shown as failed."""
    spent = OutgoingEmail.objects.due(at).filter(attempts__gt=len(RETRY_MINUTES))
    return spent.update(state=MailState.FAILED, lease_until=None, last_error="attempts used up")


def _unwanted(emails: Sequence[OutgoingEmail]) -> set[int]:
    """Those whose reader is not a member any more, and those with notices of which none is needed any more."""
    ids = [email.pk for email in emails]
    told = Notice.objects.filter(email__in=ids)
    needed = set(told.filter(state=NoticeState.MAILED).values_list("email_id", flat=True))
    unneeded = set(told.values_list("email_id", flat=True)) - needed
    pairs = _current_pairs(
        {email.recipient_id for email in emails if email.recipient_id and email.organisation_id}
    )
    return unneeded | {email.pk for email in emails if not _still_reads(email, pairs)}


def _current_pairs(people: Collection[int | None]) -> set[tuple[int, int]]:
    current = Membership.objects.current().filter(user__in=people)
    return set(current.values_list("user_id", "organisation_id")) if people else set()


def _still_reads(email: OutgoingEmail, current: set[tuple[int, int]]) -> bool:
    if email.recipient is None or email.is_secret:
        return True
    if not email.recipient.is_active:
        return False
    return email.organisation_id is None or (email.recipient.pk, email.organisation_id) in current


def _note(verdict: Verdict) -> None:
    """Write down what became of a message, if it is still ours."""
    email = verdict.email
    mine = OutgoingEmail.objects.filter(pk=email.pk, lease_key=email.lease_key, state=MailState.SENDING)
    if verdict.state != MailState.SENT:
        _note_refusal(verdict, mine)
        return
    noted = {"text": "", "html": ""} if email.is_secret else {}
    noted["receipt"] = verdict.receipt.replace("\x00", "")[:300]
    mine.update(state=MailState.SENT, sent_at=timezone.now(), lease_until=None, last_error="", **noted)
    if email.recipient is not None and email.recipient.mail_refused_at:
        actions.address_answers(email.recipient)


@transaction.atomic
def _note_refusal(verdict: Verdict, mine: OutgoingEmailQuerySet) -> None:
    email, now = verdict.email, timezone.now()
    outcome = {"lease_until": None, "last_error": verdict.error.replace("\x00", "")[:300]}
    if verdict.state == MailState.QUEUED and not verdict.counts:
        mine.update(
            state=MailState.QUEUED, next_attempt_at=now + SERVER_PAUSE, attempts=F("attempts") - 1, **outcome
        )
    elif verdict.state == MailState.QUEUED and email.attempts <= len(RETRY_MINUTES):
        pause = timedelta(minutes=RETRY_MINUTES[email.attempts - 1])
        mine.update(state=MailState.QUEUED, next_attempt_at=now + pause, **outcome)
    else:
        mine.update(state=MailState.FAILED, **outcome)
        if verdict.address_refused and email.recipient is not None:
            actions.address_refuses(email.recipient, at=now)
