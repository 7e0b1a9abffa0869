"""W8: Almaty's change of 1 March 2024 from UTC+6 to UTC+5, leap day, a clock set back, a worker that lives in UTC."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.states import Digest
from correspondence.composing import compose_notices, news_may_leave
from correspondence.models import Notice, OutgoingEmail
from deadlines import actions, queries
from deadlines.models import Deadline
from tests.factories import DeadlineFactory
from tests.moments import almaty, day

pytestmark = pytest.mark.django_db


def tick(at: datetime) -> None:
    actions.send_due_reminders(at)
    compose_notices(at)


def stages() -> list[str]:
    return list(Notice.objects.order_by("id").values_list("stage", flat=True))


@pytest.mark.parametrize(
    ("moment", "on"),
    [
        ("2024-02-29T17:59:00", "29.02.2024"),  # 23:59 by the clock of then, UTC+6
        ("2024-02-29T18:30:00", "29.02.2024"),  # midnight struck, and the clock was put back to 23:00
        ("2024-02-29T19:00:00", "01.03.2024"),  # midnight by the clock of now, UTC+5
        ("2026-11-24T18:59:59", "24.11.2026"),
        ("2026-11-24T19:00:00", "25.11.2026"),
    ],
)
def test_day_is_almatys_whatever_the_worker_lives_by(moment: str, on: str) -> None:
    assert queries.day_of(datetime.fromisoformat(moment).replace(tzinfo=UTC)) == day(on)


def test_day_that_was_an_hour_longer_reminds_once(ashyq_orta: Any, aigerim: User) -> None:
    DeadlineFactory(
        organisation=ashyq_orta, responsible=aigerim, on=day("29.02.2024"), due_on=day("29.02.2024")
    )
    at = datetime(2024, 2, 28, 18, 0, tzinfo=UTC)
    while at < datetime(2024, 2, 29, 20, 0, tzinfo=UTC):
        tick(at)
        at += timedelta(minutes=30)

    assert stages() == ["v1:t-0", "v1:overdue"]
    assert OutgoingEmail.objects.count() == 2


def test_leap_day_is_counted_and_kept_as_it_is(ashyq_orta: Any, aigerim: User) -> None:
    days = queries.calendar()
    assert days.add(day("28.02.2024"), 1) == day("29.02.2024")
    deadline = DeadlineFactory(
        organisation=ashyq_orta, responsible=aigerim, on=day("20.02.2024"), due_on=day("29.02.2024")
    )

    tick(almaty("01.03.2024 08:00"))

    assert Deadline.objects.get().due_on == deadline.due_on == date(2024, 2, 29)
    assert stages()[-1] == "v1:overdue"


def test_clock_set_back_two_hours_over_midnight_reminds_nobody_twice(ashyq_orta: Any, aigerim: User) -> None:
    DeadlineFactory(organisation=ashyq_orta, responsible=aigerim)

    for moment in (
        "18.11.2026 00:30",
        "17.11.2026 22:30",
        "17.11.2026 23:59",
        "18.11.2026 00:01",
        "18.11.2026 09:00",
    ):
        tick(almaty(moment))

    assert stages() == ["v1:t-5"]
    assert OutgoingEmail.objects.count() == 1


def test_worker_in_utc_and_worker_in_almaty_agree(ashyq_orta: Any, aigerim: User) -> None:
    DeadlineFactory(organisation=ashyq_orta, responsible=aigerim)

    with timezone.override(UTC):
        tick(datetime(2026, 11, 17, 18, 59, tzinfo=UTC))
        assert stages() == []
        tick(datetime(2026, 11, 17, 19, 0, tzinfo=UTC))
    tick(almaty("18.11.2026 00:00"))

    assert stages() == ["v1:t-5"]


@pytest.mark.parametrize(
    ("since", "at", "leaves"),
    [
        ("28.02.2024 20:00", "29.02.2024 07:59", False),
        ("28.02.2024 20:00", "29.02.2024 08:00", True),
        ("29.02.2024 20:00", "01.03.2024 07:59", False),
        ("29.02.2024 20:00", "01.03.2024 08:00", True),
        ("01.03.2024 08:01", "01.03.2024 23:00", False),
    ],
)
def test_digest_keeps_its_hour_over_the_change_of_the_clock(
    aigerim: User, ashyq_orta: Any, since: str, at: str, leaves: bool
) -> None:
    aigerim.digest, aigerim.digest_hour = Digest.DAILY, 8

    assert news_may_leave(aigerim, ashyq_orta.pk, almaty(since), almaty(at)) is leaves
