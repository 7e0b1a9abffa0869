"""The hearing as it goes on: what the moderator's screen and the screen of the room show."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Prefetch

from hearings import lateness
from hearings.lateness import Part
from hearings.models import AgendaItem, CheckIn, Hearing, NamedVote, Proposal, Registration, Turn, Vote
from hearings.queries import agenda_of
from hearings.states import Choice, RegistrationState, VoteBase, VoteResult, VoteRule, VoteWay
from hearings.vote_count import Declared, Tally, needed, result


def clock(seconds: int) -> str:
    """Minutes and seconds as on a stop watch: 3:07."""
    return f"{seconds // 60}:{seconds % 60:02d}"


@dataclass(frozen=True)
class ItemRow:
    """An item of the agenda with the moment at which it begins by plan. `state`: waiting, going_on or over."""

    item: AgendaItem
    planned_at: datetime

    @property
    def state(self) -> str:
        if self.item.started_at is None:
            return "waiting"
        return "going_on" if self.item.ended_at is None else "over"


@dataclass(frozen=True)
class TurnRow:
    """A speaker. `spoke_before`: how many times this person has had the floor already, as far as the name tells."""

    turn: Turn
    spoke_before: int = 0

    @property
    def state(self) -> str:
        if self.turn.started_at is None:
            return "waiting"
        return "speaking" if self.turn.ended_at is None else "spoken"

    @property
    def length(self) -> str:
        """How long they spoke, as on a stop watch."""
        if self.turn.started_at is None or self.turn.ended_at is None:
            return ""
        return clock(int((self.turn.ended_at - self.turn.started_at).total_seconds()))


@dataclass(frozen=True)
class VoteRow:
    """A vote with what has been counted so far. `result` of a closed one, else None."""

    vote: Vote
    tally: Tally | None
    choices: dict[int, str] = field(default_factory=dict)

    @property
    def question(self) -> str:
        """What is voted on, in the reader's language; of a vote on a proposal without words of its own, the proposal."""
        return self.vote.question or (self.vote.proposal.text if self.vote.proposal is not None else "")

    @property
    def declared(self) -> Declared:
        return Declared(VoteRule(self.vote.rule), VoteBase(self.vote.base), self.vote.quorum)

    @property
    def result(self) -> VoteResult | None:
        if self.vote.closed_at is None or self.tally is None or self.vote.present is None:
            return None
        return result(self.declared, self.tally, self.vote.present)

    @property
    def needed(self) -> int | None:
        """How many votes in favour adopt it; None for a consensus and before it is counted."""
        if self.tally is None or self.vote.present is None or self.vote.rule == VoteRule.CONSENSUS:
            return None
        return needed(self.declared, self.tally, self.vote.present)

    @property
    def state(self) -> str:
        if self.vote.dropped_at is not None:
            return "dropped"
        return "going_on" if self.vote.closed_at is None else "closed"


@dataclass(frozen=True)
class Board:
    """`at`: the moment that it shows. `turns`: in the order of the queue, without those who dropped out."""

    hearing: Hearing
    at: datetime
    items: list[ItemRow]
    turns: list[TurnRow]
    proposals: list[Proposal]
    votes: list[VoteRow]
    came: list[CheckIn] = field(default_factory=list)
    expected: list[Registration] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        return [
            Part(timedelta(minutes=row.item.minutes), row.item.started_at, row.item.ended_at)
            for row in self.items
        ]

    @property
    def late_minutes(self) -> int:
        """How late the hearing runs, in whole minutes; negative where it runs ahead. 0 of one that is closed."""
        if self.hearing.closed_at is not None and self.speaking is None and self.item is None:
            at = self.hearing.closed_at
        else:
            at = self.at
        seconds = lateness.late_by(self.parts, self.hearing.starts_at, at).total_seconds()
        return int(seconds / 60)

    @property
    def item(self) -> ItemRow | None:
        return next((row for row in self.items if row.state == "going_on"), None)

    @property
    def speaking(self) -> TurnRow | None:
        return next((row for row in self.turns if row.state == "speaking"), None)

    @property
    def waiting(self) -> list[TurnRow]:
        return [row for row in self.turns if row.state == "waiting"]

    @property
    def spoken(self) -> list[TurnRow]:
        """The last speaker first."""
        rows = [row for row in self.turns if row.state == "spoken"]
        return sorted(rows, key=lambda row: row.turn.started_at or self.at, reverse=True)

    @property
    def vote(self) -> VoteRow | None:
        """The vote that is going on."""
        return next((row for row in self.votes if row.state == "going_on"), None)

    @property
    def closed_votes(self) -> list[VoteRow]:
        return [row for row in self.votes if row.state == "closed"]

    @property
    def present(self) -> int:
        return sum(row.left_at is None for row in self.came)

    @property
    def ballot(self) -> list[tuple[CheckIn, str]]:
        """Those present, each with what they have said in the vote by name that is going on."""
        choices = self.vote.choices if self.vote is not None else {}
        return [(row, choices.get(row.pk, "")) for row in self.came if row.left_at is None]

    @property
    def share_minutes(self) -> str:
        return clock(self.share_seconds)

    @property
    def share_seconds(self) -> int:
        """A fair share of what is left of the item for each who waits, rounded down to ten seconds; 0 where none is."""
        if self.item is None or self.item.item.started_at is None or len(self.waiting) < 2:
            return 0
        ends_at = self.item.item.started_at + timedelta(minutes=self.item.item.minutes)
        share = lateness.fair_share(ends_at - self.at, len(self.waiting))
        return int(share.total_seconds()) // 10 * 10


def board_of(hearing: Hearing, at: datetime, *, with_people: bool = True) -> Board:
    """The hearing at that moment; `with_people` also who came and who is expected."""
    items = list(agenda_of(hearing))
    parts = [Part(timedelta(minutes=item.minutes)) for item in items]
    starts = lateness.planned_starts(parts, hearing.starts_at)
    came = list(CheckIn.objects.filter(hearing=hearing).order_by("came_at", "pk")) if with_people else []
    return Board(
        hearing=hearing,
        at=at,
        items=[ItemRow(item, start) for item, start in zip(items, starts, strict=True)],
        turns=turns_of(hearing),
        proposals=list(Proposal.objects.filter(hearing=hearing).order_by("-number")),
        votes=votes_of(hearing),
        came=came,
        expected=_expected(hearing, came) if with_people else [],
    )


def _expected(hearing: Hearing, came: Sequence[CheckIn]) -> list[Registration]:
    there = {row.registration_id for row in came}
    rows = Registration.objects.filter(
        hearing=hearing, state__in=(RegistrationState.SEATED, RegistrationState.WAITING)
    ).order_by("name", "pk")
    return [row for row in rows if row.pk not in there]


def turns_of(hearing: Hearing) -> list[TurnRow]:
    turns = Turn.objects.filter(hearing=hearing, dropped_at__isnull=True).order_by("order", "pk")
    rows = list(turns)
    spoke = Counter(turn.name.casefold() for turn in rows if turn.started_at is not None and turn.name)
    return [
        TurnRow(turn, spoke[turn.name.casefold()] - (turn.started_at is not None) if turn.name else 0)
        for turn in rows
    ]


def votes_of(hearing: Hearing) -> list[VoteRow]:
    """The votes of a hearing with their counts and results, the latest first."""
    named = NamedVote.objects.select_related("check_in").order_by("pk")
    votes = Vote.objects.filter(hearing=hearing).select_related("proposal")
    return [
        _vote_row(vote)
        for vote in votes.order_by("-number").prefetch_related(
            Prefetch("named", queryset=named, to_attr="by_name")
        )
    ]


def _vote_row(vote: Vote) -> VoteRow:
    if vote.way == VoteWay.NAMED:
        choices = {one.check_in_id: one.choice for one in vote.by_name}  # type: ignore[attr-defined]
        counted = Counter(choices.values())
        return VoteRow(vote, Tally(*(counted[choice.value] for choice in Choice)), choices)
    if vote.votes_for is None:
        return VoteRow(vote, None)
    spoilt = vote.votes_spoilt
    return VoteRow(vote, Tally(vote.votes_for, vote.votes_against or 0, vote.votes_abstained or 0, spoilt))
