"""The law that the life of an act is measured against, as shipped; put into the tables in a few milliseconds."""

from functools import cache

import pytest

from deadlines.models import CalendarException, CalendarYear, TimeLimit
from deadlines.reference import load_calendar, load_time_limits

_calendar, _time_limits = cache(load_calendar), cache(load_time_limits)  # read once a run
_FIELDS = ("code", "quantity", "unit", "direction", "roll_over", "confidence", "valid_from", "valid_to")
_WORDS = tuple(f"{name}_{code}" for name in ("name", "law", "article", "note") for code in ("kk", "ru"))


@pytest.fixture
def act_law(db: None) -> None:
    put_law()


def put_law() -> None:
    """The calendar, and the terms of acts and of public councils."""
    calendar = _calendar()
    CalendarYear.objects.bulk_create(
        [CalendarYear(year=row.year, certainty=row.certainty) for row in calendar.years]
    )
    names = ("on", "kind", "reason_kk", "reason_ru", "certainty")
    CalendarException.objects.bulk_create(
        [CalendarException(**{name: getattr(row, name) for name in names}) for row in calendar.exceptions]
    )
    wanted = [row for row in _time_limits() if row.code.startswith(("act.", "public_council."))]
    TimeLimit.objects.bulk_create(
        [TimeLimit(**{name: getattr(row, name) for name in (*_FIELDS, *_WORDS)}) for row in wanted]
    )
