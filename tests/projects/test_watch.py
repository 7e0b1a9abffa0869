"""The operator hears once of a source that stopped or went quiet, and once that it is back."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from correspondence.models import OutgoingEmail
from deadlines import queries as deadline_queries
from projects import queries
from projects.actions import watch
from projects.models import Source
from tests.factories import SourceFactory
from tests.projects.conftest import NOW

pytestmark = pytest.mark.usefixtures("law")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def source(db: None) -> Source:
    return SourceFactory(last_success_at=NOW, last_new_at=NOW, created_at=NOW - 30 * DAY)


def letters() -> list[str]:
    return list(OutgoingEmail.objects.order_by("pk").values_list("subject", flat=True))


def trouble(at: Any = NOW) -> str:
    return queries.source_health(at, deadline_queries.calendar())[0].trouble


@pytest.mark.parametrize(
    ("facts", "after", "expected"),
    [
        ({}, MINUTE, ""),
        ({"failures_in_row": 5}, MINUTE, ""),
        ({"failures_in_row": 6}, MINUTE, "failing"),
        ({}, 23 * HOUR, ""),
        ({}, 25 * HOUR, "stale"),
        ({"last_success_at": NOW + 3 * DAY}, 2 * DAY + 14 * HOUR, ""),
        ({"last_success_at": NOW + 3 * DAY}, 3 * DAY, "quiet"),
        ({"last_success_at": None}, MINUTE, "never"),
        ({"last_success_at": None, "created_at": NOW, "failures_in_row": 3}, MINUTE, "never"),
        ({"last_success_at": None, "failures_in_row": 6}, MINUTE, "failing"),
    ],
)
def test_trouble_has_a_name(source: Source, facts: dict[str, Any], after: timedelta, expected: str) -> None:
    """NOW is a Monday; two working days without a new draft are still usual."""
    Source.objects.update(**facts)
    assert trouble(NOW + after) == expected


def test_weekend_is_not_quiet(source: Source) -> None:
    monday = NOW + 7 * DAY
    Source.objects.update(last_new_at=monday - 3 * DAY, last_success_at=monday)
    assert trouble(monday) == ""


def test_one_letter_an_incident_and_one_when_it_is_over(source: Source, operator: User) -> None:
    Source.objects.update(failures_in_row=6, last_failure="timeout")
    for minute in range(10):
        watch.watch_sources(NOW + minute * MINUTE)
    assert len(letters()) == 1
    Source.objects.update(failures_in_row=0, last_failure="", last_success_at=NOW + HOUR)
    for minute in range(10):
        watch.watch_sources(NOW + HOUR + minute * MINUTE)
    assert len(letters()) == 2
    Source.objects.update(failures_in_row=6)
    watch.watch_sources(NOW + 2 * HOUR)
    print(f"letters to the operator over two incidents and ten ticks each: {len(letters())} (bar 3)")
    assert len(letters()) == 3


def test_letter_goes_to_the_address_of_the_settings(
    source: Source, operator: User, settings: Settings
) -> None:
    settings.OPERATOR_EMAIL = "it@example.kz"
    Source.objects.update(failures_in_row=6)
    watch.watch_sources(NOW)
    assert [letter.address for letter in OutgoingEmail.objects.all()] == ["it@example.kz"]


def test_letter_tells_what_happened(source: Source, operator: User) -> None:
    Source.objects.update(failures_in_row=7, last_failure="timeout", last_failure_detail="30 s")
    watch.watch_sources(timezone.now())
    letter = OutgoingEmail.objects.get()
    assert (letter.recipient, letter.language) == (operator, operator.mail_language)
    assert "Сынақ порталы" in letter.subject
    assert "/health/" in letter.text
    assert "7" in letter.text


@pytest.mark.usefixtures("operator")
def test_source_that_is_switched_off_or_well_is_no_news(source: Source) -> None:
    assert watch.watch_sources(NOW) == 0
    Source.objects.update(failures_in_row=9, is_enabled=False)
    assert watch.watch_sources(NOW) == 0
    assert letters() == []
