"""The rapid assessment: versions that never change, two who write at once, print and document, at a constant cost."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import ActivityEntry, User
from amendments.actions.assessment import SomebodySaved, issue_assessment, save_assessment
from amendments.models import RapidAssessment
from amendments.models.assessment import ANSWERS
from amendments.wording.assessment import changes
from correspondence.documents import Mode
from correspondence.models import DocumentOrder
from deadlines.actions.reference import load_rules_and_calendar
from projects.models import Dossier
from tests.amendments.conftest import NOW
from tests.conftest import ClientOf
from tests.factories import DossierFactory, DraftActFactory, RapidAssessmentFactory
from tests.moments import day

SCRIPT = "<svg onload=alert(1)>"
GROUP = {
    "name_kk": "Мүгедектігі бар адамдар",
    "name_ru": "Люди с инвалидностью",
    "effect": "worse",
    "note_kk": "",
    "note_ru": "Теряют льготу.",
}


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def dossier(ashyq_orta: Any) -> Dossier:
    return DossierFactory(organisation=ashyq_orta)


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def answers(**given: Any) -> dict[str, Any]:
    blank = dict.fromkeys(ANSWERS, "")
    texts = {"recommendation": "take_part", "reason_ru": "Затрагивает потребителей."}
    return {**blank, "groups": [], "documents": {}, **texts, **given}


def posted(*groups: dict[str, str], seen: int = 0, **given: str) -> dict[str, str]:
    """The form as a browser sends it."""
    rows = {
        f"groups-{number}-{name}": value
        for number, group in enumerate(groups)
        for name, value in group.items()
    }
    count = {"groups-TOTAL_FORMS": str(len(groups)), "groups-INITIAL_FORMS": "0"}
    base = {"seen": str(seen), "recommendation": "watch", "reason_kk": "Тариф өседі."}
    return {**base, **count, **rows, **given}


def edit_page(dossier: Dossier) -> str:
    return reverse("amendments:assessment-edit", args=[dossier.pk])


# --- Saving ---------------------------------------------------------------------------------------------------


def test_each_save_is_a_version_and_the_earlier_stays(dossier: Dossier, aigerim: User) -> None:
    first = save_assessment(dossier, answers(), seen=0, actor=aigerim, at=NOW)
    save_assessment(dossier, answers(conformity_kk="25-бапқа қайшы."), seen=1, actor=aigerim, at=NOW)
    first.refresh_from_db()
    assert [(row.number, row.conformity_kk) for row in RapidAssessment.objects.order_by("number")] == [
        (1, ""),
        (2, "25-бапқа қайшы."),
    ]
    assert ActivityEntry.objects.filter(verb="assessment.saved").count() == 2


def test_same_answers_saved_again_are_no_new_version(dossier: Dossier, aigerim: User) -> None:
    for seen in (0, 1, 0):
        save_assessment(dossier, answers(groups=[GROUP]), seen=seen, actor=aigerim, at=NOW)
    assert RapidAssessment.objects.count() == 1


def test_term_is_read_off_the_discussion(ashyq_orta: Any, aigerim: User) -> None:
    load_rules_and_calendar()
    draft = DraftActFactory(created_on=day("10.09.2026"), ends_on=day("15.09.2026"))
    saved = save_assessment(
        DossierFactory(organisation=ashyq_orta, draft=draft), answers(), seen=0, actor=aigerim, at=NOW
    )
    assert (saved.days_given, saved.days_due, saved.is_short) == (3, 10, True)


def test_term_that_nobody_knows_is_left_open(ashyq_orta: Any, aigerim: User) -> None:
    draft = DraftActFactory(created_on=None, ends_on=None)
    saved = save_assessment(
        DossierFactory(organisation=ashyq_orta, draft=draft), answers(), seen=0, actor=aigerim, at=NOW
    )
    assert (saved.days_given, saved.days_due, saved.is_short) == (None, None, False)


def test_slower_of_two_is_told_and_nothing_is_overwritten(
    dossier: Dossier, aigerim: User, saule: User
) -> None:
    save_assessment(dossier, answers(), seen=0, actor=saule, at=NOW)
    with pytest.raises(SomebodySaved) as other:
        save_assessment(dossier, answers(reason_ru="Другое."), seen=0, actor=aigerim, at=NOW)
    assert other.value.latest.saved_by == saule
    assert RapidAssessment.objects.get().reason_ru == "Затрагивает потребителей."


# --- The form -------------------------------------------------------------------------------------------------


def test_form_saves_groups_risks_and_documents(her: Client, dossier: Dossier) -> None:
    gone = {**GROUP, "name_kk": "Өшірілген", "DELETE": "on"}
    fields = posted(
        GROUP,
        gone,
        {"name_kk": ""},
        rights_level="high",
        rights_note_kk="Қол жеткізу.",
        document_calculations="absent",
    )
    answer = her.post(edit_page(dossier), fields)
    saved = RapidAssessment.objects.get()
    assert answer["Location"] == f"/dossiers/{dossier.pk}/assessment/?saved=1"
    assert (saved.groups, saved.rights_level, saved.documents) == (
        [GROUP],
        "high",
        {"calculations": "absent"},
    )


def test_form_opens_with_the_latest_version(her: Client, dossier: Dossier) -> None:
    RapidAssessmentFactory(
        dossier=dossier, groups=[GROUP], documents={"calculations": "absent"}, budget_level="low"
    )
    page = her.get(edit_page(dossier)).content.decode()
    assert 'name="seen" value="1"' in page
    assert "Теряют льготу." in page
    assert '<option value="low" selected>' in page
    assert '<option value="absent" selected>' in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (posted(reason_kk=" "), "Give the reason, in Kazakh or in Russian."),
        (posted({**GROUP, "effect": ""}), "Choose what changes for this group."),
        (posted({**GROUP, "name_kk": "", "name_ru": " "}), "Name the group, in Kazakh or in Russian."),
        (posted(recommendation="maybe"), "maybe is not one of the available choices"),
        (posted(conformity_kk="а" * 20_001), "at most 20000 characters"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept_on_the_page(
    her: Client, dossier: Dossier, fields: dict[str, str], told: str
) -> None:
    answer = her.post(edit_page(dossier), {**fields, "obligations_ru": "Конвенция ООН"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert "Конвенция ООН" in page
    assert not RapidAssessment.objects.exists()


def test_another_group_is_asked_for_without_script(her: Client, dossier: Dossier) -> None:
    answer = her.post(edit_page(dossier), {**posted(GROUP), "add_group": "yes"})
    assert answer.status_code == 200
    assert 'name="groups-1-name_kk"' in answer.content.decode()
    assert not RapidAssessment.objects.exists()


@pytest.mark.parametrize("count", ["-1", "99999999999999", "x", "", "1000"])
def test_number_of_groups_that_is_none_breaks_nothing(her: Client, dossier: Dossier, count: str) -> None:
    fields = {**posted(GROUP), "groups-TOTAL_FORMS": count}
    assert her.post(edit_page(dossier), fields).status_code in (302, 422)
    assert her.post(edit_page(dossier), {**fields, "add_group": "yes"}).status_code == 200


def test_two_editors_see_both_texts(her: Client, dossier: Dossier, saule: User) -> None:
    RapidAssessmentFactory(dossier=dossier)
    save_assessment(dossier, answers(obligations_kk="Сәуленің мәтіні"), seen=1, actor=saule, at=NOW)
    answer = her.post(edit_page(dossier), posted(seen=1, obligations_kk="Айгерімнің мәтіні"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Сәуле Омарова saved version 2 meanwhile." in page
    assert "<ins>Сәуленің мәтіні</ins>" in page
    assert "Айгерімнің мәтіні" in page
    assert 'name="seen" value="2"' in page
    her.post(edit_page(dossier), posted(seen=2, obligations_kk="Екеуі де"))
    assert RapidAssessment.objects.get(number=3).obligations_kk == "Екеуі де"


# --- Reading --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3])
def test_page_asks_the_same_of_one_version_and_of_three(
    her: Client, dossier: Dossier, saule: User, django_assert_num_queries: Any, number: int
) -> None:
    for version in range(number):
        RapidAssessmentFactory(dossier=dossier, number=version + 1, saved_by=saule, groups=[GROUP] * number)
    her.get("/")
    # session, person, memberships, dossier, versions, days off, window, issued documents
    with django_assert_num_queries(8):
        assert her.get(f"/dossiers/{dossier.pk}/assessment/").status_code == 200
    with django_assert_num_queries(7):  # ... without versions and documents, but with the latest
        assert her.get(edit_page(dossier)).status_code == 200
    with django_assert_num_queries(6):  # session, person, memberships, version, days off, window
        assert her.get(f"/dossiers/{dossier.pk}/assessment/{number}/print/").status_code == 200


def test_versions_are_compared_word_by_word(her: Client, dossier: Dossier) -> None:
    RapidAssessmentFactory(
        dossier=dossier, conformity_ru="Противоречит статье 25.", rights_level="low", groups=[GROUP]
    )
    RapidAssessmentFactory(
        dossier=dossier, number=2, conformity_ru="Не противоречит статье 25.", rights_level="high"
    )
    page = her.get(f"/dossiers/{dossier.pk}/assessment/2/difference/").content.decode()
    assert "<del>low</del> <ins>high</ins>" in page
    assert "<ins>Не противоречит</ins>" in page
    assert "<del>Теряют льготу.</del>" in page
    assert her.get(f"/dossiers/{dossier.pk}/assessment/1/difference/").status_code == 404
    assert her.get(f"/dossiers/{dossier.pk}/assessment/2/difference/?from=2").status_code == 404


def test_two_groups_of_one_name_are_told_apart(dossier: Dossier) -> None:
    earlier = RapidAssessmentFactory(dossier=dossier, groups=[GROUP, {**GROUP, "note_ru": "Второе."}])
    later = RapidAssessmentFactory(dossier=dossier, number=2, groups=[GROUP, {**GROUP, "note_ru": "Третье."}])
    assert [[piece.text for piece in change.pieces] for change in changes(earlier, later)] == [
        ["Второе.", "\n", "Третье."]
    ]


def test_older_version_says_that_it_is_old(her: Client, dossier: Dossier) -> None:
    RapidAssessmentFactory(dossier=dossier, reason_kk="Ескі себеп")
    RapidAssessmentFactory(dossier=dossier, number=2, reason_kk="Жаңа себеп")
    old = her.get(f"/dossiers/{dossier.pk}/assessment/1/").content.decode()
    assert "This is version 1, not the latest one." in old
    assert ("Ескі себеп" in old, "Жаңа себеп" in old) == (True, False)
    assert her.get(f"/dossiers/{dossier.pk}/assessment/3/").status_code == 404


@pytest.mark.parametrize(
    ("advice", "offered"),
    [("take_part", "/amendments/begin/"), ("leave", "/close/"), ("watch", "/assessment/edit/")],
)
def test_recommendation_leads_on(her: Client, dossier: Dossier, advice: str, offered: str) -> None:
    RapidAssessmentFactory(dossier=dossier, recommendation=advice)
    page = her.get(f"/dossiers/{dossier.pk}/assessment/").content.decode()
    step = page[page.index("Next step") :]
    assert f'"/dossiers/{dossier.pk}{offered}"' in step
    assert ("Close the dossier" in step) is (advice == "leave")


def test_observer_reads_and_is_offered_no_step(dossier: Dossier, bolat: User, client_of: ClientOf) -> None:
    RapidAssessmentFactory(dossier=dossier, recommendation="leave")
    page = client_of(bolat).get(f"/dossiers/{dossier.pk}/assessment/").content.decode()
    assert not any(step in page for step in ("/edit/", "/close/", "/issue/"))


def test_texts_are_shown_as_text(her: Client, dossier: Dossier) -> None:
    RapidAssessmentFactory(
        dossier=dossier, reason_kk=SCRIPT, conformity_kk="{{7*7}}", groups=[{**GROUP, "name_kk": SCRIPT}]
    )
    for address in ("", "edit/", "1/print/?language=kk"):
        page = her.get(f"/dossiers/{dossier.pk}/assessment/{address}").content.decode()
        assert SCRIPT not in page
        assert "{{7*7}}" in page


# --- Paper ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "seen", "unseen"),
    [("kk", "Тариф тұтыну", "затрагивает"), ("ru", "затрагивает", "Тариф тұтыну")],
)
def test_page_for_paper_is_in_one_language(
    her: Client, dossier: Dossier, language: str, seen: str, unseen: str
) -> None:
    RapidAssessmentFactory(dossier=dossier)
    page = her.get(f"/dossiers/{dossier.pk}/assessment/1/print/?language={language}").content.decode()
    assert f'<html lang="{language}"' in page
    assert (seen in page, unseen in page) == (True, False)


def test_version_is_issued_once_in_each_language(dossier: Dossier, aigerim: User) -> None:
    row = RapidAssessmentFactory(dossier=dossier, groups=[GROUP], documents={"calculations": "absent"})
    path = f"/dossiers/{dossier.pk}/assessment/"
    for mode in (Mode.KAZAKH, Mode.KAZAKH, Mode.BOTH):
        issue_assessment(row, mode, path=path, actor=aigerim, at=NOW)
    assert sorted(DocumentOrder.objects.values_list("language", flat=True)) == ["kk", "kk+ru"]


def test_only_case_workers_issue(dossier: Dossier, saule: User, aigerim: User, client_of: ClientOf) -> None:
    RapidAssessmentFactory(dossier=dossier)
    address = f"/dossiers/{dossier.pk}/assessment/1/issue/"
    assert client_of(saule).post(address, {"mode": "kk"}).status_code == 403
    assert (
        client_of(aigerim).post(address, {"mode": "tr"})["Location"] == f"/dossiers/{dossier.pk}/assessment/"
    )
    assert "/documents/orders/" in client_of(aigerim).post(address, {"mode": "kk"})["Location"]
