"""Looking into a mailbox. It is opened read-only: no letter in it is marked, moved or deleted by us."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from inforequests.incoming.reading import MAX_BYTES, MAX_HEADERS
from inforequests.states import MailboxFailure

CONNECT_SECONDS, READ_SECONDS = 10, 30
BROKEN = (IMAPClientError, OSError, ValueError, LookupError, TypeError, AssertionError)


class NoMailbox(Exception):
    """The mailbox could not be looked into; `failure` says why. What the server said is not repeated."""

    def __init__(self, failure: MailboxFailure) -> None:
        super().__init__(failure.value)
        self.failure = failure


@dataclass(frozen=True)
class Fetched:
    """A letter as the server gave it. `size`: what the server says; `is_whole` False: `raw` holds the headers alone."""

    uid: int
    raw: bytes
    size: int
    received_at: datetime | None
    is_whole: bool


@dataclass(frozen=True)
class Folder:
    """An open folder; `uidvalidity` changes when the server counts its letters anew. Its methods raise NoMailbox."""

    client: Any
    uidvalidity: int

    def uids_after(self, last_uid: int, since: date) -> list[int]:
        """Of the letters that came on `since` or later, in the order in which they are numbered."""
        with _asking(MailboxFailure.PROTOCOL):
            found = self.client.search(["UID", f"{last_uid + 1}:*", "SINCE", since])
            return sorted(
                uid for uid in set(found) if uid > last_uid
            )  # `n:*` also names the last one before n

    def fetch(self, uid: int, *, head_only: bool = False) -> Fetched | None:
        """None if it is gone. Its size is asked first, and no more than MAX_BYTES are read whatever the server says."""
        with _asking(MailboxFailure.PROTOCOL):
            about = self.client.fetch([uid], ["RFC822.SIZE", "INTERNALDATE"]).get(uid)
            if about is None:
                return None
            size, received_at = int(about[b"RFC822.SIZE"]), about.get(b"INTERNALDATE")
            is_whole = size <= MAX_BYTES and not head_only
            part = f"BODY.PEEK[]<0.{MAX_BYTES + 1}>" if is_whole else f"BODY.PEEK[HEADER]<0.{MAX_HEADERS}>"
            answer = self.client.fetch([uid], [part]).get(uid)
        if answer is None:
            return None
        raw = next((value for name, value in answer.items() if name.startswith(b"BODY[")), b"") or b""
        if len(raw) > MAX_BYTES:
            raw, is_whole, size = raw[:MAX_HEADERS], False, max(size, len(raw))
        return Fetched(uid, raw, size, received_at, is_whole)


@contextmanager
def opened(account: Any) -> Iterator[Folder]:
    """The folder of the account (config.mailbox.Account), read-only. Raises NoMailbox."""
    with _asking(MailboxFailure.UNREACHABLE):
        client = IMAPClient(
            account.host,
            port=account.port,
            ssl=account.is_tls,
            timeout=SocketTimeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        )
    try:
        client.normalise_times = False
        with _asking(MailboxFailure.PROTOCOL):
            if not account.is_tls and not account.is_local:
                client.starttls(ssl.create_default_context())
            client.login(account.user, account.password)
        with _asking(MailboxFailure.FOLDER):
            uidvalidity = int(client.select_folder(account.folder, readonly=True)[b"UIDVALIDITY"])
        yield Folder(client, uidvalidity)
    finally:
        _close(client)


@contextmanager
def _asking(failure: MailboxFailure) -> Iterator[None]:
    """What the server does wrong is told by `failure`; what it said is dropped, for it may repeat a name or a secret."""
    try:
        yield
    except LoginError:
        raise NoMailbox(MailboxFailure.LOGIN) from None
    except (TimeoutError, ConnectionError):
        raise NoMailbox(MailboxFailure.UNREACHABLE) from None
    except BROKEN:
        raise NoMailbox(failure) from None


def _close(client: Any) -> None:
    for leave in (client.logout, client.shutdown):
        try:
            leave()
        except BROKEN:
            continue
        return
