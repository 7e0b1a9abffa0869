"""The arithmetic of votes and of lateness, for every count and every clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearings.lateness import Part, fair_share, late_by, projected_end
from hearings.states import VoteBase, VoteResult, VoteRule
from hearings.vote_count import Declared, Tally, is_possible, needed, result

COUNT = st.integers(0, 400)
TALLY = st.builds(Tally, COUNT, COUNT, COUNT, st.integers(0, 20))
DECLARED = st.builds(Declared, st.sampled_from(VoteRule), st.sampled_from(VoteBase), st.integers(0, 50))
ABSENT = st.integers(0, 100)
ADOPTED, NOT_ADOPTED, NO_QUORUM = VoteResult.ADOPTED, VoteResult.NOT_ADOPTED, VoteResult.NO_QUORUM
START = datetime(2026, 10, 8, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "base", "counts", "present", "came_of_it"),
    [
        ("majority", "voting", (5, 5, 0), 20, NOT_ADOPTED),  # a tie
        ("majority", "voting", (6, 5, 0), 20, ADOPTED),
        ("majority", "voting", (6, 5, 1), 20, NOT_ADOPTED),  # who abstains takes part
        ("majority", "present", (10, 0, 0), 20, NOT_ADOPTED),
        ("majority", "present", (11, 0, 0), 20, ADOPTED),
        ("two_thirds", "voting", (2, 1, 0), 20, ADOPTED),
        ("two_thirds", "voting", (13, 7, 0), 20, NOT_ADOPTED),
        ("two_thirds", "voting", (14, 6, 0), 20, ADOPTED),
        ("two_thirds", "present", (14, 0, 0), 22, NOT_ADOPTED),
        ("two_thirds", "present", (15, 0, 0), 22, ADOPTED),
        ("consensus", "voting", (3, 0, 2), 20, ADOPTED),
        ("consensus", "voting", (19, 1, 0), 20, NOT_ADOPTED),
        ("consensus", "voting", (0, 0, 5), 20, NOT_ADOPTED),
        ("consensus", "present", (15, 0, 5), 20, ADOPTED),
        ("consensus", "present", (15, 0, 4), 20, NOT_ADOPTED),
        ("majority", "voting", (0, 0, 0), 0, NOT_ADOPTED),
        ("two_thirds", "voting", (0, 0, 0), 9, NOT_ADOPTED),
    ],
)
def test_results_counted_by_hand(
    rule: str, base: str, counts: tuple[int, int, int], present: int, came_of_it: VoteResult
) -> None:
    assert result(Declared(VoteRule(rule), VoteBase(base)), Tally(*counts), present) == came_of_it


@given(DECLARED, TALLY, ABSENT)
def test_one_vote_more_in_favour_never_loses_and_quorum_decides_first(
    declared: Declared, tally: Tally, absent: int
) -> None:
    present = tally.voting + absent
    came_of_it = result(declared, tally, present)
    assert (came_of_it == NO_QUORUM) == (present < declared.quorum)
    more = Tally(tally.in_favour + 1, tally.against, tally.abstained, tally.spoilt)
    if came_of_it == ADOPTED:
        assert result(declared, more, present + 1) == ADOPTED
        assert tally.in_favour > 0


@given(TALLY, ABSENT)
def test_two_thirds_is_never_easier_than_half_nor_consensus_than_none_against(
    tally: Tally, absent: int
) -> None:
    for base in VoteBase:
        present = tally.voting + absent
        adopted = {rule: result(Declared(rule, base), tally, present) == ADOPTED for rule in VoteRule}
        assert not adopted[VoteRule.TWO_THIRDS] or adopted[VoteRule.MAJORITY]
        assert not adopted[VoteRule.CONSENSUS] or tally.against == 0
        for rule in (VoteRule.MAJORITY, VoteRule.TWO_THIRDS):
            assert adopted[rule] == (tally.in_favour >= needed(Declared(rule, base), tally, present))


@given(TALLY, st.integers(1, 50))
def test_more_votes_than_people_cannot_be(tally: Tally, missing: int) -> None:
    assert is_possible(tally, tally.voting)
    assert not is_possible(tally, tally.voting - missing)
    assert not is_possible(Tally(tally.in_favour, -missing, tally.abstained), 10_000)
    with pytest.raises(ValueError):
        result(Declared(VoteRule.MAJORITY, VoteBase.VOTING), tally, tally.voting - missing)


# --- Lateness ---------------------------------------------------------------------------------------------------------

LENGTHS = st.lists(st.integers(1, 90), min_size=1, max_size=8)


@st.composite
def courses(draw: st.DrawFn) -> tuple[list[Part], datetime]:
    """A hearing up to some moment: parts that are over, perhaps one going on, the rest to come; and that moment."""
    lengths, at = draw(LENGTHS), START + timedelta(minutes=draw(st.integers(-30, 30)))
    over = draw(st.integers(0, len(lengths)))
    parts = []
    for number, length in enumerate(lengths):
        planned = timedelta(minutes=length)
        if number < over:
            began, at = at, at + timedelta(minutes=draw(st.integers(0, 120)))
            is_last = number == over - 1 and draw(st.booleans())
            parts.append(Part(planned, began, None if is_last else at))
        else:
            parts.append(Part(planned))
    return parts, at


@given(courses(), st.integers(0, 600))
def test_waiting_never_makes_it_earlier_nor_later_by_more_than_was_waited(
    course: tuple[list[Part], datetime], minutes: int
) -> None:
    parts, at = course
    waited = timedelta(minutes=minutes)
    before, after = late_by(parts, START, at), late_by(parts, START, at + waited)
    assert timedelta() <= after - before <= waited
    assert projected_end(parts, START, at) >= max(
        (part.ended_at for part in parts if part.ended_at), default=at
    )


@given(LENGTHS)
def test_hearing_that_keeps_its_plan_is_never_late(lengths: list[int]) -> None:
    moment, parts = START, [Part(timedelta(minutes=length)) for length in lengths]
    for number, length in enumerate(lengths):
        assert late_by(parts, START, moment) == timedelta()
        parts[number] = Part(timedelta(minutes=length), moment)
        assert late_by(parts, START, moment + timedelta(minutes=length)) == timedelta()
        moment += timedelta(minutes=length)
        parts[number] = Part(timedelta(minutes=length), parts[number].started_at, moment)
    assert late_by(parts, START, moment + timedelta(days=1)) == timedelta()


@given(st.integers(-900, 9000), st.integers(0, 60))
def test_shares_add_up_to_what_is_left(left: int, waiting: int) -> None:
    share = fair_share(timedelta(seconds=left), waiting)
    assert timedelta() <= share * waiting <= max(timedelta(), timedelta(seconds=left)) + timedelta(seconds=1)
