from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.states import Moves
from correspondence.states import LanguageMode
from inforequests.clocks import Kind


class RequestState(models.TextChoices):
    """How far the letter is. What has become of it after it was sent, its events say."""

    DRAFT = "draft", _("being written")
    ISSUED = "issued", _("issued, not sent yet")
    SENT = "sent", _("under way")
    CLOSED = "closed", _("finished")
    REMOVED = "removed", _("removed")


REQUEST_MOVES: Moves = {
    RequestState.DRAFT: frozenset({RequestState.ISSUED, RequestState.REMOVED}),
    RequestState.REMOVED: frozenset({RequestState.DRAFT}),
    RequestState.ISSUED: frozenset({RequestState.SENT, RequestState.CLOSED}),
    RequestState.SENT: frozenset({RequestState.CLOSED, RequestState.ISSUED}),
    RequestState.CLOSED: frozenset({RequestState.SENT, RequestState.ISSUED}),
}


class AnswerForm(models.TextChoices):
    """In which form the answer is wanted (Law 401-V art. 11(12))."""

    ELECTRONIC = "electronic", _("electronic")
    PAPER = "paper", _("on paper")
    BOTH = "both", _("electronic and on paper")


class AnswerWay(models.TextChoices):
    EMAIL = "email", _("to our e-mail")
    POST = "post", _("to our postal address")
    OTINISH = "otinish", _("through e-Otinish")


class ReadyText(models.TextChoices):
    """What is asked for, of the texts that lie ready (inforequests.ready_texts)."""

    OWN = "own", _("words of our own")
    FULL_DRAFT = "full_draft", _("Full draft, explanatory note and comparative table")
    REPORT = "report", _("Report on the public discussion")
    STATISTICS = "statistics", _("Statistics")
    ADOPTED = "adopted", _("Indicators and by-laws of an adopted act")


class DocumentKind(models.TextChoices):
    REQUEST = "inforequests.request", _("Request for information")
    REMINDER = "inforequests.reminder", _("Reminder of a request for information")
    COMPLAINT = "inforequests.complaint", _("Complaint about access to information")


class Channel(models.TextChoices):
    PAPER = "paper", _("on paper: post or by hand")
    EMAIL = "email", _("by e-mail")
    OTINISH = "otinish", _("e-Otinish")


ELECTRONIC = frozenset({Channel.EMAIL, Channel.OTINISH})


class EventKind(models.TextChoices):
    """The values are those of inforequests.clocks.Kind."""

    SENT = Kind.SENT.value, _("sent")
    REGISTERED = Kind.REGISTERED.value, _("received and registered by the addressee")
    EXTENDED = Kind.EXTENDED.value, _("term extended")
    REDIRECTED = Kind.REDIRECTED.value, _("passed on to another body")
    POINTED = Kind.POINTED.value, _("pointed to a publication")
    REFUSED = Kind.REFUSED.value, _("refused")
    ANSWERED = Kind.ANSWERED.value, _("answered")
    REMINDED = Kind.REMINDED.value, _("reminder sent")
    COMPLAINED = Kind.COMPLAINED.value, _("complaint filed")
    DECIDED = Kind.DECIDED.value, _("complaint decided")
    CLAIMED = Kind.CLAIMED.value, _("claim filed in court")
    CLOSED = Kind.CLOSED.value, _("finished by us")


# What a letter of the addressee may say; the others are steps of ours.
OF_THE_ADDRESSEE = frozenset(
    {
        *(EventKind.REGISTERED, EventKind.EXTENDED, EventKind.REDIRECTED, EventKind.POINTED),
        *(EventKind.REFUSED, EventKind.ANSWERED, EventKind.DECIDED),
    }
)


class Completeness(models.TextChoices):
    FULL = "full", _("everything that was asked")
    PART = "part", _("only a part")
    NONE = "none", _("nothing of it")


class Decision(models.TextChoices):
    UPHELD = "upheld", _("complaint upheld")
    PARTLY = "partly", _("complaint upheld in part")
    REJECTED = "rejected", _("complaint rejected")


class RefusalGround(models.TextChoices):
    """The seven grounds of Law 401-V art. 11(16), and a refusal that names none of them."""

    UNCLEAR = "unclear", _("the content of the request is not clear")
    NOT_BY_LAW = "not_by_law", _("the request does not meet the requirements of the law")
    RESTRICTED = "restricted", _("access to the information is restricted")
    ANALYSIS = "analysis", _("a legal assessment or an analysis is asked for")
    INSPECTION = "inspection", _("inspections are not finished")
    UNDECIDED = "undecided", _("the final decision is not taken")
    FOREIGN = "foreign", _("documents of foreign states whose disclosure is not agreed")
    NO_GROUND = "none_named", _("no ground of the law is named")


class Wrong(models.TextChoices):
    """What a complaint is about."""

    SILENCE = "silence", _("no answer within the term")
    LATENESS = "lateness", _("the answer or another step came late")
    PARTIAL = "partial", _("the answer is not complete")
    REFUSAL = "refusal", _("the refusal is not lawful")


class PublicationState(models.TextChoices):
    """How far the public page of an answer is."""

    DRAFT = "draft", pgettext_lazy("answer", "being prepared")
    PUBLISHED = "published", pgettext_lazy("answer", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("answer", "withdrawn")


PUBLICATION_MOVES: Moves = {
    PublicationState.DRAFT: frozenset({PublicationState.PUBLISHED}),
    PublicationState.PUBLISHED: frozenset({PublicationState.WITHDRAWN}),
    PublicationState.WITHDRAWN: frozenset({PublicationState.PUBLISHED}),
}


# --- Batches ------------------------------------------------------------------------------------------------------


class BatchState(models.TextChoices):
    """How far the text is that goes to many. How far each letter is, its line says."""

    DRAFT = "draft", _("being written")
    RUNNING = "running", _("being issued")
    STOPPED = "stopped", _("stopped by us")
    DONE = "done", _("issued")
    REMOVED = "removed", _("removed")


BATCH_MOVES: Moves = {
    BatchState.DRAFT: frozenset({BatchState.RUNNING, BatchState.REMOVED}),
    BatchState.REMOVED: frozenset({BatchState.DRAFT}),
    BatchState.RUNNING: frozenset({BatchState.STOPPED, BatchState.DONE}),
    BatchState.STOPPED: frozenset({BatchState.RUNNING}),
    BatchState.DONE: frozenset({BatchState.RUNNING}),
}


class LineState(models.TextChoices):
    """An addressee of a batch, until its letter is ordered; how the letter is made, its order says."""

    WAITING = "waiting", _("waiting for its turn")
    ORDERED = "ordered", _("ordered")
    FAILED = "failed", _("could not be issued")
    STOPPED = "stopped", _("stopped before it was issued")


LINE_MOVES: Moves = {
    LineState.WAITING: frozenset({LineState.ORDERED, LineState.FAILED, LineState.STOPPED}),
    LineState.FAILED: frozenset({LineState.WAITING}),
    LineState.STOPPED: frozenset({LineState.WAITING}),
}


class LineTrouble(models.TextChoices):
    """Why the letter of a line was not ordered, as a sentence."""

    LACKING = "lacking", _("Something that the law asks for is missing.")
    TOO_LARGE = "too_large", _("The text is too long for one letter.")
    REFUSED = "refused", _("The letter was refused.")


class SendTrouble(models.TextChoices):
    """Why a letter did not go into the outbox, as a sentence."""

    NO_ADDRESS = "no_address", _("There is no e-mail address.")
    TOO_LARGE = "too_large", _("The files are too large for an e-mail.")
    REFUSED = "refused", _("It is sent already, or cannot be sent any more.")


class BatchLanguage(models.TextChoices):
    """The language of the letters of a batch: each addressee's own by the directory, or one for all."""

    OWN = "own", _("as the directory says of each addressee")
    KAZAKH = LanguageMode.KAZAKH.value, LanguageMode.KAZAKH.label
    RUSSIAN = LanguageMode.RUSSIAN.value, LanguageMode.RUSSIAN.label
    BOTH = LanguageMode.BOTH.value, LanguageMode.BOTH.label


class IncomingState(models.TextChoices):
    """Where a letter out of the mailbox is. Whether it was recorded as an event, the event says."""

    WAITING = "waiting", _("in quarantine")
    ATTACHED = "attached", _("belongs to a request")
    DISMISSED = "dismissed", _("not an answer")


INCOMING_MOVES: Moves = {
    IncomingState.WAITING: frozenset({IncomingState.ATTACHED, IncomingState.DISMISSED}),
    IncomingState.ATTACHED: frozenset({IncomingState.WAITING}),
    IncomingState.DISMISSED: frozenset({IncomingState.WAITING}),
}


class QuarantineReason(models.TextChoices):
    """Why a letter waits for a person: values of inforequests.incoming.Trouble and Reason, and what the store knows."""

    NOBODY = "nobody", _("It names no open request of ours, and its sender is no addressee of one.")
    SEVERAL = "several", _("It may belong to several open requests.")
    AUTOMATIC = "automatic", _("A program wrote it: an automatic reply or a mailing.")
    REPORT = "report", _("A mail server reports on the delivery of a letter.")
    SAME_ID = "same_id", _("Another letter came before under the same identifier.")
    TOO_LARGE = (
        "too_large",
        _("It is larger than 15 MB: only its headers were fetched. Open it in the mailbox."),
    )
    NESTED = "nested", _("Letters lie in letters too deep: it was not taken apart.")
    MANY_PARTS = "many_parts", _("It has too many parts: it was not taken apart.")
    HEADERS = "headers", _("Its headers are damaged, or do not say who sent it.")
    BROKEN = "broken", _("It is damaged and could not be read.")
    DEADLY = "deadly", _("Reading it stopped our program several times: it was not read again.")
    BOMB = "bomb", _("An archive is attached that may hold anything. It was not unpacked.")
    FILE = (
        "file",
        _("A file is attached that is not kept here: of another kind, too large, or with a program in it."),
    )


class MailboxFailure(models.TextChoices):
    UNREACHABLE = "unreachable", _("The mail server does not answer.")
    LOGIN = "login", _("The mail server does not take the name or the password.")
    FOLDER = "folder", _("The folder of the mailbox cannot be opened.")
    PROTOCOL = "protocol", _("The mail server answers in a way that is not understood.")
