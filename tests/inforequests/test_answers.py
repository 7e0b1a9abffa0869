"""An answer is judged item by item, and its figures are kept with the dossier."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import ActivityEntry, Organisation, User
from inforequests.actions.base import WrongState
from inforequests.actions.evaluation import Judged, judge_items
from inforequests.answers import not_given, overall, verdicts_of
from inforequests.models import Fact, InfoRequest, ItemVerdict, RequestEvent
from inforequests.states import Completeness
from tests.conftest import ClientOf
from tests.factories import (
    DossierFactory,
    EventFileFactory,
    FactFactory,
    InfoRequestFactory,
    RequestEventFactory,
)
from tests.inforequests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
FULL, PART, NONE = Completeness.FULL, Completeness.PART, Completeness.NONE


@pytest.fixture
def answered(law: None, today: None, ashyq_orta: Organisation, aigerim: User) -> InfoRequest:
    row = InfoRequestFactory(
        organisation=ashyq_orta, dossier=DossierFactory(organisation=ashyq_orta), state="sent"
    )
    RequestEventFactory(info_request=row, on=TODAY)
    RequestEventFactory(info_request=row, kind="answered", outcome="part", on=TODAY, channel="")
    return row


def page(row: InfoRequest, rest: str = "") -> str:
    return f"/requests/{row.pk}/{rest}"


@pytest.mark.parametrize(
    ("verdicts", "found"),
    [
        (["full", "full"], FULL),
        (["none", "none"], NONE),
        (["part", "part"], PART),
        (["full", "none"], PART),
        (["full"], None),
        ([], None),
    ],
)
def test_verdicts_of_all_items_come_to_one(verdicts: list[str], found: Completeness | None) -> None:
    assert overall(verdicts, 2) == found


def test_item_is_judged_changed_and_the_verdict_of_before_stays(answered: InfoRequest, her: Client) -> None:
    first = {"verdict_1": "full", "remark_1": "", "verdict_2": "full", "remark_2": ""}
    assert her.post(page(answered, "evaluation/"), first).status_code == 302
    her.post(page(answered, "evaluation/"), first)
    her.post(page(answered, "evaluation/"), {**first, "verdict_2": "none", "remark_2": "Кестесі жоқ"})
    assert [(row.item.number, row.verdict, row.remark) for row in verdicts_of(answered)] == [
        (1, "full", ""),
        (2, "none", "Кестесі жоқ"),
    ]
    assert ItemVerdict.objects.count() == 3
    assert ActivityEntry.objects.filter(verb="info_request.judged").count() == 2
    shown = her.get(page(answered, "evaluation/")).content.decode()
    assert shown.count("Item 2: everything") == 1
    assert "Кестесі жоқ" in her.get(page(answered)).content.decode()


def test_verdict_other_than_what_is_recorded_is_said(
    answered: InfoRequest, her: Client, aigerim: User
) -> None:
    judge_items(answered, {1: Judged(NONE), 2: Judged(NONE)}, actor=aigerim, at=NOW)
    assert "The answer is recorded as: only a part" in her.get(page(answered, "evaluation/")).content.decode()
    judge_items(answered, {2: Judged(FULL)}, actor=aigerim, at=NOW)
    assert "is recorded as" not in her.get(page(answered, "evaluation/")).content.decode()


def test_remark_without_a_verdict_is_refused(answered: InfoRequest, her: Client) -> None:
    answer = her.post(page(answered, "evaluation/"), {"remark_1": "Неге?"})
    assert answer.status_code == 422
    assert "Say what they gave, too." in answer.content.decode()
    assert not ItemVerdict.objects.exists()


def test_without_an_answer_there_is_nothing_to_judge(
    law: None, today: None, ashyq_orta: Organisation, her: Client, aigerim: User
) -> None:
    row = InfoRequestFactory(organisation=ashyq_orta, state="sent")
    assert her.get(page(row, "evaluation/")).status_code == 302
    with pytest.raises(WrongState):
        judge_items(row, {1: Judged(FULL)}, actor=aigerim, at=NOW)


def test_answer_taken_back_takes_its_verdicts_with_it(answered: InfoRequest, aigerim: User) -> None:
    judge_items(answered, {1: Judged(FULL), 2: Judged(NONE)}, actor=aigerim, at=NOW)
    assert not_given(verdicts_of(answered)) == [2]
    RequestEvent.objects.filter(kind="answered").update(annulled_at=NOW)
    assert verdicts_of(answered) == []


def test_complaint_begins_with_the_items_that_were_not_given(
    answered: InfoRequest, her: Client, aigerim: User
) -> None:
    judge_items(answered, {1: Judged(FULL), 2: Judged(PART)}, actor=aigerim, at=NOW)
    form = her.get(page(answered, "complaint/")).context["form"]
    assert form.initial["missing"] == [2]


def test_observer_reads_and_does_not_judge(
    answered: InfoRequest, client_of: ClientOf, bolat: User, dana: User
) -> None:
    his, hers = client_of(bolat), client_of(dana)
    fact = FactFactory(info_request=answered)
    assert his.get(page(answered, "facts/")).status_code == 200
    posts = ["evaluation/", "facts/", f"facts/{fact.pk}/remove/", f"facts/{fact.pk}/restore/"]
    assert {his.post(page(answered, rest)).status_code for rest in posts} == {403}
    assert {hers.post(page(answered, rest)).status_code for rest in posts} == {404}
    assert hers.get(page(answered, "facts/?file=csv")).status_code == 404
    assert hers.get(f"/dossiers/{answered.dossier_id}/facts/?file=csv").status_code == 404


# --- Facts ------------------------------------------------------------------------------------------------------


def noted(**other: Any) -> dict[str, Any]:
    return {
        "label_kk": "Орташа тариф",
        "label_ru": "Средний тариф",
        "value": "=112,5",
        "unit": "теңге",
        "period": "2025",
        "place": "C7",
        **other,
    }


def test_fact_is_noted_once_removed_and_brought_back(answered: InfoRequest, her: Client) -> None:
    file = EventFileFactory(event=answered.events.get(kind="answered"))
    for _time in range(2):
        assert her.post(page(answered, "facts/"), noted(file=file.pk)).status_code == 302
    fact = Fact.objects.get()
    assert (fact.file, fact.place, fact.noted_by) == (
        file,
        "C7",
        answered.organisation.memberships.first().user,
    )
    her.post(page(answered, f"facts/{fact.pk}/remove/"))
    assert not Fact.objects.kept().exists()
    her.post(page(answered, f"facts/{fact.pk}/restore/"))
    shown = her.get(page(answered)).content.decode()
    assert "Средний тариф" in shown
    assert "=112,5" in shown


def test_fact_without_a_name_or_with_a_file_of_another_request_is_refused(
    answered: InfoRequest, her: Client
) -> None:
    elsewhere = EventFileFactory(
        event__kind="answered", event__info_request__organisation=answered.organisation
    )
    assert her.post(page(answered, "facts/"), noted(label_kk="", label_ru=" ")).status_code == 422
    assert her.post(page(answered, "facts/"), noted(file=elsewhere.pk)).status_code == 422
    assert not Fact.objects.exists()


def test_facts_are_a_table_in_which_nothing_is_a_formula(answered: InfoRequest, her: Client) -> None:
    FactFactory(info_request=answered, label_ru="+Тариф", value="=112,5", place="@лист")
    for address in (page(answered, "facts/?file=csv"), f"/dossiers/{answered.dossier_id}/facts/?file=csv"):
        table = her.get(address).content.decode("utf-8-sig")
        assert len(table.splitlines()) == 2
        assert "'=112,5" in table
        assert "'+Тариф" in table
        assert "'@лист" in table


@pytest.mark.parametrize("number", [1, 3])
def test_facts_stand_on_the_dossier_and_few_questions_are_asked(
    answered: InfoRequest, her: Client, number: int, django_assert_num_queries: Any
) -> None:
    FactFactory.create_batch(number, info_request=answered, noted_at=NOW + timedelta(minutes=1))
    shown = her.get(f"/dossiers/{answered.dossier_id}/").content.decode()
    assert shown.count("112,5") == number
    her.get(f"/dossiers/{answered.dossier_id}/facts/")
    with django_assert_num_queries(5):  # session, person, memberships, dossier, facts
        her.get(f"/dossiers/{answered.dossier_id}/facts/")
    with django_assert_num_queries(6):  # session, person, memberships, request, facts, files of the answer
        her.get(page(answered, "facts/"))
    # as without an answer: 11; the verdicts, the facts, the publication
    with django_assert_num_queries(14):
        her.get(page(answered))


def test_no_more_facts_than_can_be_read(
    answered: InfoRequest, her: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inforequests.actions.facts.MOST_FACTS", 1)
    FactFactory(info_request=answered)
    assert her.post(page(answered, "facts/"), noted()).status_code == 422
