"""The influence report: every figure by hand, every figure against its rows, and what must not be counted."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from accounts.models import Organisation, User
from amendments.models import AmendmentTable, SubmittedRow
from amendments.states import Category, Fate
from common.periods import Period, quarter_of, year_of
from correspondence.documents import Mode
from correspondence.documents.composed import compose
from correspondence.models import DocumentOrder
from monitoring.influence.document import report_document
from monitoring.influence.figures import Grid, Report, report_of
from monitoring.influence.words import share_sentence
from monitoring.queries.influence import influence
from monitoring.queries.influence_rows import listed
from tests.conftest import ClientOf
from tests.factories import DossierFactory, SubmissionFactory
from tests.monitoring.influence_world import NOW, TODAY, build, sent

YEAR = year_of(2026)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(ashyq_orta: Organisation) -> dict[str, Any]:
    return build(ashyq_orta)


@pytest.fixture
def her(aigerim: User, client_of: ClientOf, today: None) -> Client:
    return client_of(aigerim)


def report(organisation: Organisation, period: Period = YEAR) -> Report:
    return report_of(influence(organisation, period, TODAY))


def figures(of: Report, section: str) -> dict[str, int]:
    return {figure.key: figure.number.value for figure in of.section(section).figures}


def lines(grid: Grid) -> dict[str, list[int]]:
    return {str(line.label): [number.value for number in line.numbers] for line in grid.lines}


# --- By hand ------------------------------------------------------------------------------------------------------


def test_every_figure_of_the_year(ashyq_orta: Organisation, world: dict[str, Any]) -> None:
    found = report(ashyq_orta)
    assert figures(found, "seen") == {
        **{"seen": 5, "decided.joined": 1, "decided.declined": 2, "decided.open": 1, "decided.missed": 1},
        "dossiers": 2,
    }
    assert figures(found, "sent") == {
        **{"sent": 7, "fate.accepted": 1, "fate.partly": 1, "fate.not_accepted": 1, "fate.not_answered": 1},
        **{"fate.waiting": 2, "fate.withdrawn": 1, "tables": 2, "sendings": 3},
        **{"channel.portal": 2, "channel.letter": 1, "channel.email": 0},
        **{"channel.public_council": 0, "channel.e_otinish": 0},
    }
    assert figures(found, "answered") == {
        **{"answered": 5, "fate.accepted": 2, "fate.partly": 1, "fate.not_accepted": 1},
        "fate.not_answered": 1,
    }
    assert figures(found, "wording") == {
        **{"wording.verbatim": 1, "wording.partly": 1, "wording.absent": 1, "wording.computed": 1},
        **{"wording.unknown": 3, "results": 3},
    }
    assert figures(found, "asked") == {
        **{"asked": 7, "ending.in_time": 2, "ending.late": 1, "ending.undated": 0, "ending.refused": 1},
        **{"ending.elsewhere": 1, "ending.silent": 1, "ending.running": 1, "ending.ended": 0},
    }
    assert figures(found, "held") == {
        **{"held": 2, "reach.registered": 4, "reach.came": 3, "reach.spoke": 2, "reach.proposed": 3},
    }


def test_every_line_of_the_year(ashyq_orta: Organisation, world: dict[str, Any]) -> None:
    found = report(ashyq_orta)
    by_topic, by_body = found.section("seen").grids[0], found.section("sent").grids[0]
    assert lines(by_topic) == {
        "Вода": [2, 1, 1, 0, 0],
        "Тариф": [1, 1, 0, 0, 0],
        "Without a topic": [3, 0, 1, 1, 1],
    }
    water, air = (str(body) for body in world["bodies"])
    assert lines(by_body) == {water: [6, 1, 1, 1, 1, 1, 1], air: [1, 0, 0, 0, 0, 1, 0]}
    topics, categories = found.section("sent").grids[1:]
    assert lines(topics) == {
        "Вода": [6, 1, 1, 1, 1, 1, 1],
        "Тариф": [6, 1, 1, 1, 1, 1, 1],
        "Without a topic": [1, 0, 0, 0, 0, 1, 0],
    }
    assert lines(categories) == {
        str(Category.LEGAL_TECHNICAL.label): [2, 0, 1, 0, 0, 0, 1],
        str(Category.SUBSTANTIVE.label): [3, 1, 0, 0, 1, 1, 0],
        str(Category.ANTI_CORRUPTION.label): [2, 0, 0, 1, 0, 1, 0],
    }
    first, second = (holder.name for holder in world["holders"])
    assert lines(found.section("asked").grids[0]) == {
        first: [5, 1, 1, 0, 1, 1, 1, 0, 0],
        second: [2, 1, 0, 0, 0, 0, 0, 1, 0],
    }
    months = lines(found.section("months").grids[0])
    assert months["January 2026"] == [1, 0, 0, 0, 0, 0]
    assert months["March 2026"] == [3, 6, 1, 0, 0, 0]
    assert months["May 2026"] == [0, 1, 0, 2, 0, 0]
    assert [sum(column) for column in zip(*months.values(), strict=True)] == [5, 7, 1, 5, 7, 2]


def test_results_are_what_was_taken_over_and_name_the_draft(
    ashyq_orta: Organisation, world: dict[str, Any]
) -> None:
    facts = influence(ashyq_orta, YEAR, TODAY)
    assert facts.results_in_all == len(facts.results) == 3
    assert {row.fate for row in facts.results} == {"accepted", "partly", "waiting"}  # type: ignore[attr-defined]
    assert {row.submission.table.dossier.draft.title_ru for row in facts.results} == {"О воде 1", "О воздухе"}


# --- Against the rows ---------------------------------------------------------------------------------------------


def test_every_number_of_the_page_leads_to_as_many_rows(her: Client, world: dict[str, Any]) -> None:
    page = BeautifulSoup(her.get("/influence/").content, "html.parser")
    links = [(link["href"], int(link.text.replace("\u202f", ""))) for link in page.select("a.q-number")]
    assert len(links) > 80
    for address, number in links:
        answer = her.get(address)
        rows = BeautifulSoup(answer.content, "html.parser")
        counted = rows.select_one("[data-count]")
        assert counted is not None
        assert int(counted["data-count"]) == number, address
        listed_rows = rows.select(".q-list > li")
        added_up = sum(
            int(row.select_one("span > b").text) for row in listed_rows if row.select_one("span > b")
        )
        assert number in (len(listed_rows), added_up), address


def test_every_figure_nought_among_them_counts_its_list(
    ashyq_orta: Organisation, world: dict[str, Any]
) -> None:
    numbers = list(report(ashyq_orta).numbers())
    print(f"influence report: figures compared with their rows: {len(numbers)}")
    differing = [
        number for number in numbers if listed(ashyq_orta, number.asked, TODAY).count != number.value
    ]
    assert not differing


def test_what_leads_back_keeps_the_period(her: Client, world: dict[str, Any]) -> None:
    page = her.get("/influence/rows/?of=sent&fate=accepted&from=2026-01-01&to=2026-06-30").content.decode()
    assert "/influence/?from=2026-01-01&amp;to=2026-06-30" in page
    assert page.count("data-count") == 1


@pytest.mark.parametrize(
    "query",
    [
        *(
            "of=money",
            "of=sent&fate=glad",
            "of=sent&decided=joined",
            "of=asked&holder=none",
            "of=sent&body=-1",
        ),
        *(
            "of=sent&topic=1e3",
            "of=sent&month=2031-01",
            "of=sent&month=x",
            "of=sent&body=٣",
            "of=held&reach=x",
        ),
    ],
)
def test_list_that_there_is_not_is_not_found(her: Client, db: None, query: str) -> None:
    assert her.get(f"/influence/rows/?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["of=sent&body=999999999999999", "of=seen&topic=5", "of=asked&after=1_x", "after=x_y"]
)
def test_list_of_nothing_is_empty(her: Client, db: None, query: str) -> None:
    assert 'data-count="0"' in her.get(f"/influence/rows/?{query}").content.decode()


def test_long_lists_are_paged_both_ways(her: Client, ashyq_orta: Organisation, db: None) -> None:
    from tests.factories import HolderFactory
    from tests.monitoring.influence_world import asked, load_rules_and_calendar

    load_rules_and_calendar()
    holder = HolderFactory(organisation=ashyq_orta)
    for _n in range(60):
        asked(ashyq_orta, holder, date(2026, 9, 7))
    address, seen = "/influence/rows/?of=asked", []
    for _page in range(3):
        page = BeautifulSoup(her.get(address).content, "html.parser")
        seen += [link["href"] for link in page.select(".q-list li a")]
        older, newer = page.select_one("a[rel=next]"), page.select_one("a[rel=prev]")
        address = f"/influence/rows/{older['href']}" if older else address
    assert older is None
    assert len(seen) == len(set(seen)) == 60
    assert newer is not None
    before = BeautifulSoup(her.get(f"/influence/rows/{newer['href']}").content, "html.parser")
    assert [link["href"] for link in before.select(".q-list li a")] == seen[25:50]


# --- Sums ---------------------------------------------------------------------------------------------------------


def test_parts_add_up_to_the_whole(ashyq_orta: Organisation, world: dict[str, Any]) -> None:
    for period in (
        YEAR,
        year_of(2025),
        quarter_of(date(2026, 5, 1)),
        Period(date(2025, 12, 31), date(2026, 1, 1)),
    ):
        found = report(ashyq_orta, period)
        for section in found.sections:
            for grid in section.grids:
                if grid.is_whole:
                    for line in grid.lines:
                        whole, *parts = (number.value for number in line.numbers)
                        assert whole == sum(parts), (grid.key, line)
        sent_ = figures(found, "sent")
        assert sent_["sent"] == sum(sent_[f"fate.{fate}"] for fate in Fate.values)
        wording = figures(found, "wording")
        assert sum(value for key, value in wording.items() if key != "results") == sent_["sent"]
        for grid in (found.section("sent").grids[0], found.section("sent").grids[2]):
            assert sum(line.numbers[0].value for line in grid.lines) == sent_["sent"]


def test_quarters_add_up_to_the_year(ashyq_orta: Organisation, world: dict[str, Any]) -> None:
    """Whatever belongs to a period belongs to one quarter of it; a table is counted where its rows are."""
    year = report(ashyq_orta)
    quarters = [report(ashyq_orta, quarter_of(date(2026, month, 1))) for month in (1, 4, 7, 10)]
    for section in year.sections:
        for figure in section.figures:
            if figure.key != "tables":
                parts = [q.section(section.key).figure(figure.key).number.value for q in quarters]
                assert sum(parts) == figure.number.value, figure.key


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(Fate.values), st.integers(0, 40)))
@pytest.mark.any_engine
def test_share_is_said_of_its_denominator_and_only_of_enough(counted: dict[str, int]) -> None:
    numbers = {**dict.fromkeys(Fate.values, 0), **counted}
    answered = numbers["accepted"] + numbers["partly"] + numbers["not_accepted"]
    said = share_sentence({**numbers, "sent": sum(numbers.values())})
    assert f"{numbers['accepted']} accepted of {answered} answered" in said
    assert f"sent: {sum(numbers.values())}" in said
    assert ("%" in said) == (answered >= 10)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.dates(date(2000, 1, 1), date(2040, 12, 31)), st.integers(0, 1500))
@pytest.mark.any_engine
def test_months_of_a_period_cover_it_once(first: date, days: int) -> None:
    from datetime import timedelta

    from common.periods import month_of

    period = Period(first, first + timedelta(days))
    months = [month_of(month) for month in period.months()]
    assert months[0].first <= period.first <= months[0].last
    assert months[-1].first <= period.last <= months[-1].last
    assert all((two.first - one.last).days == 1 for one, two in zip(months, months[1:], strict=False))


# --- What must not be counted ---------------------------------------------------------------------------------------


def test_two_organisations_are_never_mixed(
    ashyq_orta: Organisation, kok_aspan: Organisation, dana: User, client_of: ClientOf, world: dict[str, Any]
) -> None:
    assert report(kok_aspan).is_empty
    before = [number.value for number in report(ashyq_orta).numbers()]
    build_other(kok_aspan)
    assert [number.value for number in report(ashyq_orta).numbers()] == before
    hers = client_of(dana)
    topic, holder = world["topics"][0].pk, world["holders"][0]
    for query in (f"of=sent&topic={topic}", f"of=seen&topic={topic}", f"of=asked&holder={holder.pk}"):
        page = hers.get(f"/influence/rows/?{query}").content.decode()
        assert 'data-count="0"' in page
        assert holder.name not in page
        assert "Вода" not in page


def build_other(organisation: Organisation) -> None:
    table = AmendmentTable.objects.create(
        dossier=DossierFactory(organisation=organisation), organisation=organisation
    )
    from tests.factories import AmendmentRowFactory, CoalitionInvitationFactory

    AmendmentRowFactory(table=table)
    sent(table, NOW)
    ours = AmendmentTable.objects.exclude(organisation=organisation).first()
    assert ours is not None
    invitation = CoalitionInvitationFactory(table=ours)
    ours.members.create(
        organisation=ours.organisation,
        invitation=invitation,
        partner=organisation,
        joined_at=NOW,
        name_ru="Көк аспан",
    )


def test_row_of_a_coalition_counts_for_the_one_that_leads_it(
    ashyq_orta: Organisation, kok_aspan: Organisation, world: dict[str, Any]
) -> None:
    build_other(kok_aspan)
    assert figures(report(kok_aspan), "sent")["sent"] == 1
    assert figures(report(ashyq_orta), "sent")["sent"] == 7


def test_table_opened_again_stays_counted_until_its_text_is_sent_anew(
    ashyq_orta: Organisation, world: dict[str, Any]
) -> None:
    table = AmendmentTable.objects.get(dossier__draft__title_ru="О воздухе")
    AmendmentTable.objects.filter(pk=table.pk).update(state="draft", round=2)
    table.rows.update(removed_at=NOW)
    assert figures(report(ashyq_orta), "sent")["fate.waiting"] == 2
    SubmissionFactory(table=table, submitted_at=NOW)
    after = figures(report(ashyq_orta), "sent")
    assert (after["sent"], after["fate.waiting"], after["fate.withdrawn"]) == (7, 1, 2)


def test_answer_taken_back_is_waiting_again(ashyq_orta: Organisation, world: dict[str, Any]) -> None:
    row = SubmittedRow.objects.filter(row__outcome__state="partly").first()
    assert row is not None
    row.row.outcome.confirmed_at = None
    row.row.outcome.save()
    after = figures(report(ashyq_orta), "sent")
    assert (after["fate.partly"], after["fate.waiting"]) == (0, 3)


# --- The page -----------------------------------------------------------------------------------------------------


def more(organisation: Organisation, times: int) -> None:
    for _n in range(times):
        build(organisation)


@pytest.mark.parametrize("times", [1, 3])
def test_page_asks_fifteen_questions(
    her: Client, ashyq_orta: Organisation, django_assert_num_queries: Any, times: int
) -> None:
    more_worlds(ashyq_orta, times)
    # session, person, memberships; rows, channels and dossiers, drafts, topics, hearings, rules, days off, requests,
    # events, bodies, directory, results
    with django_assert_num_queries(15):
        assert her.get("/influence/").status_code == 200


def more_worlds(organisation: Organisation, times: int) -> None:
    from projects.models import WatchTopic

    for number in range(times):
        build(organisation)
        for topic in WatchTopic.objects.filter(name__in=["Вода", "Тариф"]):
            topic.name = f"{topic.name} {number}"
            topic.save()


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_page_speaks_one_language(
    aigerim: User, client_of: ClientOf, world: dict[str, Any], language: str
) -> None:
    page = client_of(aigerim, language=language).get("/influence/").content.decode()
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<(title|svg)[^>]*>.*?</\1>|<[^>]+>", " ", page, flags=re.S)))
    main = text[text.index("XLSX") :]
    assert not re.findall(r"\b(?!XLSX|CSV|PDF|Otinish)[A-Za-z]{3,}\b", main)


def test_empty_period_teaches_the_next_step(her: Client, db: None) -> None:
    page = her.get("/influence/?period=last_year").content.decode()
    assert "Nothing is counted in this period yet" in page
    assert "Issue the report" not in page


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", "1 January 2026", "31 December 2026"),
        ("period=quarter", "1 October 2026", "31 December 2026"),
        ("period=last_year", "1 January 2025", "31 December 2025"),
        ("period=own&from=2026-02-03&to=2026-02-04", "3 February 2026", "4 February 2026"),
        ("period=own", "1 January 2026", "31 December 2026"),
        ("from=2026-02-03&to=2026-02-04", "3 February 2026", "4 February 2026"),
    ],
)
def test_period_is_chosen(her: Client, db: None, query: str, first: str, last: str) -> None:
    page = her.get(f"/influence/?{query}").content.decode()
    heading = BeautifulSoup(page, "html.parser").select_one("#short")
    assert heading is not None
    assert heading.text.split() == f"From {first} to {last}".split()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("from=2026-05-02&to=2026-05-01", "The last day is before the first."),
        ("from=2026-05-02&to=", "Give the first day and the last day."),
        ("from=2010-01-01&to=2026-01-01", "at most five years"),
        ("from=9998-01-01&to=9999-12-31", "at most five years"),
        ("from=now&to=2026-05-01", "Enter a valid date."),
    ],
)
def test_days_that_cannot_be_are_said(her: Client, db: None, days: str, said: str) -> None:
    answer = her.get(f"/influence/?period=own&{days}")
    assert answer.status_code == 422
    assert said in answer.content.decode()


# --- Files and the document ---------------------------------------------------------------------------------------


def test_files_hold_the_figures_of_the_page_and_no_formula(
    her: Client, ashyq_orta: Organisation, world: dict[str, Any]
) -> None:
    topic = world["topics"][0]
    topic.name = "=1+1"
    topic.save()
    table = list(
        csv.reader(StringIO(her.get("/influence/export.csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert ["Proposals", "Proposals sent", "7"] in [line[:3] for line in table]
    assert any(line and line[0] == "'=1+1" for line in table)
    book = load_workbook(BytesIO(her.get("/influence/export.xlsx").content))
    assert len(book.sheetnames) == 7
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for cell in cells)
    assert "=1+1" in {cell.value for cell in cells}
    bodies = book["Proposals by state body"]
    assert [cell.value for cell in bodies[2]][1:] == [6, 1, 1, 1, 1, 1, 1]


def test_report_is_issued_in_one_step_and_asked_again_is_the_same(
    her: Client, ashyq_orta: Organisation, world: dict[str, Any]
) -> None:
    for _click in range(2):
        answer = her.post("/influence/issue/?from=2026-01-01&to=2026-12-31", {"mode": "kk+ru"})
        assert answer.status_code == 302
    order = DocumentOrder.objects.get(kind="monitoring.influence")
    assert order.path == "/influence/?from=2026-01-01&to=2026-12-31"
    assert answer["Location"] == f"/documents/orders/{order.pk}/"


def test_document_says_the_same_in_both_languages(
    aigerim: User, ashyq_orta: Organisation, world: dict[str, Any]
) -> None:
    document = report_document(report(ashyq_orta), Mode.BOTH, actor=aigerim)
    texts = " ".join(f"{text.kk} {text.ru}" for text in document.texts())
    for said in ("2026 ж. 1 қаңтар", "31 декабря 2026 г.", "О воде 1", "Что неизвестно", "Не белгісіз"):
        assert said in texts
    assert not re.findall(r"\b[a-z]{4,}\b", re.sub(r"\S+@\S+", "", " ".join(t.ru for t in document.texts())))
    numbers = {name: _numbers(compose(report_document(report(ashyq_orta), mode, actor=aigerim))) for name, mode in
               (("kk", Mode.KAZAKH), ("ru", Mode.RUSSIAN))}  # fmt: skip
    assert numbers["kk"] == numbers["ru"]


def _numbers(composed: Any) -> list[str]:
    rows = [piece for piece in composed.pieces if piece.name == "rows"]
    return [cell.text for piece in rows for row in piece.rows for cell in row if cell.text.isdigit()]
