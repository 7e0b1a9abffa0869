"""What the outbox and issued documents say in words: the state of a letter, a server's refusal, who was told what."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import User
from correspondence.composing import subject_of
from correspondence.kinds import kind_name
from correspondence.models import DocumentOrder, IssuedDocument, Notice, OutgoingEmail
from correspondence.states import LanguageMode, MailState, NoticeState, OrderState, RenderingTrouble

TONES = {MailState.SENT: "good", MailState.FAILED: "late", MailState.CANCELLED: "plain"}


@dataclass(frozen=True)
class Delivery:
    """How far a letter has got. `at`: when it was taken, or will be tried again; `why`: what stopped it, in a sentence."""

    state: str
    tone: str = ""
    at: datetime | None = None
    why: str = ""


def delivery(email: OutgoingEmail) -> Delivery:
    state = MailState(email.state)
    if state == MailState.SENT:
        return Delivery(_("sent"), TONES[state], email.sent_at)
    if state == MailState.QUEUED and email.attempts:
        return Delivery(
            _("will be tried again"), "soon", email.next_attempt_at, plain_error(email.last_error)
        )
    why = plain_error(email.last_error) if state != MailState.CANCELLED else ""
    return Delivery(str(state.label), TONES.get(state, ""), None, why)


def plain_error(error: str) -> str:
    """The mail server's last answer as a sentence that a person can act on; '' for no answer.

    `error` is what correspondence.couriers.said noted: '550 no such user', 'TimeoutError: timed out'.
    """
    if not error:
        return ""
    code = re.match(r"[245]\d\d\b", error)
    return _answer(code.group(), error) if code else _silence(error)


def _answer(code: str, error: str) -> str:
    if code in ("530", "534", "535"):
        return _(
            "Our mail server does not accept its user name or password. The operator has to look at this."
        )
    if re.search(r"5\.7\.\d", error):
        return _(
            "The receiving server refuses letters from our mail server. The operator has to look at this."
        )
    if code in ("550", "551", "553"):
        return _("The receiving server says that there is no such address. Check it with the person.")
    if code in ("452", "552"):
        return _("The mailbox of the recipient is full, or the letter is too large for it.")
    if code == "554":
        return _("The receiving server took the letter for unwanted mail and refused it.")
    if code.startswith("4"):
        return _("The receiving server is busy or asks to wait. It is tried again by itself.")
    return _("The mail server refused the letter.")


def _silence(error: str) -> str:
    if error.startswith("attempts used up"):
        return _("It was tried many times without success.")
    if "timed out" in error or error.startswith("TimeoutError"):
        return _("The mail server did not answer in time.")
    if error.startswith(("ConnectionRefusedError", "gaierror", "OSError")):
        return _("The mail server cannot be reached.")
    if error.startswith(("SMTPServerDisconnected", "ConnectionResetError", "BrokenPipeError", "SSL")):
        return _("The mail server broke the connection.")
    return _("The letter could not be written in a form that mail servers accept.")


@dataclass(frozen=True)
class Told:
    """One thing that one person was told: what it said, when it was noted, and how far its letter has got."""

    who: User
    what: str
    at: datetime
    delivery: Delivery
    email_id: int | None = None


def told(notices: Iterable[Notice], on: date) -> list[Told]:
    """The notices in the reader's language, as of the day `on`."""
    language = (get_language() or "kk")[:2]
    return [
        Told(
            notice.recipient,
            subject_of(notice, language, on),
            notice.created_at,
            _delivery_of(notice),
            notice.email_id,
        )
        for notice in notices
    ]


def _delivery_of(notice: Notice) -> Delivery:
    if notice.email is not None:
        return delivery(notice.email)
    if notice.state == NoticeState.PENDING and not notice.is_urgent:
        return Delivery(_("waits for the next digest"))
    if notice.state == NoticeState.MAILED:
        return Delivery(_("sent"), "good")
    return Delivery(
        str(NoticeState(notice.state).label), "plain" if notice.state == NoticeState.CANCELLED else ""
    )


# --- Documents -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Issued:
    """An issued document with its kind and language in words."""

    row: IssuedDocument
    kind: str
    language: str


def issued_row(document: IssuedDocument) -> Issued:
    return Issued(document, kind_name(document.kind), str(LanguageMode(document.language).label))


@dataclass(frozen=True)
class Progress:
    """How far a document is. `is_over`: nothing more happens by itself; `why`: what stopped it, in a sentence."""

    kind: str
    state: str
    text: str = ""
    tone: str = ""
    why: str = ""
    is_over: bool = False


def progress(order: DocumentOrder, before: int) -> Progress:
    """`before`: how many other documents are made before this one."""
    state, kind = OrderState(order.state), kind_name(order.kind)
    label = str(state.label)
    if state == OrderState.FAILED:
        why = str(RenderingTrouble(order.trouble or RenderingTrouble.CRASHED).label)
        return Progress(kind, label, tone="late", why=why, is_over=True)
    if state == OrderState.WAITING and before:
        return Progress(
            kind,
            label,
            ngettext("%(count)s document is made before it", "%(count)s documents are made before it", before)
            % {"count": before},
        )
    text = (
        _("This takes a few seconds, a long table up to a minute.") if state == OrderState.RENDERING else ""
    )
    return Progress(kind, label, text, is_over=state == OrderState.READY)
