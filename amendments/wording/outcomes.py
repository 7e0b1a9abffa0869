"""Answers and their reasons as pages say them, with the limits of what the machine knows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from amendments.answers.verdicts import OutcomeProposal
from amendments.models import Outcome, OutcomePage, PageComment
from amendments.queries.outcome_standing import Difference, ShownCandidate
from amendments.queries.outcomes import SentRow, Tally
from amendments.states import Adoption, Verdict
from common.stems import written_in
from common.templatetags.kit import number
from projects.portal import CHANNELS

TONES = {
    Verdict.ACCEPTED: "good",
    Verdict.PARTLY: "soon",
    Verdict.NOT_ACCEPTED: "late",
    Verdict.NOT_ANSWERED: "late",
}
ADOPTION_TONES = {Adoption.VERBATIM: "good", Adoption.PARTLY: "soon", Adoption.ABSENT: "late"}
LIKELY_ORDER = 0.5
FLAGS: dict[str, Promise] = {
    "cut_short": gettext_lazy("The page was cut off while it was saved: the last comments may be missing."),
    "not_all_shown": gettext_lazy(
        "The portal counts more comments than stand on this page: the others are in other tabs. Save each tab."
    ),
    "not_all_read": gettext_lazy("Some comments of the page could not be read."),
    "doubled": gettext_lazy("A comment stood on the page twice; it is kept once."),
    "number_unknown": gettext_lazy(
        "Nothing on the page tells which draft it is. Compare the title before you confirm anything."
    ),
}


def similarity(value: float) -> str:
    """'0.82', with the decimal sign of the reader's language."""
    return number(Decimal(f"{value:.2f}"))


@dataclass(frozen=True)
class Shown:
    """A candidate in words. `basis`: what its verdict rests on; `reasons`: why it is taken for the row's; `language`: in
    which the comment is written, whatever the language of the page.
    """

    candidate: ShownCandidate
    similarity: str
    reasons: Sequence[str]
    basis: str
    verdict: str
    tone: str
    language: str

    @property
    def pk(self) -> int:
        return self.candidate.pk

    @property
    def comment(self) -> PageComment:
        return self.candidate.comment


def shown(candidate: ShownCandidate) -> Shown:
    proposal = candidate.proposal
    return Shown(
        candidate=candidate,
        similarity=similarity(candidate.candidate.similarity),
        reasons=list(reasons_of(candidate)),
        basis=basis_of(proposal),
        verdict=str(Verdict(proposal.outcome).label) if proposal.outcome else "",
        tone=TONES[Verdict(proposal.outcome)] if proposal.outcome else "",
        language=written_in(candidate.comment.text, candidate.page.language),
    )


def reasons_of(shown: ShownCandidate) -> Iterator[str]:
    why, comment = shown.candidate.reasons, shown.comment
    if comment.is_ours:
        yield _("It stands under a name of ours, or under a number that was given to us.")
    elif comment.is_ours is False:
        yield _("It stands under a name that is not ours.")
    if words := ", ".join(why.get("words", ())):
        if why.get("column") == "justification":
            yield _("Words of our justification in it: %(words)s.") % {"words": words}
        else:
            yield _("Words of our wording in it: %(words)s.") % {"words": words}
    if why.get("in_our_order", 0) >= LIKELY_ORDER:
        share = round(why["in_our_order"] * 100)
        yield _("%(share)s %% of our wording stands in it, in our order.") % {"share": share}
    if element := why.get("element"):
        if why.get("agreement", 0) > 0:
            yield _("It names the same place: «%(element)s».") % {"element": element}
        elif why.get("agreement", 0) < 0:
            yield _("It names another place: «%(element)s».") % {"element": element}
    if shown.candidate.is_ambiguous:
        yield _("Another amendment or another comment fits about as well: compare them.")


def basis_of(proposal: OutcomeProposal) -> str:
    """What the proposed verdict rests on, in a sentence."""
    words = ", ".join(f"«{word}»" for word in proposal.words)
    if proposal.basis == "mark":
        if proposal.is_doubtful:
            return _("The portal's mark and the reply disagree: the reply says %(words)s.") % {"words": words}
        return _("So the portal marks the comment.")
    if proposal.basis == "reply":
        if proposal.outcome is not None:
            return _("The body's reply says: %(words)s.") % {"words": words}
        if proposal.is_doubtful:
            return _("The reply says both: %(words)s. Read it and choose.") % {"words": words}
        return _("The reply says neither yes nor no. Read it and choose.")
    if proposal.basis == "silence":
        return _("Neither mark nor reply, and the term is over.")
    return _("Neither mark nor reply yet.")


# --- What was confirmed -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OutcomeLine:
    """A row of the table of outcomes."""

    row: SentRow
    outcome: Outcome | None
    difference: Difference | None = None

    @property
    def is_confirmed(self) -> bool:
        return self.outcome is not None and self.outcome.confirmed_at is not None

    @property
    def tone(self) -> str:
        return TONES[Verdict(self.outcome.state)] if self.outcome and self.is_confirmed else ""

    @property
    def adoption(self) -> str:
        known = self.outcome is not None and self.outcome.adoption in ADOPTION_TONES
        return str(Adoption(self.outcome.adoption).label) if self.outcome and known else ""

    @property
    def adoption_tone(self) -> str:
        return ADOPTION_TONES.get(Adoption(self.outcome.adoption), "") if self.outcome else ""

    @property
    def mark(self) -> str:
        """What a step of taking back names: the moment of the confirmation."""
        confirmed = self.outcome.confirmed_at if self.outcome else None
        return confirmed.isoformat() if confirmed else ""


@dataclass(frozen=True)
class Count:
    """'3 of 12', with the filter that shows them."""

    code: str
    label: str
    value: int
    all: int
    tone: str


WAITING = "waiting"
WAITING_LABEL = pgettext_lazy("answer", "not confirmed yet")


def counts(tally: Tally) -> list[Count]:
    """How many rows got each answer, of all that were sent; then those that wait."""
    found = [
        Count(code, str(Verdict(code).label), value, tally.all, TONES[Verdict(code)])
        for code, value in tally.verdicts.items()
    ]
    return [*found, Count(WAITING, str(WAITING_LABEL), tally.left, tally.all, "")]


# --- Pages ------------------------------------------------------------------------------------------------------------


def flags_in_words(page: OutcomePage) -> list[str]:
    return [str(FLAGS[flag]) for flag in page.flags if flag in FLAGS]


def channel_name(channel: int | None, language: str) -> str:
    """What the portal calls the tab, in the reader's language; '' where it is not known."""
    names = CHANNELS.get(channel or 0)
    return (names[1] if language.startswith("ru") else names[0]) if names else ""


@dataclass(frozen=True)
class ShownReply:
    text: str
    is_official: bool
    at: datetime | None


def replies_of(comment: PageComment) -> list[ShownReply]:
    return [_reply(reply) for reply in comment.replies]


def _reply(reply: Mapping[str, Any]) -> ShownReply:
    at = parse_datetime(reply["at"]) if reply.get("at") else None
    return ShownReply(reply["text"], bool(reply["is_official"]), at)
