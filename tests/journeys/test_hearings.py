"""A stranger at a hearing's page: registers in Kazakh without script, confirms and cancels by the letter's link."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Organisation, User
from correspondence.models import OutgoingEmail
from hearings import throttle
from hearings.models import Hearing, Registration
from tests.factories import AgendaItemFactory, HearingFactory
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hearing(ashyq_orta: Organisation, aigerim: User, monkeypatch: pytest.MonkeyPatch) -> Hearing:
    monkeypatch.setattr(throttle, "FASTEST_SECONDS", -1)  # a test types faster than people read
    announced = HearingFactory(
        organisation=ashyq_orta,
        starts_at=timezone.now() + timedelta(days=30),
        moderator=aigerim,
        format="hybrid",
        online_url="https://example.kz/room",
        state="announced",
        announced_at=timezone.now(),
        notice=1,
        seats_room=1,
    )
    AgendaItemFactory(hearing=announced)
    return announced


def own_link() -> str:
    found = re.search(r"/h/me/\S+", OutgoingEmail.objects.get().text)
    assert found is not None
    return found.group()


def test_visitor_registers_in_kazakh_without_script_and_cancels_by_link(
    open_page: Open, hearing: Hearing, through_outbox: None
) -> None:
    page = open_page(hearing.public_path, language="kk", width=390, java_script_enabled=False)
    page.click("main a.btn-primary")
    page.fill("[name=name]", "Жібек Қыздарбек")
    page.fill("[name=email]", "zhibek@example.kz")
    page.check("[name=attendance][value=room]")
    page.click("main .btn-primary")
    expect(page.locator(".q-errors")).to_be_visible()  # the consent is missing, the rest is kept
    assert page.input_value("[name=name]") == "Жібек Қыздарбек"
    page.check("[name=taking_part]")
    page.click("main .btn-primary")
    page.wait_for_url("**/registered/")
    page.goto(own_link())
    page.click("main .q-alert .btn-primary")
    assert Registration.objects.get().confirmed_at is not None
    page.click("form[action$='/cancel/'] button")
    page.wait_for_load_state()
    assert Registration.objects.get().state == "cancelled"


def test_registration_by_keyboard_alone(open_page: Open, hearing: Hearing, through_outbox: None) -> None:
    page = open_page(f"{hearing.public_path}register/", language="ru", width=1440)
    page.focus("[name=name]")
    keys = page.keyboard
    keys.type("Виктор Лисовой")
    keys.press("Tab")
    keys.type("viktor@example.kz")
    keys.press("Tab")
    keys.press("Space")
    for _step in range(2):
        keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")  # the first consent, past the folded needs
    keys.press("Enter")
    page.wait_for_url("**/registered/")
    assert Registration.objects.get().name == "Виктор Лисовой"


@pytest.mark.parametrize(("language", "dark"), [("kk", False), ("ru", True), ("kk", True), ("ru", False)])
def test_public_pages_have_nothing_serious_and_fit_a_phone(
    open_page: Open, hearing: Hearing, through_outbox: None, language: str, dark: bool
) -> None:
    page = open_page(f"{hearing.public_path}register/", language=language, width=390, dark=dark)
    page.fill("[name=name]", "Жібек Қыздарбек")
    page.fill("[name=email]", "zhibek@example.kz")
    page.check("[name=attendance][value=room]")
    page.check("[name=taking_part]")
    page.click("main .btn-primary")
    page.wait_for_url("**/registered/")
    parts = ("", "register/", "registered/", "write/", "written/", "pack/")
    for path in ("/h/", *(f"{hearing.public_path}{part}" for part in parts), own_link()):
        page.goto(path)
        nothing_serious(page)
        fits(page)
