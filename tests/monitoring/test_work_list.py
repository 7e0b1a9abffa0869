"""Everything due in one list: what waits for whom, in which order, and who may see and move it."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import Organisation, User
from common.dates import ALMATY
from deadlines.actions import Words
from deadlines.models import Deadline
from monitoring.queries.work_list import NO_DAY, Edges, Kind, Wanted, When, work_page
from projects.models import Dossier
from tests.conftest import ClientOf
from tests.factories import (
    AccessNeedFactory,
    AmendmentRowFactory,
    AmendmentTableFactory,
    DeadlineFactory,
    DossierFactory,
    DraftActFactory,
    HearingFactory,
    IncomingMailFactory,
    InfoRequestFactory,
    MembershipFactory,
    OutcomeCandidateFactory,
    OutcomeFactory,
    TriageItemFactory,
)
from tests.factories.hearings import ProposalFactory, load_hearing_rules

TODAY = date(2026, 11, 25)  # a Wednesday
NOW = datetime(2026, 11, 25, 12, tzinfo=ALMATY)
EDGES = Edges(TODAY, date(2026, 11, 30), date(2026, 12, 2))


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def her(aigerim: User, client_of: ClientOf, today: None) -> Client:
    return client_of(aigerim)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def due(organisation: Organisation, days: int, name: str = "", **facts: Any) -> Deadline:
    if name:
        facts["label"] = Words(name, name)
    return DeadlineFactory(organisation=organisation, due_on=TODAY + timedelta(days), **facts)


def all_kinds(organisation: Organisation, person: User | None = None) -> Dossier:
    """One thing of each kind; the dossier that most of them belong to."""
    dossier = DossierFactory(organisation=organisation, owner=person)
    due(organisation, 1, responsible=person, path=f"/dossiers/{dossier.pk}/")
    TriageItemFactory(organisation=organisation, draft=DraftActFactory(ends_on=TODAY + timedelta(2)))
    table = AmendmentTableFactory(dossier=dossier, state="head")
    OutcomeCandidateFactory(row=AmendmentRowFactory(table=table), comment__page__table=table)
    held = HearingFactory(
        organisation=organisation, dossier=dossier, state="held", rule_set="environment", secretary=person,
        moderator=person, announced_at=NOW, opened_at=NOW, closed_at=NOW,
    )  # fmt: skip
    held.written_minutes = _minutes(held)
    ProposalFactory(hearing=held)
    AccessNeedFactory(
        registration__hearing=HearingFactory(organisation=organisation, dossier=dossier), owner=person
    )
    InfoRequestFactory(organisation=organisation, dossier=dossier, state="issued", responsible=person)
    IncomingMailFactory(organisation=organisation, state="waiting")
    return dossier


def _minutes(hearing: Any) -> Any:
    from hearings.models import Minutes

    return Minutes.objects.create(hearing=hearing, organisation=hearing.organisation, state="comments")


def kinds_of(organisation: Organisation, **facts: Any) -> set[str]:
    wanted = Wanted(**{"kinds": tuple(Kind), **facts})
    return {row.kind.value for row in work_page(organisation, wanted, EDGES).rows}


# --- What is there ------------------------------------------------------------------------------------------------


def test_everything_that_waits_is_there_once_with_a_verb(her: Client, ashyq_orta: Organisation) -> None:
    all_kinds(ashyq_orta)
    page = BeautifulSoup(her.get("/work/").content, "html.parser")
    rows = page.select("main .q-list:not(.is-narrow) > li")
    assert len(rows) == len(Kind)
    said = [row.select_one("div > a").text for row in rows]
    for verb in (
        *(
            "Decide whether to take part",
            "Approve the amendments as the head",
            "Confirm the answers of the body",
        ),
        *("Approve the minutes of the hearing", "Answer the remarks of the hearing"),
        *("Send the request for information", "Sort the letter in quarantine"),
    ):
        assert said.count(verb) == 1, verb
    assert [heading.text for heading in page.select("main section header h2")][:2] == [
        "Within 3 working days",
        "Without a date, waiting for somebody",
    ]


def test_every_row_leads_to_a_page_that_opens(her: Client, ashyq_orta: Organisation) -> None:
    load_hearing_rules()
    all_kinds(ashyq_orta)
    page = BeautifulSoup(her.get("/work/").content, "html.parser")
    links = [link["href"] for link in page.select("main .q-list:not(.is-narrow) > li > div > a")]
    assert len(links) == len(Kind)
    assert {link: her.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_order_is_by_urgency_in_bands(her: Client, ashyq_orta: Organisation) -> None:
    for days, name in ((40, "кейін"), (-1, "кеше"), (0, "бүгін"), (6, "апта"), (1, "ертең")):
        due(ashyq_orta, days, name)
    page = text_of(her.get("/work/"))
    words = [
        "Overdue",
        "кеше",
        "Today",
        "бүгін",
        "Within 3 working days",
        "ертең",
        "Within a week",
        "апта",
        "Later",
        "кейін",
    ]
    at = page.index("Any time")
    places = [page.index(word, page.index("Show ", at)) for word in words]
    assert places == sorted(places)


def test_settled_things_are_not_there(ashyq_orta: Organisation) -> None:
    Deadline.objects.filter(pk=due(ashyq_orta, 1).pk).update(state="done")
    TriageItemFactory(organisation=ashyq_orta, state="declined")
    TriageItemFactory(organisation=ashyq_orta, draft=DraftActFactory(ends_on=TODAY - timedelta(1)))
    AmendmentTableFactory(dossier__organisation=ashyq_orta, state="approved", approved_at=NOW)
    candidate = OutcomeCandidateFactory(row__table__dossier__organisation=ashyq_orta)
    OutcomeFactory(row=candidate.row)
    OutcomeCandidateFactory(row__table__dossier__organisation=ashyq_orta, rejected_at=NOW)
    IncomingMailFactory(organisation=ashyq_orta, state="dismissed")
    InfoRequestFactory(organisation=ashyq_orta, state="sent")
    AccessNeedFactory(registration__hearing__organisation=ashyq_orta, state="arranged")
    assert kinds_of(ashyq_orta) == set()


def test_another_organisations_work_is_never_there(
    ashyq_orta: Organisation, kok_aspan: Organisation, dana: User, client_of: ClientOf
) -> None:
    dossier = all_kinds(ashyq_orta)
    due(ashyq_orta, 1, "Тайное дело")
    assert kinds_of(kok_aspan) == set()
    page = text_of(client_of(dana).get(f"/work/?dossier={dossier.pk}&who=mine"))
    assert "Тайное дело" not in page
    assert str(dossier) not in page


# --- For whom ------------------------------------------------------------------------------------------------------


def test_person_sees_what_waits_for_the_person(ashyq_orta: Organisation, aigerim: User) -> None:
    lawyer = MembershipFactory(organisation=ashyq_orta, role="lawyer").user
    all_kinds(ashyq_orta, lawyer)
    hers = {"deadline", "answers", "minutes", "remarks", "needs", "sending"}
    assert kinds_of(ashyq_orta, person=lawyer.pk, role="lawyer") == hers
    assert kinds_of(ashyq_orta, person=aigerim.pk, role="coordinator") == {"review"}
    assert kinds_of(ashyq_orta, nobody=True) == {"triage", "letters"}


def test_reader_sees_only_what_the_reader_may_open(
    bolat: User, client_of: ClientOf, ashyq_orta: Organisation
) -> None:
    all_kinds(ashyq_orta)
    page = text_of(client_of(bolat).get("/work/?kind=letters"))
    assert "Sort the letter" not in page
    assert "Decide whether" not in page
    assert "Settle what" not in page
    assert "Give to somebody else" not in page


def test_dossier_shows_its_own(her: Client, ashyq_orta: Organisation) -> None:
    dossier, other = all_kinds(ashyq_orta), all_kinds(ashyq_orta)
    of_one = kinds_of(ashyq_orta, dossier=dossier)
    assert of_one == {kind.value for kind in Kind} - {"triage", "letters"}
    rows = work_page(ashyq_orta, Wanted(tuple(Kind), dossier=other), EDGES).rows
    assert len(rows) == len(of_one)
    assert "Only the dossier" in text_of(her.get(f"/work/?dossier={dossier.pk}"))


@pytest.mark.parametrize("when", When.values)
def test_bands_are_what_the_filter_gives(ashyq_orta: Organisation, when: str) -> None:
    for days in range(-3, 12):
        due(ashyq_orta, days)
    InfoRequestFactory(organisation=ashyq_orta, state="issued")
    rows = work_page(ashyq_orta, Wanted(tuple(Kind), when=when), EDGES).rows
    everything = work_page(ashyq_orta, Wanted(tuple(Kind)), EDGES).rows
    if when == When.NEXT:
        fitting = [row for row in everything if TODAY <= row.on <= EDGES.week]
    else:
        fitting = [row for row in everything if EDGES.of(row.on) == when]
    assert rows == fitting
    assert rows


# --- Pages --------------------------------------------------------------------------------------------------------


def test_pages_go_through_everything_once_there_and_back(ashyq_orta: Organisation) -> None:
    for number in range(30):
        due(ashyq_orta, number % 7)
        InfoRequestFactory(organisation=ashyq_orta, state="issued")
    for _n in range(5):
        all_kinds(ashyq_orta)
    wanted, after, pages = Wanted(tuple(Kind)), "", []
    while True:
        found = work_page(ashyq_orta, wanted, EDGES, after=after)
        pages.append(found)
        after = found.older
        if not after:
            break
    keys = [row.cursor for found in pages for row in found.rows]
    assert len(keys) == len(set(keys)) == 60 + 5 * len(Kind)
    assert keys == sorted(
        keys, key=lambda key: (key.split("_")[0], key.split("_")[1], int(key.split("_")[2]))
    )
    assert pages[0].newer == ""
    assert work_page(ashyq_orta, wanted, EDGES, before=pages[2].newer).rows == pages[1].rows
    assert work_page(ashyq_orta, wanted, EDGES, before=pages[1].newer).newer == ""


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "2026-11-25_deadline_x",
        "2026-13-01_deadline_1",
        "9_9_9",
        "_" * 200,
        "2026-11-25_deadline_99999999999999999999",
    ],
)
def test_nonsense_begins_at_the_beginning(her: Client, ashyq_orta: Organisation, cursor: str) -> None:
    due(ashyq_orta, 1, "бір")
    for query in (
        f"after={cursor}",
        f"before={cursor}",
        f"who={cursor}&kind={cursor}&when={cursor}&dossier={cursor}",
    ):
        answer = her.get(f"/work/?{query}")
        assert answer.status_code == 200
        assert "бір" in text_of(answer)


@pytest.mark.parametrize("times", [1, 3])
def test_list_asks_eight_questions(
    her: Client, aigerim: User, ashyq_orta: Organisation, django_assert_num_queries: Any, times: int
) -> None:
    for _n in range(times):
        all_kinds(ashyq_orta, aigerim)
    # session, person, memberships, days off, members, the list, its deadlines, workload
    with django_assert_num_queries(10):
        assert her.get("/work/").status_code == 200


def test_empty_list_teaches_the_next_step(her: Client) -> None:
    assert "Look at the drafts" in text_of(her.get("/work/"))
    assert "Show everything" in text_of(her.get("/work/?kind=minutes"))


# --- Workload and giving work to others ---------------------------------------------------------------------------


def test_figures_of_the_workload_lead_to_as_many_rows(
    her: Client, aigerim: User, ashyq_orta: Organisation
) -> None:
    for days in (-5, -1, 0, 3, 7, 9, 40):
        due(ashyq_orta, days, responsible=aigerim)
    due(ashyq_orta, 2)
    page = her.get("/work/")
    assert "7 open deadlines" in text_of(page)
    assert "3 within 5 working days" in text_of(page)
    for query, number in (("", 7), ("&when=overdue", 2), ("&when=next", 3)):
        address = f"/work/?who={aigerim.pk}&kind=deadline{query}"
        assert address.replace("&", "&amp;") in page.content.decode()
        rows = BeautifulSoup(her.get(address).content, "html.parser")
        assert len(rows.select("main .q-list:not(.is-narrow) > li")) == number


def test_work_is_given_to_somebody_else_in_place_and_back(
    her: Client, aigerim: User, ashyq_orta: Organisation
) -> None:
    marat = MembershipFactory(organisation=ashyq_orta, role="lawyer", user__name="Марат Әлиев").user
    deadline = due(ashyq_orta, 1, responsible=aigerim)
    form = BeautifulSoup(her.get("/work/?who=mine").content, "html.parser").select_one("form[action*=assign]")
    assert form is not None
    data = {"next": form.select_one("[name=next]")["value"], "responsible": marat.pk}
    answer = her.post(form["action"], data)
    assert answer["Location"] == "/work/?who=mine"
    deadline.refresh_from_db()
    assert deadline.responsible == marat
    undo = BeautifulSoup(her.get("/work/").content, "html.parser").select_one("form[action*='?responsible=']")
    assert undo is not None
    her.post(undo["action"])
    deadline.refresh_from_db()
    assert deadline.responsible == aigerim


@pytest.mark.parametrize("to", ["", "999999", "x"])
def test_undo_gives_work_only_to_members(
    her: Client, aigerim: User, ashyq_orta: Organisation, to: str
) -> None:
    deadline = due(ashyq_orta, 1, responsible=aigerim)
    answer = her.post(f"/deadlines/{deadline.pk}/assign/?responsible={to}")
    deadline.refresh_from_db()
    assert (answer.status_code, deadline.responsible) == ((302, None) if not to else (422, aigerim))


def test_no_day_stands_behind_every_day() -> None:
    assert EDGES.of(NO_DAY) == When.UNDATED
    assert EDGES.of(NO_DAY - timedelta(1)) == When.LATER
