"""Fifty people at the same moment for ten places (I7), by HTTP through the whole product."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import signing
from django.db import connection
from django.test import Client

from accounts.models import Organisation, User
from correspondence.models import OutgoingEmail
from hearings import throttle
from hearings.consent_texts import VERSION
from hearings.models import Hearing, Registration
from tests.factories import HearingFactory
from tests.hearings.conftest import NOW
from tests.moments import almaty

PEOPLE, PLACES, AT_ONCE = 50, 10, 5
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User) -> Hearing:
    return HearingFactory(
        organisation=ashyq_orta,
        starts_at=almaty("08.10.2026 15:00"),
        moderator=aigerim,
        state="announced",
        announced_at=NOW,
        seats_room=PLACES,
    )


def test_places_are_exact_whoever_comes_at_once(hearing: Hearing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "FASTEST_SECONDS", -1)
    at_once = PEOPLE if connection.vendor == "postgresql" else AT_ONCE
    gate = Barrier(at_once)

    def post(number: int) -> int:
        try:
            gate.wait(timeout=30)
            fields = {
                **{"name": f"Қатысушы {number}", "email": f"q{number}@example.kz", "attendance": "room"},
                **{
                    "taking_part": "on",
                    "shown": VERSION,
                    "stamp": signing.dumps(f"n{number}", salt="hearings.form"),
                },
            }
            return Client().post(f"{hearing.public_path}register/", fields).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(at_once) as pool:
        statuses = list(pool.map(post, range(PEOPLE)))
    rows = list(Registration.objects.order_by("number").values_list("number", "state"))
    seated = sum(state == "seated" for _number, state in rows)
    print(
        f"I7 {PEOPLE} at once for {PLACES} places: {seated} seated, {len(rows) - seated} waiting (bar 10, 40)"
    )
    assert set(statuses) == {302}
    assert [number for number, _state in rows] == list(range(1, PEOPLE + 1))
    assert [state for _number, state in rows] == ["seated"] * PLACES + ["waiting"] * (PEOPLE - PLACES)
    assert OutgoingEmail.objects.count() == PEOPLE
