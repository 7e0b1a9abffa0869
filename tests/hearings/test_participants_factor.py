"""The file of participants is handed out only right after the second step."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import ActivityEntry, Organisation, User
from hearings.models import Hearing
from tests.conftest import ClientOf
from tests.factories import HearingFactory, MembershipFactory, RegistrationFactory, TotpDeviceFactory
from tests.factories.accounts import PASSWORD, TOTP_SECRET

CANARY = "canary-participant@example.kz"


@pytest.fixture
def hearing(ashyq_orta: Organisation) -> Hearing:
    hearing = HearingFactory(organisation=ashyq_orta)
    RegistrationFactory(hearing=hearing, email=CANARY)
    return hearing


@pytest.fixture
def moderator(ashyq_orta: Organisation) -> User:
    return MembershipFactory(organisation=ashyq_orta, role="moderator").user


def take(browser: Client, hearing: Hearing) -> tuple[int, str, bool]:
    page = reverse("hearings:participants", args=[hearing.pk])
    answer = browser.post(
        reverse("hearings:participants-export", args=[hearing.pk]),
        {"as": "csv"},
        headers={"Referer": f"http://testserver{page}"},
    )
    return answer.status_code, answer.headers.get("Location", ""), CANARY.encode() in answer.content


def sign_in(browser: Client, user: User) -> Client:
    browser.post("/account/sign-in/", {"username": user.email, "password": PASSWORD})
    code = pyotp.TOTP(TOTP_SECRET).at(timezone.now())
    browser.post("/account/sign-in/second/", {"code": code})
    return browser


def test_without_a_second_factor_it_says_why_and_where_to(
    hearing: Hearing, moderator: User, client_of: ClientOf, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    browser = client_of(moderator)
    assert take(browser, hearing) == (403, "", False)
    page = browser.post(reverse("hearings:participants-export", args=[hearing.pk])).content.decode()
    assert "A second step is needed" in page
    assert reverse("accounts:security") in page
    assert not ActivityEntry.objects.exists()


def test_with_one_it_is_given_for_a_quarter_of_an_hour_and_then_asked_again(
    hearing: Hearing, moderator: User, client_of: ClientOf, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    TotpDeviceFactory(user=moderator)
    page = reverse("hearings:participants", args=[hearing.pk])
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = sign_in(client_of(None), moderator)
        assert take(browser, hearing) == (200, "", True)
        clock.shift(timedelta(minutes=15, seconds=1))
        status, to, leaks = take(browser, hearing)
        assert (status, leaks, to.startswith("/account/confirm/?next=")) == (302, False, True)
        code = pyotp.TOTP(TOTP_SECRET).at(timezone.now())
        assert browser.post("/account/confirm/", {"code": code, "next": page})["Location"] == page
        assert take(browser, hearing) == (200, "", True)


def test_where_the_setting_is_off_nothing_is_asked(
    hearing: Hearing, moderator: User, client_of: ClientOf
) -> None:
    assert take(client_of(moderator), hearing) == (200, "", True)
