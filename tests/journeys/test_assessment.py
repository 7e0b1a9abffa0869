"""Writing the rapid assessment in a browser: a line that breaks, rows that come and go, the text that waits."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from amendments.models import RapidAssessment
from projects.models import Dossier
from tests.factories import DossierFactory
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]
SAVE = "main .q-submit .btn-primary"
REASON = "[name=reason_ru]"


@pytest.fixture
def dossier(ashyq_orta: Organisation) -> Dossier:
    return DossierFactory(organisation=ashyq_orta)


@pytest.fixture
def form(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User, dossier: Dossier
) -> Callable[[], Page]:
    def at_the_form() -> Page:
        page = open_page("/account/sign-in/")
        sign_in(page, aigerim)
        page.goto(f"/dossiers/{dossier.pk}/assessment/edit/")
        return page

    return at_the_form


def kept(page: Page) -> int:
    return int(
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('qatysu-draft')).length")
    )


def test_what_was_typed_without_a_line_is_there_again_and_saved(form: Callable[[], Page]) -> None:
    page = form()
    page.fill(REASON, "Касается потребителей.")
    page.click("[data-add-group]")
    page.fill("[name=groups-1-name_ru]", "Пенсионеры")
    page.select_option("[name=groups-1-effect]", "worse")
    page.check("[name=recommendation][value=watch]")
    page.context.set_offline(True)
    page.click(SAVE)
    expect(page.locator("[data-draft-said]")).not_to_be_empty()
    assert kept(page) == 1
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-draft-restored]")).to_be_visible()
    assert page.input_value("[name=groups-1-name_ru]") == "Пенсионеры"
    page.click(SAVE)
    page.wait_for_url("**/assessment/?saved=1")
    saved = RapidAssessment.objects.get()
    assert (saved.reason_ru, [group["name_ru"] for group in saved.groups]) == (
        "Касается потребителей.",
        ["Пенсионеры"],
    )
    page.wait_for_load_state()
    assert kept(page) == 0


def test_what_waits_can_be_forgotten(form: Callable[[], Page]) -> None:
    page = form()
    page.fill(REASON, "Черновик.")
    expect(page.locator("[data-draft-said]")).not_to_be_empty()
    page.reload()
    page.click("[data-draft-forget]")
    page.wait_for_load_state()
    expect(page.locator(REASON)).to_have_value("")
    assert kept(page) == 0


@pytest.mark.parametrize(("language", "width"), [("kk", 1440), ("ru", 390)])
def test_form_fits_and_is_open_to_everybody(
    open_page: Open,
    sign_in: Callable[[Page, User], None],
    aigerim: User,
    dossier: Dossier,
    language: str,
    width: int,
) -> None:
    page = open_page("/account/sign-in/", language=language, width=width)
    sign_in(page, aigerim)
    for address in ("assessment/edit/", "assessment/", "amendments/submission/"):
        page.goto(f"/dossiers/{dossier.pk}/{address}")
        fits(page)
        nothing_serious(page)
