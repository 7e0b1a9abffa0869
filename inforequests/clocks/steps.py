"""From one event to the next: what may follow what, and what it makes of the case. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from inforequests.clocks.vocabulary import (
    ANSWER,
    COMPLAINT,
    DECISION,
    EXTENSION,
    EXTENSION_NOTICE,
    PUBLISHED,
    REDIRECT,
    REFUSAL,
    Case,
    Event,
    Illegal,
    Kind,
    Lateness,
    Law,
    Phase,
    court_until,
    known,
)

_THEIRS = frozenset({Kind.REDIRECTED, Kind.POINTED, Kind.REFUSED, Kind.ANSWERED})
_OURS = frozenset({Kind.REMINDED, Kind.CLOSED})
FOLLOWS: dict[Phase, frozenset[Kind]] = {
    Phase.UNSENT: frozenset({Kind.SENT, Kind.CLOSED}),
    Phase.UNRECEIVED: frozenset({Kind.REGISTERED, *_THEIRS, *_OURS}),
    Phase.WAITING: frozenset({Kind.REGISTERED, Kind.EXTENDED, Kind.COMPLAINED, *_THEIRS, *_OURS}),
    Phase.POINTED: frozenset({Kind.SENT, Kind.ANSWERED, Kind.COMPLAINED, Kind.CLOSED}),
    Phase.ANSWERED: frozenset({Kind.COMPLAINED, Kind.CLOSED}),
    Phase.PARTLY: frozenset({Kind.ANSWERED, Kind.COMPLAINED, *_OURS}),
    Phase.REFUSED: frozenset({Kind.ANSWERED, Kind.COMPLAINED, Kind.CLOSED}),
    Phase.COMPLAINED: frozenset({Kind.DECIDED, Kind.ANSWERED, Kind.CLAIMED, *_OURS}),
    Phase.DECIDED: frozenset({Kind.ANSWERED, Kind.CLAIMED, Kind.CLOSED}),
    Phase.IN_COURT: frozenset({Kind.ANSWERED, Kind.CLOSED}),
    Phase.CLOSED: frozenset(),
}
_OWING = frozenset({Phase.WAITING, Phase.PARTLY})
_AFTER_COMPLAINT = frozenset({Phase.COMPLAINED, Phase.DECIDED, Phase.IN_COURT})


def fold(issued_on: date, events: Iterable[Event], law: Law) -> Case:
    """The case after all events, in the order in which they were recorded. Raises Illegal."""
    case = Case(Phase.UNSENT, since_on=issued_on, last_on=issued_on)
    for event in events:
        case = step(case, event, law)
    return case


def step(case: Case, event: Event, law: Law) -> Case:
    """The case after one more event. Raises Illegal where the law, or the order of days, does not let it follow."""
    if event.kind not in FOLLOWS[case.phase]:
        raise Illegal("order")
    if event.on < case.last_on:
        raise Illegal("earlier", case.last_on)
    if event.noted_on is not None and event.noted_on < event.on:
        raise Illegal("noted_earlier", event.on)
    case = _STEPS[event.kind](case, event, law)
    return replace(case, last_on=max(case.last_on, event.on))


# --- The steps --------------------------------------------------------------------------------------------------


def _sent(case: Case, event: Event, law: Law) -> Case:
    """What goes electronically arrives the same day; of paper the day of receipt has to be learned."""
    if not event.is_electronic:
        return _new_holder(case, Phase.UNRECEIVED, event.on)
    return _counted(_new_holder(case, Phase.WAITING, event.on), event.on, law, is_presumed=True)


def _new_holder(case: Case, phase: Phase, on: date) -> Case:
    """The clock begins anew; what was late before stays on record, and so does that they had pointed once."""
    return Case(
        phase,
        since_on=on,
        last_on=case.last_on,
        was_pointed=case.was_pointed,
        lateness=case.lateness,
    )


def _counted(case: Case, on: date, law: Law, *, is_presumed: bool) -> Case:
    return replace(
        case,
        since_on=on,
        received_on=on,
        registered_on=on,
        is_presumed=is_presumed,
        answer_since=on,
        answer_due=law.due(ANSWER, on),
    )


def _registered(case: Case, event: Event, law: Law) -> Case:
    if case.phase == Phase.WAITING and (not case.is_presumed or case.is_extended):
        raise Illegal("registered_twice")
    case = _counted(replace(case, phase=Phase.WAITING), event.on, law, is_presumed=False)
    return replace(case, registered_on=event.learned_on)


def _extended(case: Case, event: Event, law: Law) -> Case:
    """Once, by at most fifteen calendar days, before the term has ended (Law 401-V art. 11(10))."""
    if case.is_extended:
        raise Illegal("extended_twice", case.answer_due)
    ended = known(case.answer_due)
    if event.on > ended:
        raise Illegal("extended_late", ended)
    longest = law.due(EXTENSION, ended)
    until = event.until_on or longest
    if until > longest:
        raise Illegal("extended_too_long", longest)
    if until <= ended:
        raise Illegal("extended_by_nothing", ended)
    case = _late(case, EXTENSION_NOTICE, event.on, event.learned_on, law)
    code = EXTENSION if until == longest else ""
    return replace(
        case, is_extended=True, since_on=ended, answer_since=ended, answer_due=until, answer_code=code
    )


def _redirected(case: Case, event: Event, law: Law) -> Case:
    """The new holder has it from the day on which it was passed on, until its receipt is known."""
    case = _late(case, REDIRECT, case.received_on, event.on, law)
    return _counted(_new_holder(case, Phase.WAITING, event.on), event.on, law, is_presumed=True)


def _pointed(case: Case, event: Event, law: Law) -> Case:
    """Once: a second request has to be answered (Law 401-V art. 11(15))."""
    if case.was_pointed:
        raise Illegal("pointed_twice")
    case = _late(case, PUBLISHED, case.received_on, event.on, law)
    return replace(case, phase=Phase.POINTED, was_pointed=True, since_on=event.learned_on)


def _refused(case: Case, event: Event, law: Law) -> Case:
    case = _late(case, REFUSAL, case.registered_on, event.on, law)
    return replace(case, phase=Phase.REFUSED, since_on=event.learned_on)


def _answered(case: Case, event: Event, law: Law) -> Case:
    """While a complaint is under way only a full answer ends the matter."""
    if case.phase in _AFTER_COMPLAINT:
        return replace(case, phase=Phase.ANSWERED, since_on=event.learned_on) if event.is_full else case
    if case.phase in _OWING and case.answer_due is not None and event.on > case.answer_due:
        late = Lateness(case.answer_code or EXTENSION, known(case.answer_since), case.answer_due, event.on)
        case = replace(case, lateness=(*case.lateness, late))
    phase = Phase.ANSWERED if event.is_full else Phase.PARTLY
    return replace(case, phase=phase, since_on=event.learned_on)


def _complained(case: Case, event: Event, law: Law) -> Case:
    """Within three months (art. 18(2)), against silence, lateness, a part of an answer or a refusal; once."""
    if case.was_complained:
        raise Illegal("complained_twice")
    if case.phase == Phase.WAITING and event.on <= known(case.answer_due):
        raise Illegal("complained_early", case.answer_due)
    if case.phase == Phase.ANSWERED and not case.lateness:
        raise Illegal("nothing_to_complain_of")
    last = law.due(COMPLAINT, _learned_of_wrong(case))
    if event.on > last:
        raise Illegal("complained_late", last)
    start_on = event.learned_on
    return replace(
        case,
        phase=Phase.COMPLAINED,
        was_complained=True,
        since_on=start_on,
        is_presumed=event.noted_on is None,
        decision_due=law.due(DECISION, start_on),
    )


def _learned_of_wrong(case: Case) -> date:
    """Of silence we learn when the term ends; counted from its last day, so that we are rather early than late."""
    return known(case.answer_due) if case.phase == Phase.WAITING else case.since_on


def _decided(case: Case, event: Event, law: Law) -> Case:
    case = _late(case, DECISION, case.since_on, event.on, law)
    return replace(case, phase=Phase.DECIDED, since_on=event.learned_on)


def _claimed(case: Case, event: Event, law: Law) -> Case:
    if case.phase == Phase.COMPLAINED and event.on <= known(case.decision_due):
        raise Illegal("claimed_early", case.decision_due)
    last = court_until(case, law)
    if event.on > last:
        raise Illegal("claimed_late", last)
    return replace(case, phase=Phase.IN_COURT, since_on=event.on)


def _reminded(case: Case, _event: Event, _law: Law) -> Case:
    return case


def _closed(case: Case, event: Event, _law: Law) -> Case:
    return replace(case, phase=Phase.CLOSED, since_on=event.on)


_STEPS: dict[Kind, Callable[[Case, Event, Law], Case]] = {
    Kind.SENT: _sent,
    Kind.REGISTERED: _registered,
    Kind.EXTENDED: _extended,
    Kind.REDIRECTED: _redirected,
    Kind.POINTED: _pointed,
    Kind.REFUSED: _refused,
    Kind.ANSWERED: _answered,
    Kind.REMINDED: _reminded,
    Kind.COMPLAINED: _complained,
    Kind.DECIDED: _decided,
    Kind.CLAIMED: _claimed,
    Kind.CLOSED: _closed,
}


def _late(case: Case, code: str, start_on: date | None, on: date, law: Law) -> Case:
    """The case, with the step put on record as late if it was. Where no start is known, nothing can be late."""
    if start_on is None or on <= (due_on := law.due(code, start_on)):
        return case
    return replace(case, lateness=(*case.lateness, Lateness(code, start_on, due_on, on)))
