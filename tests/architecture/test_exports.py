"""Every list as CSV and XLSX at its own address: what the page shows, with its filters, to whom it shows it."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as project_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import ActivityEntry, Organisation, User
from common import sheets
from monitoring.views import influence, work
from tests.architecture import exports
from tests.architecture.exports import LISTS, Listed
from tests.conftest import ClientOf
from tests.factories import (
    AmendmentRowFactory,
    AmendmentTableFactory,
    CaseFactory,
    DeadlineFactory,
    HearingFactory,
    OutcomeFactory,
    StakeholderFactory,
    SubmissionFactory,
)
from tests.factories.hearings import CheckInFactory

OURS, SECRET = "біздікі", "құпия-9471"
EACH = pytest.mark.parametrize("name", LISTS)
FILTERS = [(name, asked) for name, listed in LISTS.items() for asked in listed.filters]


def whose(listed: Listed, name: str, aigerim: User, operator: User) -> User:
    return operator if name == "sources" else aigerim


def asked_for(address: str, kind: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}file={kind}"


def lines_of(browser: Client, address: str) -> list[str]:
    answer = browser.get(address if "file=" in address else asked_for(address, "csv"))
    assert answer.status_code == 200, address
    assert answer["Content-Disposition"].startswith("attachment")
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    text: str = answer.content.decode("utf-8-sig")
    return text.splitlines()


def sheet_of(browser: Client, address: str) -> list[tuple[object, ...]]:
    book = load_workbook(BytesIO(browser.get(asked_for(address, "xlsx")).content)).active
    assert book is not None
    return list(book.values)


@EACH
def test_list_holds_ones_own_and_nothing_of_others(
    ashyq_orta: Organisation, kok_aspan: Organisation, aigerim: User, dana: User, operator: User, name: str, client_of: ClientOf
) -> None:
    listed = LISTS[name]
    address = listed.make(ashyq_orta, aigerim, OURS, 3)
    if listed.is_ours:
        listed.make(kok_aspan, dana, SECRET, 2)
    browser = client_of(whose(listed, name, aigerim, operator), language="ru")
    lines, cells = lines_of(browser, address), sheet_of(browser, address)
    text = "\n".join(lines)
    assert SECRET not in text + str(cells)
    assert sum(OURS in line for line in lines) == (3 if listed.has_word else 0)
    assert len(lines) == 4 + (name == "people")  # she herself is on the list of people
    assert len(cells) == len(lines) + (1 if name == "activity" else 0)  # by now the log tells of the first file


@EACH
def test_a_list_is_closed_to_visitors_and_to_members_of_nothing(
    ashyq_orta: Organisation, aigerim: User, name: str, client_of: ClientOf
) -> None:
    address = LISTS[name].make(ashyq_orta, aigerim, OURS)
    for person in (None, exports.UserFactory()):
        browser = client_of(person)
        page, file = browser.get(address), browser.get(asked_for(address, "csv"))
        assert file.status_code == page.status_code != 200


@EACH
def test_a_list_of_one_thing_is_not_there_for_another_organisation(
    ashyq_orta: Organisation, aigerim: User, dana: User, name: str, client_of: ClientOf
) -> None:
    address = LISTS[name].make(ashyq_orta, aigerim, OURS)
    answer = client_of(dana).get(asked_for(address, "csv"))
    assert OURS not in answer.content.decode() or not LISTS[name].is_ours
    if re.search(r"/\d+/", address):
        assert answer.status_code == 404
    assert not ActivityEntry.objects.filter(verb="list.exported", organisation=ashyq_orta).exists()


@EACH
def test_observer_gets_the_file_where_the_page_opens(
    ashyq_orta: Organisation, aigerim: User, bolat: User, name: str, client_of: ClientOf
) -> None:
    address = LISTS[name].make(ashyq_orta, aigerim, OURS)
    browser = client_of(bolat)
    assert browser.get(asked_for(address, "xlsx")).status_code == browser.get(address).status_code


@pytest.mark.parametrize(("name", "asked"), FILTERS)
def test_file_goes_by_the_filters_of_the_page(
    ashyq_orta: Organisation, aigerim: User, name: str, asked: str, client_of: ClientOf
) -> None:
    listed = LISTS[name]
    found, left_out = listed.filters[asked]
    address = listed.make(ashyq_orta, aigerim, "керек", **found)
    listed.make(ashyq_orta, aigerim, "артық", **left_out)
    asked = asked.format(person=aigerim.pk)
    lines = lines_of(client_of(aigerim), f"{address}{asked}&file=csv")
    assert len(lines) == 2
    assert "керек" in lines[1]


def test_answers_are_chosen_by_what_they_say(ashyq_orta: Organisation, aigerim: User, client_of: ClientOf) -> None:
    table = AmendmentTableFactory(dossier__organisation=ashyq_orta)
    for number, state in enumerate(("accepted", "partly", "accepted"), 1):
        row = AmendmentRowFactory(table=table, author=aigerim, order=number)
        OutcomeFactory(row=row, state=state, body_words=f"Ответ {state}")
    SubmissionFactory(table=table)
    lines = lines_of(client_of(aigerim), f"{reverse('amendments:outcomes', args=[table.dossier_id])}?verdict=accepted&file=csv")
    assert [("accepted" in line, "partly" in line) for line in lines[1:]] == [(True, False)] * 2


def test_file_holds_all_pages_in_the_order_of_the_page(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    for day in range(1, 31):
        DeadlineFactory(organisation=ashyq_orta, due_on=date(2026, 12, day))
    browser = client_of(aigerim)
    older = browser.get("/deadlines/").context["page"].older
    assert older
    lines = lines_of(browser, f"/deadlines/?after={older}&file=csv")
    assert [line.split(";")[3] for line in lines[1:]] == [f"{day:02d}.12.2026" for day in range(1, 31)]


def test_file_ends_after_so_many_lines(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST", 2)
    monkeypatch.setattr(work, "MOST", 2)
    monkeypatch.setattr(influence, "MOST", 2)
    for name in LISTS:
        if name == "sources":
            continue
        address = LISTS[name].make(ashyq_orta, aigerim, OURS, 3)
        lines, cells = lines_of(client_of(aigerim), address), sheet_of(client_of(aigerim), address)
        assert len(lines) == len(cells) == 4, name
        assert lines[-1] == cells[-1][0] == "Only the first 2 lines are here. Choose filters on the page to get the others."
    assert set(ActivityEntry.objects.filter(verb="list.exported").values_list("details__count", flat=True)) == {2}


def test_file_that_is_whole_says_nothing_of_an_end(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST", 3)
    address = LISTS["deadlines"].make(ashyq_orta, aigerim, OURS, 3)
    assert [OURS in line for line in lines_of(client_of(aigerim), address)] == [False, True, True, True]


def test_text_that_a_spreadsheet_would_compute_stays_a_text(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    HearingFactory(organisation=ashyq_orta, title_ru="=HYPERLINK(1)", starts_at=timezone.now() + exports.SOON)
    browser = client_of(aigerim)
    assert "'=HYPERLINK(1)" in lines_of(browser, "/hearings/")[1]
    book = load_workbook(BytesIO(browser.get("/hearings/?file=xlsx").content)).active
    assert book is not None
    assert (book["B2"].value, book["B2"].data_type) == ("=HYPERLINK(1)", "s")


@pytest.mark.any_engine
def test_what_no_spreadsheet_can_hold_is_left_out(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    User.objects.filter(pk=aigerim.pk).update(name="Айгерім\ufffe\uffff\x0b\x1f\tС.\r\n😀")
    assert sheet_of(client_of(aigerim), reverse("accounts:people"))[1][0] == "Айгерім\tС.\n😀"
    long = HearingFactory(organisation=ashyq_orta, title_kk="ә" * 300, starts_at=timezone.now() + exports.SOON)
    assert long.title_kk in sheet_of(client_of(aigerim), "/hearings/")[1]


@EACH
def test_kind_of_file_that_there_is_not_is_not_found(
    ashyq_orta: Organisation, aigerim: User, operator: User, name: str, client_of: ClientOf
) -> None:
    address = LISTS[name].make(ashyq_orta, aigerim, OURS)
    browser = client_of(whose(LISTS[name], name, aigerim, operator))
    assert browser.get(asked_for(address, "pdf")).status_code == 404
    assert browser.get(asked_for(address, "")).status_code == 200


@EACH
@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same(
    ashyq_orta: Organisation,
    aigerim: User,
    operator: User,
    name: str,
    rows: int,
    client_of: ClientOf,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    address = LISTS[name].make(ashyq_orta, aigerim, OURS, rows)
    browser = client_of(whose(LISTS[name], name, aigerim, operator))
    with django_assert_num_queries(LISTS[name].queries):
        browser.get(asked_for(address, "csv"))


# --- Lists that name people -----------------------------------------------------------------------------------


@EACH
def test_activity_log_tells_who_took_a_list_of_people(
    ashyq_orta: Organisation, aigerim: User, operator: User, name: str, client_of: ClientOf
) -> None:
    address = LISTS[name].make(ashyq_orta, aigerim, OURS, 2)
    browser = client_of(whose(LISTS[name], name, aigerim, operator))
    browser.head(asked_for(address, "xlsx"))
    browser.get(asked_for(address, "xlsx"))
    told = ActivityEntry.objects.filter(verb="list.exported", organisation=ashyq_orta, actor=aigerim)
    assert [entry.details["format"] for entry in told] == (["XLSX"] if LISTS[name].names_people else [])
    page = client_of(aigerim, language="ru").get("/account/activity/").content.decode()
    assert ("формат: XLSX" in page) is LISTS[name].names_people


@pytest.mark.parametrize("name", [name for name, listed in LISTS.items() if listed.names_people])
def test_list_of_people_is_given_only_after_the_second_step(
    ashyq_orta: Organisation, aigerim: User, name: str, client_of: ClientOf, settings: Settings
) -> None:
    address = LISTS[name].make(ashyq_orta, aigerim, OURS)
    settings.REQUIRE_SECOND_FACTOR = True
    aigerim.memberships.update(role="moderator" if name == "attendance" else "lawyer")
    browser = client_of(aigerim)
    refused = browser.get(f"{address}?file=csv&kind=&after=5")
    assert refused.status_code == 403
    assert f'href="{address}?kind="' in refused.content.decode()
    assert browser.get(address).status_code == 200
    assert not ActivityEntry.objects.filter(verb="list.exported").exists()


def test_list_of_stakeholders_has_no_address_of_anybody(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    StakeholderFactory(organisation=ashyq_orta, email="sarapshy@example.kz", contact="+7 701 000 11 22", note="Ескерту")
    line = lines_of(client_of(aigerim), reverse("hearings:stakeholder-list"))[1]
    assert not {"sarapshy", "701", "Ескерту"} & set(re.split(r"\W+", line))


def test_list_of_cases_says_nothing_of_the_person(
    ashyq_orta: Organisation, aigerim: User, client_of: ClientOf
) -> None:
    case = CaseFactory(organisation=ashyq_orta, story="Әңгімесі", happened_on=date(2026, 9, 14))
    text = "\n".join(lines_of(client_of(aigerim), reverse("monitoring:case-list")))
    assert case.label in text
    for told in (case.contact.name, case.contact.phone, case.contact.email, "Әңгімесі", "14.09.2026"):
        assert told not in text


def test_erased_name_stays_erased(ashyq_orta: Organisation, aigerim: User, client_of: ClientOf) -> None:
    address = exports.attendance(ashyq_orta, aigerim, OURS)
    hearing = exports.Hearing.objects.get()
    CheckInFactory(hearing=hearing, name="")
    assert "имя удалено" in lines_of(client_of(aigerim, language="ru"), address)[2]


# --- Every list has its file ----------------------------------------------------------------------------------

TEMPLATES = Path(project_settings.BASE_DIR) / "templates"
LISTING = ("<table", "components/pager.html", "components/steps.html")
INCLUDED = re.compile(r'{% include "([a-z_/]+\.html)"')


def shows_a_list(path: Path) -> bool:
    if path.name.endswith("_list.html"):
        return True
    text = path.read_text(encoding="utf-8")
    parts = [TEMPLATES / name for name in INCLUDED.findall(text) if "/_" in name]
    whole = text + "".join(part.read_text(encoding="utf-8") for part in parts)
    return any(sign in whole for sign in LISTING)


def pages() -> list[Path]:
    return [
        path
        for path in sorted(TEMPLATES.rglob("*.html"))
        if not path.name.startswith("_") and '{% extends "base' in path.read_text(encoding="utf-8")[:200]
    ]


def test_every_page_with_a_list_gives_it_as_a_file() -> None:
    lists = {str(path.relative_to(TEMPLATES)) for path in pages() if shows_a_list(path)}
    without = {name for name in lists if "{% downloads" not in (TEMPLATES / name).read_text(encoding="utf-8")}
    print(f"T5 pages with a list: {len(lists)}, of them given as a file: {len(lists - without)}")
    assert without == set(exports.WITHOUT_FILE), "give the list as a file, or explain it in WITHOUT_FILE"
