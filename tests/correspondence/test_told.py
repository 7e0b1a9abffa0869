"""Beside every alert: whom it reached, and by what letter."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Organisation, User
from correspondence.actions import tell
from tests.factories import DeadlineFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def her(client: Client, aigerim: User) -> Client:
    client.force_login(aigerim, backend="django.contrib.auth.backends.ModelBackend")
    return client


def remind(organisation: Organisation, person: User, thread: str) -> None:
    facts = {
        "label_kk": "Пікір",
        "label_ru": "Мнение",
        "about_kk": "",
        "about_ru": "",
        "path": "/",
        "by": "Айгерім",
    }
    tell(
        [person],
        organisation=organisation,
        thread=thread,
        stage="v1:assigned",
        template="assigned",
        facts={**facts, "due_on": timezone.localdate().isoformat()},
        at=datetime(2026, 9, 10, 5, tzinfo=UTC),
        urgent=True,
    )


def test_deadline_tells_whom_it_reached_and_nobody_elses(
    her: Client, ashyq_orta: Organisation, aigerim: User
) -> None:
    mine, other = DeadlineFactory(organisation=ashyq_orta), DeadlineFactory(organisation=ashyq_orta)
    serik = MembershipFactory(organisation=ashyq_orta, user__name="Серік Үлгілі").user
    remind(ashyq_orta, aigerim, f"deadline:{mine.pk}")
    remind(ashyq_orta, serik, f"deadline:{other.pk}")
    page = her.get(f"/deadlines/{mine.pk}/told/").content.decode()
    assert aigerim.name in page.split("<main", 1)[1]
    assert "Серік Үлгілі" not in page


def test_opened_in_its_place_it_comes_without_the_frame_of_the_page(
    her: Client, ashyq_orta: Organisation, aigerim: User
) -> None:
    mine = DeadlineFactory(organisation=ashyq_orta)
    remind(ashyq_orta, aigerim, f"deadline:{mine.pk}")
    part = her.get(f"/deadlines/{mine.pk}/told/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert aigerim.name in part
