"""Announcing: both languages or nothing; strangers see what is public and no more; each letter goes once."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import Organisation, User
from correspondence.documents import Mode
from correspondence.documents.rendering import html_of
from correspondence.documents.storing import from_json, to_json
from correspondence.documents.word import docx_of
from correspondence.models import DocumentOrder, OutgoingEmail
from deadlines.actions import Words
from hearings.actions import documents, stakeholders
from hearings.actions.announcing import NotReady, change_announcement
from hearings.actions.planning import Blocked, announce_hearing, cancel_hearing, change_hearing
from hearings.models import Hearing, HearingDate, Invitation, PackItem
from hearings.poster import poster
from hearings.states import HearingState, PackKind
from tests.conftest import ClientOf
from tests.factories import AgendaItemFactory, HearingFactory, InvitationFactory, StakeholderFactory
from tests.hearings.conftest import NOW, TODAY, plan, planned
from tests.moments import almaty, day
from tests.monitoring.test_pages import text_of

NO_ROOM = Words("Зал жоқ", "Зала нет")


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User) -> Hearing:
    """Planned for 8 October, everything said in both languages."""
    return HearingFactory(organisation=ashyq_orta, starts_at=almaty("08.10.2026 15:00"), moderator=aigerim)


def announce(hearing: Hearing, actor: User) -> Hearing:
    announce_hearing(hearing, actor=actor, on=TODAY, at=NOW)
    return hearing


def letters(hearing: Hearing, what: str) -> dict[str, OutgoingEmail]:
    found = OutgoingEmail.objects.filter(key__startswith=f"hearing:{hearing.pk}:{what}:")
    return {letter.address: letter for letter in found}


@pytest.fixture
def visitor(client_of: ClientOf) -> Client:
    return client_of(None, language="kk")


# --- The gate -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["title_kk", "aim_ru", "place_kk", "rules_ru", "access_kk"])
def test_one_missing_language_keeps_it_from_being_published(
    hearing: Hearing, aigerim: User, visitor: Client, name: str
) -> None:
    Hearing.objects.filter(pk=hearing.pk).update(**{name: " "})
    hearing.refresh_from_db()
    with pytest.raises(NotReady) as refusal:
        announce(hearing, aigerim)
    language = {"kk": "Kazakh", "ru": "Russian"}[name[-2:]]
    assert [f"not in {language} yet" in message for message in refusal.value.messages] == [True]
    hearing.refresh_from_db()
    assert (hearing.state, hearing.announced_at) == (HearingState.PLANNED, None)
    assert visitor.get(hearing.public_path).status_code == 404


def test_agenda_materials_link_and_moderator_are_asked_for_too(hearing: Hearing, aigerim: User) -> None:
    Hearing.objects.filter(pk=hearing.pk).update(format="hybrid", moderator=None)
    hearing.refresh_from_db()
    AgendaItemFactory(hearing=hearing, title_kk="")
    PackItem.objects.create(
        hearing=hearing, organisation=hearing.organisation, kind="draft", address_ru="https://example.kz/1"
    )
    with pytest.raises(NotReady) as refusal:
        announce(hearing, aigerim)
    assert refusal.value.messages == [
        "Item 1 of the agenda: not in Kazakh yet.",
        "The draft act: not in Kazakh yet.",
        "The link for those who take part online is missing.",
        "Nobody is named as moderator.",
    ]


def test_environmental_hearing_whose_day_has_come_too_near_is_not_announced(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    texts = {f"{name}_{language}": "Мәтін" for name in ("aim", "place") for language in ("kk", "ru")}
    hearing = planned(
        ashyq_orta, aigerim, "28.10.2026 10:00", rule_set="environment", moderator=aigerim, **texts
    )
    Hearing.objects.update(rules_kk="М", rules_ru="М", access_kk="М", access_ru="М")
    hearing.refresh_from_db()
    with pytest.raises(Blocked):
        announce_hearing(hearing, actor=aigerim, on=day("20.10.2026"), at=almaty("20.10.2026"))
    announce(hearing, aigerim)
    assert hearing.announced_on is None  # the press has not written of it


def test_announcing_meets_its_deadline(ashyq_orta: Organisation, aigerim: User) -> None:
    texts = {f"{name}_{language}": "Мәтін" for name in ("aim", "place") for language in ("kk", "ru")}
    hearing = planned(ashyq_orta, aigerim, moderator=aigerim, **texts)
    Hearing.objects.update(rules_kk="М", rules_ru="М", access_kk="М", access_ru="М")
    hearing.refresh_from_db()
    announce(hearing, aigerim)
    assert HearingDate.objects.get(hearing=hearing).deadline.state == "done"
    assert hearing.announced_on == TODAY


def test_announced_agenda_cannot_lose_a_language(
    hearing: Hearing, aigerim: User, client_of: ClientOf
) -> None:
    item = AgendaItemFactory(hearing=hearing)
    announce(hearing, aigerim)
    her = client_of(aigerim)
    fields = {"title_kk": "", "title_ru": "Доклад", "minutes": "10"}
    for name, parts in (("item-edit", [hearing.pk, item.pk]), ("item-add", [hearing.pk])):
        answer = her.post(reverse(f"hearings:{name}", args=parts), fields)
        assert (answer.status_code, "The agenda is published" in text_of(answer)) == (422, True)
    assert [row.title_kk for row in hearing.agenda.all()] == [item.title_kk]


# --- Letters ------------------------------------------------------------------------------------------------------


def test_everybody_chosen_is_invited_once_in_their_language(hearing: Hearing, aigerim: User) -> None:
    kazakh = InvitationFactory(hearing=hearing)
    russian = InvitationFactory(
        hearing=hearing, stakeholder=StakeholderFactory(organisation=hearing.organisation, language="ru")
    )
    nowhere = StakeholderFactory(organisation=hearing.organisation, email="")
    InvitationFactory(hearing=hearing, stakeholder=nowhere)
    announce(hearing, aigerim)
    sent = letters(hearing, "invitation")
    assert set(sent) == {kazakh.stakeholder.email, russian.stakeholder.email}
    assert f"/h/{hearing.code}/kk/" in sent[kazakh.stakeholder.email].text
    assert "8 октября 2026" in sent[russian.stakeholder.email].subject
    late = StakeholderFactory(organisation=hearing.organisation)
    for _click in range(2):
        stakeholders.choose(hearing, [late], actor=aigerim, at=NOW)
    assert len(letters(hearing, "invitation")) == 3
    assert [row.stakeholder for row in Invitation.objects.filter(sent_at__isnull=True)] == [nowhere]


def test_another_day_reaches_each_address_once_for_each_move(hearing: Hearing, aigerim: User) -> None:
    first = InvitationFactory(hearing=hearing)
    twin = StakeholderFactory(organisation=hearing.organisation, email=first.stakeholder.email.upper())
    InvitationFactory(hearing=hearing, stakeholder=twin)
    announce(hearing, aigerim)
    facts = {name: getattr(hearing, name) for name in plan()}
    for version, starts in enumerate(("09.10.2026 15:00", "12.10.2026 11:00"), 1):
        moved = {**facts, "starts_at": almaty(starts)}
        change_hearing(hearing, moved, seen=version, actor=aigerim, on=TODAY, at=NOW)
    told = OutgoingEmail.objects.filter(key__startswith=f"hearing:{hearing.pk}:moved:").order_by("pk")
    assert [letter.key.split(":")[3] for letter in told] == ["2", "3"]
    assert "11:00" in told[1].text
    assert "09" not in told[1].subject


def test_mended_text_is_nobodys_news(hearing: Hearing, aigerim: User) -> None:
    InvitationFactory(hearing=hearing)
    announce(hearing, aigerim)
    facts = {name: getattr(hearing, name) for name in plan()}
    change_hearing(hearing, {**facts, "aim_ru": "Цель"}, seen=1, actor=aigerim, on=TODAY, at=NOW)
    assert not letters(hearing, "moved")
    with pytest.raises(NotReady):
        change_hearing(hearing, {**facts, "aim_ru": ""}, seen=2, actor=aigerim, on=TODAY, at=NOW)
    assert Hearing.objects.get().aim_ru == "Цель"


def test_cancellation_is_told_once_with_its_reason_in_both_languages(
    hearing: Hearing, aigerim: User, visitor: Client
) -> None:
    InvitationFactory(hearing=hearing)
    announce(hearing, aigerim)
    with pytest.raises(ValidationError):
        cancel_hearing(hearing, reason=Words("Зал жоқ", ""), actor=aigerim, at=NOW)
    cancel_hearing(hearing, reason=NO_ROOM, actor=aigerim, at=NOW)
    with pytest.raises(ValidationError):
        cancel_hearing(hearing, reason=NO_ROOM, actor=aigerim, at=NOW)
    (letter,) = letters(hearing, "cancelled").values()
    assert "Зал жоқ" in letter.text
    assert "Зал жоқ" in text_of(visitor.get(hearing.public_path))


# --- What strangers see -------------------------------------------------------------------------------------------


def test_public_page_says_everything_in_the_language_of_the_link(
    hearing: Hearing, aigerim: User, visitor: Client
) -> None:
    Hearing.objects.filter(pk=hearing.pk).update(
        format="hybrid", online_url="https://example.kz/room", draft_url="https://example.kz/draft"
    )
    hearing.refresh_from_db()
    pack = {PackKind.QUESTIONS: ("https://example.kz/kk", "https://example.kz/ru")}
    texts = dict.fromkeys(("draft_url", "broadcast_url"), "https://example.kz/draft")
    texts |= {"seats_room": 40, "seats_online": None}
    texts |= {"rules_kk": "Ереже", "rules_ru": "Правила", "access_kk": "Пандус", "access_ru": "Пандус есть"}
    change_announcement(hearing, texts, pack, actor=aigerim, at=NOW)
    announce(hearing, aigerim)
    answer = visitor.get(f"{hearing.public_path}ru/", follow=True)
    page = text_of(answer)
    for wanted in (
        "Слушания по проекту",
        "Собрать мнения",
        "8 октября, 15:00",
        "Сарайшык",
        "Правила",
        "Пандус есть",
    ):
        assert wanted in page
    assert "https://example.kz/ru" in answer.content.decode()
    assert "example.kz/room" not in answer.content.decode()  # the link is for those who have registered
    soup = BeautifulSoup(answer.content, "html.parser")
    shared = soup.find("meta", property="og:description")
    assert shared is not None
    assert "8 октября 2026" in str(shared["content"])
    assert len(answer.content) < 30_000


def test_planned_hearing_does_not_exist_for_strangers_anywhere(hearing: Hearing, visitor: Client) -> None:
    for address in ("", "kk/", "hearing.ics"):
        assert visitor.get(hearing.public_path + address).status_code == 404
    for name in ("public-list", "public-calendar"):
        assert hearing.code not in visitor.get(reverse(f"hearings:{name}")).content.decode()


def test_hearing_of_a_suspended_organisation_is_gone(
    hearing: Hearing, aigerim: User, visitor: Client
) -> None:
    announce(hearing, aigerim)
    Organisation.objects.update(is_active=False)
    assert visitor.get(hearing.public_path).status_code == 404


def test_calendar_event_keeps_its_uid_and_grows_its_sequence(
    hearing: Hearing, aigerim: User, visitor: Client
) -> None:
    announce(hearing, aigerim)
    before = _event(visitor, hearing)
    facts = {name: getattr(hearing, name) for name in plan()}
    moved = {**facts, "starts_at": almaty("09.10.2026 15:00")}
    change_hearing(hearing, moved, seen=1, actor=aigerim, on=TODAY, at=NOW)
    cancel_hearing(hearing, reason=NO_ROOM, actor=aigerim, at=NOW)
    after = _event(visitor, hearing)
    assert (before["uid"], before["sequence"], before["status"]) == (after["uid"], 1, "CONFIRMED")
    assert (after["sequence"], after["status"]) == (3, "CANCELLED")
    assert after["dtstart"].dt == almaty("09.10.2026 15:00")
    assert after["dtend"].dt - after["dtstart"].dt == timedelta(hours=2)


def _event(visitor: Client, hearing: Hearing) -> Any:
    answer = visitor.get(f"{hearing.public_path}hearing.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return event


def test_list_feed_and_calendar_hold_what_is_coming(hearing: Hearing, aigerim: User, visitor: Client) -> None:
    announce(hearing, aigerim)
    HearingFactory(
        state="announced", announced_at=NOW, starts_at=almaty("01.09.2026 15:00"), title_kk="Өткен"
    )
    page = text_of(visitor.get(reverse("hearings:public-list")))
    assert hearing.title_kk in page
    assert "Өткен" not in page
    feed = visitor.get(reverse("hearings:public-feed", args=["ru"])).content.decode()
    assert "Слушания по проекту" in feed
    assert visitor.get(reverse("hearings:public-feed", args=["en"])).status_code == 404
    events = Calendar.from_ical(visitor.get(reverse("hearings:public-calendar")).content).walk("VEVENT")
    assert [str(event["summary"]) for event in events] == [hearing.title_kk]


@pytest.mark.parametrize("rows", [1, 3])
def test_public_pages_ask_the_same_number_of_questions(
    visitor: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _number in range(rows):
        hearing = HearingFactory(state="announced", announced_at=NOW, starts_at=almaty("08.10.2026 15:00"))
        AgendaItemFactory(hearing=hearing)
    with django_assert_num_queries(1):
        visitor.get(reverse("hearings:public-list"))
    with django_assert_num_queries(5):
        visitor.get(hearing.public_path)


# --- Poster -------------------------------------------------------------------------------------------------------


def test_poster_names_day_and_place_and_leads_to_the_page(hearing: Hearing, aigerim: User) -> None:
    with pytest.raises(ValidationError):
        documents.issue_poster(hearing, Mode.BOTH, actor=aigerim, at=NOW)
    announce(hearing, aigerim)
    for _click in range(2):
        documents.issue_poster(hearing, Mode.BOTH, actor=aigerim, at=NOW)
    assert DocumentOrder.objects.count() == 1
    described = poster(hearing, Mode.BOTH)
    assert from_json(to_json(described)) == described
    word = docx.Document(BytesIO(docx_of(described)))
    assert any(f"/h/{hearing.code}/" in paragraph.text for paragraph in word.paragraphs)
    assert len(word.inline_shapes) == 1
    page = html_of(described)
    for wanted in (
        hearing.title_kk,
        hearing.title_ru,
        hearing.place_ru,
        f"/h/{hearing.code}/",
        "qatysu:link",
    ):
        assert wanted in page
