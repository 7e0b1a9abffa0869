"""From the adoption of an act to a promise kept late, in Kazakh: dates explain themselves, the body is asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from inforequests.models import InfoRequest
from monitoring.models import ImplementationItem, InForce
from projects.models import Dossier
from tests.factories import DossierFactory
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious
from tests.monitoring.act_law import put_law

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]
PRIMARY = ".q-submit .btn-primary"


@pytest.fixture
def dossier(ashyq_orta: Organisation, aigerim: User) -> Dossier:
    put_law()
    return DossierFactory(organisation=ashyq_orta, owner=aigerim)


def looked_at(page: Page) -> None:
    fits(page)
    nothing_serious(page)


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
def test_from_adoption_to_a_promise_kept_late(
    open_page: Open,
    sign_in: Callable[[Page, User], None],
    aigerim: User,
    dossier: Dossier,
    width: int,
    dark: bool,
) -> None:
    today = timezone.localdate()
    page = open_page("/account/sign-in/", width=width, dark=dark)
    sign_in(page, aigerim)
    page.goto(f"/dossiers/{dossier.pk}/")
    page.click("section[aria-labelledby=after] header a")
    page.wait_for_url("**/adoption/")
    looked_at(page)
    page.click("section[aria-labelledby=fate] .btn-primary")
    page.fill("[name=adopted_on]", (today - timedelta(9)).isoformat())
    page.fill("[name=number]", "117")
    looked_at(page)
    page.click(PRIMARY)
    page.wait_for_url("**/adoption/")
    page.click("section[aria-labelledby=published] .btn-primary")
    page.fill("[name=published_on]", (today - timedelta(5)).isoformat())
    page.click(PRIMARY)
    page.wait_for_url("**/adoption/")
    assert InForce.objects.get().force_on == today + timedelta(6)
    page.click("section[aria-labelledby=force] details.q-due summary")
    expect(page.locator("section[aria-labelledby=force] .q-explain")).to_contain_text("42-баптың 3-тармағы")
    expect(page.locator("section[aria-labelledby=force] .q-explain")).to_contain_text("1–11-күндер")
    looked_at(page)

    page.goto(f"/dossiers/{dossier.pk}/implementation/add/")
    page.select_option("[name=kind]", "methodology")
    page.fill("[name=title_kk]", "Бағалау әдістемесі")
    page.fill("[name=due_on]", (today - timedelta(2)).isoformat())
    looked_at(page)
    page.click(PRIMARY)
    page.wait_for_url("**/implementation/")
    page.goto("/implementation/?state=overdue")
    looked_at(page)
    expect(page.locator(".q-due.is-late")).to_be_visible()
    page.click(".q-list a:has-text('Бағалау әдістемесі')")
    page.wait_for_url("**/implementation/*/")
    looked_at(page)
    page.click("section[aria-labelledby=asked] form button")
    page.wait_for_url("**/requests/*/")
    assert "Бағалау әдістемесі" in InfoRequest.objects.get().subject_kk
    item = ImplementationItem.objects.get()
    page.goto(f"/implementation/{item.pk}/")
    expect(page.locator("section[aria-labelledby=asked] .q-list")).to_contain_text("Бағалау әдістемесі")
    page.click("section[aria-labelledby=state] .btn-primary")
    page.wait_for_load_state()
    expect(page.locator("section[aria-labelledby=state]")).to_contain_text("2 күнтізбелік күнге кешікті")
    looked_at(page)
    item.refresh_from_db()
    assert (item.state, item.done_on) == ("done", today)
