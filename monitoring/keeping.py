"""How long data of people are kept: terms from the reference data, counted from the day on which they were given."""

from datetime import date

from deadlines import queries as deadline_queries
from deadlines.calendar import due_date
from deadlines.queries import UnknownTimeLimit
from monitoring.evidence_states import Keeping


def days_of(on: date) -> dict[Keeping, int]:
    """Calendar days of each term as in force on the day `on` (one query). UnknownTimeLimit: a term is not loaded."""
    rows = deadline_queries.time_limits(term.value for term in Keeping)
    found = {}
    for term in Keeping:
        limit = rows.on(term.value, on)
        if limit is None or limit.quantity is None:
            raise UnknownTimeLimit(
                f"The time limit {term.value!r} has no length today: run manage.py load_reference."
            )
        found[term] = limit.quantity
    return found


def last_on(term: Keeping, given_on: date) -> date:
    """The last day on which the data are kept."""
    rule = deadline_queries.rule_of(deadline_queries.time_limit(term.value, given_on))
    return due_date(rule, given_on, deadline_queries.calendar())
