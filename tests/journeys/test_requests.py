"""From a draft posted as a summary to a request that is issued, extended, refused and complained about."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from correspondence.issuing import Made, claim, issue
from correspondence.models import DocumentOrder, IssuedDocument
from deadlines.actions.reference import load_rules_and_calendar
from inforequests.models import InfoRequest, RequestBatch
from projects.models import Dossier
from tests.factories import DossierFactory
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]
PRIMARY = "main .btn-primary"


@pytest.fixture
def dossier(ashyq_orta: Organisation) -> Dossier:
    load_rules_and_calendar()
    return DossierFactory(organisation=ashyq_orta)


def make_letter() -> None:
    """What the worker does, without the seconds that real files take."""
    order = claim(timezone.now())
    assert order is not None
    number = IssuedDocument.objects.count() + 1
    issue(order, Made(number, timezone.localdate(), f"{order.pk:032x}", {"pdf": b"%PDF-1.7", "docx": b"PK"}))


def record(page: Page, request: InfoRequest, kind: str) -> None:
    """Record something of today, as the form proposes it."""
    page.goto(f"/requests/{request.pk}/events/{kind}/")
    fits(page)
    nothing_serious(page)
    if kind == "sent":
        page.select_option("[name=channel]", "email")
    if kind == "refused":
        page.check("[name=reasons][value=restricted]")
    page.click(PRIMARY)
    page.wait_for_url(f"**/requests/{request.pk}/")


@pytest.mark.parametrize(("language", "width", "dark"), [("kk", 390, True), ("ru", 1440, False)])
def test_from_a_summary_to_a_complaint(
    open_page: Open,
    sign_in: Callable[[Page, User], None],
    aigerim: User,
    dossier: Dossier,
    language: str,
    width: int,
    dark: bool,
) -> None:
    page = open_page("/account/sign-in/", language=language, width=width, dark=dark)
    sign_in(page, aigerim)
    page.goto(f"/dossiers/{dossier.pk}/")
    page.click("section[aria-labelledby=asked] form button")
    page.wait_for_url("**/requests/*/")
    request = InfoRequest.objects.get()
    nothing_serious(page)
    page.click(PRIMARY)
    page.wait_for_url("**/documents/orders/*/")
    make_letter()
    for kind in ("sent", "extended", "refused"):
        record(page, request, kind)
    nothing_serious(page)
    fits(page)
    page.click(PRIMARY)
    page.wait_for_url("**/complaint/")
    nothing_serious(page)
    fits(page)
    expect(page.locator("[name=grounds][value=restricted]")).to_be_checked()
    page.fill("[name=reviewer_kk]", "Ойдан шығарылған үкімет")
    page.fill("[name=reviewer_ru]", "Вымышленное правительство")
    page.click(PRIMARY)
    page.wait_for_url("**/documents/orders/*/")
    make_letter()
    record(page, request, "complained")
    expect(page.locator("main")).to_contain_text("№ 2/")
    assert DocumentOrder.objects.count() == 2
    days = [clock.deadline.due_on for clock in request.clocks.filter(deadline__state="open")]
    assert len(days) == 1
    assert days[0] > timezone.localdate() + timedelta(20)


def test_what_was_typed_is_kept_and_then_forgotten(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User, dossier: Dossier
) -> None:
    page = open_page("/account/sign-in/")
    sign_in(page, aigerim)
    address = f"/requests/new/?dossier={dossier.pk}"
    page.goto(address)
    nothing_serious(page)
    page.fill("[name=subject_ru]", "О тарифах")
    expect(page.locator("[data-draft-said]")).not_to_be_empty()
    page.goto(address)
    expect(page.locator("[name=subject_ru]")).to_have_value("О тарифах")
    page.click(PRIMARY)
    page.wait_for_url("**/requests/*/?saved=1")
    page.wait_for_load_state()
    page.goto(address)
    expect(page.locator("[name=subject_ru]")).to_have_value("")


def test_text_to_many_is_kept_while_it_is_typed_and_forgotten_when_it_is_saved(
    open_page: Open, sign_in: Callable[[Page, User], None], aigerim: User
) -> None:
    page = open_page("/account/sign-in/", width=390)
    sign_in(page, aigerim)
    address = "/requests/batches/new/"
    page.goto(address)
    page.fill("[name=subject_ru]", "О тарифах")
    page.fill("[name=items_ru]", "Тарифы по районам")
    expect(page.locator("[data-draft-said]")).not_to_be_empty()
    page.goto(address)
    expect(page.locator("[name=subject_ru]")).to_have_value("О тарифах")
    page.click(".q-submit .btn-primary")
    page.wait_for_url("**/requests/batches/*/addressees/?saved=1")
    page.wait_for_load_state()
    nothing_serious(page)
    page.goto(address)
    expect(page.locator("[name=subject_ru]")).to_have_value("")
    batch = RequestBatch.objects.get()
    page.goto(f"/requests/batches/{batch.pk}/edit/")
    page.fill("[name=subject_ru]", "О тарифах на воду")
    page.click(".q-submit .btn-primary")
    page.wait_for_url(f"**/requests/batches/{batch.pk}/?saved=1")
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes(':batch:')).length") == 0
    batch.refresh_from_db()
    assert batch.subject_ru == "О тарифах на воду"
