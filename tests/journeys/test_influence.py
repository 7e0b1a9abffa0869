"""The coordinator's list and the head's report, in Kazakh: from a filter to a colleague, from a figure to its rows and a PDF."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from amendments.models import AmendmentTable
from correspondence.models import DocumentOrder
from deadlines.actions import Words
from deadlines.actions.reference import load_rules_and_calendar
from deadlines.models import Deadline
from tests.factories import (
    AmendmentRowFactory,
    AmendmentTableFactory,
    DeadlineFactory,
    DossierFactory,
    MembershipFactory,
    OutcomeFactory,
    SubmissionFactory,
)
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def table(ashyq_orta: Organisation) -> AmendmentTable:
    """Three proposals sent this year, one of them accepted."""
    load_rules_and_calendar()
    now = timezone.now()
    table = AmendmentTableFactory(
        dossier=DossierFactory(organisation=ashyq_orta), state="submitted", approved_at=now
    )
    rows = [AmendmentRowFactory(table=table) for _n in range(3)]
    SubmissionFactory(table=table, submitted_at=now)
    OutcomeFactory(row=rows[0], confirmed_at=now)
    return table


def test_coordinator_gives_work_to_a_colleague(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User, ashyq_orta: Organisation
) -> None:
    marat = MembershipFactory(organisation=ashyq_orta, role="lawyer", user__name="Марат Әлиев").user
    soon = timezone.localdate() + timedelta(1)
    label = Words("Есепті сұрату", "Запросить отчёт")
    deadline = DeadlineFactory(organisation=ashyq_orta, due_on=soon, responsible=aigerim, label=label)
    DeadlineFactory(organisation=ashyq_orta, due_on=soon, responsible=None)
    page = open_page("/account/sign-in/", width=390)
    sign_in(page, aigerim)
    page.goto("/")
    page.click("section[aria-labelledby=deadlines] header a")
    page.wait_for_url("**/work/")
    expect(page.locator("main h1")).to_have_text("Барлық істер")
    page.select_option("[name=who]", "mine")
    page.wait_for_url("**/work/?who=mine")
    rows = page.locator("main .q-list:not(.is-narrow) > li")
    expect(rows).to_have_count(1)
    fits(page)
    nothing_serious(page)
    rows.locator("summary", has_text="Басқа адамға беру").click()
    rows.locator("select[name=responsible]").select_option(str(marat.pk))
    rows.locator("form button").click()
    expect(page.locator("main, .q-notices").first).to_be_visible()
    expect(rows).to_have_count(0)
    assert Deadline.objects.get(pk=deadline.pk).responsible == marat
    page.locator("form[action*='?responsible='] button").click()
    page.wait_for_load_state()
    assert Deadline.objects.get(pk=deadline.pk).responsible == aigerim


def test_head_follows_a_figure_and_issues_the_report(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User, table: AmendmentTable
) -> None:
    page = open_page("/account/sign-in/")
    sign_in(page, aigerim)
    page.goto("/influence/")
    expect(page.locator("main")).to_contain_text(
        "жауап берілгені 1, оның ішінде қабылданғаны 1; жолданғаны: 3"
    )
    nothing_serious(page)
    fits(page)
    page.locator("#section-sent").locator("xpath=ancestor::section").locator("a.q-number").first.click()
    expect(page.locator("[data-count]")).to_have_text("3")
    expect(page.locator("main .q-list > li")).to_have_count(3)
    nothing_serious(page)
    page.locator("main a", has_text="Есепке оралу").first.click()
    page.wait_for_url(f"**/influence/?from={date.today().year}-01-01**")
    with page.expect_download() as download:
        page.locator("a[href*='export.xlsx']").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.select_option("form[action*=issue] [name=mode]", "kk+ru")
    page.click("main .btn-primary")
    page.wait_for_url("**/documents/orders/*/")
    order = DocumentOrder.objects.get(kind="monitoring.influence")
    assert (order.language, order.ordered_by) == ("kk+ru", aigerim)
