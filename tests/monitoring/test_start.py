"""The first steps of an organisation: read off the facts, until they are done or put away."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.actions import invite
from accounts.models import Membership, Organisation, User
from accounts.queries import CARD_FIELDS
from accounts.states import Role
from monitoring.queries.start import start_of
from projects.actions import dossiers
from projects.models import TopicMatch, WatchTopic
from tests.conftest import ClientOf
from tests.factories import DraftActFactory, MembershipFactory, OrganisationFactory
from tests.projects.conftest import NOW, TODAY, law, order  # noqa: F401 - fixtures

pytestmark = [pytest.mark.usefixtures("order"), pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def newcomer() -> Membership:
    """The coordinator of an organisation that has nothing but its names."""
    empty = dict.fromkeys(CARD_FIELDS, "") | {"name_kk": "Жаңа бірлестік", "name_ru": "Новое объединение"}
    return MembershipFactory(organisation=OrganisationFactory(**empty), role=Role.COORDINATOR)


@pytest.fixture
def hers(newcomer: Membership, client_of: ClientOf) -> Client:
    return client_of(newcomer.user)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def done(membership: Membership) -> list[str]:
    return [step.key for step in start_of(membership).steps if step.is_done]


def test_steps_are_done_by_the_facts(newcomer: Membership) -> None:
    organisation, user = newcomer.organisation, newcomer.user
    assert done(newcomer) == []
    Organisation.objects.filter(pk=organisation.pk).update(**dict.fromkeys(CARD_FIELDS, "толық"))
    organisation.refresh_from_db()
    assert done(newcomer) == ["card"]
    invite(organisation, email="saule@example.kz", role=Role.LAWYER, language="kk", actor=user, at=NOW)
    assert done(newcomer) == ["card", "people"]
    WatchTopic.objects.create(organisation=organisation, name="Су", words="су", created_by=user)
    assert done(newcomer) == ["card", "topics", "people"]
    dossiers.open_dossier(
        DraftActFactory(), organisation=organisation, owner=user, actor=user, on=TODAY, at=NOW
    )
    assert start_of(newcomer).is_finished


def test_today_leads_a_new_organisation_until_the_card_is_put_away(
    hers: Client, newcomer: Membership
) -> None:
    page = text_of(hers.get("/"))
    assert "First steps 0 of 4 done" in page
    assert "Fill in the organisation's card" in page
    assert hers.post("/start/dismiss/", follow=True).status_code == 200
    assert "0 of 4 done" not in text_of(hers.get("/"))
    assert "Show on the first screen again" in text_of(hers.get("/start/"))
    hers.post("/start/show/")
    assert "0 of 4 done" in text_of(hers.get("/"))


def test_ready_topic_is_watched_by_one_tap_and_finds_the_drafts_of_before(
    hers: Client, newcomer: Membership
) -> None:
    DraftActFactory(title_kk="Атмосфералық ауаны қорғау туралы", ends_on=date(2026, 9, 30), listed_on=TODAY)
    looked = text_of(hers.get("/start/topics/ecology/", headers={"HX-Request": "true"}))
    assert "Last 12 months: 1 draft" in looked
    assert "Атмосфералық" in looked
    assert WatchTopic.objects.count() == 0
    assert hers.post("/start/topics/ecology/")["Location"] == "/start/#topics"
    topic = WatchTopic.objects.get(organisation=newcomer.organisation)
    assert TopicMatch.objects.filter(topic=topic).count() == 1
    page = text_of(hers.get("/start/"))
    assert "Take part" in page
    assert "Атмосфералық" in page
    hers.post("/start/topics/ecology/")
    assert WatchTopic.objects.count() == 1
    assert hers.get("/start/topics/astrology/").status_code == 404


def test_observer_sees_a_shorter_way(bolat: User, client_of: ClientOf) -> None:
    browser = client_of(bolat)
    page = text_of(browser.get("/start/"))
    assert "See what is yours" in page
    assert "Invite your people" not in page
    assert browser.post("/start/topics/ecology/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_start_page_asks_the_same_number_of_questions(
    hers: Client, newcomer: Membership, django_assert_num_queries: Any, rows: int
) -> None:
    for number in range(rows):
        DraftActFactory(title_kk=f"Экология туралы {number}", ends_on=date(2026, 9, 30), listed_on=TODAY)
    hers.post("/start/topics/ecology/")
    hers.get("/start/")
    with django_assert_num_queries(8):
        assert hers.get("/start/").status_code == 200


def test_who_put_it_away_is_one_person(newcomer: Membership, client_of: ClientOf) -> None:
    second = MembershipFactory(organisation=newcomer.organisation, role=Role.COORDINATOR)
    client_of(second.user).post("/start/dismiss/")
    newcomer.refresh_from_db()
    assert newcomer.start_dismissed_at is None
    assert Membership.objects.get(pk=second.pk).start_dismissed_at == timezone.now()
