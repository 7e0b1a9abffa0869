"""What is due of a case on a day, when and by whom: always one answer. Pure."""

from datetime import date

from inforequests.clocks.steps import FOLLOWS, step
from inforequests.clocks.vocabulary import (
    COMPLAINT,
    COURT,
    COURT_SILENCE,
    DECISION,
    NOTHING,
    By,
    Case,
    Due,
    Event,
    Illegal,
    Kind,
    Law,
    Phase,
    Standing,
    What,
    court_until,
    known,
)


def standing(case: Case, on: date, law: Law) -> Standing:
    """What is due next as of the day `on`, and what was missed."""
    if case.phase == Phase.WAITING:
        owed = Due(
            What.ANSWER, By.HOLDER, case.answer_due, case.answer_code, case.answer_since, case.is_presumed
        )
        if on <= known(case.answer_due):
            return Standing(owed)
        return Standing(_complaint(known(case.answer_due), on, law), owed)
    if case.phase == Phase.COMPLAINED:
        owed = Due(What.DECIDE, By.REVIEWER, case.decision_due, DECISION, case.since_on, case.is_presumed)
        if on <= known(case.decision_due):
            return Standing(owed)
        return Standing(_claim(case, on, law), owed)
    return Standing(_ours(case, on, law))


def _ours(case: Case, on: date, law: Law) -> Due:
    match case.phase:
        case Phase.UNSENT:
            return Due(What.SEND, By.US, case.since_on)
        case Phase.UNRECEIVED:
            return Due(What.LEARN_RECEIPT, By.US, law.soon(case.since_on))
        case Phase.POINTED:
            return Due(What.LOOK, By.US, law.soon(case.since_on))
        case Phase.PARTLY | Phase.REFUSED:
            return NOTHING if case.was_complained else _complaint(case.since_on, on, law)
        case Phase.DECIDED:
            return _claim(case, on, law)
        case Phase.IN_COURT:
            return Due(What.RULE, By.COURT)
    return NOTHING


def _complaint(start_on: date, on: date, law: Law) -> Due:
    last = law.due(COMPLAINT, start_on)
    return Due(What.COMPLAIN, By.US, last, COMPLAINT, start_on) if on <= last else NOTHING


def _claim(case: Case, on: date, law: Law) -> Due:
    last = court_until(case, law)
    decided = case.phase == Phase.DECIDED
    start_on = case.since_on if decided else case.decision_due
    return (
        Due(What.CLAIM, By.US, last, COURT if decided else COURT_SILENCE, start_on) if on <= last else NOTHING
    )


def possible(case: Case, on: date, law: Law) -> list[Kind]:
    """What may be recorded of the case as things that happened on the day `on`, in the order of the law's own course."""
    return [kind for kind in Kind if kind in FOLLOWS[case.phase] and _may(case, kind, on, law)]


def _may(case: Case, kind: Kind, on: date, law: Law) -> bool:
    """An earlier day than `on` may be what it happened on, so only what no day can mend is left out."""
    day = max(on, case.last_on)
    try:
        step(case, Event(kind, day), law)
    except Illegal as refusal:
        return refusal.code in ("extended_late", "complained_late", "claimed_late")
    return True
