"""The first end of the thread in a real browser, in Kazakh, on a phone and on a desk."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from correspondence import composing, delivery
from correspondence.models import OutgoingEmail
from deadlines import queries as deadline_queries
from deadlines.actions import send_due_reminders
from projects.models import Dossier, DraftAct
from tests.journeys.conftest import Open

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]

PAGES = Path(__file__).parents[1] / "projects" / "fixtures"
SERIOUS = {"serious", "critical"}


def nothing_serious(page: Page) -> None:
    """No serious finding of axe on the page as it stands."""
    found = [item for item in Axe().run(page).response["violations"] if item["impact"] in SERIOUS]
    assert not found, [(item["id"], [node["html"] for node in item["nodes"]][:3]) for item in found]


def fits(page: Page) -> None:
    """Nothing sticks out of the window sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
def test_from_a_draft_to_a_letter(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User, width: int, dark: bool
) -> None:
    call_command("load_reference", verbosity=0)
    page = open_page("/", width=width, dark=dark)
    nothing_serious(page)
    sign_in(page, aigerim)
    page.goto("/topics/add/")
    page.fill("[name=name]", "Еңбек")
    page.fill("[name=words]", "еңбек, труд")
    nothing_serious(page)
    page.click("main form:has([name=words]) button.btn-primary")
    page.wait_for_url("**/topics/*/")

    page.goto("/drafts/add/")
    page.fill("[name=title_kk]", "Еңбек министрлігінің бұйрығына өзгерістер енгізу туралы")
    page.fill("[name=ends_on]", _in_three_working_days().isoformat())
    page.click("main form:has([name=title_kk]) button.btn-primary")
    page.wait_for_url("**/drafts/*/")
    nothing_serious(page)

    page.goto("/triage/")
    fits(page)
    nothing_serious(page)
    page.click("form[action$='/join/'] button")
    page.wait_for_url("**/dossiers/*/")
    fits(page)
    page.locator("details.q-due summary").first.click()
    expect(page.locator(".q-explain").first).to_be_visible()
    nothing_serious(page)

    for _tick in range(10):
        _tick_everything()
    letter = OutgoingEmail.objects.get()
    assert (letter.state, letter.language, letter.address) == ("sent", "kk", aigerim.email)

    page.goto("/outbox/")
    expect(page.locator("main")).to_contain_text(letter.subject)
    nothing_serious(page)
    page.goto(f"/dossiers/{Dossier.objects.get().pk}/")
    page.click("form[action$='/close/'] button:not(:has-text('×'))")
    page.wait_for_load_state()
    page.goto("/")
    fits(page)
    nothing_serious(page)


def _in_three_working_days() -> date:
    return deadline_queries.calendar().add(timezone.localdate(), 3)


def _tick_everything() -> None:
    at = timezone.now()
    send_due_reminders(at)
    composing.compose_notices(at)
    delivery.deliver_due(at)


def test_uploading_the_saved_lists_gives_merged_drafts(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User
) -> None:
    call_command("load_reference", verbosity=0)
    page = open_page("/")
    sign_in(page, aigerim)
    page.goto("/drafts/upload/")
    page.set_input_files("[name=pages]", [PAGES / "list_ru.html", PAGES / "list_kk.html"])
    page.click("main form:has([name=pages]) button.btn-primary")
    page.wait_for_load_state()
    assert DraftAct.objects.exclude(title_kk="").exclude(title_ru="").exists()
    assert not DraftAct.objects.filter(created_on__isnull=True).exists()
    nothing_serious(page)
    page.goto("/drafts/upload/")
    page.set_input_files("[name=pages]", PAGES / "login.html")
    page.click("main form:has([name=pages]) button.btn-primary")
    expect(page.locator("[aria-invalid=true]")).to_be_visible()
    nothing_serious(page)


@pytest.mark.parametrize(
    "path", ["/drafts/", "/triage/", "/dossiers/", "/topics/", "/calendar/", "/deadlines/", "/time-limits/"]
)
def test_empty_pages_and_the_language_switch(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User, path: str
) -> None:
    page = open_page("/", width=390)
    sign_in(page, aigerim)
    page.goto(f"{path}?x=1")
    fits(page)
    nothing_serious(page)
    page.locator("form.q-langs button[value=ru]").first.click()
    page.wait_for_load_state()
    assert page.url.endswith(f"{path}?x=1")
    assert page.get_attribute("html", "lang") == "ru"
    fits(page)


def test_the_first_tab_skips_to_the_content(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User
) -> None:
    page = open_page("/")
    sign_in(page, aigerim)
    page.goto("/calendar/")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "#content"
