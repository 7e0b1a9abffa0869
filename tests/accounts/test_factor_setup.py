"""The second step is set up, asked for before what is delicate, and taken away from who has lost it."""

from collections.abc import Iterator

import pyotp
import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions, codes
from accounts.models import ActivityEntry, Membership, Organisation, TotpDevice, User
from tests.accounts.steps import NOW, SECOND, SIGN_IN, code, is_in, password, second
from tests.conftest import ClientOf
from tests.factories import MembershipFactory, TotpDeviceFactory
from tests.factories.accounts import PASSWORD


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def guarded(aigerim: User) -> User:
    """Aigerim, who has an application with codes."""
    TotpDeviceFactory(user=aigerim)
    return aigerim


# --- Setting it up ------------------------------------------------------------------------------------------


def confirmed(client_of: ClientOf, user: User) -> Client:
    """The browser of somebody who has just signed in with the password."""
    browser = client_of(None)
    password(browser, user)
    return browser


def set_up(browser: Client) -> str:
    """The secret that the page shows, taken by typing its code."""
    page = browser.get(reverse("accounts:totp-add"))
    secret = str(page.context["letters"]).replace(" ", "")
    answer = browser.post(reverse("accounts:totp-add"), {"code": pyotp.TOTP(secret).at(timezone.now())})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def test_application_is_set_up_by_its_first_code(aigerim: User, client_of: ClientOf) -> None:
    browser, elsewhere = confirmed(client_of, aigerim), client_of(aigerim)
    page = browser.get(reverse("accounts:totp-add"))
    assert 'src="data:image/svg+xml' in page.content.decode()
    assert browser.post(reverse("accounts:totp-add"), {"code": "000000"}).status_code == 422
    assert not TotpDevice.objects.exists()
    set_up(browser)
    assert (is_in(browser), is_in(elsewhere)) == (True, False)
    assert ActivityEntry.objects.latest("pk").verb == "person.totp_added"
    assert mail.outbox[-1].to == [aigerim.email]
    shown = browser.post(reverse("accounts:recovery-codes"))
    assert len(shown.context["codes"]) == codes.RECOVERY_CODES
    assert all(one in shown.content.decode() for one in shown.context["codes"])
    again = browser.get(reverse("accounts:recovery-codes")).content.decode()
    assert not any(one in again for one in shown.context["codes"])


def test_what_is_delicate_asks_for_the_password_again(aigerim: User, client_of: ClientOf) -> None:
    browser = client_of(aigerim)
    asked = browser.get(reverse("accounts:totp-add"))
    assert asked["Location"] == "/account/confirm/?next=%2Faccount%2Fsecurity%2Fapplication%2F"
    assert browser.post(asked["Location"], {"password": "wrong"}).status_code == 422
    answer = browser.post(
        "/account/confirm/", {"password": PASSWORD, "next": "/account/security/application/"}
    )
    assert answer["Location"] == "/account/security/application/"
    assert browser.get(answer["Location"]).status_code == 200


def test_who_has_a_factor_is_asked_for_it_and_not_for_the_password(
    guarded: User, client_of: ClientOf, clock: time_machine.Traveller
) -> None:
    browser = client_of(None)
    password(browser, guarded)
    second(browser, code())
    clock.shift(15 * 60 + 1)
    remove = reverse("accounts:totp-remove")
    assert browser.post(remove)["Location"].startswith("/account/confirm/")
    assert browser.post("/account/confirm/", {"password": PASSWORD}).status_code == 422
    assert TotpDevice.objects.exists()
    assert browser.post("/account/confirm/", {"code": code(timezone.now())}).status_code == 302
    assert browser.post(remove)["Location"] == reverse("accounts:security")
    assert not TotpDevice.objects.exists()
    assert ActivityEntry.objects.latest("pk").verb == "person.totp_removed"


# --- Lost ---------------------------------------------------------------------------------------------------


def reset(browser: Client, membership: Membership) -> int:
    browser.post("/account/confirm/", {"password": PASSWORD})
    return browser.post(reverse("accounts:member-factors-reset", args=[membership.pk])).status_code


def test_coordinator_resets_the_second_step_of_a_colleague(
    aigerim: User, bolat: User, client_of: ClientOf
) -> None:
    TotpDeviceFactory(user=bolat)
    his = client_of(bolat)
    hers = client_of(aigerim)
    assert reset(hers, bolat.memberships.get()) == 302
    assert not TotpDevice.objects.exists()
    assert not is_in(his)
    entry = ActivityEntry.objects.latest("pk")
    assert (entry.verb, entry.actor, entry.organisation) == (
        "person.factors_reset",
        aigerim,
        bolat.memberships.get().organisation,
    )
    assert mail.outbox[-1].to == [bolat.email]
    assert password(client_of(None), bolat) != SECOND


def test_observer_and_another_ngo_reset_nothing(
    aigerim: User, bolat: User, dana: User, client_of: ClientOf
) -> None:
    TotpDeviceFactory(user=aigerim)
    membership = aigerim.memberships.get()
    assert (reset(client_of(bolat), membership), reset(client_of(dana), membership)) == (403, 404)
    assert TotpDevice.objects.exists()


def test_nobody_resets_their_own_or_who_also_works_elsewhere(
    guarded: User, bolat: User, kok_aspan: Organisation, client_of: ClientOf
) -> None:
    TotpDeviceFactory(user=bolat)
    MembershipFactory(user=bolat, organisation=kok_aspan, role="coordinator")
    browser = client_of(None)
    password(browser, guarded)
    second(browser, code())
    ours = Membership.objects.filter(organisation=guarded.memberships.get().organisation)
    for membership in ours:
        browser.post(reverse("accounts:member-factors-reset", args=[membership.pk]))
    assert TotpDevice.objects.count() == 2


def test_operator_resets_by_command(guarded: User, client_of: ClientOf) -> None:
    hers = client_of(guarded)
    call_command("reset_second_factor", guarded.email.upper())
    entry = ActivityEntry.objects.get()
    assert (entry.verb, entry.actor, TotpDevice.objects.count()) == ("person.factors_reset", None, 0)
    assert mail.outbox[-1].to == [guarded.email]
    assert not is_in(hers)
    with pytest.raises(CommandError, match="has no second factor"):
        call_command("reset_second_factor", guarded.email)
    with pytest.raises(CommandError, match="nobody signs in"):
        call_command("reset_second_factor", "nobody@example.kz")


def test_reset_password_by_letter_leaves_the_second_step(guarded: User, client_of: ClientOf) -> None:
    actions.reset_password(guarded, password="жаңа-құпиясөз-8", at=NOW)
    answer = client_of(None).post(SIGN_IN, {"username": guarded.email, "password": "жаңа-құпиясөз-8"})
    assert answer["Location"] == SECOND


def test_operators_desk_is_entered_by_the_second_step_too(operator: User, client_of: ClientOf) -> None:
    TotpDeviceFactory(user=operator)
    browser = client_of(None)
    desk = browser.get("/admin/login/?next=/admin/accounts/user/")
    assert desk["Location"] == "/account/sign-in/?next=/admin/accounts/user/"
    assert (
        browser.post("/admin/login/", {"username": operator.email, "password": PASSWORD}).status_code == 302
    )
    assert password(browser, operator) == SECOND
    assert browser.get("/admin/").status_code == 302
    assert second(browser, code()) == 302
    assert browser.get("/admin/").status_code == 200


def test_who_is_no_operator_is_refused_at_the_desk(aigerim: User, client_of: ClientOf) -> None:
    assert client_of(aigerim).get("/admin/", follow=True).status_code == 403
