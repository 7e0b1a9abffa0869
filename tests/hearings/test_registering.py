"""Registering without an account: consent as a record, places that are exact, a page of one's own, erasure."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import ActivityEntry, Organisation, User
from config.logs import without_secrets
from correspondence.models import OutgoingEmail
from correspondence.states import MailState
from deadlines.models import Deadline
from hearings import queries, throttle
from hearings.actions import needs, own_data, registration, reminders
from hearings.actions.announcing import change_announcement
from hearings.actions.planning import change_hearing
from hearings.actions.registration import Application, Closed
from hearings.consent_texts import VERSION
from hearings.models import AccessNeed, Consent, Hearing, OwnLink, Registration
from hearings.states import REGISTRATION_MOVES, Attendance, NeedKind, NeedState, Purpose, RegistrationState
from tests.conftest import ClientOf
from tests.factories import HearingFactory
from tests.hearings.conftest import NOW, TODAY, plan
from tests.moments import almaty, day
from tests.monitoring.test_pages import text_of

ZHIBEK = "zhibek-qyzdarbek@example.kz"


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User) -> Hearing:
    """Announced for 8 October, in a room of two places and online without a limit."""
    return HearingFactory(
        organisation=ashyq_orta,
        starts_at=almaty("08.10.2026 15:00"),
        moderator=aigerim,
        format="hybrid",
        online_url="https://example.kz/room",
        state="announced",
        announced_at=NOW,
        notice=1,
        seats_room=2,
    )


@pytest.fixture
def visitor(client_of: ClientOf) -> Client:
    return client_of(None, language="kk")


def application(number: int = 1, **facts: Any) -> Application:
    return Application(
        **{
            "name": f"Қатысушы {number}",
            "email": f"qatysushy{number}@example.kz",
            "language": "kk",
            "attendance": Attendance.ROOM,
            "shown_in": "kk",
            "purposes": [Purpose.TAKING_PART],
            **facts,
        }
    )


def come(hearing: Hearing, number: int = 1, *, confirmed: bool = True, **facts: Any) -> Registration:
    made = registration.register(hearing, application(number, **facts), form_key=f"{number:064d}", at=NOW)
    if confirmed:
        registration.confirm(made, at=NOW)
    return made


def states(hearing: Hearing) -> list[str]:
    return list(
        Registration.objects.filter(hearing=hearing).order_by("number").values_list("state", flat=True)
    )


def letters(what: str) -> list[OutgoingEmail]:
    found = OutgoingEmail.objects.filter(key__contains=":registration:").order_by("pk")
    return [letter for letter in found if letter.key.split(":")[4].startswith(what)]


def link_in(letter: OutgoingEmail) -> str:
    found = re.search(r"/h/me/[^\s]+", letter.text)
    assert found is not None
    return found.group()


# --- The form -----------------------------------------------------------------------------------------------------


def shown(visitor: Client, hearing: Hearing) -> dict[str, str]:
    """The hidden fields of the form, as the page carries them."""
    page = BeautifulSoup(visitor.get(f"{hearing.public_path}register/").content, "html.parser")
    return {str(tag["name"]): str(tag.get("value", "")) for tag in page.select("form input[type=hidden]")}


def typed(**facts: str) -> dict[str, str]:
    return {"name": "Жібек Қыздарбек", "email": ZHIBEK, "attendance": "room", "taking_part": "on", **facts}


@pytest.fixture
def minute_later() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        yield


def send(visitor: Client, hearing: Hearing, hidden: dict[str, str], *, after: int = 60, **facts: str) -> Any:
    with time_machine.travel(NOW + timedelta(seconds=after), tick=False):
        return visitor.post(f"{hearing.public_path}register/", {**typed(**facts), **hidden, **facts})


def test_nothing_is_ticked_and_each_purpose_stands_by_itself(visitor: Client, hearing: Hearing) -> None:
    page = BeautifulSoup(visitor.get(f"{hearing.public_path}register/").content, "html.parser")
    ticks = page.select("input[type=checkbox]")
    assert {str(tag["name"]) for tag in ticks} == {"needs", *Purpose.values}
    assert not any(tag.has_attr("checked") for tag in ticks)
    assert hearing.organisation.bin in page.get_text()


def test_visitor_registers_and_the_consents_are_kept_as_read(visitor: Client, hearing: Hearing) -> None:
    answer = send(visitor, hearing, shown(visitor, hearing), named="on", needs="step_free", need_note="Арба")
    assert answer["Location"] == f"{hearing.public_path}registered/"
    made = Registration.objects.get()
    assert (made.state, made.number, made.confirmed_at, made.language) == ("seated", 1, None, "kk")
    kept = {row.purpose: row for row in Consent.objects.all()}
    assert set(kept) == {"taking_part", "named"}
    assert (kept["named"].language, kept["named"].version) == ("kk", VERSION)
    assert hearing.organisation.name_kk in kept["taking_part"].text
    assert AccessNeed.objects.get().note == "Арба"
    assert [letter.language for letter in letters("registered")] == ["kk"]


def test_without_the_first_consent_nothing_is_written(visitor: Client, hearing: Hearing) -> None:
    answer = send(visitor, hearing, shown(visitor, hearing), taking_part="")
    assert answer.status_code == 422
    assert not Registration.objects.exists()
    with pytest.raises(ValidationError):
        registration.register(hearing, application(purposes=[Purpose.NAMED]), form_key="0", at=NOW)


@pytest.mark.parametrize(
    ("after", "facts", "status"),
    [
        (1, {}, 422),  # faster than anybody reads
        (
            60,
            {"website": "http://spam.example"},
            302,
        ),  # a field that nobody sees: it believes that it came through
        (7 * 3600, {}, 422),  # expired
        (60, {"stamp": "forged:1:x"}, 422),
        (60, {"shown": "2020-01-01"}, 422),  # another text of consent than the present one
    ],
)
def test_machines_and_stale_forms_register_nobody(
    visitor: Client, hearing: Hearing, after: int, facts: dict[str, str], status: int
) -> None:
    answer = send(visitor, hearing, shown(visitor, hearing), after=after, **facts)
    assert answer.status_code == status
    assert not Registration.objects.exists()
    if status == 422:
        assert "Жібек Қыздарбек" in answer.content.decode()


def test_expired_form_is_answered_with_one_that_works(visitor: Client, hearing: Hearing) -> None:
    late = 7 * 3600
    page = BeautifulSoup(send(visitor, hearing, shown(visitor, hearing), after=late).content, "html.parser")
    hidden = {str(tag["name"]): str(tag.get("value", "")) for tag in page.select("form input[type=hidden]")}
    assert send(visitor, hearing, hidden, after=late + 10).status_code == 302
    assert Registration.objects.count() == 1


def test_form_sent_twice_is_one_registration_and_one_letter(visitor: Client, hearing: Hearing) -> None:
    hidden = shown(visitor, hearing)
    assert [send(visitor, hearing, hidden).status_code for _click in range(2)] == [302, 302]
    assert (Registration.objects.count(), len(letters("registered"))) == (1, 1)


def test_known_address_learns_nothing_and_gets_a_letter_at_most_every_ten_minutes(
    visitor: Client, hearing: Hearing
) -> None:
    answers = []
    for minute in (1, 3, 15):
        hidden = shown(visitor, hearing)
        answers.append(send(visitor, hearing, hidden, after=minute * 60, email=ZHIBEK.upper())["Location"])
    assert len(set(answers)) == 1
    assert Registration.objects.count() == 1
    assert [letter.key.split(":")[4] for letter in letters("")] == ["registered", "again"]


def test_one_network_cannot_fill_a_hall(
    visitor: Client, hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "REGISTRATIONS_AN_HOUR", 2)
    statuses = [
        send(visitor, hearing, shown(visitor, hearing), email=f"a{n}@example.kz").status_code
        for n in range(3)
    ]
    assert statuses == [302, 302, 422]


def test_header_injection_and_hostile_names_stay_text(visitor: Client, hearing: Hearing) -> None:
    name = "Жібек\r\nBcc: thief@example.kz <svg onload=alert(1)> \u202eқыз"
    send(visitor, hearing, shown(visitor, hearing), name=name)
    made = Registration.objects.get()
    assert "\n" not in made.name
    assert "\u202e" not in made.name
    bad = send(visitor, hearing, shown(visitor, hearing), email="a@example.kz\r\nBcc: b@example.kz")
    assert bad.status_code == 422


def test_registration_is_closed_when_it_begins_and_when_it_is_called_off(hearing: Hearing) -> None:
    with pytest.raises(Closed):
        registration.register(hearing, application(), form_key="1", at=almaty("08.10.2026 15:00"))
    Hearing.objects.update(state="cancelled")
    with pytest.raises(Closed):
        registration.register(hearing, application(), form_key="1", at=NOW)


# --- Places -------------------------------------------------------------------------------------------------------


def test_room_and_online_are_counted_apart(hearing: Hearing) -> None:
    for number in (1, 2, 3):
        come(hearing, number)
    come(hearing, 4, attendance=Attendance.ONLINE)
    assert states(hearing) == ["seated", "seated", "waiting", "seated"]
    assert queries.places(hearing) == {"room": 2, "online": 1, "room_waiting": 1, "online_waiting": 0}


def test_place_given_up_goes_to_the_first_who_waits_and_has_confirmed(hearing: Hearing) -> None:
    first = come(hearing, 1)
    come(hearing, 2)
    come(hearing, 3, confirmed=False)
    come(hearing, 4)
    come(hearing, 5)
    for _click in range(2):
        registration.give_up(first, at=NOW)
    assert states(hearing) == ["cancelled", "seated", "waiting", "seated", "waiting"]
    assert [row.number for row in Registration.objects.order_by("pk")] == [1, 2, 3, 4, 5]
    assert [letter.address for letter in letters("seat")] == ["qatysushy4@example.kz"]


def test_unconfirmed_place_lapses_after_a_day_and_not_before(hearing: Hearing) -> None:
    come(hearing, 1, confirmed=False)
    come(hearing, 2)
    come(hearing, 3)
    assert registration.lapse_unconfirmed(NOW + timedelta(hours=23, minutes=59)) == 0
    assert registration.lapse_unconfirmed(NOW + timedelta(hours=24)) == 1
    assert states(hearing) == ["lapsed", "seated", "seated"]
    with pytest.raises(ValidationError):
        registration.confirm(Registration.objects.get(number=1), at=NOW)


def test_more_places_are_filled_from_the_waiting_list(hearing: Hearing, aigerim: User) -> None:
    for number in (1, 2, 3):
        come(hearing, number)
    texts = {name: getattr(hearing, name) for name in ("rules_kk", "rules_ru", "access_kk", "access_ru")}
    texts |= {"draft_url": "", "broadcast_url": "", "seats_room": 3, "seats_online": None}
    change_announcement(hearing, texts, {}, actor=aigerim, at=NOW)
    assert states(hearing) == ["seated", "seated", "seated"]


def test_change_to_a_full_room_waits_at_the_end_and_frees_the_old_place(hearing: Hearing) -> None:
    Hearing.objects.update(seats_online=1)
    online = come(hearing, 1, attendance=Attendance.ONLINE)
    come(hearing, 2, attendance=Attendance.ONLINE)
    come(hearing, 3)
    come(hearing, 4)
    facts = {"name": "Басқа есім", "represents": "", "language": "ru"}
    registration.correct(online, **facts, attendance=Attendance.ROOM, at=NOW)
    found = {row.email: (row.state, row.attendance) for row in Registration.objects.all()}
    assert found["qatysushy1@example.kz"] == ("waiting", "room")
    assert found["qatysushy2@example.kz"] == ("seated", "online")


@pytest.mark.parametrize("before", RegistrationState)
@pytest.mark.parametrize("to", RegistrationState)
def test_moves_of_a_registration(before: str, to: str) -> None:
    """Nothing leads out of erasure, and nothing back into a registration that was given up."""
    if before in (RegistrationState.ERASED, RegistrationState.CANCELLED, RegistrationState.LAPSED):
        allowed = {RegistrationState.ERASED} - {before}
        assert (to in REGISTRATION_MOVES.get(before, frozenset())) is (to in allowed)


# --- One's own page -----------------------------------------------------------------------------------------------


@pytest.fixture
def zhibek(hearing: Hearing) -> Registration:
    return come(hearing, 7, confirmed=False, name="Жібек Қыздарбек", email=ZHIBEK)


@pytest.fixture
def hers(zhibek: Registration, visitor: Client) -> Client:
    """Her browser, in which the link of the letter was opened."""
    visitor.get(link_in(letters("registered")[0]))
    return visitor


def step(pk: int, what: str, *args: str) -> str:
    return reverse(f"hearings:own-{what}", args=[pk, *args])


def test_link_of_the_letter_opens_the_page_and_the_database_does_not_know_it(
    zhibek: Registration, visitor: Client
) -> None:
    link = link_in(letters("registered")[0])
    secret = link.rstrip("/").rpartition("/")[2]
    assert secret not in str(list(OwnLink.objects.values()))
    answer = visitor.get(link, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("hearings:own", args=[zhibek.pk])
    assert secret not in answer.content.decode()
    assert (
        Registration.objects.get().confirmed_at is None
    )  # a mail scanner that follows links confirms nothing


def test_other_browsers_and_other_numbers_see_nothing(
    hers: Client, hearing: Hearing, client_of: ClientOf
) -> None:
    other = come(hearing, 8)
    mine = Registration.objects.get(email=ZHIBEK)
    assert hers.get(reverse("hearings:own", args=[other.pk])).status_code == 404
    assert client_of(None).get(reverse("hearings:own", args=[mine.pk])).status_code == 404
    assert hers.get("/h/me/wrong-secret/").status_code == 404


def test_online_link_is_shown_to_those_who_have_confirmed_a_place(hearing: Hearing, visitor: Client) -> None:
    made = come(hearing, 1, confirmed=False, attendance=Attendance.ONLINE)
    visitor.get(link_in(letters("registered")[0]))
    address = reverse("hearings:own", args=[made.pk])
    assert hearing.online_url not in visitor.get(address).content.decode()
    visitor.post(step(made.pk, "confirm"))
    assert hearing.online_url in visitor.get(address).content.decode()
    visitor.post(step(made.pk, "cancel"))
    assert hearing.online_url not in visitor.get(address).content.decode()


def test_she_corrects_downloads_and_cancels(hers: Client, zhibek: Registration) -> None:
    facts = {"name": "Жібек Қ.", "represents": "«Үміт»", "attendance": "online", "language": "ru"}
    assert hers.post(reverse("hearings:own", args=[zhibek.pk]), facts).status_code == 302
    known = json.loads(hers.get(step(zhibek.pk, "data")).content)
    assert known["registration"]["name"] == "Жібек Қ."
    assert [row["purpose"] for row in known["consents"]] == ["taking_part"]
    hers.post(step(zhibek.pk, "cancel"))
    zhibek.refresh_from_db()
    assert (zhibek.state, zhibek.attendance) == ("cancelled", "online")


def test_consent_is_given_and_withdrawn_and_both_are_kept(hers: Client, zhibek: Registration) -> None:
    for agree in ("yes", "yes", "no", "no", "yes"):
        hers.post(step(zhibek.pk, "consent", "named"), {"agree": agree})
    rows = Consent.objects.filter(purpose="named").order_by("pk")
    assert [row.withdrawn_at is None for row in rows] == [False, True]


def test_withdrawal_of_the_first_consent_ends_it_and_starts_the_clock(
    hers: Client, zhibek: Registration, hearing: Hearing
) -> None:
    for _click in range(2):
        hers.post(step(zhibek.pk, "consent", "taking_part"), {"agree": "no"})
    zhibek.refresh_from_db()
    clock = Deadline.objects.get(kind="personal_data.withdrawal")
    assert (zhibek.state, clock.due_on) == ("cancelled", day("05.10.2026"))
    assert "Жібек" not in f"{clock.label_kk} {clock.about_kk}"


def test_after_erasure_her_name_is_found_nowhere(
    hers: Client, zhibek: Registration, hearing: Hearing, aigerim: User
) -> None:
    registration.confirm(zhibek, at=NOW)
    facts = {name: getattr(hearing, name) for name in plan()}
    moved = {**facts, "starts_at": almaty("09.10.2026 15:00")}
    change_hearing(hearing, moved, seen=1, actor=aigerim, on=TODAY, at=NOW)
    assert OutgoingEmail.objects.filter(address=ZHIBEK).count() == 2
    assert hers.post(step(zhibek.pk, "erase")).status_code == 200
    everything = str(
        [
            list(model.objects.values())
            for model in (Registration, Consent, AccessNeed, OwnLink, OutgoingEmail, ActivityEntry, Deadline)
        ]
    )
    for canary in ("Жібек", "Қыздарбек", ZHIBEK):
        assert canary not in everything
    assert Registration.objects.get().state == "erased"
    assert hers.get(reverse("hearings:own", args=[zhibek.pk])).status_code == 404


def test_erasure_waits_for_a_letter_that_is_being_handed_over(hers: Client, zhibek: Registration) -> None:
    OutgoingEmail.objects.update(state=MailState.SENDING)
    with pytest.raises(ValidationError, match="just being sent"):
        own_data.erase(zhibek, at=NOW)
    assert Registration.objects.get().name == "Жібек Қыздарбек"


def test_secret_of_the_link_stands_in_no_log() -> None:
    assert without_secrets("GET /h/me/abc-DEF_123/ 302") == "GET /h/me/… 302"


# --- Reminders and needs ------------------------------------------------------------------------------------------


def test_everybody_who_has_a_place_is_reminded_once_and_nobody_else(hearing: Hearing) -> None:
    for number in (1, 2, 3):
        come(hearing, number)
    come(hearing, 4, confirmed=False, attendance=Attendance.ONLINE)
    before = almaty("07.10.2026 12:00")
    assert reminders.send_reminders(before) == 0
    tomorrow = almaty("07.10.2026 14:00")
    assert [reminders.send_reminders(tomorrow + timedelta(minutes=n)) for n in range(3)] == [2, 0, 0]
    assert {letter.address for letter in letters("reminder")} == {
        "qatysushy1@example.kz",
        "qatysushy2@example.kz",
    }
    assert reminders.send_reminders(almaty("08.10.2026 16:00")) == 0


def test_hearing_called_off_reminds_nobody(hearing: Hearing) -> None:
    come(hearing)
    Hearing.objects.update(state="cancelled")
    assert reminders.send_reminders(almaty("08.10.2026 09:00")) == 0


def test_need_is_taken_arranged_and_the_person_told_once(
    hearing: Hearing, serik: User, client_of: ClientOf
) -> None:
    come(hearing, needs={NeedKind.SIGN_LANGUAGE: ""})
    need = AccessNeed.objects.get()
    his = client_of(serik)
    his.post(reverse("hearings:need-take", args=[hearing.pk, need.pk]))
    for _click in range(2):
        his.post(reverse("hearings:need-settle", args=[hearing.pk, need.pk]), {"state": "arranged"})
    need.refresh_from_db()
    assert (need.owner, need.state) == (serik, "arranged")
    (letter,) = letters("need")
    assert "ымдау" in letter.text or "Сурдо" in letter.text or "сурдо" in letter.text
    assert "arranged" in text_of(his.get(reverse("hearings:participants", args=[hearing.pk])))


def test_need_not_possible_may_still_be_arranged(hearing: Hearing, serik: User) -> None:
    come(hearing, needs={NeedKind.OTHER: "Субтитр"})
    need = AccessNeed.objects.get()
    for state in (NeedState.DECLINED, NeedState.ARRANGED):
        needs.settle_need(need, state, actor=serik, at=NOW)
    with pytest.raises(ValidationError):
        needs.settle_need(need, NeedState.DECLINED, actor=serik, at=NOW)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_participants_asks_the_same_number_of_questions(
    hearing: Hearing, serik: User, client_of: ClientOf, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(1, rows + 1):
        come(hearing, number, needs={NeedKind.STEP_FREE: ""})
    his = client_of(serik)
    with django_assert_num_queries(12):
        his.get(reverse("hearings:participants", args=[hearing.pk]))
