"""Writing amendments in a browser: two people in one row, a line that breaks, rows moved from the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from accounts.states import Role
from amendments.models import AmendmentRow, AmendmentTable
from tests.factories import (
    AmendmentRowFactory,
    AmendmentTableFactory,
    DossierFactory,
    MembershipFactory,
    RowCommentFactory,
    SourceTextFactory,
)
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
REASON = "[name=justification_ru]"


@pytest.fixture
def table(ashyq_orta: Organisation) -> AmendmentTable:
    table = AmendmentTableFactory(dossier=DossierFactory(organisation=ashyq_orta))
    for number in (1, 2, 3):
        AmendmentRowFactory(table=table, order=number, structural_element_kk=f"{number}-тармақ")
    return table


@pytest.fixture
def saule(ashyq_orta: Organisation) -> User:
    return MembershipFactory(organisation=ashyq_orta, role=Role.VOLUNTEER, user__name="Сәуле Омарова").user


def at_the_table(page: Page, table: AmendmentTable, open_row: int | None = 1) -> Page:
    page.goto(f"/dossiers/{table.dossier_id}/amendments/")
    if open_row:
        page.click(f"#rows > tbody:nth-of-type({open_row}) .q-steps a")
        page.wait_for_selector("tbody.is-open")
    return page


def foot(page: Page, cell: str) -> str:
    return f"tbody.is-open .q-cell:has({cell}) [data-foot]"


def kept(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).length"))


def first_row(table: AmendmentTable) -> AmendmentRow:
    return AmendmentRow.objects.filter(table=table).live()[0]


def test_two_people_in_one_cell_see_both_texts_and_choose(
    open_page: Open, sign_in: Callable[[Page, User], None], table: AmendmentTable, aigerim: User, saule: User
) -> None:
    hers, his = open_page("/account/sign-in/"), open_page("/account/sign-in/", width=390)
    sign_in(hers, aigerim)
    sign_in(his, saule)
    at_the_table(hers, table)
    at_the_table(his, table)
    hers.fill(REASON, "Закон, статья 25.")
    expect(hers.locator(foot(hers, REASON))).to_contain_text(":")  # the time of saving
    his.fill(REASON, "Данные за 2025 год.")
    conflict = his.locator("[data-conflict]")
    expect(conflict).to_contain_text("Айгерім Серікова")
    assert his.input_value("[data-theirs]") == "Закон, статья 25."
    his.click("[data-choose=both]")
    expect(his.locator(foot(his, REASON))).to_contain_text(":")
    assert first_row(table).justification_ru == "Закон, статья 25.\nДанные за 2025 год."


def test_text_written_without_a_line_is_sent_when_the_line_is_back(
    open_page: Open, sign_in: Callable[[Page, User], None], table: AmendmentTable, aigerim: User
) -> None:
    page = open_page("/account/sign-in/")
    sign_in(page, aigerim)
    at_the_table(page, table)
    page.context.set_offline(True)
    page.fill(REASON, "Написано без связи.")
    expect(page.locator(f"{foot(page, REASON)}.is-unsaved")).to_be_visible()
    assert kept(page) == 1
    page.context.set_offline(False)
    expect(page.locator(f"{foot(page, REASON)}:not(.is-unsaved)")).to_contain_text(":")
    assert kept(page) == 0
    assert first_row(table).justification_ru == "Написано без связи."


def test_text_outlives_the_page_on_which_the_line_broke(
    open_page: Open, sign_in: Callable[[Page, User], None], table: AmendmentTable, aigerim: User
) -> None:
    page = open_page("/account/sign-in/")
    sign_in(page, aigerim)
    at_the_table(page, table)
    page.route("**/cells/**", lambda route: route.abort())
    page.fill(REASON, "Написано без связи.")
    expect(page.locator(f"{foot(page, REASON)}.is-unsaved")).to_be_visible()
    page.unroute("**/cells/**")
    with page.expect_request_finished(lambda request: "/cells/" in request.url):
        at_the_table(page, table, open_row=None)
    page.wait_for_timeout(300)
    assert kept(page) == 0
    assert first_row(table).justification_ru == "Написано без связи."


def test_row_is_moved_copied_and_removed_from_the_keyboard(
    open_page: Open, sign_in: Callable[[Page, User], None], table: AmendmentTable, aigerim: User
) -> None:
    page = open_page("/account/sign-in/", language="ru")
    sign_in(page, aigerim)
    at_the_table(page, table)
    numbers = page.locator("#rows [data-number]")
    page.locator("tbody.is-open form:has([value=down]) button").press("Enter")
    expect(page.locator("#rows > tbody").nth(1)).to_have_class("is-open")
    assert numbers.all_inner_texts() == ["1", "2", "3"]
    assert page.evaluate("document.activeElement.form.elements.to.value") == "down", (
        "the button keeps the focus"
    )
    page.locator("tbody.is-open form[action$='/duplicate/'] button").press("Enter")
    expect(page.locator("#rows > tbody")).to_have_count(4)
    page.locator("tbody.is-open form[action$='/remove/'] button").first.press("Enter")
    expect(page.locator("#rows > tbody")).to_have_count(3)
    page.locator(".q-notice form button").press("Enter")
    expect(page.locator("#rows > tbody")).to_have_count(4)
    order = AmendmentRow.objects.filter(table=table).live().values_list("structural_element_kk", flat=True)
    assert list(order) == ["2-тармақ", "1-тармақ", "1-тармақ", "3-тармақ"]


def test_keyboard_stays_where_it_was_while_a_row_opens_is_checked_and_closes(
    open_page: Open, sign_in: Callable[[Page, User], None], table: AmendmentTable, aigerim: User
) -> None:
    page = open_page("/account/sign-in/", language="ru", width=390)
    sign_in(page, aigerim)
    at_the_table(page, table, open_row=None)
    page.locator("#rows > tbody:nth-of-type(2) .q-steps a").press("Enter")
    expect(page.locator("tbody.is-open [name=structural_element_kk]")).to_be_focused()
    page.locator("tbody.is-open .q-check-line button").first.press("Enter")
    expect(page.locator("tbody.is-open [name=checked][value=no]")).to_have_count(1)
    expect(page.locator("tbody.is-open .q-check-line button").first).to_be_focused()
    page.locator("tbody.is-open .q-row-end a").press("Enter")
    expect(page.locator("#rows > tbody:nth-of-type(2) .q-steps a")).to_be_focused()


@pytest.mark.parametrize(("width", "dark", "language"), [(390, True, "kk"), (1440, False, "ru")])
def test_screens_of_amendments_fit_and_can_be_read_by_everybody(
    open_page: Open,
    sign_in: Callable[[Page, User], None],
    table: AmendmentTable,
    aigerim: User,
    width: int,
    dark: bool,
    language: str,
) -> None:
    RowCommentFactory(row=first_row(table), author=aigerim)
    SourceTextFactory(dossier=table.dossier)
    page = open_page("/account/sign-in/", language=language, width=width, dark=dark)
    sign_in(page, aigerim)
    base = f"/dossiers/{table.dossier_id}/amendments/"
    addresses = ("?language=both", "text/", "text/bring/", "coalition/", f"rows/{first_row(table).pk}/edit/")
    for address in (*(base + part for part in addresses), "/library/"):
        page.goto(address)
        fits(page)
        nothing_serious(page)
    at_the_table(page, table)
    fits(page)
    nothing_serious(page)
