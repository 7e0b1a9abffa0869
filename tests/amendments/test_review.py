"""Expert, lawyer, head; returned with remarks; frozen on approval; both languages or none."""

from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import ActivityEntry, Organisation, User
from amendments.actions import cells, review
from amendments.actions.review import NotReady
from amendments.models import AmendmentRow, AmendmentTable, LibraryEntry, ReviewStep
from amendments.states import TABLE_MOVES, TableState
from common.states import AlreadyMoved, IllegalMove, move_state
from correspondence.models import Notice
from tests.amendments.conftest import NOW
from tests.conftest import ClientOf
from tests.factories import AmendmentRowFactory

STEPS = {
    TableState.EXPERT_REVIEW: lambda table, by: review.send_table(table, actor=by, at=NOW),
    TableState.LAWYER_REVIEW: lambda table, by: review.pass_table(table, actor=by, at=NOW),
    TableState.HEAD_REVIEW: lambda table, by: review.pass_table(table, actor=by, at=NOW),
    TableState.APPROVED: lambda table, by: review.approve_table(table, actor=by, at=NOW),
}


@pytest.fixture
def ready(table: AmendmentTable) -> AmendmentTable:
    """A table whose texts are all checked."""
    AmendmentRowFactory(table=table, is_checked=True)
    table.checked = ["summary_kk", "summary_ru"]
    table.save(update_fields=["checked"])
    return table


def put(table: AmendmentTable, state: str) -> AmendmentTable:
    AmendmentTable.objects.filter(pk=table.pk).update(state=state, approved_at=NOW)
    table.refresh_from_db()
    return table


@pytest.mark.parametrize(("before", "after"), [*product(TableState, TableState)])
def test_every_pair_of_states(table: AmendmentTable, before: TableState, after: TableState) -> None:
    put(table, before)
    if after in TABLE_MOVES.get(before, frozenset()):
        move_state(table, TABLE_MOVES, after)
    else:
        with pytest.raises(IllegalMove):
            move_state(table, TABLE_MOVES, after)
    table.refresh_from_db()
    assert table.state == (after if after in TABLE_MOVES.get(before, frozenset()) else before)


@pytest.mark.parametrize("before", TableState)
@pytest.mark.parametrize("step", ["send", "pass", "return", "approve", "reopen"])
def test_no_action_goes_round_the_table_of_moves(
    ready: AmendmentTable, aigerim: User, client_of: ClientOf, before: TableState, step: str
) -> None:
    lead = {
        "send": {"draft": "expert", "returned": "expert"},
        "pass": {"expert": "lawyer", "lawyer": "head"},
        "return": {"expert": "returned", "lawyer": "returned", "head": "returned"},
        "approve": {"head": "approved"},
        "reopen": {"approved": "draft", "submitted": "draft"},
    }
    put(ready, before)
    client_of(aigerim).post(
        f"/dossiers/{ready.dossier_id}/amendments/{step}/", {"remarks": "Себебі бар.", "stage": before}
    )
    ready.refresh_from_db()
    assert ready.state == lead[step].get(before, before)


def test_table_goes_its_whole_way(ready: AmendmentTable, aigerim: User, marat: User, saule: User) -> None:
    for state, by in zip(STEPS, (saule, marat, marat, aigerim), strict=True):
        STEPS[state](ready, by)
        assert ready.state == state
    assert (ready.approved_by, ready.approved_at) == (aigerim, NOW)
    decisions = ReviewStep.objects.order_by("id").values_list("decision", "by__name")
    assert [decision for decision, _by in decisions] == ["sent", "passed", "passed", "approved"]
    assert ActivityEntry.objects.filter(verb__startswith="amendments.").count() == 4


def test_second_click_does_not_pass_the_table_twice(
    ready: AmendmentTable, aigerim: User, client_of: ClientOf
) -> None:
    put(ready, "expert")
    for _click in range(2):
        client_of(aigerim).post(f"/dossiers/{ready.dossier_id}/amendments/pass/", {"stage": "expert"})
    ready.refresh_from_db()
    assert ready.state == "lawyer"


def test_slower_of_two_is_told(ready: AmendmentTable, aigerim: User, saule: User) -> None:
    seen_by_both = AmendmentTable.objects.get(pk=ready.pk)
    review.send_table(ready, actor=saule, at=NOW)
    with pytest.raises(AlreadyMoved):
        review.send_table(seen_by_both, actor=aigerim, at=NOW)
    assert ReviewStep.objects.count() == 1


def test_empty_table_does_not_go_to_review(table: AmendmentTable, aigerim: User) -> None:
    with pytest.raises(ValidationError, match="at least one"):
        review.send_table(table, actor=aigerim, at=NOW)


def test_returning_wants_a_word(table: AmendmentTable, aigerim: User, client_of: ClientOf) -> None:
    put(table, "lawyer")
    address = f"/dossiers/{table.dossier_id}/amendments/return/"
    assert client_of(aigerim).post(address, {"remarks": "  "}).status_code == 422
    client_of(aigerim).post(address, {"remarks": "2-жолға дерек керек."})
    assert ReviewStep.objects.get().remarks == "2-жолға дерек керек."
    page = client_of(aigerim).get(f"/dossiers/{table.dossier_id}/amendments/").content.decode()
    assert page.count("2-жолға дерек керек.") == 2  # beside the state, and in the history


def test_what_lies_before_the_head_only_the_head_returns(
    table: AmendmentTable, marat: User, client_of: ClientOf
) -> None:
    put(table, "head")
    address = f"/dossiers/{table.dossier_id}/amendments/return/"
    assert client_of(marat).post(address, {"remarks": "Жоқ."}).status_code == 403


# --- Both languages (I6) ------------------------------------------------------------------------------------


def test_table_is_not_approved_with_one_language(ready: AmendmentTable, aigerim: User) -> None:
    put(ready, "head")
    row = AmendmentRow.objects.get()
    AmendmentRow.objects.filter(pk=row.pk).update(readiness_kk="draft")
    AmendmentTable.objects.filter(pk=ready.pk).update(checked=["summary_kk"])
    ready.refresh_from_db()
    with pytest.raises(NotReady) as lacking:
        review.approve_table(ready, actor=aigerim, at=NOW)
    assert lacking.value.messages == [
        "In Kazakh the amendment 1 is not checked.",
        "In Russian the position summary is not checked.",
    ]


@pytest.mark.parametrize(("state", "step"), [("lawyer", "pass"), ("head", "approve")])
def test_page_says_what_is_missing(
    table: AmendmentTable, aigerim: User, client_of: ClientOf, state: str, step: str
) -> None:
    AmendmentRowFactory(table=table)
    put(table, state)
    answer = client_of(aigerim).post(f"/dossiers/{table.dossier_id}/amendments/{step}/", {"stage": state})
    assert answer.status_code == 422
    assert "In Kazakh the amendment 1 is not checked." in answer.content.decode()


# --- Frozen -------------------------------------------------------------------------------------------------


def _writes(table: AmendmentTable, row: AmendmentRow) -> dict[str, dict[str, str]]:
    """Every address that could change the table, with a valid body."""
    base = f"/dossiers/{table.dossier_id}/amendments/"
    return {
        f"{base}rows/add/": {},
        f"{base}rows/{row.pk}/edit/": {"justification_ru": "Иначе.", "version": "9"},
        f"{base}rows/{row.pk}/cells/justification_ru/": {"text": "Иначе.", "version": "9"},
        f"{base}rows/{row.pk}/cells/category/": {"text": "technical", "version": "9"},
        f"{base}rows/{row.pk}/check/ru/": {"checked": "no"},
        f"{base}rows/{row.pk}/text/ru/": {"version": "9"},
        f"{base}rows/{row.pk}/duplicate/": {},
        f"{base}rows/{row.pk}/move/": {"to": "up"},
        f"{base}rows/{row.pk}/remove/": {},
        f"{base}summary/": {"summary_ru": "Иначе.", "version": "9"},
        f"{base}summary/cells/summary_ru/": {"text": "Иначе.", "version": "9"},
        f"{base}summary/check/ru/": {"checked": "no"},
    }


def _all_of(table: AmendmentTable) -> list[object]:
    table.refresh_from_db()
    rows = AmendmentRow.objects.filter(table=table).order_by("id").values()
    return [*rows, table.summary_kk, table.summary_ru, table.checked]


@pytest.mark.parametrize("state", ["head", "approved", "submitted"])
def test_frozen_table_cannot_be_changed_at_any_address(
    ready: AmendmentTable, aigerim: User, client_of: ClientOf, state: str
) -> None:
    row = AmendmentRowFactory(table=ready, order=2, is_checked=True)
    put(ready, state)
    before, browser = _all_of(ready), client_of(aigerim)
    for address, fields in _writes(ready, row).items():
        assert _refused(browser, address, fields), address
    assert _all_of(ready) == before


def _refused(browser: Client, address: str, fields: dict[str, str]) -> bool:
    answer = browser.post(address, fields)
    return answer.status_code in (302, 422)


def test_every_writing_address_is_tried(ready: AmendmentTable) -> None:
    """Whoever adds an address that changes a table adds it to `_writes`."""
    from amendments.urls import table_urls

    row = AmendmentRow.objects.get()
    harmless = {"table", "table-begin", "row", "comment-add", "comment-settle", "row-restore"}
    tried = {
        address.removeprefix(f"/dossiers/{ready.dossier_id}/amendments/") for address in _writes(ready, row)
    }
    assert len(tried) == len(table_urls) - len(harmless) + 1  # two cells are tried


def test_head_opens_an_approved_table_again_for_a_new_round(
    ready: AmendmentTable, aigerim: User, saule: User
) -> None:
    for state in STEPS:
        STEPS[state](ready, aigerim)
    review.reopen_table(ready, "Жобаның жаңа нұсқасы шықты.", actor=aigerim, at=NOW)
    assert (ready.state, ready.round, ready.approved_at) == ("draft", 2, None)
    row = AmendmentRow.objects.get()
    cells.write_cell(row, "justification_ru", "Новое.", seen=0, actor=saule, at=NOW)
    with pytest.raises(ValidationError):
        review.reopen_table(put(ready, "approved"), " ", actor=aigerim, at=NOW)


# --- Who is told, what is kept ------------------------------------------------------------------------------


def test_those_for_whom_the_table_waits_are_told(
    ready: AmendmentTable, aigerim: User, marat: User, saule: User, bolat: User
) -> None:
    review.send_table(ready, actor=saule, at=NOW)
    assert set(Notice.objects.pending().values_list("recipient", flat=True)) == {aigerim.pk, marat.pk}
    review.pass_table(ready, actor=aigerim, at=NOW)
    assert set(Notice.objects.pending().values_list("recipient", flat=True)) == {marat.pk}
    review.pass_table(ready, actor=marat, at=NOW)
    assert set(Notice.objects.pending().values_list("recipient", flat=True)) == {aigerim.pk}


def test_authors_are_told_of_remarks(ready: AmendmentTable, aigerim: User, saule: User, marat: User) -> None:
    AmendmentRow.objects.update(author=saule)
    review.return_table(put(ready, "lawyer"), "Дерек керек.", actor=marat, at=NOW)
    told = Notice.objects.pending().get()
    assert (told.recipient, told.facts["remarks"]) == (saule, "Дерек керек.")


def test_approved_justifications_come_into_the_library_once(
    ready: AmendmentTable, ashyq_orta: Organisation, aigerim: User
) -> None:
    AmendmentRowFactory(table=ready, order=2, is_checked=True)
    review.approve_table(put(ready, "head"), actor=aigerim, at=NOW)
    entry = LibraryEntry.objects.get()
    assert (entry.organisation, entry.kind, entry.table) == (ashyq_orta, "justification", ready)
