"""From the table to what leaves the house: PDF, Word and spreadsheet that say the same, cell by cell."""

import io
import re
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from docx import Document as WordFile
from pypdf import PdfReader

from accounts.models import Organisation, User
from amendments.actions.documents import issue_document
from amendments.documents.table import table_document
from amendments.models import AmendmentTable
from amendments.models.table import COLUMNS
from amendments.queries import table as queries
from amendments.states import DocumentKind, TableState
from correspondence.documents import Mode
from correspondence.documents.rendering import render
from correspondence.issuing import issue_due
from correspondence.models import DocumentOrder, IssuedDocument
from correspondence.states import LetterKind
from tests.factories import AmendmentRowFactory, AmendmentTableFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()
PATH = "/dossiers/1/amendments/documents/"


@pytest.fixture
def approved(ashyq_orta: Organisation, aigerim: User) -> AmendmentTable:
    table: AmendmentTable = AmendmentTableFactory(
        organisation=ashyq_orta,
        state=TableState.APPROVED,
        approved_by=aigerim,
        approved_at=NOW,
        summary_kk="Ұстаным: әлеуметтік қызметкерлердің жолақысы өтелсін.",
        summary_ru="Позиция: проезд социальных работников возмещается.",
    )
    return table


def fifty_rows(table: AmendmentTable) -> None:
    for number in range(1, 51):
        texts = {
            f"{column}_{language}": f"{words} {number}: ӘҒҚҢӨҰҮҺІ әғқңөұүһі «{column}»"
            for column in COLUMNS
            for language, words in (("kk", "Мәтін"), ("ru", "Текст"))
        }
        AmendmentRowFactory(organisation=table.organisation, table=table, order=number, **texts)


def written(table: AmendmentTable, language: str) -> list[list[str]]:
    """What the rows say in one language, without number and category."""
    return [[getattr(row, f"{column}_{language}") for column in COLUMNS] for row in table.rows.live()]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_fifty_rows_say_the_same_in_pdf_word_and_spreadsheet(approved: AmendmentTable, language: str) -> None:
    fifty_rows(approved)
    files = render(table_document(approved, queries.as_sent(approved), Mode(language)))
    wanted = written(approved, language)
    word = max(WordFile(io.BytesIO(files["docx"])).tables, key=lambda found: len(found.rows))
    assert [[cell.text for cell in row.cells][1:-1] for row in word.rows][1:] == wanted
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active
    rows = [[str(value or "") for value in row] for row in sheet.iter_rows(values_only=True)]
    found = [row[1:-1] for row in rows if row[0].isdigit()]
    assert found == wanted
    printed = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(files["pdf"])).pages))
    missing = [text for row in wanted for text in row if squeezed(text) not in printed]
    print(
        f"50 rows in {language}: cells that differ in Word 0, in the spreadsheet 0, missing in the PDF {len(missing)}"
    )
    assert missing == []


def test_table_is_issued_once_however_often_it_is_asked_for(approved: AmendmentTable, aigerim: User) -> None:
    AmendmentRowFactory(organisation=approved.organisation, table=approved)
    orders = [
        issue_document(approved, DocumentKind.TABLE, Mode.BOTH, path=PATH, actor=aigerim, at=NOW)
        for _ in range(2)
    ]
    assert orders[0] == orders[1]
    assert issue_due(timezone.now()) == 1
    document = IssuedDocument.objects.get()
    assert (document.number, document.kind, document.path) == (1, "amendments.table", PATH)
    assert {file.kind for file in document.files.all()} == {"pdf", "docx", "xlsx"}


def test_only_an_approved_table_leaves_the_house(approved: AmendmentTable, aigerim: User) -> None:
    AmendmentTable.objects.filter(pk=approved.pk).update(state=TableState.HEAD_REVIEW)
    with pytest.raises(ValidationError, match="approved"):
        issue_document(approved, DocumentKind.TABLE, Mode.KAZAKH, path=PATH, actor=aigerim, at=NOW)
    assert not DocumentOrder.objects.exists()


@pytest.mark.parametrize("kind", [LetterKind.COVER_BODY, LetterKind.COVER_COUNCIL])
def test_cover_letter_names_addressee_draft_and_number_of_proposals(
    approved: AmendmentTable, aigerim: User, kind: str
) -> None:
    AmendmentRowFactory(organisation=approved.organisation, table=approved)
    draft = approved.dossier.draft
    draft.body_name_kk, draft.body_name_ru = "Сынақ министрлігі", "Испытательное министерство"
    draft.ends_on = NOW.date() + timedelta(days=3)
    draft.save()
    order = issue_document(approved, kind, Mode.RUSSIAN, path=PATH, actor=aigerim, at=NOW)
    said = str(order.description)
    assert draft.title_ru in said
    assert "Испытательное министерство" in said or str(draft.body) in said
    assert "{" not in "".join(re.findall(r'"(?:kk|ru)": "([^"]*)"', said))


@pytest.fixture
def her(client: Client, aigerim: User) -> Client:
    client.force_login(aigerim, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_page_offers_documents_and_asks_few_questions(
    her: Client, approved: AmendmentTable, aigerim: User, django_assert_num_queries: Any, rows: int
) -> None:
    AmendmentRowFactory(organisation=approved.organisation, table=approved)
    address = f"/dossiers/{approved.dossier_id}/amendments/documents/"
    for mode in list(Mode)[:rows]:
        issue_document(approved, DocumentKind.TABLE, mode, path=address, actor=aigerim, at=NOW)
    issue_due(timezone.now())
    with django_assert_num_queries(5):  # session, person, memberships, table, documents
        answer = her.get(address)
    assert answer.content.decode().count("№ ") >= rows


def test_asking_leads_to_the_page_that_shows_how_far_it_is(her: Client, approved: AmendmentTable) -> None:
    AmendmentRowFactory(organisation=approved.organisation, table=approved)
    answer = her.post(
        f"/dossiers/{approved.dossier_id}/amendments/documents/",
        {"kind": "amendments.table", "mode": "kk+ru"},
    )
    assert answer["Location"] == f"/documents/orders/{DocumentOrder.objects.get().pk}/"
