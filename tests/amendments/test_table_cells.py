"""Writing into one cell, several people at once (I4): nobody's text is lost, and everybody is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import ActivityEntry, User
from amendments.actions import cells, rows
from amendments.actions.cells import RowGone, SomebodyWrote
from amendments.actions.table import Frozen
from amendments.models import CELLS, AmendmentRow, AmendmentTable, CellEdit
from amendments.states import Readiness, TableState
from tests.amendments.conftest import NOW
from tests.conftest import ClientOf
from tests.factories import AmendmentRowFactory

CELL = "justification_ru"


def write(
    row: AmendmentRow, text: str, by: User, *, seen: int = 0, page: str = "", cell: str = CELL
) -> AmendmentRow:
    return cells.write_cell(row, cell, text, seen=seen, actor=by, at=NOW, page=page)


def post(browser: Client, row: AmendmentRow, text: str, *, seen: int, cell: str = CELL) -> int:
    address = f"/dossiers/{row.table.dossier_id}/amendments/rows/{row.pk}/cells/{cell}/"
    return browser.post(address, {"text": text, "version": seen, "page": "a"}).status_code


# --- Two writers --------------------------------------------------------------------------------------------


def test_second_writer_of_a_cell_is_told_and_neither_text_is_lost(
    row: AmendmentRow, aigerim: User, saule: User
) -> None:
    write(row, "Закон, статья 25.", aigerim)
    with pytest.raises(SomebodyWrote) as told:
        write(row, "Данные за 2025 год.", saule)
    assert (told.value.edit.by, told.value.text) == (aigerim, "Закон, статья 25.")
    row.refresh_from_db()
    assert row.justification_ru == "Закон, статья 25."


def test_second_writer_who_has_seen_the_first_text_may_replace_it(
    row: AmendmentRow, aigerim: User, saule: User
) -> None:
    seen = write(row, "Закон, статья 25.", aigerim).version
    write(row, "Закон, статья 25. Данные за 2025 год.", saule, seen=seen)
    assert list(CellEdit.objects.order_by("version").values_list("text", flat=True)) == [
        "Закон, статья 25.",
        "Закон, статья 25. Данные за 2025 год.",
    ]


def test_two_writers_of_different_cells_of_one_row_do_not_meet(
    row: AmendmentRow, aigerim: User, saule: User
) -> None:
    write(row, "Закон.", aigerim)
    write(row, "Заң.", saule, cell="justification_kk")
    row.refresh_from_db()
    assert (row.justification_ru, row.justification_kk, row.version) == ("Закон.", "Заң.", 2)


def test_same_text_from_two_writers_is_no_conflict(row: AmendmentRow, aigerim: User, saule: User) -> None:
    write(row, "Закон.", aigerim)
    assert write(row, "Закон.", saule).version == 1


def test_own_page_is_nobody_else_even_when_an_answer_was_lost(row: AmendmentRow, aigerim: User) -> None:
    write(row, "Зак", aigerim, page="p1")
    assert write(row, "Закон.", aigerim, seen=0, page="p1").justification_ru == "Закон."


def test_own_other_window_is_somebody_else(row: AmendmentRow, aigerim: User) -> None:
    write(row, "Закон.", aigerim, page="p1")
    with pytest.raises(SomebodyWrote):
        write(row, "Данные.", aigerim, page="p2")


def test_summary_is_guarded_in_the_same_way(table: AmendmentTable, aigerim: User, saule: User) -> None:
    cells.write_summary(table, "summary_ru", "За.", seen=0, actor=aigerim, at=NOW)
    with pytest.raises(SomebodyWrote):
        cells.write_summary(table, "summary_ru", "Против.", seen=0, actor=saule, at=NOW)
    table.refresh_from_db()
    assert table.summary_ru == "За."


def test_both_browsers_of_one_cell(
    row: AmendmentRow, aigerim: User, saule: User, client_of: ClientOf
) -> None:
    hers, his = client_of(aigerim), client_of(saule)
    address = f"/dossiers/{row.table.dossier_id}/amendments/rows/{row.pk}/cells/{CELL}/"
    assert hers.post(address, {"text": "Первый.", "version": 0, "page": "a"}).json() == {"version": 1}
    answer = his.post(address, {"text": "Второй.", "version": 0, "page": "b"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert all(text in shown for text in ("Первый.", "Айгерім Серікова", 'data-version="1"'))
    assert his.post(address, {"text": "Второй.", "version": 1, "page": "b"}).json() == {"version": 2}


def test_form_without_script_shows_both_texts(
    row: AmendmentRow, aigerim: User, saule: User, client_of: ClientOf
) -> None:
    write(row, "Первый.", aigerim)
    address = f"/dossiers/{row.table.dossier_id}/amendments/rows/{row.pk}/edit/"
    typed = {cell: getattr(row, cell) for cell in CELLS} | {
        CELL: "Второй.",
        "category": "technical",
        "version": 0,
    }
    answer = client_of(saule).post(address, typed)
    assert answer.status_code == 422
    assert all(text in answer.content.decode() for text in ("Первый.", "Второй."))
    row.refresh_from_db()
    assert (row.justification_ru, row.category) == ("Первый.", "technical")


# --- History ------------------------------------------------------------------------------------------------


def test_writing_without_a_pause_is_one_edit_and_one_line_of_the_log(
    row: AmendmentRow, aigerim: User
) -> None:
    for text in ("З", "Зак", "Закон."):
        write(row, text, aigerim, page="p1", seen=5)
    assert [(edit.version, edit.text) for edit in CellEdit.objects.all()] == [(3, "Закон.")]
    assert list(ActivityEntry.objects.values_list("verb", flat=True)) == ["amendment.changed"]


def test_writing_after_a_pause_is_another_edit(row: AmendmentRow, aigerim: User) -> None:
    write(row, "Закон.", aigerim, page="p1")
    after = NOW + timedelta(minutes=11)
    cells.write_cell(row, CELL, "Закон и данные.", seen=1, actor=aigerim, at=after, page="p1")
    assert CellEdit.objects.count() == 2


def test_saving_what_is_already_so_writes_nothing(row: AmendmentRow, aigerim: User) -> None:
    write(row, row.justification_ru, aigerim)
    assert not CellEdit.objects.exists()


# --- What may be written ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kept"), [("a\x00b", "ab"), ("a\r\nb\rc", "a\nb\nc"), ("  {{7*7}} ", "  {{7*7}} ")]
)
def test_text_is_kept_verbatim_but_for_line_ends(
    row: AmendmentRow, aigerim: User, text: str, kept: str
) -> None:
    assert write(row, text, aigerim).justification_ru == kept


@pytest.mark.parametrize(("cell", "length"), [(CELL, 20_001), ("structural_element_kk", 301)])
def test_too_long_a_text_is_refused_with_a_sentence(
    row: AmendmentRow, aigerim: User, cell: str, length: int
) -> None:
    with pytest.raises(ValidationError, match="too long"):
        write(row, "ә" * length, aigerim, cell=cell)


def test_unknown_category_is_refused(row: AmendmentRow, aigerim: User) -> None:
    with pytest.raises(ValidationError, match="categories"):
        write(row, "secret", aigerim, cell="category")


@pytest.mark.parametrize("cell", ["state", "organisation", "summary_ru", "version"])
def test_only_cells_of_a_row_can_be_posted(
    row: AmendmentRow, aigerim: User, client_of: ClientOf, cell: str
) -> None:
    assert post(client_of(aigerim), row, "x", seen=0, cell=cell) == 404


@pytest.mark.parametrize("seen", ["", "-1", "9" * 30, "١", "1e3"])
def test_version_that_is_no_number_is_the_oldest(
    row: AmendmentRow, aigerim: User, saule: User, client_of: ClientOf, seen: str
) -> None:
    write(row, "Первый.", aigerim)
    address = f"/dossiers/{row.table.dossier_id}/amendments/rows/{row.pk}/cells/{CELL}/"
    assert client_of(saule).post(address, {"text": "Второй.", "version": seen}).status_code == 409


def test_removed_row_says_so(row: AmendmentRow, aigerim: User, client_of: ClientOf) -> None:
    rows.remove_row(row, actor=aigerim, at=NOW)
    with pytest.raises(RowGone):
        write(row, "Поздно.", aigerim)
    assert post(client_of(aigerim), row, "Поздно.", seen=0) == 422


@pytest.mark.parametrize("state", [s for s in TableState if s not in {"draft", "returned"}])
def test_volunteer_writes_only_while_the_table_is_being_written(
    table: AmendmentTable, saule: User, state: TableState
) -> None:
    AmendmentTable.objects.filter(pk=table.pk).update(state=state, approved_at=NOW)
    with pytest.raises(Frozen):
        write(AmendmentRowFactory(table=table), "Закон.", saule)


@pytest.mark.parametrize(
    ("state", "may"), [("expert", True), ("lawyer", True), ("head", False), ("approved", False)]
)
def test_lawyer_mends_during_review_but_not_what_the_head_reads(
    table: AmendmentTable, marat: User, client_of: ClientOf, state: str, may: bool
) -> None:
    AmendmentTable.objects.filter(pk=table.pk).update(state=state, approved_at=NOW)
    assert post(client_of(marat), AmendmentRowFactory(table=table), "Закон.", seen=0) == (200 if may else 422)


# --- Checking -----------------------------------------------------------------------------------------------


def test_changed_text_is_to_be_checked_again(row: AmendmentRow, aigerim: User) -> None:
    checked = cells.check_row(row, "ru", is_checked=True, seen=0, actor=aigerim, at=NOW)
    assert (checked.readiness_kk, checked.readiness_ru) == (Readiness.DRAFT, Readiness.CHECKED)
    changed = write(row, "Иначе.", aigerim)
    assert changed.readiness_ru == Readiness.DRAFT
    assert changed.state_of(CELL) == Readiness.DRAFT
    assert changed.state_of("proposed_wording_ru") == Readiness.CHECKED


def test_text_nobody_has_read_cannot_be_checked(row: AmendmentRow, aigerim: User, saule: User) -> None:
    write(row, "Иначе.", saule)
    with pytest.raises(ValidationError, match="Read it again"):
        cells.check_row(row, "ru", is_checked=True, seen=0, actor=aigerim, at=NOW)


@pytest.mark.parametrize(
    ("empty", "kk", "ru"),
    [
        ((), "checked", "checked"),
        (("draft_wording_kk", "draft_wording_ru"), "checked", "checked"),
        (("draft_wording_kk",), "draft", "checked"),
        (("justification_ru",), "checked", "draft"),
        (tuple(cell for cell in CELLS if cell.endswith("_kk")), "missing", "checked"),
    ],
)
def test_readiness_follows_from_the_cells(
    table: AmendmentTable, empty: tuple[str, ...], kk: str, ru: str
) -> None:
    """A new norm has no norm of the draft, in either language; in one language alone it is not finished."""
    row = AmendmentRowFactory(table=table, is_checked=True, **dict.fromkeys(empty, ""))
    assert (row.readiness_kk, row.readiness_ru) == (kk, ru)
