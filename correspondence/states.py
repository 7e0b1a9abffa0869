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


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"


CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class OrderState(models.TextChoices):
    WAITING = "waiting", _("waiting for its turn")
    RENDERING = "rendering", _("being made")
    READY = "ready", _("issued")
    FAILED = "failed", _("could not be made")


ORDER_MOVES: Moves = {
    OrderState.WAITING: frozenset({OrderState.RENDERING}),
    OrderState.RENDERING: frozenset({OrderState.READY, OrderState.FAILED, OrderState.WAITING}),
    OrderState.FAILED: frozenset({OrderState.WAITING}),
}


class RenderingTrouble(models.TextChoices):
    """Why no file was made, as a sentence for whoever asked for it."""

    TOO_LARGE = (
        "too_large",
        _("The document has too many rows or too much text for one file. Divide it into two documents."),
    )
    TEXT_TOO_LONG = (
        "text_too_long",
        _("One cell or paragraph is longer than 20 pages. Divide it, then ask again."),
    )
    TOO_SLOW = (
        "too_slow",
        _("Making the document took more than a minute and was stopped. Divide it into two documents."),
    )
    MEMORY = (
        "memory",
        _("The document needs more memory than one document may have. Divide it into two documents."),
    )
    TOO_DEEP = "too_deep", _("The document is built too deep to be set. Tell the operator.")
    CRASHED = (
        "crashed",
        _(
            "The document could not be made. Nothing was issued; try again, and tell the operator if it repeats."
        ),
    )
    EXHAUSTED = (
        "exhausted",
        _("Making the document was interrupted several times. Nothing was issued; try again."),
    )


class LanguageMode(models.TextChoices):
    """The language of a document: the addressee's. The values are those of correspondence.documents.Mode."""

    KAZAKH = "kk", _("in Kazakh")
    RUSSIAN = "ru", _("in Russian")
    BOTH = "kk+ru", _("in Kazakh and Russian side by side")


class LetterKind(models.TextChoices):
    COVER_BODY = "letter.cover_body", _("Cover letter to the state body")
    COVER_COUNCIL = "letter.cover_council", _("Cover letter to the public council")
    ESCALATION_COUNCIL = (
        "letter.escalation_council",
        _("Letter to the public council on comments not accepted"),
    )
    AUTHORISED_BODY = "letter.authorised_body", _("Letter to the authorised body")


class ScanState(models.TextChoices):
    """What the virus scanner said of a kept file."""

    WAITING = "waiting", _("waiting for the virus scanner")
    CLEAN = "clean", _("nothing found")
    INFECTED = "infected", _("something found: held back")


SCAN_MOVES: Moves = {ScanState.WAITING: frozenset({ScanState.CLEAN, ScanState.INFECTED})}
