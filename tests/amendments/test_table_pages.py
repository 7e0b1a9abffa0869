"""The screen of the amendment table: the methodology's columns, in the reader's language, at a constant cost."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from amendments.models import AmendmentRow, AmendmentTable
from amendments.states import TableState
from tests.amendments.conftest import NOW
from tests.conftest import ClientOf
from tests.factories import AmendmentRowFactory, DossierFactory, RowCommentFactory

SCRIPT = "<svg onload=alert(1)>"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def page_of(table: AmendmentTable, browser: Client, **asked: str) -> str:
    return browser.get(f"/dossiers/{table.dossier_id}/amendments/", asked).content.decode()


@pytest.mark.parametrize("rows", [5, 200])
def test_table_asks_the_same_of_5_rows_and_of_200(
    her: Client, table: AmendmentTable, saule: User, django_assert_num_queries: Any, rows: int
) -> None:
    for _row in range(rows):
        RowCommentFactory(row=AmendmentRowFactory(table=table, author=saule), author=saule)
    her.get("/")
    # session, person, memberships, dossier, table, rows, days off, review, coalition
    with django_assert_num_queries(9):
        assert page_of(table, her, language="both").count("<tbody id=") == rows


@pytest.mark.parametrize("rows", [5, 200])
def test_row_asks_the_same_in_a_table_of_5_and_of_200(
    her: Client, table: AmendmentTable, django_assert_num_queries: Any, rows: int
) -> None:
    made = [AmendmentRowFactory(table=table) for _row in range(rows)]
    base = f"/dossiers/{table.dossier_id}/amendments/rows/{made[-1].pk}/"
    with django_assert_num_queries(6):  # session, person, memberships, row, its number, comments
        assert "q-pair" in her.get(f"{base}edit/", headers={"HX-Request": "true"}).content.decode()
    with django_assert_num_queries(7):  # ... its comments' number, the counts above the table
        assert f"<b>{rows}</b>" not in her.get(base, headers={"HX-Request": "true"}).content.decode()


def test_cell_is_saved_in_few_questions(
    her: Client, row: AmendmentRow, django_assert_max_num_queries: Any
) -> None:
    address = f"/dossiers/{row.table.dossier_id}/amendments/rows/{row.pk}/cells/justification_ru/"
    with django_assert_max_num_queries(14):
        assert her.post(address, {"text": "Закон.", "version": 0}).status_code == 200


@pytest.mark.parametrize(
    ("language", "asked", "seen", "unseen"),
    [
        ("kk", "", "Тұтынушылар тарифті", "Потребители знают"),
        ("ru", "", "Потребители знают", "Тұтынушылар тарифті"),
        ("ru", "kk", "Тұтынушылар тарифті", "Потребители знают"),
        ("en", "nonsense", "Тұтынушылар тарифті", "Потребители знают"),
    ],
)
def test_table_is_read_in_one_language(
    aigerim: User, row: AmendmentRow, client_of: ClientOf, language: str, asked: str, seen: str, unseen: str
) -> None:
    page = page_of(row.table, client_of(aigerim, language=language), language=asked)
    assert seen in page
    assert unseen not in page


def test_table_is_read_in_both_languages(her: Client, row: AmendmentRow) -> None:
    page = page_of(row.table, her, language="both")
    assert all(text in page for text in ("Тұтынушылар тарифті", "Потребители знают"))


def test_before_the_table_there_is_a_page_that_begins_it(
    ashyq_orta: Any, her: Client, bolat: User, client_of: ClientOf
) -> None:
    dossier = DossierFactory(organisation=ashyq_orta)
    address = f"/dossiers/{dossier.pk}/amendments/"
    assert "begin/" in her.get(address).content.decode()
    assert "begin/" not in client_of(bolat).get(address).content.decode()
    her.post(f"{address}begin/")
    assert "rows/add/" in her.get(address).content.decode()


def test_observer_reads_and_is_offered_no_step(row: AmendmentRow, bolat: User, client_of: ClientOf) -> None:
    page = page_of(row.table, client_of(bolat))
    assert "3-тармақ" in page
    assert not any(step in page for step in ("/edit/", "rows/add/", "/send/", "data-cells"))


def test_texts_are_shown_verbatim_and_escaped(her: Client, table: AmendmentTable) -> None:
    row = AmendmentRowFactory(table=table, justification_kk=SCRIPT, proposed_wording_kk="{{7*7}}")
    RowCommentFactory(row=row, text=SCRIPT)
    edit = her.get(f"/dossiers/{table.dossier_id}/amendments/rows/{row.pk}/edit/").content.decode()
    for page in (page_of(table, her), edit):
        assert SCRIPT not in page
        assert "&lt;svg onload=alert(1)&gt;" in page
        assert "{{7*7}}" in page


def test_new_row_opens_for_writing(her: Client, table: AmendmentTable) -> None:
    answer = her.post(f"/dossiers/{table.dossier_id}/amendments/rows/add/", headers={"HX-Request": "true"})
    assert f'id="row-{AmendmentRow.objects.get().pk}"' in answer.content.decode()
    assert 'data-save="' in answer.content.decode()


def test_removed_row_leaves_with_the_way_back(her: Client, row: AmendmentRow) -> None:
    base = f"/dossiers/{row.table.dossier_id}/amendments/rows/{row.pk}/"
    answer = her.post(f"{base}remove/", headers={"HX-Request": "true"}).content.decode()
    assert f"{base}restore/" in answer
    assert "0 of 0" in answer


def test_closed_row_keeps_the_language_of_the_page(her: Client, row: AmendmentRow) -> None:
    table = f"/dossiers/{row.table.dossier_id}/amendments/"
    for language, lines in (("both", 2), ("kk", 1)):
        headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{table}?language={language}"}
        assert her.get(f"{table}rows/{row.pk}/", headers=headers).content.decode().count("<tr>") == lines


def test_approved_table_leads_to_its_submission(her: Client, table: AmendmentTable) -> None:
    AmendmentTable.objects.update(state=TableState.APPROVED, approved_at=NOW)
    state = page_of(table, her).split('id="state"', 1)[1].split("</section>", 1)[0]
    assert f'href="/dossiers/{table.dossier_id}/amendments/submission/"' in state


def test_who_waits_for_others_is_told_for_whom(
    table: AmendmentTable, bolat: User, client_of: ClientOf
) -> None:
    AmendmentTable.objects.update(state=TableState.EXPERT_REVIEW)
    assert "A coordinator or a lawyer of your organisation passes it on" in page_of(table, client_of(bolat))
