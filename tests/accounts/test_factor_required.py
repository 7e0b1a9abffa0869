"""Where the setting is on: coordinators and the operator are led to their second factor, exports ask for it again."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from tests.conftest import ClientOf
from tests.factories import MembershipFactory, PasskeyFactory, TotpDeviceFactory
from tests.factories.accounts import PASSWORD, TOTP_SECRET

SECURITY = "/account/security/"


@pytest.fixture(autouse=True)
def _required(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


def sign_in(browser: Client, user: User) -> Client:
    browser.post("/account/sign-in/", {"username": user.email, "password": PASSWORD})
    browser.cookies["language"] = "en"
    return browser


def pass_second(browser: Client, at: object = None) -> int:
    code = pyotp.TOTP(TOTP_SECRET).at(timezone.now())
    return browser.post("/account/sign-in/second/", {"code": code}).status_code


def led_to(browser: Client, address: str) -> tuple[str, str]:
    parts = urlsplit(browser.get(address)["Location"])
    return parts.path, parse_qs(parts.query).get("next", [""])[0]


def test_coordinator_without_a_factor_is_led_to_set_it_up_and_back(
    aigerim: User, client_of: ClientOf
) -> None:
    browser = sign_in(client_of(None), aigerim)
    assert led_to(browser, "/account/people/?x=1") == (SECURITY, "/account/people/?x=1")
    page = browser.get(f"{SECURITY}?next=/account/people/")
    assert "Your work needs a second step" in page.content.decode()
    add = reverse("accounts:totp-add")
    secret = str(browser.get(add).context["letters"]).replace(" ", "")
    added = browser.post(add, {"code": pyotp.TOTP(secret).now()})
    assert added["Location"] == reverse("accounts:recovery-codes")
    shown = browser.post(added["Location"])
    assert 'href="/account/people/"' in shown.content.decode()
    assert browser.get("/account/people/").status_code == 200


def test_piece_of_a_page_is_refused_and_not_replaced(aigerim: User, client_of: ClientOf) -> None:
    browser = sign_in(client_of(None), aigerim)
    assert browser.get("/account/people/", headers={"HX-Request": "true"}).status_code == 401


def test_others_and_visitors_are_not_asked(bolat: User, client_of: ClientOf) -> None:
    browser = sign_in(client_of(None), bolat)
    assert browser.get("/account/people/").status_code == 200
    assert client_of(None).get("/account/sign-in/").status_code == 200


def test_observer_who_becomes_coordinator_is_asked_from_the_next_request_on(
    bolat: User, client_of: ClientOf
) -> None:
    browser = sign_in(client_of(None), bolat)
    bolat.memberships.update(role="coordinator")
    assert led_to(browser, "/account/people/")[0] == SECURITY


def test_coordinator_in_another_organisation_is_asked_too(bolat: User, client_of: ClientOf) -> None:
    MembershipFactory(user=bolat, role="coordinator")
    assert led_to(sign_in(client_of(None), bolat), "/account/people/")[0] == SECURITY


def test_operator_is_led_away_from_the_desk(operator: User, client_of: ClientOf) -> None:
    browser = sign_in(client_of(None), operator)
    assert led_to(browser, "/admin/accounts/user/") == (SECURITY, "/admin/accounts/user/")


def test_session_that_has_not_passed_the_second_step_passes_it_first(
    aigerim: User, client_of: ClientOf
) -> None:
    """One that began before the second factor was there, for instance."""
    TotpDeviceFactory(user=aigerim)
    assert led_to(client_of(aigerim), "/account/people/") == ("/account/confirm/", "/account/people/")


def test_last_factor_of_a_coordinator_stays(aigerim: User, client_of: ClientOf) -> None:
    TotpDeviceFactory(user=aigerim)
    browser = sign_in(client_of(None), aigerim)
    assert pass_second(browser) == 302
    browser.post(reverse("accounts:totp-remove"))
    assert hasattr(User.objects.get(pk=aigerim.pk), "totp")
    PasskeyFactory(user=aigerim)
    browser.post(reverse("accounts:totp-remove"))
    assert not hasattr(User.objects.get(pk=aigerim.pk), "totp")


def test_who_passed_the_second_step_costs_no_query_more(
    aigerim: User, client_of: ClientOf, settings: Settings, django_assert_num_queries: object
) -> None:
    TotpDeviceFactory(user=aigerim)
    browser = sign_in(client_of(None), aigerim)
    pass_second(browser)
    for is_required in (False, True):
        settings.REQUIRE_SECOND_FACTOR = is_required
        with django_assert_num_queries(3):  # type: ignore[operator]
            browser.get(reverse("accounts:organisations"))


def test_second_step_is_asked_again_only_by_what_is_delicate(aigerim: User, client_of: ClientOf) -> None:
    TotpDeviceFactory(user=aigerim)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser = sign_in(client_of(None), aigerim)
        pass_second(browser)
        clock.shift(timedelta(hours=1))
        assert browser.get("/account/people/").status_code == 200
        assert led_to(browser, reverse("accounts:totp-add"))[0] == "/account/confirm/"
