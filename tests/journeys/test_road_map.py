"""Six weeks in Kazakh: planned too short, the hearing given up, closed by what happens, moved with the discussion."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Organisation, User
from amendments.models import AmendmentTable
from correspondence.models import Notice
from deadlines import queries as deadline_queries
from deadlines.actions.reference import load_rules_and_calendar
from projects.actions import dossiers, windows
from projects.models import Dossier, RoadMapTask
from tests.factories import AmendmentRowFactory, AmendmentTableFactory, DraftActFactory
from tests.journeys.conftest import Open
from tests.journeys.test_first_thread import fits, nothing_serious

pytestmark = [pytest.mark.journey, pytest.mark.any_engine, pytest.mark.django_db(transaction=True)]


def ahead(working_days: int) -> date:
    return deadline_queries.calendar().add(timezone.localdate(), working_days)


@pytest.fixture
def dossier(ashyq_orta: Organisation, aigerim: User) -> Dossier:
    """The discussion ends in four working days: too soon for a hearing."""
    load_rules_and_calendar()
    draft = DraftActFactory(ends_on=ahead(4), created_on=timezone.localdate())
    at = timezone.now()
    return dossiers.open_dossier(
        draft, organisation=ashyq_orta, owner=aigerim, actor=aigerim, on=timezone.localdate(), at=at
    )


@pytest.fixture
def table(dossier: Dossier) -> AmendmentTable:
    """Read to the end, waiting for the head's signature."""
    table = AmendmentTableFactory(dossier=dossier, checked=["summary_kk", "summary_ru"], state="head")
    AmendmentRowFactory(table=table, is_checked=True)
    return table


def due_of(dossier: Dossier, key: str) -> date | None:
    return RoadMapTask.objects.get(road_map__dossier=dossier, key=key).due_on


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False)])
def test_six_weeks_in_four_days(
    open_page: Open,
    sign_in: Callable[[Page, User], None],
    aigerim: User,
    dossier: Dossier,
    table: AmendmentTable,
    width: int,
    dark: bool,
) -> None:
    page = open_page("/account/sign-in/", language="kk", width=width, dark=dark)
    sign_in(page, aigerim)
    page.goto(f"/dossiers/{dossier.pk}/")
    page.click("section[aria-labelledby=road-map] form button")
    page.wait_for_url("**/road-map/")
    nothing_serious(page)
    fits(page)
    expect(page.locator(".q-conflict").first).to_contain_text("жұмыс күніне кешігеді")
    expect(page.locator("main")).to_contain_text("Қоғамдық тыңдаулар өткізу")

    page.click(".q-conflict details summary")
    page.fill(".q-conflict [name=reason]", "Талқылау мерзімі тым қысқа")
    page.click(".q-conflict form button")
    page.wait_for_load_state()
    expect(page.locator(".q-conflict")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Талқылау мерзімі тым қысқа")

    page.goto(f"/dossiers/{dossier.pk}/amendments/")
    page.click("form[action$='/approve/'] button")
    page.wait_for_load_state()
    page.goto(f"/dossiers/{dossier.pk}/road-map/")
    expect(page.locator("main")).to_contain_text(re.compile("Өзі жабылған күні – .+: түзетулер кестесі бекітілді"))
    nothing_serious(page)

    before, done = due_of(dossier, "submission"), due_of(dossier, "table")
    Notice.objects.all().delete()
    draft = dossier.draft
    draft.ends_on = ahead(9)
    draft.save(update_fields=["ends_on"])
    windows.follow_portal(draft, at=timezone.now(), on=timezone.localdate())
    page.reload()
    assert before == ahead(4)
    assert due_of(dossier, "submission") == ahead(9)
    assert due_of(dossier, "table") == done
    assert Notice.objects.filter(template="road_map_moved").count() == 1

    page.locator("a", has_text="Тақырып пен мақсаттарды келісу").first.click()
    page.wait_for_url("**/road-map/tasks/*/")
    nothing_serious(page)
    fits(page)
    page.fill("[name=due_on]", ahead(2).isoformat())
    page.click("main .btn-primary")
    page.wait_for_url("**/road-map/")
    expect(page.locator("main")).to_contain_text("қолмен таңдалған")
    page.goto("/road-map/template/")
    nothing_serious(page)
    fits(page)
