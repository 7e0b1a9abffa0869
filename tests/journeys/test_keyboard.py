"""The main tasks with the keyboard alone: what is wanted is reached by Tab, and one always sees where one is.

Registering for a hearing and voting by keyboard: test_hearings and test_holding.
"""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from amendments.models import AmendmentRow
from inforequests.models import InfoRequest
from projects.models import Dossier, DraftAct
from tests.journeys.conftest import PASSWORD, Open

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]
STEPS = 150
# The browser itself marks the part of a date that has the focus.
IS_SEEN = """() => {
    if (["date", "time", "datetime-local"].includes(document.activeElement.type)) return true;
    const style = getComputedStyle(document.activeElement);
    return parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none" || style.boxShadow !== "none";
}"""


def reach(page: Page, selector: str) -> None:
    """Tab on until the element has the focus, which must be seen on every element on the way."""
    where = ""
    for _step in range(STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(IS_SEEN), f"the focus is not seen on {where}"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached with {STEPS} Tabs on {page.url}; the last was {where}")


def press(page: Page, selector: str) -> None:
    reach(page, selector)
    page.keyboard.press("Enter")


def type_into(page: Page, selector: str, text: str) -> None:
    reach(page, selector)
    page.keyboard.type(text)


@pytest.mark.parametrize(("language", "dark"), [("kk", False), ("ru", True)])
def test_from_signing_in_to_a_request_with_the_keyboard(
    open_page: Open, aigerim: User, language: str, dark: bool
) -> None:
    call_command("load_reference", verbosity=0)
    aigerim.set_password(PASSWORD)
    aigerim.interface_language = language
    aigerim.save()
    page = open_page("/account/sign-in/", language=language, dark=dark)
    page.focus("[name=username]")
    page.keyboard.type(aigerim.email)
    type_into(page, "[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)

    page.goto("/drafts/add/")
    type_into(page, "[name=title_kk]", "Жол қозғалысы қағидаларына өзгерістер енгізу туралы")
    type_into(page, "[name=title_ru]", "О внесении изменений в Правила дорожного движения")
    press(page, "main form:has([name=title_kk]) button.btn-primary")
    page.wait_for_url(re.compile(r"/drafts/\d+/$"))
    draft = DraftAct.objects.get()

    press(page, "form[action$='/join/'] button")
    page.wait_for_url(re.compile(r"/dossiers/\d+/$"))
    dossier = Dossier.objects.get(draft=draft)

    page.goto(f"/dossiers/{dossier.pk}/amendments/")
    with page.expect_navigation():
        press(page, "main .btn-primary")  # the table is begun
    press(page, "form[action$='/rows/add/'] button")
    expect(page.locator("[name=structural_element_kk]")).to_be_visible()
    type_into(page, "[name=structural_element_kk]", "5-тармақ")
    with page.expect_response(lambda answer: "/cells/" in answer.url):
        page.keyboard.press("Tab")
    assert AmendmentRow.objects.get().structural_element_kk == "5-тармақ"

    page.goto(f"/requests/new/?dossier={dossier.pk}")
    reach(page, "main select")  # the addressee
    page.keyboard.press("ArrowDown")
    type_into(page, "[name=subject_kk]", "Жол апаттарының саны")
    press(page, "main .btn-primary")
    page.wait_for_url("**/requests/*/?saved=1")
    assert InfoRequest.objects.get().subject_kk == "Жол апаттарының саны"

    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("апаттарының")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?*")
