"""The adopted text beside ours: computed, quoted, corrected by a person, and the correction stays."""

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import ActivityEntry, User
from amendments.models import AdoptedSource, AmendmentRow, AmendmentTable, Outcome
from amendments.states import Adoption
from tests.amendments.conftest import NOW
from tests.conftest import ClientOf
from tests.factories import OutcomeFactory

ADOPTED_RU = (
    "1. Настоящие Правила определяют порядок пересмотра тарифов.\n"
    "3. Предельный тариф пересматривается не чаще одного раза в год после публичных слушаний.\n"
    "7. Заявление рассматривается в течение семи рабочих дней, отказ обосновывается письменно.\n"
)
ADOPTED_KK = (
    "1. Осы Қағидалар тарифтерді қайта қарау тәртібін айқындайды.\n"
    "3. Шекті тариф уәкілетті органның шешімі бойынша қайта қаралады.\n"
)


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def address(table: AmendmentTable, name: str = "adopted", *more: int) -> str:
    return reverse(f"amendments:{name}", args=[table.dossier_id, *more])


def paste(browser: Client, table: AmendmentTable, text: str, language: str = "ru") -> Any:
    return browser.post(address(table), {"language": language, "pasted": text})


def adoptions(rows: list[AmendmentRow]) -> list[str]:
    known = dict(Outcome.objects.values_list("row", "adoption"))
    return [known[row.pk] for row in rows]


def test_every_row_is_compared_and_the_passage_is_quoted(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    assert paste(her, sent_table, ADOPTED_RU)["Location"] == address(sent_table)
    assert adoptions(rows) == [Adoption.VERBATIM, Adoption.PARTLY]
    text = her.get(address(sent_table)).content.decode()
    assert "Заявление рассматривается в течение семи рабочих дней, отказ обосновывается письменно" in text
    assert "Not there: пяти." in text
    assert "word for word" in text
    summary = her.get(address(sent_table, "outcomes")).content.decode()
    assert "Word for word: 1, in part: 1, absent: 0." in summary


def test_comparison_alone_is_no_answer_of_the_body(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    paste(her, sent_table, ADOPTED_RU)
    assert not Outcome.objects.filter(confirmed_at__isnull=False).exists()
    assert "0 of 2 answers are confirmed" in her.get(address(sent_table, "outcomes")).content.decode()


def test_better_of_two_languages_counts_and_both_are_shown(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    paste(her, sent_table, ADOPTED_KK, "kk")
    assert adoptions(rows) == [Adoption.ABSENT, Adoption.ABSENT]
    paste(her, sent_table, ADOPTED_RU)
    assert adoptions(rows) == [Adoption.VERBATIM, Adoption.PARTLY]
    assert set(Outcome.objects.get(row=rows[0]).findings) == {"kk", "ru"}


def test_correction_survives_the_next_comparison_and_can_be_undone(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    paste(her, sent_table, ADOPTED_RU)
    place = address(sent_table, "adoption-correct", rows[0].pk)
    for _click in range(2):
        her.post(place, {"adoption": "absent", "passage": "Жоқ."})
    made = Outcome.objects.get(row=rows[0])
    assert (made.adoption, made.adopted_text) == ("absent", "Жоқ.")
    assert (made.corrected_by, made.corrected_at) == (aigerim, NOW)
    assert ActivityEntry.objects.filter(verb="outcome.adoption_corrected").count() == 1
    paste(her, sent_table, ADOPTED_RU + "8. Приказ вводится в действие.")
    assert adoptions(rows) == [Adoption.ABSENT, Adoption.PARTLY]
    assert Outcome.objects.get(row=rows[0]).findings["ru"]["adoption"] == Adoption.VERBATIM
    assert "corrected by Айгерім Серікова" in her.get(address(sent_table)).content.decode()
    her.post(place, {"adoption": ""})
    assert adoptions(rows) == [Adoption.VERBATIM, Adoption.PARTLY]


def test_answer_confirmed_before_stays_as_it_is(
    her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    OutcomeFactory(row=rows[0], state="partly", confirmed_by=aigerim, confirmed_at=NOW)
    paste(her, sent_table, ADOPTED_RU)
    made = Outcome.objects.get(row=rows[0])
    assert (made.state, made.confirmed_at, made.adoption) == ("partly", NOW, Adoption.VERBATIM)


def test_same_text_twice_is_one(her: Client, sent_table: AmendmentTable, rows: list[AmendmentRow]) -> None:
    for _click in range(2):
        paste(her, sent_table, ADOPTED_RU)
    paste(her, sent_table, ADOPTED_RU + "8. Приказ вводится в действие.")
    assert list(AdoptedSource.objects.values_list("language", "number")) == [("ru", 1), ("ru", 2)]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "one of the two"),
        ({"pasted": " \n "}, "one of the two"),
        ({"file": SimpleUploadedFile("a.docx", b"")}, "The file is empty."),
        ({"file": SimpleUploadedFile("a.docx", b"PK\x03\x04" + b"\0" * 500)}, "This file cannot be read."),
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 %%EOF")}, "A PDF cannot be cut into elements."),
        ({"pasted": "я" * 600_001}, "at most 600000 characters"),
    ],
)
def test_what_cannot_be_compared_is_said(
    her: Client, sent_table: AmendmentTable, fields: dict[str, Any], told: str
) -> None:
    answer = her.post(address(sent_table), {"language": "", **fields})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not AdoptedSource.objects.exists()


def test_nothing_is_compared_of_a_table_that_was_not_sent(
    her: Client, table: AmendmentTable, rows: list[AmendmentRow]
) -> None:
    assert paste(her, table, ADOPTED_RU).status_code == 422
    assert "Nothing has been sent yet" in her.get(address(table)).content.decode()


def test_volunteer_compares_and_does_not_correct(
    client_of: ClientOf,
    sent_table: AmendmentTable,
    rows: list[AmendmentRow],
    saule: User,
    bolat: User,
    dana: User,
) -> None:
    assert paste(client_of(saule), sent_table, ADOPTED_RU).status_code == 302
    correct = address(sent_table, "adoption-correct", rows[0].pk)
    for person, status in ((saule, 403), (bolat, 403), (dana, 404)):
        assert client_of(person).post(correct, {"adoption": "absent"}).status_code == status
    assert paste(client_of(bolat), sent_table, ADOPTED_RU).status_code == 403
    assert paste(client_of(dana), sent_table, ADOPTED_RU).status_code == 404
