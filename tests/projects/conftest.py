"""The law and the names that drafts are measured against, and moments to measure at."""

from datetime import date, datetime
from functools import cache

import pytest
from django.utils import timezone

from deadlines.models import CalendarException, CalendarYear, TimeLimit
from deadlines.reference import load_calendar, load_time_limits
from projects.models import ActType, Source
from tests.factories import ActTypeFactory, SourceFactory

TODAY = date(2026, 9, 14)
NOW = timezone.make_aware(datetime(2026, 9, 14, 9, 30))


_calendar, _time_limits = cache(load_calendar), cache(load_time_limits)  # read once a run


@pytest.fixture
def law(db: None) -> None:
    """The reviewed calendar, and the terms of discussion as shipped."""
    calendar = _calendar()
    CalendarYear.objects.bulk_create(
        [CalendarYear(year=row.year, certainty=row.certainty) for row in calendar.years]
    )
    names = ("on", "kind", "reason_kk", "reason_ru", "certainty")
    CalendarException.objects.bulk_create(
        [CalendarException(**{name: getattr(row, name) for name in names}) for row in calendar.exceptions]
    )
    wanted = {"discussion.bylaw", "discussion.law", "info_request.answer"}
    fields = ("code", "quantity", "unit", "direction", "roll_over", "confidence", "valid_from", "valid_to")
    words = tuple(
        f"{name}_{language}" for name in ("name", "law", "article", "note") for language in ("kk", "ru")
    )
    TimeLimit.objects.bulk_create(
        [
            TimeLimit(**{name: getattr(row, name) for name in (*fields, *words)})
            for row in _time_limits()
            if row.code in wanted
        ]
    )


@pytest.fixture
def order(law: None) -> ActType:
    """An order: its drafts are discussed for at least ten working days."""
    return ActTypeFactory()


@pytest.fixture
def portal_source(order: ActType) -> Source:
    return SourceFactory()
