from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.states import Moves

# --- What became of a draft ---------------------------------------------------------------------------------


class FateState(models.TextChoices):
    UNKNOWN = "unknown", pgettext_lazy("draft", "not known yet")
    ADOPTED = "adopted", pgettext_lazy("draft", "adopted")
    WITHDRAWN = "withdrawn", pgettext_lazy("draft", "withdrawn")
    STALLED = "stalled", pgettext_lazy("draft", "stalled")


# What is recorded by mistake is taken back to where the draft was before: nobody adopts what is withdrawn.
FATE_MOVES: Moves = {
    FateState.UNKNOWN: frozenset({FateState.ADOPTED, FateState.WITHDRAWN, FateState.STALLED}),
    FateState.STALLED: frozenset({FateState.ADOPTED, FateState.WITHDRAWN, FateState.UNKNOWN}),
    FateState.ADOPTED: frozenset({FateState.UNKNOWN, FateState.STALLED}),
    FateState.WITHDRAWN: frozenset({FateState.UNKNOWN, FateState.STALLED}),
}


class PublishedIn(models.TextChoices):
    """Where an act may be published officially (Law 480-V art. 37)."""

    CONTROL_BANK = "control_bank", _("Reference Control Bank of NLAs, electronic")
    PARLIAMENT = "parliament", _("Bulletin of the Parliament")
    COLLECTION = "collection", _("Collection of acts of the President and the Government")
    NEWSPAPER = "newspaper", _("a newspaper chosen by tender")
    OTHER = "other", pgettext_lazy("publication", "elsewhere")


class ForceRule(models.TextChoices):
    """From what the day of force follows; the values, but for the last, are codes of time limits."""

    TEN_DAYS = "act.in_force", _("the general rule, counted from the first official publication")
    NEW_DUTIES = (
        "act.in_force.new_duties",
        _("new duties, liability, permits or burdens on business: the earliest day that the law lets"),
    )
    RESOLUTION = (
        "act.in_force.resolution",
        _("resolution of the Parliament or the Supreme Court: on its publication"),
    )
    COURT = "act.in_force.constitutional_court", _("resolution of the Constitutional Court: on its adoption")
    STATED = "stated", _("the day that the act itself names")


# --- What an act promises -----------------------------------------------------------------------------------


class ItemKind(models.TextChoices):
    BYLAW = "bylaw", _("by-law")
    METHODOLOGY = "methodology", _("methodology")
    REGULATION = "regulation", _("administrative regulation")
    KPI = "kpi", _("indicator (KPI)")
    OTHER = "other", pgettext_lazy("implementation", "something else")


class ItemState(models.TextChoices):
    """Whether it is late is read off its date."""

    EXPECTED = "expected", pgettext_lazy("implementation", "expected")
    IN_PROGRESS = "in_progress", pgettext_lazy("implementation", "in progress")
    DONE = "done", pgettext_lazy("implementation", "done")
    DROPPED = "dropped", pgettext_lazy("implementation", "not followed any more")


ITEM_MOVES: Moves = {
    ItemState.EXPECTED: frozenset({ItemState.IN_PROGRESS, ItemState.DONE, ItemState.DROPPED}),
    ItemState.IN_PROGRESS: frozenset({ItemState.EXPECTED, ItemState.DONE, ItemState.DROPPED}),
    ItemState.DONE: frozenset({ItemState.EXPECTED, ItemState.IN_PROGRESS}),
    ItemState.DROPPED: frozenset({ItemState.EXPECTED, ItemState.IN_PROGRESS}),
}
OPEN_ITEMS = (ItemState.EXPECTED, ItemState.IN_PROGRESS)


# --- Public councils ----------------------------------------------------------------------------------------


class CouncilLevel(models.TextChoices):
    CENTRAL = "central", _("at a central body")
    REGION = "region", _("of a region or a city")
    DISTRICT = "district", _("of a district")
    QUASI_STATE = "quasi_state", _("at a quasi-state company")


class EntryKind(models.TextChoices):
    """What is kept of a council; the words of the address."""

    PROPOSAL = "proposal", _("proposal for the agenda")
    OPINION = "opinion", _("opinion on a draft act")
    MEETING = "meeting", _("meeting")
    RECOMMENDATION = "recommendation", _("recommendation")


class ProposalState(models.TextChoices):
    SENT = "sent", pgettext_lazy("agenda", "no answer yet")
    INCLUDED = "included", pgettext_lazy("agenda", "put on the agenda")
    REFUSED = "refused", pgettext_lazy("agenda", "refused")


class OpinionState(models.TextChoices):
    """That the council kept silent is read off its term."""

    AWAITED = "awaited", pgettext_lazy("opinion", "the council's term runs")
    GIVEN = "given", pgettext_lazy("opinion", "given, the body has not answered")
    AGREED = "agreed", pgettext_lazy("opinion", "the body agreed")
    DISAGREED = "disagreed", pgettext_lazy("opinion", "the body did not agree")


class FollowState(models.TextChoices):
    AWAITED = "awaited", pgettext_lazy("recommendation", "no answer yet")
    FOLLOWED = "followed", pgettext_lazy("recommendation", "followed")
    PARTLY = "partly", pgettext_lazy("recommendation", "followed in part")
    IGNORED = "ignored", pgettext_lazy("recommendation", "not followed")


ENTRY_MOVES: dict[str, Moves] = {
    EntryKind.PROPOSAL: {
        ProposalState.SENT: frozenset({ProposalState.INCLUDED, ProposalState.REFUSED}),
        ProposalState.INCLUDED: frozenset({ProposalState.SENT}),
        ProposalState.REFUSED: frozenset({ProposalState.SENT}),
    },
    EntryKind.OPINION: {
        OpinionState.AWAITED: frozenset({OpinionState.GIVEN}),
        OpinionState.GIVEN: frozenset({OpinionState.AGREED, OpinionState.DISAGREED, OpinionState.AWAITED}),
        OpinionState.AGREED: frozenset({OpinionState.GIVEN}),
        OpinionState.DISAGREED: frozenset({OpinionState.GIVEN}),
    },
    EntryKind.RECOMMENDATION: {
        FollowState.AWAITED: frozenset({FollowState.FOLLOWED, FollowState.PARTLY, FollowState.IGNORED}),
        FollowState.FOLLOWED: frozenset({FollowState.AWAITED}),
        FollowState.PARTLY: frozenset({FollowState.AWAITED}),
        FollowState.IGNORED: frozenset({FollowState.AWAITED}),
    },
}
# To where an answer that was recorded by mistake is taken back.
ENTRY_BACK: dict[str, str] = {
    ProposalState.INCLUDED: ProposalState.SENT,
    ProposalState.REFUSED: ProposalState.SENT,
    OpinionState.GIVEN: OpinionState.AWAITED,
    OpinionState.AGREED: OpinionState.GIVEN,
    OpinionState.DISAGREED: OpinionState.GIVEN,
    FollowState.FOLLOWED: FollowState.AWAITED,
    FollowState.PARTLY: FollowState.AWAITED,
    FollowState.IGNORED: FollowState.AWAITED,
}


class OpinionRule(models.TextChoices):
    """Which term a council has (Law 480-V art. 20(2)); the values are codes of time limits."""

    BYLAW = "public_council.opinion", _("a by-law")
    LAW = "public_council.opinion.law", _("a draft law")
    CRISIS = "public_council.opinion.crisis", _("an act in a crisis")


class PositionState(models.TextChoices):
    PUBLISHED = "published", pgettext_lazy("position", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("position", "taken back")


POSITION_MOVES: Moves = {
    PositionState.PUBLISHED: frozenset({PositionState.PUBLISHED, PositionState.WITHDRAWN}),
    PositionState.WITHDRAWN: frozenset({PositionState.PUBLISHED}),
}
