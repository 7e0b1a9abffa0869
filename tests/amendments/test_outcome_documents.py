"""The issued table of proposals has the body's answers once they are confirmed."""

import io
import json
from typing import Any

import openpyxl
import pytest
from docx import Document as WordFile

from accounts.models import User
from amendments.actions.documents import issue_document
from amendments.documents.table import table_document
from amendments.models import AmendmentRow, AmendmentTable
from amendments.queries import outcomes as outcome_queries
from amendments.queries import table as queries
from amendments.states import DocumentKind, TableState, Verdict
from correspondence.documents import Mode
from correspondence.documents.description import Table
from correspondence.documents.rendering import render
from tests.amendments.conftest import NOW
from tests.factories import OutcomeFactory


def described(table: AmendmentTable) -> Table:
    document = table_document(table, queries.as_sent(table), Mode.BOTH, outcome_queries.confirmed(table))
    return next(block for block in document.blocks if isinstance(block, Table))


def test_table_without_confirmed_answers_has_its_seven_columns(
    sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    OutcomeFactory(row=rows[0], confirmed_at=None)
    assert len(described(sent_table).columns) == 7


@pytest.mark.parametrize(
    ("state", "result"),
    [
        (Verdict.ACCEPTED, ("қабылданды", "принято")),
        (Verdict.PARTLY, ("ішінара қабылданды", "частично принято")),
        (Verdict.NOT_ACCEPTED, ("қабылданбады", "не принято")),
        (Verdict.NOT_ANSWERED, ("жауап берілмеді", "оставлено без ответа")),
    ],
)
def test_answer_stands_beside_its_row(
    sent_table: AmendmentTable, rows: list[AmendmentRow], state: Verdict, result: tuple[str, str]
) -> None:
    OutcomeFactory(row=rows[1], state=state, body_words="Учтено в пункте 7.")
    table = described(sent_table)
    heads = [column.label.ru for column in table.columns[-2:]]
    assert heads == ["Позиция госоргана", "Результат"]
    assert [str(cell.ru) for cell in table.rows[0][-2:]] == ["", ""]
    position, said = table.rows[1][-2:]
    assert (position.kk, position.ru) == ("Учтено в пункте 7.", "Учтено в пункте 7.")
    assert (said.kk, said.ru) == result


@pytest.mark.slow
def test_answers_are_the_same_in_word_and_spreadsheet(
    sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    OutcomeFactory(row=rows[0], body_words="=1+1 Учтено.")
    OutcomeFactory(row=rows[1], state=Verdict.NOT_ANSWERED, body_words="")
    answers = outcome_queries.confirmed(sent_table)
    files = render(table_document(sent_table, queries.as_sent(sent_table), Mode.RUSSIAN, answers))
    wanted = [["=1+1 Учтено.", "принято"], ["", "оставлено без ответа"]]
    word = max(WordFile(io.BytesIO(files["docx"])).tables, key=lambda found: len(found.columns))
    assert [[cell.text for cell in row.cells][-2:] for row in word.rows][1:] == wanted
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).active
    found: list[Any] = [row for row in sheet.iter_rows() if str(row[0].value).isdigit()]
    assert [[str(cell.value or "") for cell in row[:9]][-2:] for row in found] == wanted
    assert all(cell.data_type != "f" for row in found for cell in row)


def test_answer_makes_another_document_of_the_same_table(
    sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    def issued() -> Any:
        return issue_document(sent_table, DocumentKind.TABLE, Mode.KAZAKH, path="/", actor=aigerim, at=NOW)

    before = issued()
    assert issued() == before
    OutcomeFactory(row=rows[0], body_words="Ескерілді.")
    after = issued()
    assert after != before
    assert "Ескерілді." in json.dumps(after.description, ensure_ascii=False)
    AmendmentTable.objects.filter(pk=sent_table.pk).update(state=TableState.APPROVED)
    sent_table.refresh_from_db()
    assert issued() == before
