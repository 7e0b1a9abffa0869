"""W10, W8: the background work stops, or the clock is set back, and whoever looks is told the truth."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from monitoring.actions.loops import claim_slot, note_loop_failure, note_loop_success
from monitoring.models import Loop
from monitoring.queries.health import LOOPS
from tests.conftest import ClientOf

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
SAYS = "The background work has stopped."


def all_run(at: datetime) -> None:
    for name in LOOPS:
        Loop.objects.update_or_create(name=name, defaults={"finished_at": at, "slot_seconds": 60})


def answers(visitor: Client, member: Client) -> tuple[int, int, bool]:
    """The web's health, the worker's, and whether the dashboard says that the work has stopped."""
    page = member.get("/").content.decode()
    return visitor.get("/healthz").status_code, visitor.get("/healthz/worker").status_code, SAYS in page


def test_stopped_worker_is_told_within_five_minutes(aigerim: User, client_of: ClientOf) -> None:
    visitor, hers = client_of(None), client_of(aigerim)
    all_run(NOON)
    with time_machine.travel(NOON, tick=False) as clock:
        assert answers(visitor, hers) == (200, 200, False)
        minutes = 0
        while answers(visitor, hers)[1] == 200:
            clock.shift(timedelta(minutes=1))
            minutes += 1
        assert answers(visitor, hers) == (200, 503, True)
    print(f"W10 stopped work is told after {minutes} minutes (bar 5)")
    assert minutes <= 5


def test_one_stopped_loop_is_enough_and_is_named(aigerim: User, client_of: ClientOf) -> None:
    visitor, hers = client_of(None), client_of(aigerim)
    with time_machine.travel(NOON, tick=False):
        all_run(NOON)
        Loop.objects.filter(name="deadlines.tasks.send_due_reminders").update(
            finished_at=NOON - timedelta(hours=1)
        )
        assert answers(visitor, hers) == (200, 503, True)
        assert visitor.get("/healthz/worker").json() == {"silent": ["deadlines.tasks.send_due_reminders"]}
        assert ">stopped<" in hers.get("/health/").content.decode()


def test_loop_that_fails_each_time_is_silent_though_it_starts(aigerim: User, client_of: ClientOf) -> None:
    visitor, hers = client_of(None), client_of(aigerim)
    all_run(NOON)
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False):
        for name in LOOPS:
            note_loop_success(name)
        Loop.objects.filter(name=LOOPS[1]).update(finished_at=NOON)
        for slot in range(10):
            assert claim_slot(LOOPS[1], slot=slot + 1, slot_seconds=60)
            note_loop_failure(LOOPS[1], "RuntimeError: broken")
        assert answers(visitor, hers) == (200, 503, True)
        assert "10 failures in a row." in hers.get("/health/").content.decode()


# --- The clock ---------------------------------------------------------------------------------------------


def slot_at(at: datetime) -> int:
    return int(at.timestamp() // 60)


def claims(*moments: datetime) -> list[bool]:
    return [claim_slot("a loop", slot=slot_at(at), slot_seconds=60) for at in moments]


def test_clock_set_back_two_hours_neither_stops_a_loop_nor_doubles_it() -> None:
    back = NOON - timedelta(hours=2)
    minute = timedelta(minutes=1)
    got = claims(NOON, NOON, back, back, back + minute, back + minute)
    print(f"W8 clock back two hours: slots claimed {sum(got)} of 3, twice {sum(got) - 3} (bar 0)")
    assert got == [True, False, True, False, True, False]


def test_clocks_of_two_machines_may_differ_by_minutes() -> None:
    """The one that is behind finds its slots taken; nothing runs twice."""
    behind = timedelta(minutes=3)
    minutes = [NOON + timedelta(minutes=number) for number in range(10)]
    got = [claims(at, at - behind) for at in minutes]
    assert got == [[True, False]] * 10


def test_pulse_from_before_the_clock_was_set_back_is_no_sign_of_life(
    aigerim: User, client_of: ClientOf
) -> None:
    visitor, hers = client_of(None), client_of(aigerim)
    all_run(NOON)
    with time_machine.travel(NOON - timedelta(hours=2), tick=False):
        assert answers(visitor, hers) == (200, 503, True)
        for name in LOOPS:
            assert claim_slot(name, slot=slot_at(NOON - timedelta(hours=2)), slot_seconds=60)
            note_loop_success(name)
        assert answers(visitor, hers) == (200, 200, False)
