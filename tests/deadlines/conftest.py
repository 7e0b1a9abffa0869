import pytest

from deadlines.calendar import Rule, WorkingCalendar
from deadlines.reference import load_calendar, load_time_limits
from deadlines.seed import assemble


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """The calendar as shipped: the base of 2014-2030 with the reviewed exceptions over it."""
    rows = load_calendar()
    return assemble(2014, 2030, rows.exceptions, rows.confirmed_years)


@pytest.fixture(scope="session")
def rules() -> dict[str, Rule]:
    """The rules as shipped, by code, without those of unknown length."""
    return {row.code: row.rule for row in load_time_limits() if row.quantity is not None}
