"""The second step of signing in (T7, T8): codes of an application and on paper, guessed at, used again, lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts import actions, codes
from accounts.actions.factors import TRIES
from accounts.models import RecoveryCode, Session, TotpDevice, User
from tests.accounts.steps import NOW, SECOND, code, is_in, password, second
from tests.conftest import ClientOf
from tests.factories import TotpDeviceFactory
from tests.factories.accounts import PASSWORD, TOTP_SECRET


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def guarded(aigerim: User) -> User:
    """Aigerim, who has an application with codes."""
    TotpDeviceFactory(user=aigerim)
    return aigerim


def test_password_alone_opens_nothing(guarded: User, client_of: ClientOf) -> None:
    browser = client_of(None)
    assert password(browser, guarded) == SECOND
    closed = ("accounts:profile", "accounts:people", "accounts:security", "accounts:confirm", "admin:index")
    assert [browser.get(reverse(name)).status_code for name in closed] == [302] * len(closed)
    assert "device" not in browser.cookies
    assert not Session.objects.filter(user=guarded).exists()


def test_code_leads_on_to_where_the_person_wanted(guarded: User, client_of: ClientOf) -> None:
    browser = client_of(None)
    password(browser, guarded, next="/account/people/?x=1")
    half_signed = browser.cookies["sessionid"].value
    answer = browser.post(SECOND, {"code": f"{code()[:3]} {code()[3:]}"})
    assert (answer.status_code, answer["Location"]) == (302, "/account/people/?x=1")
    assert is_in(browser)
    assert browser.cookies["sessionid"].value != half_signed
    thief = client_of(None)
    thief.cookies["sessionid"] = half_signed
    assert not is_in(thief)


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_second_step_leads_only_to_this_site(guarded: User, client_of: ClientOf, wanted: str) -> None:
    browser = client_of(None)
    password(browser, guarded, next=wanted)
    assert browser.post(SECOND, {"code": code()})["Location"] == reverse("accounts:organisation")


@pytest.mark.parametrize(("minutes", "status"), [(4.9, 302), (5.1, 302)], ids=["in time", "too late"])
def test_five_minutes_after_the_password_it_has_to_be_given_again(
    guarded: User, client_of: ClientOf, clock: time_machine.Traveller, minutes: float, status: int
) -> None:
    browser = client_of(None)
    password(browser, guarded)
    later = NOW + timedelta(minutes=minutes)
    clock.move_to(later)
    assert second(browser, code(later)) == status
    assert is_in(browser) is (minutes < 5)


def test_password_changed_meanwhile_ends_the_half_signed_state(guarded: User, client_of: ClientOf) -> None:
    browser = client_of(None)
    password(browser, guarded)
    actions.change_password(guarded, password="жаңа-құпиясөз-8", at=NOW)
    second(browser, code())
    assert not is_in(browser)


def test_code_is_taken_once(guarded: User, client_of: ClientOf) -> None:
    first, thief = client_of(None), client_of(None)
    password(first, guarded)
    password(thief, guarded)
    assert (second(first, code()), second(thief, code())) == (302, 422)
    assert not is_in(thief)


@pytest.mark.parametrize(("steps", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_clock_may_differ_by_one_step(guarded: User, steps: int, is_taken: bool) -> None:
    assert actions.use_code(guarded, code(NOW + timedelta(seconds=30 * steps)), at=NOW) is is_taken


def test_older_code_is_not_taken_after_a_newer_one(guarded: User) -> None:
    assert actions.use_code(guarded, code(NOW), at=NOW)
    assert not actions.use_code(guarded, code(NOW - timedelta(seconds=30)), at=NOW)
    assert actions.use_code(guarded, code(NOW + timedelta(seconds=30)), at=NOW)


def test_code_of_a_neighbour_opens_nothing(guarded: User, bolat: User) -> None:
    TotpDeviceFactory(user=bolat, secret=codes.sealed(codes.new_secret()))
    assert not actions.use_code(bolat, code(), at=NOW)


def test_secret_cannot_be_read_from_the_database(guarded: User, settings: Settings) -> None:
    kept = TotpDevice.objects.get().secret
    assert TOTP_SECRET not in kept
    assert codes.unsealed(kept) == TOTP_SECRET
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another key"
    assert codes.unsealed(kept) is None
    assert not actions.use_code(guarded, code(), at=NOW)
    settings.SECRET_KEY_FALLBACKS = [before]
    assert codes.unsealed(kept) == TOTP_SECRET


# --- Codes on paper -----------------------------------------------------------------------------------------


def test_code_on_paper_is_taken_once_however_it_is_typed(guarded: User, client_of: ClientOf) -> None:
    made = actions.make_recovery_codes(guarded, at=NOW)
    mail.outbox.clear()
    browser, again = client_of(None), client_of(None)
    password(browser, guarded)
    assert second(browser, made[0].lower().replace("-", " ")) == 302
    assert is_in(browser)
    password(again, guarded)
    assert second(again, made[0]) == 422
    assert [letter.subject for letter in mail.outbox] == ["Тіркелгіңізге резервтік кодпен кіру орындалды."]


def test_only_hashes_of_codes_on_paper_are_kept_and_new_ones_end_the_old(guarded: User) -> None:
    old = actions.make_recovery_codes(guarded, at=NOW)
    new = actions.make_recovery_codes(guarded, at=NOW)
    assert (len(set(old + new)), RecoveryCode.objects.count()) == (20, 10)
    kept = "".join(RecoveryCode.objects.values_list("code_hash", flat=True))
    assert not any(part in kept.upper() for one in new for part in (one, one.replace("-", "")))
    assert not actions.use_code(guarded, old[0], at=NOW)
    assert actions.use_code(guarded, new[0], at=NOW)


# --- Guessing -----------------------------------------------------------------------------------------------


def test_guesses_at_the_second_step_are_stopped_and_the_owner_is_told(
    guarded: User, client_of: ClientOf, clock: time_machine.Traveller
) -> None:
    known = client_of(None)
    password(known, guarded)
    second(known, code())
    known.post(reverse("accounts:sign-out"))
    clock.shift(60)
    stranger, let_through = client_of(None), 0
    for n in range(1000):
        password(stranger, guarded)
        let_through += second(stranger, f"{n:06d}") != 429
        if n > let_through + 20:
            break
    print(f"T7 guesses let through at the second step: {let_through} (bar 10)")
    assert let_through == TRIES
    assert second(stranger, code(timezone.now())) == 429
    assert "Wait a quarter of an hour" in stranger.post(SECOND, {"code": "000000"}).content.decode()
    assert [letter.to for letter in mail.outbox] == [[guarded.email]]
    password(known, guarded)
    assert second(known, code(timezone.now())) == 302
    clock.shift(15 * 60 + 1)
    password(stranger, guarded)
    assert second(stranger, code(timezone.now())) == 302


def test_guesses_from_another_browser_are_counted_together(guarded: User, client_of: ClientOf) -> None:
    statuses = []
    for _n in range(TRIES + 2):
        browser = client_of(None)
        password(browser, guarded)
        statuses.append(second(browser, "000000"))
    assert statuses == [422] * TRIES + [429, 429]


def test_password_guessed_at_the_confirmation_is_stopped(aigerim: User, client_of: ClientOf) -> None:
    browser = client_of(aigerim)
    statuses = [
        browser.post("/account/confirm/", {"password": "wrong"}).status_code for _n in range(TRIES + 1)
    ]
    assert statuses == [422] * TRIES + [429]
    assert browser.post("/account/confirm/", {"password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("wrong", ["", "1", "x" * 5000, "\0", "１２３４５６", "٠١٢٣٤٥", "😀"])
def test_hostile_codes_are_refused(guarded: User, client_of: ClientOf, wrong: str) -> None:
    browser = client_of(None)
    password(browser, guarded)
    assert second(browser, wrong) == 422
