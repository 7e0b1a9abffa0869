"""The arithmetic of a vote: which counts cannot be, and what comes of those that can."""

from dataclasses import dataclass

from hearings.states import VoteBase, VoteResult, VoteRule


@dataclass(frozen=True)
class Tally:
    """Votes counted: numbers of people, of ballots where it was secret. `spoilt` say nothing."""

    in_favour: int
    against: int
    abstained: int
    spoilt: int = 0

    @property
    def voting(self) -> int:
        """Everybody who took part in the vote."""
        return self.in_favour + self.against + self.abstained + self.spoilt


@dataclass(frozen=True)
class Declared:
    """How a vote is counted. `quorum`: how many have to be present; 0 for none."""

    rule: VoteRule
    base: VoteBase
    quorum: int = 0


def is_possible(tally: Tally, present: int) -> bool:
    """Nobody is counted less than never, and no more votes than people."""
    parts = (tally.in_favour, tally.against, tally.abstained, tally.spoilt)
    return all(part >= 0 for part in parts) and tally.voting <= present


def counted_of(declared: Declared, tally: Tally, present: int) -> int:
    """The number of people of whom the rule is counted."""
    return present if declared.base == VoteBase.PRESENT else tally.voting


def needed(declared: Declared, tally: Tally, present: int) -> int:
    """How many votes in favour adopt it; of consensus, how many must not stand against it."""
    whole = counted_of(declared, tally, present)
    if declared.rule == VoteRule.MAJORITY:
        return whole // 2 + 1
    if declared.rule == VoteRule.TWO_THIRDS:
        return max(1, -(-2 * whole // 3))
    return max(1, whole)


def result(declared: Declared, tally: Tally, present: int) -> VoteResult:
    """Majority: more than half in favour. Two thirds: that or more. Consensus: nobody against, at least one in favour,
    and everybody counted either in favour or abstaining. ValueError for counts that cannot be.
    """
    if not is_possible(tally, present):
        raise ValueError(f"{tally} of {present} present")
    if present < declared.quorum:
        return VoteResult.NO_QUORUM
    enough = needed(declared, tally, present)
    if declared.rule == VoteRule.CONSENSUS:
        adopted = tally.against == 0 and tally.in_favour > 0 and tally.in_favour + tally.abstained >= enough
    else:
        adopted = tally.in_favour >= enough
    return VoteResult.ADOPTED if adopted else VoteResult.NOT_ADOPTED
