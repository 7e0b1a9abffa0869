"""The lead-time check: does a day for the hearing leave the time that law and good practice want?"""

from dataclasses import dataclass
from datetime import date, timedelta

from deadlines import queries as deadline_queries
from deadlines.calendar import Computation, OutsideCalendar, WorkingCalendar, compute, due_date
from deadlines.models import TimeLimit
from deadlines.queries import UnknownTimeLimit
from hearings.rule_sets import END, RULE_SETS, START, Force, Step
from hearings.states import RuleSet

# A hundred working days are more than any rule of today asks for; whoever enters a longer one gets no proposal.
LOOK_AHEAD_DAYS = 200


@dataclass(frozen=True)
class Facts:
    """What the check looks at: the days of the hearing, and what has been done for it so far."""

    rule_set: RuleSet
    starts_on: date
    ends_on: date
    announced_on: date | None = None
    documents_on: date | None = None


@dataclass(frozen=True)
class Found:
    """One date that follows from the hearing's day. `is_broken`: the day leaves less time than the rule wants."""

    step: Step
    limit: TimeLimit
    computation: Computation
    done_on: date | None
    is_broken: bool

    @property
    def due_on(self) -> date:
        return self.computation.due_on

    @property
    def blocks(self) -> bool:
        return self.is_broken and self.step.force == Force.BLOCKS


class RuleBook:
    """The time limits of one rule set as in force on a day (one query), with the calendar they are counted in."""

    def __init__(self, rule_set: RuleSet, on: date, days: WorkingCalendar) -> None:
        self.steps, self.on, self.days = RULE_SETS[rule_set], on, days
        rows = deadline_queries.time_limits(step.code for step in self.steps)
        self._limits = {step.code: self._limit(rows.on(step.code, on), step.code) for step in self.steps}

    @staticmethod
    def _limit(limit: TimeLimit | None, code: str) -> TimeLimit:
        if limit is None or limit.quantity is None:
            raise UnknownTimeLimit(
                f"The time limit {code!r} has no length today: run manage.py load_reference."
            )
        return limit

    def check(self, facts: Facts) -> list[Found]:
        """Every date of the rule set for this hearing, in its order. Raises OutsideCalendar."""
        begun = {START: facts.starts_on, END: facts.ends_on}
        found = []
        for step in self.steps:
            limit = self._limits[step.code]
            computation = compute(deadline_queries.rule_of(limit), begun[step.counted_from], self.days)
            begun[step.code] = computation.due_on
            done_on: date | None = getattr(facts, step.met_by) if step.met_by else None
            is_late = bool(step.met_by) and (done_on or self.on) > computation.due_on
            found.append(Found(step, limit, computation, done_on, is_late))
        return found

    def earliest(self, facts: Facts) -> date | None:
        """The first day after today on which a hearing breaks nothing, with what has been done so far."""
        for ahead in range(1, LOOK_AHEAD_DAYS):
            candidate = self.on + timedelta(days=ahead)
            try:
                if not any(self._breaks(step, candidate, facts) for step in self.steps):
                    return candidate
            except OutsideCalendar:
                return None
        return None

    def _breaks(self, step: Step, starts_on: date, facts: Facts) -> bool:
        if not step.met_by or step.counted_from != START:
            return False
        due_on = due_date(deadline_queries.rule_of(self._limits[step.code]), starts_on, self.days)
        return bool((getattr(facts, step.met_by) or self.on) > due_on)
