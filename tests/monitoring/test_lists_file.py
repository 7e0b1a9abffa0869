"""Every list as CSV and XLSX: what is the organisation's own, and no formula."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, User
from monitoring.lists_file import SHEETS
from tests.conftest import ClientOf
from tests.factories import CouncilFactory, HearingFactory, TimeLimitFactory
from tests.monitoring.api.asking import work_of

SECRET = "құпия-9471"


def everything_of(organisation: Organisation, person: User, canary: str, sets: int = 1) -> None:
    work_of(organisation, person, canary=canary, sets=sets)
    for _n in range(sets):
        CouncilFactory(organisation=organisation, name_ru=f"Совет {canary}")
        TimeLimitFactory()


@pytest.mark.parametrize("name", SHEETS)
def test_list_holds_ones_own_and_nothing_of_others(
    ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, bolat: User, dana: User, name: str, client_of: ClientOf
) -> None:
    everything_of(ashyq_orta, aigerim, "біздікі")
    everything_of(kok_aspan, dana, SECRET)
    browser = client_of(bolat, language="ru")
    text = browser.get(f"/lists/{name}/csv/").content.decode("utf-8-sig")
    book = load_workbook(BytesIO(browser.get(f"/lists/{name}/xlsx/").content)).active
    assert book is not None
    assert len(text.splitlines()) == book.max_row == (2 if name != "time-limits" else 3)
    assert SECRET not in text
    assert "біздікі" in text or name in ("documents", "time-limits")
    assert browser.get(f"/lists/{name}/pdf/").status_code == 404


@pytest.mark.any_engine
def test_text_that_a_spreadsheet_would_compute_stays_a_text(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    HearingFactory(organisation=ashyq_orta, title_ru="=HYPERLINK(1)")
    browser = client_of(aigerim)
    assert "'=HYPERLINK(1)" in browser.get("/lists/hearings/csv/").content.decode("utf-8-sig")
    book = load_workbook(BytesIO(browser.get("/lists/hearings/xlsx/").content)).active
    assert book is not None
    assert (book["B2"].value, book["B2"].data_type) == ("=HYPERLINK(1)", "s")


@pytest.mark.any_engine
def test_list_that_there_is_not_is_not_found(aigerim: User, client_of: ClientOf) -> None:
    assert client_of(aigerim).get("/lists/people/csv/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same(
    ashyq_orta: Organisation, aigerim: User, rows: int, client_of: ClientOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    everything_of(ashyq_orta, aigerim, "біздікі", sets=rows)
    browser = client_of(aigerim)
    for name in SHEETS:
        with django_assert_num_queries(4):
            browser.get(f"/lists/{name}/csv/")
