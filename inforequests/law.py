"""The rules and the calendar that the clocks of requests are counted by."""

from dataclasses import dataclass, field
from datetime import date

from deadlines import queries as deadline_queries
from deadlines.calendar import Rule
from deadlines.models import TimeLimit
from inforequests.clocks import CODES, Event, Kind, Law
from inforequests.models import RequestEvent
from inforequests.states import ELECTRONIC, Completeness


@dataclass
class Book:
    """The rules of law as the table has them, read once (two queries), and the law that the clocks ask."""

    limits: deadline_queries.TimeLimitBook = field(
        default_factory=lambda: deadline_queries.time_limits(CODES)
    )
    law: Law = field(init=False)

    def __post_init__(self) -> None:
        self.law = Law(self._rule, deadline_queries.calendar())

    def limit(self, code: str, day: date) -> TimeLimit:
        """The rule of the day. Raises UnknownTimeLimit."""
        found = self.limits.on(code, day)
        if found is None:
            raise deadline_queries.UnknownTimeLimit(
                f"No time limit {code!r} in force on {day:%d.%m.%Y}: run manage.py load_reference."
            )
        return found

    def _rule(self, code: str, day: date) -> Rule:
        return deadline_queries.rule_of(self.limit(code, day))


def told(event: RequestEvent) -> Event:
    """The row as the clocks see it."""
    return Event(
        Kind(event.kind),
        event.on,
        noted_on=event.noted_on,
        until_on=event.until_on,
        is_electronic=event.channel in ELECTRONIC,
        is_full=event.outcome == Completeness.FULL,
    )
