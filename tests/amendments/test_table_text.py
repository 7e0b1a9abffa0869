"""The draft's text: brought in, mended, and the place where amendments begin."""

from io import BytesIO
from typing import Any

import docx
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import ActivityEntry, User
from amendments.actions import cells, text
from amendments.models import AmendmentRow, AmendmentTable, SourceText, TextElement
from amendments.reading import read_pasted
from tests.amendments.conftest import NOW
from tests.conftest import ClientOf
from tests.factories import SourceTextFactory

RUSSIAN = "1. Утвердить правила.\n2. Тариф пересматривается:\n1) по решению органа;\n2) по заявлению.\n3. Приказ вступает в силу."
KAZAKH = "1. Қағидалар бекітілсін.\n2. Тариф қайта қаралады:\n1) шешім бойынша;\n2) өтініш бойынша.\n3. Бұйрық күшіне енеді."


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def bring(table: AmendmentTable, words: str, by: User) -> SourceText:
    return text.bring_text(table.dossier, read_pasted(words), actor=by, at=NOW)


def texts_of(source: SourceText) -> list[str]:
    return list(TextElement.objects.filter(source=source).order_by("order").values_list("text", flat=True))


# --- Bringing in --------------------------------------------------------------------------------------------


def test_pasted_text_becomes_numbered_elements(
    table: AmendmentTable, aigerim: User, client_of: ClientOf
) -> None:
    browser, base = client_of(aigerim), f"/dossiers/{table.dossier_id}/amendments/text/"
    assert "bring/" in browser.get(base).content.decode()
    answer = browser.post(f"{base}bring/", {"pasted": RUSSIAN, "language": ""})
    assert answer["Location"] == f"{base}?language=ru"
    source = SourceText.objects.get()
    assert (source.language, source.number, source.origin) == ("ru", 1, "pasted")
    assert [element.number for element in source.elements.order_by("order")] == ["1", "2", "1", "2", "3"]
    assert "по заявлению" in browser.get(base).content.decode()
    assert ActivityEntry.objects.filter(verb="text.brought").count() == 1


def test_same_text_again_is_the_version_that_is_there(table: AmendmentTable, aigerim: User) -> None:
    first = bring(table, RUSSIAN, aigerim)
    assert bring(table, RUSSIAN, aigerim) == first
    assert bring(table, f"{RUSSIAN}\n4. Контроль.", aigerim).number == 2
    assert bring(table, KAZAKH, aigerim).number == 1


@pytest.mark.parametrize("pasted", ["", "   ", "\n\n"])
def test_nothing_is_refused(table: AmendmentTable, aigerim: User, client_of: ClientOf, pasted: str) -> None:
    address = f"/dossiers/{table.dossier_id}/amendments/text/bring/"
    assert client_of(aigerim).post(address, {"pasted": pasted}).status_code == 422
    assert not SourceText.objects.exists()


def test_file_is_read_and_what_cannot_be_read_is_said(
    table: AmendmentTable, aigerim: User, client_of: ClientOf
) -> None:
    address = f"/dossiers/{table.dossier_id}/amendments/text/bring/"
    word, made = docx.Document(), BytesIO()
    for line in RUSSIAN.splitlines():
        word.add_paragraph(line)
    word.save(made)
    for name, content, said in (
        ("жоба.pdf", b"%PDF-1.7", "A PDF cannot be cut"),
        ("жоба.docx", b"", "The file is empty."),
        ("жоба.docx", b"MZ" * 100, "cannot be read"),
    ):
        answer = client_of(aigerim).post(address, {"file": SimpleUploadedFile(name, content)})
        assert (answer.status_code, said in answer.content.decode()) == (422, True), name
    both = {"file": SimpleUploadedFile("a.docx", made.getvalue()), "pasted": RUSSIAN}
    assert client_of(aigerim).post(address, both).status_code == 422
    client_of(aigerim).post(address, {"file": SimpleUploadedFile("жоба.docx", made.getvalue())})
    source = SourceText.objects.get()
    assert (source.origin, source.file_name, source.language) == ("docx", "жоба.docx", "ru")
    assert texts_of(source) == RUSSIAN.splitlines()


def test_text_is_shown_in_the_language_asked_for(
    table: AmendmentTable, aigerim: User, client_of: ClientOf
) -> None:
    bring(table, RUSSIAN, aigerim)
    bring(table, KAZAKH, aigerim)
    base = f"/dossiers/{table.dossier_id}/amendments/text/"
    page = client_of(aigerim).get(base, {"language": "kk"}).content.decode()
    assert "өтініш бойынша" in page
    assert "по заявлению" not in page


@pytest.mark.parametrize("elements", [5, 200])
def test_text_page_asks_the_same_of_5_elements_and_of_200(
    table: AmendmentTable, aigerim: User, client_of: ClientOf, django_assert_num_queries: Any, elements: int
) -> None:
    bring(table, "\n".join(f"{n}. Тариф {n}." for n in range(1, elements + 1)), aigerim)
    browser = client_of(aigerim)
    # session, person, memberships, dossier, texts, table, elements, the version before
    with django_assert_num_queries(8):
        browser.get(f"/dossiers/{table.dossier_id}/amendments/text/", {"language": "ru"})


# --- Mending ------------------------------------------------------------------------------------------------


@pytest.fixture
def source(table: AmendmentTable, aigerim: User) -> SourceText:
    return bring(table, RUSSIAN, aigerim)


def element(source: SourceText, place: int) -> TextElement:
    return source.elements.order_by("order").select_related("source__organisation", "source__dossier")[place]


def test_element_is_joined_with_the_one_before(source: SourceText, aigerim: User) -> None:
    before = texts_of(source)
    text.join_with_previous(element(source, 2), actor=aigerim, at=NOW)
    assert texts_of(source) == [before[0], f"{before[1]}\n{before[2]}", *before[3:]]


def test_first_element_joins_nothing(source: SourceText, aigerim: User, client_of: ClientOf) -> None:
    first = element(source, 0)
    base = f"/dossiers/{source.dossier_id}/amendments/text/{source.pk}/elements/{first.pk}/"
    assert client_of(aigerim).post(f"{base}join/").status_code == 302
    assert len(texts_of(source)) == 5


def test_element_is_cut_in_two_again_and_again(source: SourceText, aigerim: User) -> None:
    """The room between two elements runs out after ten cuts; then all move apart."""
    before = texts_of(source)
    for number in range(12):
        text.split_element(element(source, 0), "Начало.", f"Часть {number}.", actor=aigerim, at=NOW)
    parts = [f"Часть {number}." for number in reversed(range(12))]
    assert texts_of(source) == ["Начало.", *parts, *before[1:]]


def test_element_is_mended_on_its_page(source: SourceText, aigerim: User, client_of: ClientOf) -> None:
    third = element(source, 2)
    address = f"/dossiers/{source.dossier_id}/amendments/text/{source.pk}/elements/{third.pk}/"
    fields = {
        "kind": "subparagraph",
        "number": "1-1",
        "label": "подпункт 1-1) пункта 2",
        "text": "1-1) иначе;",
    }
    assert client_of(aigerim).post(address, fields).status_code == 302
    third.refresh_from_db()
    assert (third.number, third.text, third.path) == ("1-1", "1-1) иначе;", "paragraph 2 / subparagraph 1-1")
    cut = client_of(aigerim).post(address, fields | {"text": "Один.\r\n\r\nДва.", "split": "yes"})
    assert cut.status_code == 302
    assert {"Один.", "Два."} < set(texts_of(source))
    assert client_of(aigerim).post(address, fields | {"text": "Целое.", "split": "yes"}).status_code == 422


# --- Where amendments begin ---------------------------------------------------------------------------------


def test_amendment_begins_from_an_element_in_both_languages(
    table: AmendmentTable, source: SourceText, aigerim: User, client_of: ClientOf
) -> None:
    bring(table, KAZAKH, aigerim)
    fourth = element(source, 3)
    base = f"/dossiers/{source.dossier_id}/amendments/"
    answer = client_of(aigerim).post(f"{base}text/{source.pk}/elements/{fourth.pk}/row/")
    row = AmendmentRow.objects.get()
    assert answer["Location"] == f"{base}rows/{row.pk}/edit/"
    assert (row.draft_wording_ru, row.draft_wording_kk) == ("2) по заявлению.", "2) өтініш бойынша.")
    assert (row.anchor_ru, row.anchor_kk, row.path) == ("same", "same", fourth.path)
    assert row.structural_element_ru == "подпункт 2) пункта 2"


def test_number_that_stands_twice_in_the_other_text_is_not_guessed(
    table: AmendmentTable, source: SourceText, aigerim: User
) -> None:
    kazakh = SourceTextFactory(dossier=table.dossier, language="kk")
    TextElement.objects.filter(source=kazakh).update(path=element(source, 0).path)
    row = text.row_from_element(element(source, 0), actor=aigerim, at=NOW)
    assert (row.anchor_ru, row.anchor_kk, row.draft_wording_kk) == ("same", "none", "")


def test_text_begins_a_table_where_there_was_none(table: AmendmentTable, aigerim: User) -> None:
    dossier = table.dossier
    AmendmentTable.objects.all().delete()
    text.bring_text(dossier, read_pasted(RUSSIAN), actor=aigerim, at=NOW)
    text.row_from_element(element(SourceText.objects.get(), 0), actor=aigerim, at=NOW)
    assert AmendmentTable.objects.get().dossier == dossier


# --- A changed version --------------------------------------------------------------------------------------

CHANGED = (
    "1. Утвердить правила.\n2. Контроль возложить на вице-министра.\n3. Тариф пересматривается:\n"
    "1) по решению органа;\n2) по заявлению потребителя.\n4. Приказ вступает в силу."
)


@pytest.fixture
def rows(source: SourceText, aigerim: User) -> list[AmendmentRow]:
    """A row for each element of the first version: 1, 2, 2.1, 2.2, 3."""
    return [text.row_from_element(element(source, place), actor=aigerim, at=NOW) for place in range(5)]


def test_changed_version_finds_every_row_again_and_flags_what_is_not_the_same(
    table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    bring(table, CHANGED, aigerim)
    after = list(AmendmentRow.objects.filter(table=table).live())
    assert [(row.anchor_ru, row.path) for row in after] == [
        ("same", "paragraph 1"),
        ("moved", "paragraph 3"),
        ("moved", "paragraph 3 / subparagraph 1"),
        ("changed", "paragraph 3 / subparagraph 2"),
        ("moved", "paragraph 4"),
    ]
    assert [row.draft_wording_ru for row in after] == [row.draft_wording_ru for row in rows]


def test_what_is_gone_is_flagged_and_kept(
    table: AmendmentTable, rows: list[AmendmentRow], aigerim: User
) -> None:
    bring(table, "1. Утвердить правила.", aigerim)
    assert list(AmendmentRow.objects.filter(table=table).live().values_list("anchor_ru", flat=True)) == [
        "same", *["lost"] * 4
    ]  # fmt: skip


def test_flagged_row_takes_the_new_words_and_keeps_our_proposal(
    table: AmendmentTable, rows: list[AmendmentRow], aigerim: User, client_of: ClientOf
) -> None:
    AmendmentRow.objects.filter(pk=rows[1].pk).update(proposed_wording_ru="2. Иначе:")
    bring(table, CHANGED, aigerim)
    base = f"/dossiers/{table.dossier_id}/amendments/rows/{rows[1].pk}/"
    assert "another number" in client_of(aigerim).get(f"{base}edit/").content.decode()
    client_of(aigerim).post(f"{base}text/ru/", {"version": "0"})
    row = AmendmentRow.objects.get(pk=rows[1].pk)
    assert (row.anchor_ru, row.structural_element_ru) == ("same", "пункт 3")
    assert row.draft_wording_ru == row.quote_ru == "3. Тариф пересматривается:"
    assert row.proposed_wording_ru == "2. Иначе:"


def test_new_words_are_not_taken_over_what_somebody_wrote(
    table: AmendmentTable, rows: list[AmendmentRow], aigerim: User, saule: User
) -> None:
    bring(table, CHANGED, aigerim)
    row = AmendmentRow.objects.select_related("table").get(pk=rows[1].pk)
    cells.write_cell(row, "draft_wording_ru", "Цитата Сауле.", seen=0, actor=saule, at=NOW)
    with pytest.raises(cells.SomebodyWrote):
        text.take_new_wording(row, "ru", seen=0, actor=aigerim, at=NOW)
    row.refresh_from_db()
    assert (row.draft_wording_ru, row.anchor_ru) == ("Цитата Сауле.", "moved")


def test_difference_of_two_versions_is_shown(
    table: AmendmentTable, source: SourceText, aigerim: User, client_of: ClientOf
) -> None:
    newer = bring(table, CHANGED, aigerim)
    base = f"/dossiers/{table.dossier_id}/amendments/text/"
    page = client_of(aigerim).get(f"{base}{newer.pk}/difference/").content.decode()
    assert "<ins>2. Контроль возложить на вице-министра.</ins>" in page
    assert "<del>" in page
    assert client_of(aigerim).get(f"{base}{source.pk}/difference/").status_code == 404
