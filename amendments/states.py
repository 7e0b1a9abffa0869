from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.states import Moves


class Language(models.TextChoices):
    """The two languages that the law wants."""

    KAZAKH = "kk", pgettext_lazy("language", "Kazakh")
    RUSSIAN = "ru", pgettext_lazy("language", "Russian")


# --- The amendment table ------------------------------------------------------------------------------------


class TableState(models.TextChoices):
    DRAFT = "draft", _("being written")
    RETURNED = "returned", _("returned with remarks")
    EXPERT_REVIEW = "expert", _("with the expert")
    LAWYER_REVIEW = "lawyer", _("with the lawyer")
    HEAD_REVIEW = "head", _("with the head")
    APPROVED = "approved", _("approved")
    SUBMITTED = "submitted", _("submitted")


TABLE_MOVES: Moves = {
    TableState.DRAFT: frozenset({TableState.EXPERT_REVIEW}),
    TableState.RETURNED: frozenset({TableState.EXPERT_REVIEW}),
    TableState.EXPERT_REVIEW: frozenset({TableState.LAWYER_REVIEW, TableState.RETURNED}),
    TableState.LAWYER_REVIEW: frozenset({TableState.HEAD_REVIEW, TableState.RETURNED}),
    TableState.HEAD_REVIEW: frozenset({TableState.APPROVED, TableState.RETURNED}),
    TableState.APPROVED: frozenset({TableState.SUBMITTED, TableState.DRAFT}),
    TableState.SUBMITTED: frozenset({TableState.DRAFT}),
}

# Where everybody who writes amendments may write, and where only those who review may mend.
WRITABLE = frozenset({TableState.DRAFT, TableState.RETURNED})
MENDABLE = frozenset({TableState.EXPERT_REVIEW, TableState.LAWYER_REVIEW})
IN_REVIEW = frozenset({TableState.EXPERT_REVIEW, TableState.LAWYER_REVIEW, TableState.HEAD_REVIEW})
FROZEN = frozenset({TableState.APPROVED, TableState.SUBMITTED})


class Decision(models.TextChoices):
    """What a step of the review did."""

    SENT = "sent", _("sent to review")
    PASSED = "passed", _("passed on")
    RETURNED = "returned", _("returned with remarks")
    APPROVED = "approved", _("approved")
    REOPENED = "reopened", _("opened again")


class Category(models.TextChoices):
    """The kinds of amendments that the methodology names."""

    LEGAL_TECHNICAL = "technical", _("legal-technical")
    SUBSTANTIVE = "substantive", _("substantive")
    ANTI_CORRUPTION = "anticorruption", _("anti-corruption")


class Readiness(models.TextChoices):
    """How far the text in one language is."""

    MISSING = "missing", pgettext_lazy("text", "missing")
    DRAFT = "draft", pgettext_lazy("text", "draft")
    CHECKED = "checked", pgettext_lazy("text", "checked")


class LibraryKind(models.TextChoices):
    JUSTIFICATION = "justification", _("justification")
    LAW = "law", _("law reference")


# --- The draft's text -----------------------------------------------------------------------------------------


class ElementKind(models.TextChoices):
    """What a piece of a draft may be; the words of `amendments.texts.kinds`."""

    ANNEX = "annex", pgettext_lazy("of an act", "annex")
    SECTION = "section", pgettext_lazy("of an act", "section")
    CHAPTER = "chapter", pgettext_lazy("of an act", "chapter")
    SUBCHAPTER = "subchapter", pgettext_lazy("of an act", "subchapter")
    ARTICLE = "article", pgettext_lazy("of an act", "article")
    PARAGRAPH = "paragraph", pgettext_lazy("of an act", "paragraph")
    SUBPARAGRAPH = "subparagraph", pgettext_lazy("of an act", "subparagraph")
    PART = "part", pgettext_lazy("of an act", "part")
    INDENT = "indent", pgettext_lazy("of an act", "indent")
    HEADING = "heading", pgettext_lazy("of an act", "heading")
    PREAMBLE = "preamble", pgettext_lazy("of an act", "preamble")
    AMENDMENT = "amendment", pgettext_lazy("of an act", "instruction to change another act")


class TextOrigin(models.TextChoices):
    DOCX = "docx", _("Word file")
    DOC = "doc", _("old Word file")
    ODT = "odt", _("ODT file")
    TABLE = "table", _("comparative table")
    PASTED = "pasted", _("pasted text")


class AnchorState(models.TextChoices):
    """How a row's quotation stands to the latest text of the draft."""

    NONE = "none", _("not tied to the text")
    SAME = "same", _("as quoted")
    MOVED = "moved", _("moved to another number")
    CHANGED = "changed", _("wording changed")
    LOST = "lost", _("not found in the text")


# --- Assessment -----------------------------------------------------------------------------------------------


class Level(models.TextChoices):
    NONE = "none", pgettext_lazy("risk", "none seen")
    LOW = "low", pgettext_lazy("risk", "low")
    MEDIUM = "medium", pgettext_lazy("risk", "medium")
    HIGH = "high", pgettext_lazy("risk", "high")


class Effect(models.TextChoices):
    BETTER = "better", _("their situation improves")
    WORSE = "worse", _("their situation worsens")
    MIXED = "mixed", _("both better and worse")
    NONE = "none", _("no change seen")


class AccompanyingDocument(models.TextChoices):
    EXPLANATORY_NOTE = "explanatory_note", _("explanatory note")
    COMPARATIVE_TABLE = "comparative_table", _("comparative table")
    CALCULATIONS = "calculations", _("financial calculations")
    EXPERT_OPINIONS = "expert_opinions", _("expert opinions")
    OTHER_LANGUAGE = "other_language", _("text in the other language")


class Presence(models.TextChoices):
    PRESENT = "present", pgettext_lazy("document", "present")
    ABSENT = "absent", pgettext_lazy("document", "absent")
    NOT_REQUIRED = "not_required", pgettext_lazy("document", "not required")


class Recommendation(models.TextChoices):
    TAKE_PART = "take_part", _("take part")
    WATCH = "watch", _("watch")
    LEAVE = "leave", _("leave")


# --- Coalition ------------------------------------------------------------------------------------------------


class CoalitionState(models.TextChoices):
    OPEN = "open", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    REVOKED = "revoked", _("withdrawn")


COALITION_MOVES: Moves = {
    CoalitionState.OPEN: frozenset({CoalitionState.ACCEPTED, CoalitionState.REVOKED}),
}


# --- What became of it ----------------------------------------------------------------------------------------


class Channel(models.TextChoices):
    PORTAL = "portal", _("Open NLA portal")
    LETTER = "letter", _("letter on paper")
    EMAIL = "email", _("e-mail")
    PUBLIC_COUNCIL = "public_council", _("public council")
    E_OTINISH = "e_otinish", _("e-Otinish")


class Verdict(models.TextChoices):
    ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
    PARTLY = "partly", pgettext_lazy("proposal", "partly accepted")
    NOT_ACCEPTED = "not_accepted", pgettext_lazy("proposal", "not accepted")
    NOT_ANSWERED = "not_answered", pgettext_lazy("proposal", "not answered")


class Fate(models.TextChoices):
    """Where a row that was sent stands: the answer that a person confirmed, or that there is none yet."""

    ACCEPTED = Verdict.ACCEPTED.value, Verdict.ACCEPTED.label
    PARTLY = Verdict.PARTLY.value, Verdict.PARTLY.label
    NOT_ACCEPTED = Verdict.NOT_ACCEPTED.value, Verdict.NOT_ACCEPTED.label
    NOT_ANSWERED = Verdict.NOT_ANSWERED.value, Verdict.NOT_ANSWERED.label
    WAITING = "waiting", pgettext_lazy("proposal", "still waiting")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "taken back by us")


# The body said something on the substance; silence is an answer of another kind.
ANSWERED = frozenset({Fate.ACCEPTED, Fate.PARTLY, Fate.NOT_ACCEPTED})


class OutcomeSource(models.TextChoices):
    DRAFT_PAGE = "draft_page", _("saved page of the draft")
    REPORT_PAGE = "report_page", _("saved page of the report")
    LETTER = "letter", _("letter of the body")
    BY_HAND = "by_hand", _("entered by hand")


class Adoption(models.TextChoices):
    UNKNOWN = "unknown", _("not compared yet")
    VERBATIM = "verbatim", _("word for word")
    PARTLY = "partly", _("in part")
    ABSENT = "absent", _("absent")


class Wording(models.TextChoices):
    """Whether our words stand in the adopted act, as far as a person has seen to it."""

    VERBATIM = Adoption.VERBATIM.value, Adoption.VERBATIM.label
    PARTLY = Adoption.PARTLY.value, Adoption.PARTLY.label
    ABSENT = Adoption.ABSENT.value, Adoption.ABSENT.label
    COMPUTED = "computed", _("compared by the program, not confirmed by a person")
    UNKNOWN = Adoption.UNKNOWN.value, Adoption.UNKNOWN.label


class EscalationTo(models.TextChoices):
    PUBLIC_COUNCIL = "public_council", _("public council")
    AUTHORISED_BODY = "authorised_body", _("authorised body")
    OTHER = "other", _("another body")


class EscalationState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("letter", "being written")
    ISSUED = "issued", pgettext_lazy("letter", "issued, not sent yet")
    SENT = "sent", pgettext_lazy("letter", "sent, waits for a reply")
    ANSWERED = "answered", pgettext_lazy("letter", "answered")
    WITHDRAWN = "withdrawn", pgettext_lazy("letter", "withdrawn")


# What was sent stays: a letter is withdrawn, or written anew, only before that.
ESCALATION_MOVES: Moves = {
    EscalationState.DRAFT: frozenset({EscalationState.ISSUED, EscalationState.WITHDRAWN}),
    EscalationState.ISSUED: frozenset(
        {EscalationState.DRAFT, EscalationState.SENT, EscalationState.WITHDRAWN}
    ),
    EscalationState.SENT: frozenset({EscalationState.ANSWERED}),
    EscalationState.ANSWERED: frozenset({EscalationState.SENT}),
    EscalationState.WITHDRAWN: frozenset({EscalationState.DRAFT}),
}


class ReplyResult(models.TextChoices):
    """What the addressee of an escalation did."""

    MET = "met", pgettext_lazy("reply", "the request is met")
    PARTLY = "partly", pgettext_lazy("reply", "met in part")
    REFUSED = "refused", pgettext_lazy("reply", "refused")
    FORWARDED = "forwarded", pgettext_lazy("reply", "passed on to another body")
    NO_SUBSTANCE = "no_substance", pgettext_lazy("reply", "says nothing on the substance")


class PaperKind(models.TextChoices):
    """What a file beside an escalation is."""

    RECEIPT = "receipt", _("proof of sending")
    REPLY = "reply", _("the reply")


# --- Documents ------------------------------------------------------------------------------------------------


class DocumentKind(models.TextChoices):
    """What is issued of a table besides letters (correspondence.kinds)."""

    TABLE = "amendments.table", _("Table of proposals (amendments)")
    ASSESSMENT = "amendments.assessment", _("Rapid assessment of a draft")
