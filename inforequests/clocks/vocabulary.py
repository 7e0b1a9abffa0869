"""The words in which a request's way is told: its events, its phases, and what is due. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deadlines.calendar import Rule, WorkingCalendar, due_date

ANSWER = "info_request.answer"
EXTENSION = "info_request.extension"
EXTENSION_NOTICE = "info_request.extension_notice"
REDIRECT = "info_request.redirect"
PUBLISHED = "info_request.already_published"
REFUSAL = "info_request.refusal"
COMPLAINT = "info_request.complaint"
DECISION = "appeal.decision"
COURT = "court.claim"
COURT_SILENCE = "court.claim.silence"
CODES = (
    *(ANSWER, EXTENSION, EXTENSION_NOTICE, REDIRECT, PUBLISHED, REFUSAL, COMPLAINT),
    *(DECISION, COURT, COURT_SILENCE),
)

# Our own habit and no law: after so many working days we ask what has become of it.
LOOK_WITHIN = 5


class Kind(StrEnum):
    SENT = "sent"
    REGISTERED = "registered"
    EXTENDED = "extended"
    REDIRECTED = "redirected"
    POINTED = "pointed"
    REFUSED = "refused"
    ANSWERED = "answered"
    REMINDED = "reminded"
    COMPLAINED = "complained"
    DECIDED = "decided"
    CLAIMED = "claimed"
    CLOSED = "closed"


class Phase(StrEnum):
    UNSENT = "unsent"
    UNRECEIVED = "unreceived"  # on its way on paper: nobody knows yet when it arrived
    WAITING = "waiting"
    POINTED = "pointed"
    ANSWERED = "answered"
    PARTLY = "partly"
    REFUSED = "refused"
    COMPLAINED = "complained"
    DECIDED = "decided"
    IN_COURT = "in_court"
    CLOSED = "closed"


class What(StrEnum):
    SEND = "send"
    LEARN_RECEIPT = "learn_receipt"
    ANSWER = "answer"
    LOOK = "look"  # is it really published where they point?
    COMPLAIN = "complain"
    DECIDE = "decide"
    CLAIM = "claim"
    RULE = "rule"  # of the court: no day is known
    NOTHING = "nothing"


class By(StrEnum):
    US = "us"
    HOLDER = "holder"
    REVIEWER = "reviewer"
    COURT = "court"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Event:
    """What happened. `on`: the day of the act itself; of REGISTERED the day of receipt.

    `noted_on`: the day on which we were told; of REGISTERED the day of registration. `until_on`: the last day that a
    notice of extension names. `is_electronic`: of SENT. `is_full`: of ANSWERED.
    """

    kind: Kind
    on: date
    noted_on: date | None = None
    until_on: date | None = None
    is_electronic: bool = False
    is_full: bool = False

    @property
    def learned_on(self) -> date:
        return self.noted_on or self.on


@dataclass(frozen=True)
class Lateness:
    """The addressee acted on the day `on`, after the last day `due_on` that the rule `code` gave."""

    code: str
    start_on: date
    due_on: date
    on: date


@dataclass(frozen=True)
class Due:
    """One thing to be done. Counted by the rule `code` from `start_on`; without a code a day that a letter names or
    that we set ourselves. `due_on` is None where no day is known. `is_presumed`: the start is our assumption."""

    what: What
    by: By
    due_on: date | None = None
    code: str = ""
    start_on: date | None = None
    is_presumed: bool = False


@dataclass(frozen=True)
class Case:
    """Where a request stands after its events so far; `since_on` is the day that the present term is counted from."""

    phase: Phase
    since_on: date
    last_on: date
    received_on: date | None = None
    registered_on: date | None = None
    is_presumed: bool = False
    answer_since: date | None = None
    answer_due: date | None = None
    answer_code: str = ANSWER
    is_extended: bool = False
    was_pointed: bool = False
    was_complained: bool = False
    decision_due: date | None = None
    lateness: tuple[Lateness, ...] = ()


@dataclass(frozen=True)
class Standing:
    """`due`: the one thing that is due next. `missed`: what somebody else owed and did not do in time."""

    due: Due
    missed: Due | None = None


class Illegal(Exception):
    """`code` names the reason (inforequests.wording.REASONS), `day` the day that it is about."""

    def __init__(self, code: str, day: date | None = None) -> None:
        super().__init__(code)
        self.code, self.day = code, day


@dataclass(frozen=True)
class Law:
    """`rule`: the rule of a code as it was in force on a day. `calendar`: the working days."""

    rule: Callable[[str, date], Rule]
    calendar: WorkingCalendar

    def due(self, code: str, start_on: date) -> date:
        return due_date(self.rule(code, start_on), start_on, self.calendar)

    def soon(self, day: date) -> date:
        return self.calendar.add(day, LOOK_WITHIN)


NOTHING = Due(What.NOTHING, By.NOBODY)


def known(day: date | None) -> date:
    """A day that the phase has. Raises ValueError where `FOLLOWS` let a step through that it should not."""
    if day is None:
        raise ValueError("The case has no such day in this phase: mend inforequests.clocks.steps.FOLLOWS.")
    return day


def court_until(case: Case, law: Law) -> date:
    """The last day for going to court: after the decision, or after the term for it has run out."""
    if case.phase == Phase.DECIDED:
        return law.due(COURT, case.since_on)
    return law.due(COURT_SILENCE, known(case.decision_due))
