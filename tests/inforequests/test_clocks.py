"""What is due, when and by whom: over orders of legal events there is always one answer; the rest is refused with a reason."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines import seed
from deadlines.calendar import Rule
from inforequests.clocks import (
    FOLLOWS,
    By,
    Case,
    Event,
    Illegal,
    Kind,
    Law,
    Phase,
    What,
    fold,
    possible,
    standing,
    step,
)
from inforequests.states import EventKind
from inforequests.wording import BYS, LIKELY, PHASES, REASONS, STEPS, WHATS

ISSUED = date(2026, 9, 14)  # a Monday
RULES = {
    "info_request.answer": Rule(15, "calendar_day", "after", "next_working"),
    "info_request.extension": Rule(15, "calendar_day", "after", "next_working"),
    "info_request.extension_notice": Rule(3, "working_day", "after", "next_working"),
    "info_request.redirect": Rule(3, "working_day", "after", "next_working"),
    "info_request.already_published": Rule(3, "working_day", "after", "next_working"),
    "info_request.refusal": Rule(5, "working_day", "after", "next_working"),
    "info_request.complaint": Rule(3, "month", "after", "next_working"),
    "appeal.decision": Rule(20, "working_day", "after", "next_working"),
    "court.claim": Rule(1, "month", "after", "next_working"),
    "court.claim.silence": Rule(1, "month", "after", "next_working"),
}
LAW = Law(lambda code, _day: RULES[code], seed.assemble(2026, 2031, (), frozenset()))
SENT = Event(Kind.SENT, ISSUED, is_electronic=True)


def on(days: int) -> date:
    return ISSUED + timedelta(days)


def case_after(*events: Event) -> Case:
    return fold(ISSUED, events, LAW)


def due(case: Case, day: date) -> tuple[What, By, date | None]:
    found = standing(case, day, LAW).due
    return found.what, found.by, found.due_on


# --- The law, term by term --------------------------------------------------------------------------------------


def test_letter_that_is_issued_waits_to_be_sent() -> None:
    assert due(case_after(), on(3)) == (What.SEND, By.US, ISSUED)


def test_answer_is_due_fifteen_calendar_days_after_receipt() -> None:
    assert due(case_after(SENT), on(0)) == (What.ANSWER, By.HOLDER, date(2026, 9, 29))
    registered = case_after(SENT, Event(Kind.REGISTERED, on(2), noted_on=on(3)))
    assert due(registered, on(3)) == (What.ANSWER, By.HOLDER, date(2026, 10, 1))


def test_paper_starts_no_clock_until_its_receipt_is_known() -> None:
    paper = case_after(Event(Kind.SENT, ISSUED))
    assert due(paper, on(1)) == (What.LEARN_RECEIPT, By.US, date(2026, 9, 21))
    received = step(paper, Event(Kind.REGISTERED, on(4)), LAW)
    assert due(received, on(5)) == (What.ANSWER, By.HOLDER, date(2026, 10, 5))  # 3 October is a Saturday


def test_extension_adds_fifteen_days_once() -> None:
    extended = case_after(SENT, Event(Kind.EXTENDED, on(10), noted_on=on(11)))
    assert due(extended, on(11)) == (What.ANSWER, By.HOLDER, date(2026, 10, 14))
    assert extended.lateness == ()
    with pytest.raises(Illegal, match="extended_twice"):
        step(extended, Event(Kind.EXTENDED, on(12)), LAW)


def test_extension_ends_on_the_day_that_the_letter_names() -> None:
    extended = case_after(SENT, Event(Kind.EXTENDED, on(10), until_on=date(2026, 10, 5)))
    assert due(extended, on(11)) == (What.ANSWER, By.HOLDER, date(2026, 10, 5))
    for until, reason in (
        (date(2026, 10, 15), "extended_too_long"),
        (date(2026, 9, 29), "extended_by_nothing"),
    ):
        with pytest.raises(Illegal, match=reason):
            case_after(SENT, Event(Kind.EXTENDED, on(10), until_on=until))


def test_extension_after_the_term_is_none() -> None:
    with pytest.raises(Illegal, match="extended_late"):
        case_after(SENT, Event(Kind.EXTENDED, on(16)))


def test_notice_of_extension_after_three_working_days_is_late() -> None:
    extended = case_after(SENT, Event(Kind.EXTENDED, on(4), noted_on=on(10)))
    (late,) = extended.lateness
    assert (late.code, late.due_on, late.on) == ("info_request.extension_notice", date(2026, 9, 23), on(10))


def test_new_holder_has_a_clock_of_its_own() -> None:
    extended = case_after(SENT, Event(Kind.EXTENDED, on(1)), Event(Kind.REDIRECTED, on(2)))
    assert due(extended, on(2)) == (What.ANSWER, By.HOLDER, date(2026, 10, 1))
    again = step(extended, Event(Kind.EXTENDED, on(5)), LAW)
    assert due(again, on(5)) == (What.ANSWER, By.HOLDER, date(2026, 10, 16))


def test_steps_of_the_holder_after_their_terms_are_late_and_recorded() -> None:
    lates = {
        kind: [late.code for late in case_after(SENT, Event(kind, day)).lateness]
        for kind, day in (
            (Kind.REDIRECTED, on(4)),
            (Kind.POINTED, on(4)),
            (Kind.REFUSED, on(8)),
            (Kind.ANSWERED, on(16)),
        )
    }
    assert lates == {
        Kind.REDIRECTED: ["info_request.redirect"],
        Kind.POINTED: ["info_request.already_published"],
        Kind.REFUSED: ["info_request.refusal"],
        Kind.ANSWERED: ["info_request.answer"],
    }
    assert case_after(SENT, Event(Kind.REFUSED, on(7))).lateness == ()


def test_second_request_has_to_be_answered() -> None:
    pointed = case_after(SENT, Event(Kind.POINTED, on(2)))
    assert due(pointed, on(3)) == (What.LOOK, By.US, date(2026, 9, 23))
    again = step(pointed, Event(Kind.SENT, on(4), is_electronic=True), LAW)
    assert due(again, on(4)) == (What.ANSWER, By.HOLDER, date(2026, 10, 5))
    with pytest.raises(Illegal, match="pointed_twice"):
        step(again, Event(Kind.POINTED, on(5)), LAW)


def test_silence_needs_no_event() -> None:
    case = case_after(SENT)
    stand = standing(case, date(2026, 9, 30), LAW)
    assert (stand.due.what, stand.due.by, stand.due.due_on) == (What.COMPLAIN, By.US, date(2026, 12, 29))
    assert stand.missed is not None
    assert (stand.missed.what, stand.missed.due_on) == (What.ANSWER, date(2026, 9, 29))


def test_complaint_is_counted_from_the_day_the_refusal_became_known() -> None:
    refused = case_after(SENT, Event(Kind.REFUSED, on(3), noted_on=on(17)))
    assert due(refused, on(17)) == (What.COMPLAIN, By.US, date(2027, 1, 5))  # a holiday and its day off
    with pytest.raises(Illegal, match="complained_late"):
        step(refused, Event(Kind.COMPLAINED, date(2027, 1, 6)), LAW)
    assert due(refused, date(2027, 1, 6)) == (What.NOTHING, By.NOBODY, None)


def test_complaint_is_decided_in_twenty_working_days_then_there_is_the_court() -> None:
    complained = case_after(SENT, Event(Kind.REFUSED, on(3)), Event(Kind.COMPLAINED, on(7)))
    assert due(complained, on(8)) == (What.DECIDE, By.REVIEWER, date(2026, 10, 19))
    assert due(complained, date(2026, 10, 20)) == (What.CLAIM, By.US, date(2026, 11, 19))
    decided = step(complained, Event(Kind.DECIDED, date(2026, 10, 15)), LAW)
    assert due(decided, date(2026, 10, 16)) == (What.CLAIM, By.US, date(2026, 11, 16))  # the 15th is a Sunday


def test_full_answer_in_time_leaves_nothing_to_complain_of_and_a_late_one_does() -> None:
    full = case_after(SENT, Event(Kind.ANSWERED, on(3), is_full=True))
    assert due(full, on(3)) == (What.NOTHING, By.NOBODY, None)
    with pytest.raises(Illegal, match="nothing_to_complain_of"):
        step(full, Event(Kind.COMPLAINED, on(4)), LAW)
    late = case_after(SENT, Event(Kind.ANSWERED, on(20), is_full=True))
    assert step(late, Event(Kind.COMPLAINED, on(21)), LAW).phase == Phase.COMPLAINED


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        ([Event(Kind.ANSWERED, on(1))], "order"),
        ([SENT, Event(Kind.SENT, on(1))], "order"),
        ([SENT, Event(Kind.DECIDED, on(1))], "order"),
        ([SENT, Event(Kind.CLOSED, on(1)), Event(Kind.ANSWERED, on(2))], "order"),
        ([Event(Kind.SENT, on(-1))], "earlier"),
        ([SENT, Event(Kind.REMINDED, on(5)), Event(Kind.ANSWERED, on(4))], "earlier"),
        ([SENT, Event(Kind.REFUSED, on(5), noted_on=on(4))], "noted_earlier"),
        ([SENT, Event(Kind.REGISTERED, on(1)), Event(Kind.REGISTERED, on(1))], "registered_twice"),
        ([SENT, Event(Kind.COMPLAINED, on(15))], "complained_early"),
        ([SENT, Event(Kind.COMPLAINED, on(16)), Event(Kind.CLAIMED, on(17))], "claimed_early"),
        ([SENT, Event(Kind.COMPLAINED, on(16)), Event(Kind.CLAIMED, on(140))], "claimed_late"),
    ],
)
def test_what_the_law_does_not_let_follow_has_its_reason(events: list[Event], reason: str) -> None:
    with pytest.raises(Illegal) as refusal:
        case_after(*events)
    assert refusal.value.code == reason


# --- Any order of legal events ----------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Events each of which the law lets follow the ones before it; what it does not is thrown away."""
    case, events, day = case_after(), [], ISSUED
    for _number in range(draw(st.integers(0, 9))):
        day += timedelta(draw(st.sampled_from([0, 1, 2, 5, 9, 16, 31, 100])))
        kind = draw(st.sampled_from(sorted(FOLLOWS[case.phase]) or [Kind.SENT]))
        noted = draw(st.sampled_from([None, None, 0, 1, 7]))
        event = Event(
            kind,
            day,
            noted_on=None if noted is None else day + timedelta(noted),
            is_electronic=draw(st.booleans()),
            is_full=draw(st.booleans()),
        )
        try:
            case = step(case, event, LAW)
        except Illegal:
            continue
        events.append(event)
    return events


@given(histories(), st.integers(0, 400))
@settings(deadline=None, max_examples=300)
def test_there_is_always_one_answer(events: list[Event], later: int) -> None:
    case = case_after(*events)
    day = case.last_on + timedelta(later)
    stand = standing(case, day, LAW)
    assert stand == standing(case_after(*events), day, LAW)
    assert (stand.due.due_on is None) == (stand.due.what in (What.NOTHING, What.RULE))
    assert (stand.due.by == By.NOBODY) == (stand.due.what == What.NOTHING)
    if stand.due.code:
        assert stand.due.start_on is not None
        assert stand.due.due_on is not None
        assert stand.due.due_on >= day  # what the law gave is not offered when it is over
    if stand.missed is not None:
        assert stand.missed.due_on is not None
        assert stand.missed.due_on < day
        assert stand.missed.by in (By.HOLDER, By.REVIEWER)


@given(histories())
@settings(deadline=None, max_examples=200)
def test_beginning_of_a_legal_course_is_legal(events: list[Event]) -> None:
    """So the last event can always be taken back."""
    for length in range(len(events)):
        case_after(*events[:length])


@given(histories(), st.sampled_from(list(Kind)), st.integers(-3, 120))
@settings(deadline=None, max_examples=300)
def test_event_is_taken_or_refused_with_a_known_reason(events: list[Event], kind: Kind, after: int) -> None:
    case = case_after(*events)
    later, refusal = tried(case, Event(kind, case.last_on + timedelta(after)))
    if refusal is None:
        assert later is not None
        assert kind in FOLLOWS[case.phase]
        assert later.last_on >= case.last_on
        assert set(case.lateness) <= set(later.lateness)
    else:
        assert (refusal.day is not None) == ("%(day)s" in str(REASONS[refusal.code]))


def tried(case: Case, event: Event) -> tuple[Case | None, Illegal | None]:
    try:
        return step(case, event, LAW), None
    except Illegal as refusal:
        return None, refusal


@given(histories())
@settings(deadline=None, max_examples=200)
def test_a_case_can_always_be_ended_and_a_closed_one_is_silent(events: list[Event]) -> None:
    case = case_after(*events)
    if case.phase == Phase.CLOSED:
        assert possible(case, case.last_on, LAW) == []
        assert standing(case, case.last_on, LAW).due.what == What.NOTHING
    else:
        assert Kind.CLOSED in possible(case, case.last_on, LAW)


def test_every_word_of_the_clocks_has_its_sentence() -> None:
    assert set(PHASES) == set(Phase) == set(FOLLOWS)
    assert set(WHATS) == set(What)
    assert set(BYS) == set(By)
    assert set(STEPS) == {kind.value for kind in EventKind} == {kind.value for kind in Kind}
    assert all(LIKELY[phase] in FOLLOWS[Phase(phase)] for phase in LIKELY)
