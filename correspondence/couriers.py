"""Carrying a batch of messages over several connections at once, and what was said of each.

Couriers know nothing of the database: they take messages from a common pile, and each waits until the fate of the
last one has been noted before the next leaves, so that a crash can repeat no more than one message a connection.
"""

import logging
import re
import smtplib
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Protocol, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common import dates
from correspondence.models import OutgoingEmail
from correspondence.smtp import Parcel, Pipelining, PipeliningBackend
from correspondence.states import CONTENT_TYPES, FileKind, MailState

log = logging.getLogger(__name__)

AUTOMATIC = "Auto-Submitted"
LATE_MARK = "<!--late-->"
LATE_AFTER = timedelta(hours=6)
# So many messages in a row without a word from the server, and a courier stops for this round.
PATIENCE = 3
LOOK_UP_EVERY = 1.0

# A refusal of the recipient that is not about the address: policy, authentication (RFC 3463).
POLICY = re.compile(r"5\.7\.\d")

SERVER_TROUBLES = (smtplib.SMTPException, OSError)


@dataclass(frozen=True)
class Verdict:
    """What became of one message: sent, to be tried again, or refused for good.

    `receipt`: what the server said when it took it.
    `counts`: the attempt was the message's own; False when the server could not be used at all. `address_refused`:
    the server says that the address takes no mail.
    """

    email: OutgoingEmail
    state: MailState
    error: str = ""
    counts: bool = True
    address_refused: bool = False
    receipt: str = ""


# --- The message --------------------------------------------------------------------------------------------------


def message_of(email: OutgoingEmail) -> EmailMultiAlternatives:
    """The e-mail as it is sent now; one that leaves much later than it was written says so."""
    text, html = email.text, email.html
    is_letter = AUTOMATIC in email.headers  # written by a person: it says no more than the person wrote
    if timezone.now() - email.created_at > LATE_AFTER and not is_letter:
        note = _late_note(email)
        text, html = f"{note}\n\n{text}", html.replace(LATE_MARK, f"<p><strong>{note}</strong></p>", 1)
    message = EmailMultiAlternatives(
        email.subject,
        text,
        settings.DEFAULT_FROM_EMAIL,
        [email.address],
        headers={AUTOMATIC: "auto-generated", **email.headers, "Message-ID": email.message_id},
    )
    for attached in email.attachments.all():  # read along by whoever claimed the message
        kind = FileKind(attached.file.kind)
        message.attach(attached.file.name, bytes(attached.file.body), CONTENT_TYPES[kind])
    if html:
        message.attach_alternative(html, "text/html")
    return message


def _late_note(email: OutgoingEmail) -> str:
    with translation.override(email.language):
        when = dates.moment(email.created_at, email.language, today=timezone.localdate())
        return _("This letter is late: it should have left %(when)s.") % {"when": when}


def parcel_of(message: EmailMultiAlternatives) -> Parcel:
    """The message as bytes. Raises ValueError for an address or a header that cannot be written."""
    sender, recipient = (
        sanitize_address(address, message.encoding or "utf-8")
        for address in (message.from_email, message.to[0])
    )
    return Parcel(sender, recipient, message.message().as_bytes(linesep="\r\n"))


# --- Where mail goes ----------------------------------------------------------------------------------------------


class Line(Protocol):
    """A way out, opened once, used for many messages."""

    def open(self) -> None: ...
    def carry(self, load: "Load", following: "Load | None") -> str:
        """Returns the receipt, '' if there is none."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, eq=False)
class Load:
    """A row of the outbox and what is sent of it."""

    email: OutgoingEmail
    message: EmailMultiAlternatives
    parcel: Parcel


class SmtpLine:
    def __init__(self, backend: EmailBackend) -> None:
        self._backend = backend

    def open(self) -> None:
        self._backend.open()
        self._smtp.ehlo_or_helo_if_needed()

    def carry(self, load: Load, following: Load | None) -> str:
        return self._smtp.carry(load.parcel, following.parcel if following else None)

    def close(self) -> None:
        self._backend.close()

    @property
    def _smtp(self) -> Pipelining:
        return cast(Pipelining, self._backend.connection)


class FolderLine:
    """One .eml file a message, named by its row: written again, it is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)

    def carry(self, load: Load, following: Load | None) -> str:
        path = self._folder / f"{load.email.pk:08d}.eml"
        unfinished = path.with_suffix(".part")
        try:
            unfinished.write_bytes(load.parcel.content)
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)  # on a full disk it is empty, and in the way
            raise
        return ""

    def close(self) -> None:
        pass


class BackendLine:
    """Any other of Django's e-mail backends."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def open(self) -> None:
        self._backend.open()

    def carry(self, load: Load, following: Load | None) -> str:
        self._backend.send_messages([load.message])
        return ""

    def close(self) -> None:
        self._backend.close()


def new_line() -> Line:
    """The way out that EMAIL_URL names: a mail server, or files in a folder."""
    config = settings.MAIL_TRANSPORT
    backend = config["EMAIL_BACKEND"]
    if backend.endswith("filebased.EmailBackend"):
        return FolderLine(Path(settings.MAIL_FOLDER))
    if not backend.endswith("smtp.EmailBackend"):
        return BackendLine(get_connection(backend))
    return SmtpLine(
        PipeliningBackend(
            host=config["EMAIL_HOST"],
            port=config["EMAIL_PORT"],
            username=config["EMAIL_HOST_USER"],
            password=config["EMAIL_HOST_PASSWORD"],
            use_tls=config.get("EMAIL_USE_TLS", False),
            use_ssl=config.get("EMAIL_USE_SSL", False),
            timeout=settings.EMAIL_TIMEOUT,
        )
    )


# --- The couriers -------------------------------------------------------------------------------------------------


class Couriers:
    """Carry `emails` over at most `connections` lines; iterating gives the verdicts, and None now and then meanwhile.

    The next message of a courier leaves when its last verdict has been taken and the iteration goes on. `may_send` is
    asked before each: once it says no, what is left stays untouched. `is_down` afterwards: the server could not be used.
    """

    def __init__(
        self, emails: Sequence[OutgoingEmail], *, connections: int, may_send: Callable[[], bool]
    ) -> None:
        self._pile = deque(emails)
        self._count = max(1, min(connections, len(emails)))
        self._may_send = may_send
        self._reports: SimpleQueue[tuple[Verdict, threading.Event] | None] = SimpleQueue()
        self._stopped = threading.Event()
        self._trouble = ""

    @property
    def is_down(self) -> bool:
        return bool(self._trouble and self._pile)

    def __iter__(self) -> Generator[Verdict | None, None, None]:
        for _number in range(self._count):
            threading.Thread(target=self._work, daemon=True).start()
        try:
            yield from self._as_they_come()
            if self.is_down and self._may_send():
                yield from [
                    Verdict(email, MailState.QUEUED, self._trouble, counts=False) for email in self._pile
                ]
        finally:
            self._stopped.set()

    def _as_they_come(self) -> Iterator[Verdict | None]:
        working = self._count
        while working:
            try:
                report = self._reports.get(timeout=LOOK_UP_EVERY)
            except Empty:
                yield None
                continue
            if report is None:
                working -= 1
                continue
            verdict, noted = report
            yield verdict
            noted.set()

    def _work(self) -> None:
        line: Line | None = None
        try:
            line = self._carry_pile()
        finally:
            self._reports.put(None)
            if line is not None:
                _close(line)

    def _carry_pile(self) -> Line | None:
        """Carry until nothing is left or the server does not answer; the line that is still open, if any."""
        line: Line | None = None
        silence = 0
        load = self._take()
        while load is not None:
            line = line or self._opened()
            if line is None:
                self._pile.appendleft(load.email)
                return None
            following = self._take()
            verdict, line = self._carry(line, load, following)
            self._report(verdict)
            silence = silence + 1 if line is None else 0
            if silence >= PATIENCE:
                self._trouble = verdict.error
                if following is not None:
                    self._pile.appendleft(following.email)
                return None
            load = following if not self._stopped.is_set() and self._may_send() else None
        return line

    def _take(self) -> Load | None:
        """The next message that can be built; one that cannot is refused here and stops nobody."""
        while not self._stopped.is_set() and self._may_send():
            try:
                email = self._pile.popleft()
            except IndexError:
                return None
            try:
                message = message_of(email)
                return Load(email, message, parcel_of(message))
            except Exception as poison:  # noqa: BLE001 - whatever it is, it is this one message's
                self._report(_poisoned(email, poison))
        return None

    def _opened(self) -> Line | None:
        line = new_line()
        try:
            line.open()
        except SERVER_TROUBLES as trouble:
            self._trouble = said(trouble)
            _close(line)
            return None
        return line

    def _carry(self, line: Line, load: Load, following: Load | None) -> tuple[Verdict, Line | None]:
        """The verdict, and the line if it can still be used."""
        try:
            receipt = line.carry(load, following)
        except SERVER_TROUBLES as trouble:
            verdict = verdict_on(load.email, trouble)
            if _still_open(trouble):
                return verdict, line
            _close(line)
            return verdict, None
        except Exception as poison:  # noqa: BLE001 - a message that cannot be sent must not stop the others
            _close(line)
            return _poisoned(load.email, poison), None
        return Verdict(load.email, MailState.SENT, receipt=receipt), line

    def _report(self, verdict: Verdict) -> None:
        noted = threading.Event()
        self._reports.put((verdict, noted))
        while not noted.wait(LOOK_UP_EVERY):
            if self._stopped.is_set():
                return


def _close(line: Line) -> None:
    try:
        line.close()
    except SERVER_TROUBLES:
        log.debug("the mail server had gone before we said goodbye")


def _poisoned(email: OutgoingEmail, poison: Exception) -> Verdict:
    log.warning("e-mail %s cannot be sent: %s", email.pk, poison)
    return Verdict(email, MailState.FAILED, said(poison))


def _still_open(trouble: Exception) -> bool:
    refusals = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)
    return isinstance(trouble, refusals) and not said(trouble).startswith("421")


def verdict_on(email: OutgoingEmail, trouble: Exception) -> Verdict:
    """5xx is final, 4xx and silence are tried again; a refusal of our own address is not the message's fault."""
    error = said(trouble)
    if isinstance(trouble, smtplib.SMTPSenderRefused):
        return Verdict(email, MailState.QUEUED, error, counts=False)
    if not re.match(r"5\d\d", error):
        return Verdict(email, MailState.QUEUED, error)
    about_address = isinstance(trouble, smtplib.SMTPRecipientsRefused) and not POLICY.search(error)
    return Verdict(email, MailState.FAILED, error, address_refused=about_address)


def said(trouble: Exception) -> str:
    """'550 no such user' where the server answered, else the kind of silence it was."""
    code: int
    answer: bytes | str
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(trouble.recipients.values()))
    elif isinstance(trouble, smtplib.SMTPResponseException):
        code, answer = trouble.smtp_code, trouble.smtp_error
    else:
        return f"{type(trouble).__name__}: {trouble}"
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return f"{code} {' '.join(text.split())}"
