"""Fetching letters out of the mailboxes: each is kept once, whatever stops the worker in between."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import Organisation
from deadlines import queries as deadline_queries
from inforequests.imap import Fetched, Folder, NoMailbox, opened
from inforequests.incoming import Letter, Match, Trouble, decide, read_headers, read_letter
from inforequests.matches import requests_found
from inforequests.models import IncomingMail, Mailbox
from inforequests.states import IncomingState, MailboxFailure, QuarantineReason

A_SWEEP = 50
MOST_TRIES = 3
LOOKED_BACK = timedelta(days=30)  # of the letters that lay there before the mailbox was named to us
DISMISSED_KEPT = timedelta(days=30)
logger = logging.getLogger(__name__)


def fetch_all(at: datetime) -> int:
    """Look into every mailbox of the installation; returns how many letters were kept. One that fails stops no other."""
    _forget_dismissed(at)
    return sum(fetch_mailbox(account, at) for account in settings.INBOX_ACCOUNTS)


def _forget_dismissed(at: datetime) -> None:
    """What a letter said that was no answer goes after DISMISSED_KEPT; that it came stays, so that it comes once."""
    old = IncomingMail.objects.filter(state=IncomingState.DISMISSED, decided_at__lt=at - DISMISSED_KEPT)
    old.exclude(raw=b"").update(
        raw=b"", text="", files=[], sender_name="", sender="", subject="", is_whole=False
    )


def fetch_mailbox(account: Any, at: datetime) -> int:
    """Keep at most A_SWEEP new letters of one mailbox. That it could not be read is noted in its row, never raised."""
    organisations = list(Organisation.objects.filter(bin=account.organisation_bin)[:2])
    if len(organisations) != 1:
        logger.warning("INBOX_URL names a BIN that is not that of one organisation: its mailbox is not read.")
        return 0
    mailbox, _is_new = Mailbox.objects.get_or_create(
        organisation=organisations[0],
        key=account.key[:300],
        defaults={"since_on": deadline_queries.day_of(at - LOOKED_BACK)},
    )
    kept = 0
    try:
        with opened(account) as folder:
            _begin(mailbox, folder)
            for uid in folder.uids_after(mailbox.last_uid, mailbox.since_on)[:A_SWEEP]:
                kept += _taken(mailbox, folder, uid, at)
    except NoMailbox as failure:
        _note(mailbox, failure.failure, at)
    else:
        Mailbox.objects.filter(pk=mailbox.pk).update(read_at=at, failed_at=None, failure="")
    return kept


def _note(mailbox: Mailbox, failure: MailboxFailure, at: datetime) -> None:
    logger.warning("Mailbox %s could not be read: %s", mailbox.pk, failure.value)
    Mailbox.objects.filter(pk=mailbox.pk).update(failed_at=at, failure=failure)


def _begin(mailbox: Mailbox, folder: Folder) -> None:
    """Where the server counts anew, everything is read again: what is kept is known by its bytes."""
    if mailbox.uidvalidity != folder.uidvalidity:
        mailbox.uidvalidity, mailbox.last_uid, mailbox.in_hand_uid, mailbox.tries = (
            folder.uidvalidity,
            0,
            0,
            0,
        )
        mailbox.save(update_fields=["uidvalidity", "last_uid", "in_hand_uid", "tries"])


def _taken(mailbox: Mailbox, folder: Folder, uid: int, at: datetime) -> bool:
    """True if the letter was kept now. That it is in hand is noted first, so that one that kills us is known."""
    mailbox.tries = mailbox.tries + 1 if mailbox.in_hand_uid == uid else 1
    mailbox.in_hand_uid = uid
    mailbox.save(update_fields=["in_hand_uid", "tries"])
    fetched = folder.fetch(uid, head_only=mailbox.tries > MOST_TRIES)
    if fetched is None:
        _step_on(mailbox, uid)
        return False
    return _kept(mailbox, _read(fetched, mailbox.tries), at)


@dataclass(frozen=True)
class _Read:
    fetched: Fetched
    letter: Letter
    reason: str = ""


def _read(fetched: Fetched, tries: int) -> _Read:
    if tries > MOST_TRIES * 2:  # not even its headers let themselves be read
        return _Read(fetched, Letter(trouble=Trouble.BROKEN), QuarantineReason.DEADLY)
    if tries > MOST_TRIES:
        return _Read(fetched, read_headers(fetched.raw, Trouble.BROKEN), QuarantineReason.DEADLY)
    if not fetched.is_whole:
        return _Read(fetched, read_headers(fetched.raw, Trouble.TOO_LARGE))
    return _Read(fetched, read_letter(fetched.raw))


def _step_on(mailbox: Mailbox, uid: int) -> None:
    mailbox.last_uid, mailbox.in_hand_uid, mailbox.tries = uid, 0, 0
    mailbox.save(update_fields=["last_uid", "in_hand_uid", "tries"])


@transaction.atomic
def _kept(mailbox: Mailbox, read: _Read, at: datetime) -> bool:
    """The row and how far the mailbox was read, together or not at all; False if it is kept already."""
    Mailbox.objects.select_for_update(of=("self",)).get(pk=mailbox.pk)
    fetched, letter = read.fetched, read.letter
    digest = sha256(fetched.raw if fetched.is_whole else fetched.raw + b"\0%d" % fetched.size).hexdigest()
    _step_on(mailbox, fetched.uid)
    mine = IncomingMail.objects.filter(mailbox=mailbox)
    if mine.filter(sha256=digest).exists():
        return False
    if mine.filter(uidvalidity=mailbox.uidvalidity, uid=fetched.uid).exists():
        return False
    is_second = bool(letter.message_id) and mine.filter(message_id=letter.message_id).exists()
    match = decide(letter, **requests_found(mailbox.organisation, letter))
    chosen = None if is_second or read.reason else match.request
    IncomingMail.objects.create(
        organisation=mailbox.organisation,
        mailbox=mailbox,
        uidvalidity=mailbox.uidvalidity,
        uid=fetched.uid,
        message_id=letter.message_id,
        sha256=digest,
        state=IncomingState.ATTACHED if chosen else IncomingState.WAITING,
        reason="" if chosen else read.reason or _reason(letter, match, is_second=is_second),
        sender_name=letter.sender_name,
        sender=letter.sender,
        subject=letter.subject,
        text=letter.text,
        files=[
            {"index": file.index, "name": file.name, "size": len(file.body), "refusal": file.refusal}
            for file in letter.files
        ],
        suggested=[match.request] if match.request and not chosen else list(match.suggested),
        written_at=letter.written_at,
        received_at=_received(fetched, at),
        fetched_at=at,
        size=fetched.size,
        is_whole=fetched.is_whole,
        raw=fetched.raw,
        info_request_id=chosen,
        matched_by=match.by.value if chosen and match.by else "",
    )
    return True


def _received(fetched: Fetched, at: datetime) -> datetime:
    """When the server took it; a letter cannot have come later than now."""
    came = fetched.received_at
    return min(came, at) if came is not None and came.tzinfo is not None else at


def _reason(letter: Letter, match: Match, *, is_second: bool) -> str:
    if letter.trouble is not None:
        return letter.trouble.value
    if is_second:
        return QuarantineReason.SAME_ID
    return match.reason.value if match.reason else QuarantineReason.NOBODY
