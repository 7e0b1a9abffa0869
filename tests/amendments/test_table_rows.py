"""Rows as wholes: adding, copying, moving, removing with a way back, comments."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import ActivityEntry, User
from amendments.actions import rows
from amendments.actions.table import Frozen, begin_table
from amendments.models import CELLS, AmendmentRow, AmendmentTable, RowComment, SourceText
from amendments.queries import table as queries
from amendments.states import AnchorState
from tests.amendments.conftest import NOW
from tests.conftest import ClientOf
from tests.factories import AmendmentRowFactory, DossierFactory, SourceTextFactory


def order(table: AmendmentTable) -> list[str]:
    return [row.structural_element_ru for row in AmendmentRow.objects.filter(table=table).live()]


@pytest.fixture
def three(table: AmendmentTable) -> list[AmendmentRow]:
    return [AmendmentRowFactory(table=table, order=n, structural_element_ru=f"пункт {n}") for n in (1, 2, 3)]


def test_table_is_begun_once(ashyq_orta: object, aigerim: User) -> None:
    dossier = DossierFactory(organisation=ashyq_orta)
    assert begin_table(dossier, actor=aigerim, at=NOW) == begin_table(dossier, actor=aigerim, at=NOW)
    assert ActivityEntry.objects.filter(verb="amendments.begun").count() == 1


@pytest.mark.parametrize(
    ("which", "to", "after"),
    [
        (0, 2, [2, 1, 3]),
        (0, 99, [2, 3, 1]),
        (2, 1, [3, 1, 2]),
        (2, 0, [3, 1, 2]),
        (1, 2, [1, 2, 3]),
    ],
)
def test_row_is_put_where_it_is_wanted(
    table: AmendmentTable, three: list[AmendmentRow], aigerim: User, which: int, to: int, after: list[int]
) -> None:
    rows.move_row(three[which], to, actor=aigerim, at=NOW)
    assert order(table) == [f"пункт {n}" for n in after]
    assert ActivityEntry.objects.filter(verb="amendment.moved").count() == (after != [1, 2, 3])


@pytest.mark.parametrize(
    ("to", "after"), [("up", [2, 1, 3]), ("down", [1, 3, 2]), ("1", [2, 1, 3]), ("x", [1, 2, 3])]
)
def test_buttons_move_by_one_place(
    table: AmendmentTable,
    three: list[AmendmentRow],
    aigerim: User,
    client_of: ClientOf,
    to: str,
    after: list[int],
) -> None:
    address = f"/dossiers/{table.dossier_id}/amendments/rows/{three[1].pk}/move/"
    assert client_of(aigerim).post(address, {"to": to}).status_code == 302
    assert order(table) == [f"пункт {n}" for n in after]


def test_copy_stands_right_below_and_is_not_checked(table: AmendmentTable, aigerim: User) -> None:
    first = AmendmentRowFactory(table=table, order=1, is_checked=True)
    last = AmendmentRowFactory(table=table, order=2)
    copy = rows.duplicate_row(first, actor=aigerim, at=NOW)
    assert list(AmendmentRow.objects.filter(table=table).live()) == [first, copy, last]
    assert [getattr(copy, cell) for cell in CELLS] == [getattr(first, cell) for cell in CELLS]
    assert (copy.readiness_kk, copy.checked) == ("draft", [])


def test_removed_row_comes_back_to_its_place(
    table: AmendmentTable, three: list[AmendmentRow], aigerim: User, client_of: ClientOf
) -> None:
    browser, base = client_of(aigerim), f"/dossiers/{table.dossier_id}/amendments/rows/{three[1].pk}/"
    answer = browser.post(f"{base}remove/", follow=True)
    assert f"{base}restore/" in answer.content.decode()
    assert order(table) == ["пункт 1", "пункт 3"]
    browser.post(f"{base}restore/")
    assert order(table) == ["пункт 1", "пункт 2", "пункт 3"]


def test_removing_twice_is_removing_once(row: AmendmentRow, aigerim: User) -> None:
    for _click in range(2):
        rows.remove_row(row, actor=aigerim, at=NOW)
    assert ActivityEntry.objects.filter(verb="amendment.removed").count() == 1


def test_table_takes_so_many_rows(
    table: AmendmentTable, aigerim: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_ROWS", 1)
    rows.add_row(table, actor=aigerim, at=NOW)
    with pytest.raises(ValidationError, match="at most 1"):
        rows.add_row(table, actor=aigerim, at=NOW)


def test_row_begun_from_the_text_quotes_it_in_both_languages(table: AmendmentTable, aigerim: User) -> None:
    texts = {lang: SourceTextFactory(dossier=table.dossier, language=lang) for lang in ("kk", "ru")}
    chosen = {lang: SourceText.objects.get(pk=text.pk).elements.first() for lang, text in texts.items()}
    row = rows.add_row(table, actor=aigerim, at=NOW, elements=chosen)  # type: ignore[arg-type]
    assert (row.structural_element_kk, row.structural_element_ru) == ("3-тармақ", "пункт 3")
    assert row.draft_wording_ru == row.quote_ru == chosen["ru"].text
    assert (row.anchor_kk, row.anchor_ru, row.path) == (AnchorState.SAME, AnchorState.SAME, "paragraph:3")


@pytest.mark.parametrize("step", [rows.duplicate_row, rows.remove_row, rows.restore_row])
def test_frozen_table_moves_no_row(
    table: AmendmentTable, row: AmendmentRow, aigerim: User, step: object
) -> None:
    AmendmentTable.objects.filter(pk=table.pk).update(state="approved", approved_at=NOW)
    with pytest.raises(Frozen):
        step(row, actor=aigerim, at=NOW)  # type: ignore[operator]
    with pytest.raises(Frozen):
        rows.move_row(row, 1, actor=aigerim, at=NOW)
    with pytest.raises(Frozen):
        rows.add_row(table, actor=aigerim, at=NOW)


# --- Comments -----------------------------------------------------------------------------------------------


def test_comment_is_written_settled_and_opened_again(
    row: AmendmentRow, aigerim: User, saule: User, client_of: ClientOf
) -> None:
    base = f"/dossiers/{row.table.dossier_id}/amendments/rows/{row.pk}/comments/"
    client_of(saule).post(base, {"text": "Деректер қайдан?"})
    comment = RowComment.objects.get()
    assert (comment.author, comment.settled_at) == (saule, None)
    assert [r.waiting for r in queries.rows_with_comments(row.table)] == [1]  # type: ignore[attr-defined]
    client_of(aigerim).post(f"{base}{comment.pk}/settle/", {"settled": "yes"})
    assert [r.waiting for r in queries.rows_with_comments(row.table)] == [0]  # type: ignore[attr-defined]
    client_of(aigerim).post(f"{base}{comment.pk}/settle/", {"settled": "no"})
    comment.refresh_from_db()
    assert comment.settled_at is None


def test_comment_may_be_written_on_a_frozen_table(
    table: AmendmentTable, row: AmendmentRow, saule: User
) -> None:
    AmendmentTable.objects.filter(pk=table.pk).update(state="submitted", approved_at=NOW)
    assert rows.add_comment(row, "Жауап келді ме?", actor=saule, at=NOW).pk


def test_empty_comment_is_refused(row: AmendmentRow, aigerim: User, client_of: ClientOf) -> None:
    base = f"/dossiers/{row.table.dossier_id}/amendments/rows/{row.pk}/comments/"
    assert client_of(aigerim).post(base, {"text": " "}).status_code == 422
