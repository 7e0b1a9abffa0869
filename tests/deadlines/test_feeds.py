"""Calendar addresses: who may read what through them, and for how long (T4)."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from accounts.actions import change_role, remove_member, restore_member, suspend_organisation
from accounts.models import ActivityEntry, User
from deadlines import actions
from deadlines.actions import Words
from deadlines.models import CalendarFeed, Deadline
from tests.factories import DeadlineFactory, MembershipFactory
from tests.moments import almaty, day

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
NOW = almaty("20.11.2026")


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def deadlines(ashyq_orta: Any, kok_aspan: Any, aigerim: User, bolat: User) -> dict[str, Deadline]:
    """Aigerim's, Bolat's, a settled one of Aigerim's, and one of another organisation."""
    made = {
        name: DeadlineFactory(
            organisation=organisation, label=Words(f"{name} қазақша", f"{name} по-русски"), responsible=who
        )
        for name, organisation, who in (
            ("hers", ashyq_orta, aigerim),
            ("his", ashyq_orta, bolat),
            ("settled", ashyq_orta, aigerim),
            ("canary", kok_aspan, None),
        )
    }
    actions.close_deadline(made["settled"], actor=aigerim, at=NOW)
    return made


def address(person: User, organisation: Any, *, only_mine: bool = False) -> str:
    secret = actions.create_feed(person, organisation, only_mine=only_mine, at=NOW)
    return f"/ics/{secret}.ics"


def events(path: str) -> dict[str, Any]:
    """What a calendar program that has nothing but the address reads, by the first word of the summary."""
    response = Client().get(path)
    assert response.status_code == 200, response.status_code
    calendar = Calendar.from_ical(response.content)
    return {str(event["SUMMARY"]).split()[0]: event for event in calendar.walk("VEVENT")}


def test_all_open_deadlines_of_the_organisation_and_nothing_else(
    deadlines: Any, aigerim: User, ashyq_orta: Any
) -> None:
    assert set(events(address(aigerim, ashyq_orta))) == {"hers", "his"}


def test_only_ones_own(deadlines: Any, aigerim: User, ashyq_orta: Any) -> None:
    assert set(events(address(aigerim, ashyq_orta, only_mine=True))) == {"hers"}


def test_event_is_a_whole_day_with_an_alarm_and_a_stable_name(
    deadlines: Any, aigerim: User, ashyq_orta: Any
) -> None:
    path, deadline = address(aigerim, ashyq_orta), deadlines["hers"]
    first = events(path)["hers"]
    actions.move_deadline(deadline, day("01.12.2026"), on=NOW.date(), at=NOW, reason="portal")
    moved = events(path)["hers"]

    assert first["UID"] == moved["UID"] == f"deadline-{deadline.pk}@127.0.0.1"
    assert (first["SEQUENCE"], moved["SEQUENCE"]) == (1, 2)
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (day("25.11.2026"), day("26.11.2026"))
    assert moved.decoded("DTSTART") == day("01.12.2026")
    assert (first["STATUS"], first["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    assert first["URL"] == "http://127.0.0.1:8000/dossiers/1/"
    (alarm,) = first.walk("VALARM")
    assert (alarm["ACTION"], alarm.decoded("TRIGGER")) == ("DISPLAY", -timedelta(hours=15))


@pytest.mark.parametrize(
    ("language", "summary", "until"),
    [
        ("kk", "hers қазақша", "25 қараша, сәрсенбі, сағат 24:00-ге дейін"),
        ("ru", "hers по-русски", "до среды, 25 ноября, 24:00"),
    ],
)
def test_words_are_in_the_language_of_the_readers_letters(
    deadlines: Any, aigerim: User, ashyq_orta: Any, language: str, summary: str, until: str
) -> None:
    User.objects.filter(pk=aigerim.pk).update(mail_language=language, interface_language="en")

    event = events(address(aigerim, ashyq_orta))["hers"]

    assert event["SUMMARY"] == summary
    assert until in event["DESCRIPTION"]


def test_hostile_words_stay_inside_their_line(ashyq_orta: Any, aigerim: User) -> None:
    nasty = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged; a,b\\n"
    DeadlineFactory(organisation=ashyq_orta, label=Words(nasty, nasty))

    assert len(events(address(aigerim, ashyq_orta))) == 1


def test_answer_is_kept_by_nobody_on_the_way(deadlines: Any, aigerim: User, ashyq_orta: Any) -> None:
    response = Client().get(address(aigerim, ashyq_orta))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies


# --- The secret ---------------------------------------------------------------------------------------------------


def test_secret_has_256_bits_and_is_not_in_the_database(aigerim: User, ashyq_orta: Any) -> None:
    secret = actions.create_feed(aigerim, ashyq_orta, only_mine=True, at=NOW)

    assert re.fullmatch(r"[\w-]{43}", secret)
    stored = CalendarFeed.objects.values().get()
    assert secret not in str(stored)
    assert secret not in str(list(ActivityEntry.objects.values()))
    assert len(stored["token_hash"]) == 64


@pytest.mark.parametrize("secret", ["x", "x" * 43, "x" * 5_000, "%00", "ә" * 43, "..", "' OR 1=1 --"])
def test_wrong_secret_opens_nothing(deadlines: Any, aigerim: User, ashyq_orta: Any, secret: str) -> None:
    address(aigerim, ashyq_orta)

    assert Client().get(f"/ics/{secret}.ics").status_code == 404


def test_hash_from_a_stolen_database_opens_nothing(aigerim: User, ashyq_orta: Any) -> None:
    address(aigerim, ashyq_orta)

    assert Client().get(f"/ics/{CalendarFeed.objects.get().token_hash}.ics").status_code == 404


@pytest.mark.parametrize("how", ["unknown", "expired", "left"])
def test_each_wrong_secret_costs_at_most_one_question_more_than_another(
    aigerim: User, bolat: User, ashyq_orta: Any, how: str, django_assert_max_num_queries: Any
) -> None:
    path = address(bolat, ashyq_orta)
    if how == "expired":
        CalendarFeed.objects.update(expires_at=NOW)
    if how == "left":
        remove_member(bolat.memberships.get(), actor=aigerim, at=NOW)
    path = "/ics/unknown.ics" if how == "unknown" else path

    with django_assert_max_num_queries(2):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_address_is_only_read(aigerim: User, ashyq_orta: Any, method: str) -> None:
    assert getattr(Client(), method)(address(aigerim, ashyq_orta)).status_code == 405


# --- Today's rights -----------------------------------------------------------------------------------------------


def test_removed_member_reads_nothing_from_the_next_reading_on_and_again_when_restored(
    deadlines: Any, aigerim: User, bolat: User, ashyq_orta: Any
) -> None:
    path, membership = address(bolat, ashyq_orta), bolat.memberships.get()
    assert events(path)

    remove_member(membership, actor=aigerim, at=NOW)
    assert Client().get(path).status_code == 404

    restore_member(membership, actor=aigerim, at=NOW)
    assert events(path)


def test_suspended_organisation_and_inactive_person_read_nothing(
    deadlines: Any, aigerim: User, bolat: User, ashyq_orta: Any, operator: User
) -> None:
    hers, his = address(aigerim, ashyq_orta), address(bolat, ashyq_orta)
    User.objects.filter(pk=bolat.pk).update(is_active=False)
    assert (Client().get(his).status_code, Client().get(hers).status_code) == (404, 200)

    suspend_organisation(ashyq_orta, actor=operator, at=NOW)

    assert Client().get(hers).status_code == 404


def test_lower_role_reads_what_that_role_may(deadlines: Any, aigerim: User, ashyq_orta: Any) -> None:
    member = MembershipFactory(organisation=ashyq_orta, role="lawyer")
    path = address(member.user, ashyq_orta)

    change_role(member, role="observer", actor=aigerim, at=NOW)

    assert set(events(path)) == {"hers", "his"}


def test_address_works_for_a_year(deadlines: Any, aigerim: User, ashyq_orta: Any) -> None:
    path = address(aigerim, ashyq_orta)
    with time_machine.travel(NOW + timedelta(days=365, seconds=-1), tick=False):
        assert Client().get(path).status_code == 200
    with time_machine.travel(NOW + timedelta(days=365), tick=False):
        assert Client().get(path).status_code == 404


def test_day_of_the_last_reading_is_remembered(deadlines: Any, aigerim: User, ashyq_orta: Any) -> None:
    events(address(aigerim, ashyq_orta))

    assert CalendarFeed.objects.get().last_used_on == NOW.date()


@pytest.mark.parametrize("rows", [1, 3])
def test_feed_asks_the_same_number_of_questions_of_one_deadline_and_of_three(
    aigerim: User, ashyq_orta: Any, django_assert_num_queries: Any, rows: int
) -> None:
    for _row in range(rows):
        DeadlineFactory(organisation=ashyq_orta, responsible=aigerim)
    path = address(aigerim, ashyq_orta)

    with django_assert_num_queries(4):  # address, memberships, day of use, deadlines
        Client().get(path)


# --- The page -----------------------------------------------------------------------------------------------------


def test_new_address_is_shown_once(client_of: ClientOf, deadlines: Any, aigerim: User) -> None:
    client = client_of(aigerim)

    page = client.post("/calendar/subscriptions/", {"scope": "all"}).content.decode()

    (found,) = re.findall(r'value="http://127.0.0.1:8000(/ics/[\w-]{43}\.ics)"', page)
    assert set(events(found)) == {"hers", "his"}
    assert found not in client.get("/calendar/subscriptions/").content.decode()
    assert CalendarFeed.objects.get().only_mine is False


def test_page_lists_ones_own_addresses_only(
    client_of: ClientOf, aigerim: User, bolat: User, ashyq_orta: Any
) -> None:
    address(aigerim, ashyq_orta)
    address(bolat, ashyq_orta)

    (feed,) = client_of(bolat).get("/calendar/subscriptions/").context["feeds"]

    assert feed.user == bolat


def test_revoked_address_opens_nothing(
    client_of: ClientOf, deadlines: Any, bolat: User, ashyq_orta: Any
) -> None:
    path = address(bolat, ashyq_orta)
    feed = CalendarFeed.objects.get()

    page = client_of(bolat).post(f"/calendar/subscriptions/{feed.pk}/revoke/", follow=True).content.decode()

    assert "The address is revoked" in page
    assert Client().get(path).status_code == 404
    logged = ActivityEntry.objects.filter(verb__startswith="calendar_feed").order_by("id")
    assert list(logged.values_list("verb", flat=True)) == [
        "calendar_feed.created",
        "calendar_feed.revoked",
    ]


def test_coordinator_cannot_revoke_or_see_a_members_address(
    client_of: ClientOf, aigerim: User, bolat: User, ashyq_orta: Any
) -> None:
    address(bolat, ashyq_orta)

    response = client_of(aigerim).post(f"/calendar/subscriptions/{CalendarFeed.objects.get().pk}/revoke/")

    assert response.status_code == 404
    assert CalendarFeed.objects.exists()


def test_eleventh_address_is_refused_with_the_reason(
    client_of: ClientOf, aigerim: User, ashyq_orta: Any
) -> None:
    for _n in range(10):
        address(aigerim, ashyq_orta)

    response = client_of(aigerim).post("/calendar/subscriptions/", {"scope": "mine"})

    assert response.status_code == 422
    assert "You have 10 addresses already" in response.content.decode()
    assert CalendarFeed.objects.count() == 10


def test_addresses_out_of_date_make_room(aigerim: User, ashyq_orta: Any) -> None:
    for _n in range(10):
        address(aigerim, ashyq_orta)
    CalendarFeed.objects.update(expires_at=NOW)

    address(aigerim, ashyq_orta)

    assert CalendarFeed.objects.count() == 1


@pytest.mark.parametrize("scope", ["", "theirs", "all&only_mine=1"])
def test_scope_that_is_none_makes_no_address(client_of: ClientOf, aigerim: User, scope: str) -> None:
    assert client_of(aigerim).post("/calendar/subscriptions/", {"scope": scope}).status_code == 422
    assert not CalendarFeed.objects.exists()
