"""Aigerim sets up her second step in a real browser, in Kazakh: an application with codes and a passkey."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django import Settings

from accounts.models import Passkey, RecoveryCode, Session, TotpDevice, User
from tests.journeys.conftest import PASSWORD, Open
from tests.journeys.test_first_thread import fits, nothing_serious

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]


def with_authenticator(page: Page) -> None:
    """The browser gets a device that unlocks keys by a finger which is always there."""
    driver = page.context.new_cdp_session(page)
    driver.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    can = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    driver.send("WebAuthn.addVirtualAuthenticator", {"options": {**device, **can}})


def sign_out(page: Page) -> None:
    page.locator("details.q-menu:not(.q-help) summary").click()
    page.click("form[action$='/sign-out/'] button")
    page.wait_for_url("**/account/sign-in/")


def give_password(page: Page, user: User) -> None:
    page.fill("input[name=username]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form.q-form button")


def test_coordinator_sets_up_codes_and_signs_in_with_them(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    page = open_page("/", width=390, dark=True)
    sign_in(page, aigerim)
    page.goto("/calendar/")
    page.wait_for_url("**/account/security/?next=*")
    nothing_serious(page)
    page.click("a[href='/account/security/application/']")
    expect(page.locator("img.q-code")).to_be_visible()
    page.locator("details.q-fold summary").click()
    secret = page.input_value("#secret").replace(" ", "")
    fits(page)
    nothing_serious(page)
    page.fill("[name=code]", pyotp.TOTP(secret).at(timezone.now()))
    page.click("form:has([name=code]) button.btn-primary")
    page.wait_for_url("**/account/security/codes/")
    page.click("main form button.btn-primary")
    codes = page.locator("main ol li").all_inner_texts()
    assert len(codes) == RecoveryCode.objects.count() == 10
    fits(page)
    nothing_serious(page)
    page.click("main a.btn-primary")
    page.wait_for_url("**/calendar/")

    sign_out(page)
    give_password(page, aigerim)
    page.wait_for_url("**/account/sign-in/second/")
    expect(page.locator("h1")).to_have_text("Екінші қадам")
    fits(page)
    nothing_serious(page)
    TotpDevice.objects.update(last_step=0)  # as if half a minute had passed
    page.fill("[name=code]", pyotp.TOTP(secret).at(timezone.now()))
    page.click("form:has([name=code]) button")
    page.wait_for_url(lambda address: "/account/" not in address)

    sign_out(page)
    give_password(page, aigerim)
    page.fill("[name=code]", codes[3].lower())
    page.click("form:has([name=code]) button")
    page.wait_for_url(lambda address: "/account/" not in address)
    page.goto("/account/security/")
    expect(page.locator("main")).to_contain_text("9 код қалды")
    fits(page)


def test_passkey_is_made_and_signs_in_at_both_steps(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User
) -> None:
    page = open_page("/account/sign-in/")
    with_authenticator(page)
    sign_in(page, aigerim)
    page.goto("/account/security/passkeys/add/")
    expect(page.locator("[data-no-passkeys]")).to_be_hidden()
    nothing_serious(page)
    page.fill("[name=name]", "Менің телефоным")
    page.click("form[data-passkey] button.btn-primary")
    page.wait_for_url("**/account/security/codes/")
    assert Passkey.objects.get().name == "Менің телефоным"

    sign_out(page)
    page.goto("/account/sign-in/?next=/account/sessions/")
    nothing_serious(page)
    page.click("form[data-passkey] button")
    page.wait_for_url("**/account/sessions/")
    expect(page.locator("main")).to_contain_text("осы құрылғы")
    assert Session.objects.get(user=aigerim).device.startswith("Chrome")
    nothing_serious(page)

    sign_out(page)
    give_password(page, aigerim)
    page.wait_for_url("**/account/sign-in/second/")
    page.click("form[data-passkey] button")
    page.wait_for_url(lambda address: "/account/" not in address)
    assert Passkey.objects.get().sign_count > 0
    assert not parse_qs(urlsplit(page.url).query)
