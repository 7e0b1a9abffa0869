"""What an act promises: dates, steps, evidence, requests, figures, effect on groups, files."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from accounts.models import Organisation, User
from amendments.receipt_files import ReceiptFile
from common.states import AlreadyMoved, IllegalMove
from deadlines.models import Deadline, TimeLimit
from deadlines.states import DeadlineState
from inforequests.models import InfoRequest
from monitoring import items_file
from monitoring.actions import implementation as actions
from monitoring.actions.effects import save_effect, take_groups
from monitoring.actions.implementation import Due
from monitoring.actions.proofs import keep_proof
from monitoring.actions.removal import remove, restore
from monitoring.models import GroupEffect, ImplementationItem, ItemRequest, Proof
from monitoring.models.implementation import NEVER
from monitoring.queries.life import Wanted, items_of, with_requests
from monitoring.states import ITEM_MOVES, ItemState
from projects.models import Dossier
from tests.factories import (
    DossierFactory,
    InfoRequestFactory,
    ItemFactory,
    MeasurementFactory,
    MembershipFactory,
    RapidAssessmentFactory,
)
from tests.moments import almaty, day
from tests.monitoring.act_law import act_law  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("act_law")
AT = almaty("14.09.2026 09:30")
TODAY = AT.date()
WHEN: dict[str, Any] = {"on": TODAY, "at": AT}


@pytest.fixture
def dossier(ashyq_orta: Organisation, aigerim: User) -> Dossier:
    return DossierFactory(organisation=ashyq_orta, owner=aigerim)


def values(**more: Any) -> dict[str, Any]:
    base = {"kind": "bylaw", "title_kk": "Әдістеме", "title_ru": "Методика", "provision": "4-тармақ"}
    rest = {"body": None, "body_name": "Басқарма", "responsible": None, "target": None, "unit": ""}
    return {**base, **rest, **more}


def add(dossier: Dossier, actor: User, due: Due | None = None, **more: Any) -> ImplementationItem:
    return actions.add_item(dossier, values(**more), due or Due(), actor=actor, **WHEN)


def open_days() -> list[date]:
    return list(Deadline.objects.filter(state=DeadlineState.OPEN).values_list("due_on", flat=True))


# --- Dates and steps ------------------------------------------------------------------------------------------


def test_last_day_reminds_and_leads_to_the_item(dossier: Dossier, aigerim: User) -> None:
    item = add(dossier, aigerim, Due(day("01.10.2026")))
    assert item.deadline is not None
    assert (item.deadline.due_on, item.deadline.responsible) == (day("01.10.2026"), aigerim)
    assert item.deadline.path == f"/implementation/{item.pk}/"
    assert item.deadline.label_ru == "Исполнение акта: Методика"
    assert item.deadline.next_reminder_on is not None
    assert item.sort_on == day("01.10.2026")


def test_last_day_is_counted_by_a_rule_and_explains_itself(dossier: Dossier, aigerim: User) -> None:
    limit = TimeLimit.objects.get(code="public_council.opinion")
    item = add(dossier, aigerim, Due(None, limit, day("10.09.2026")))
    assert item.due_on == day("24.09.2026")
    assert item.deadline is not None
    assert item.deadline.explanation["start_on"] == "2026-09-10"


def test_change_of_the_day_moves_the_same_deadline(dossier: Dossier, aigerim: User) -> None:
    item = add(dossier, aigerim, Due(day("01.10.2026")))
    known = item.deadline_id
    actions.change_item(item, values(), Due(day("05.10.2026")), seen=0, actor=aigerim, **WHEN)
    item.refresh_from_db()
    assert (item.deadline_id, item.due_on, item.sort_on) == (known, day("05.10.2026"), day("05.10.2026"))
    with pytest.raises(AlreadyMoved):
        actions.change_item(item, values(), Due(), seen=0, actor=aigerim, **WHEN)


def test_reminder_goes_to_whoever_follows_it_now_under_its_name_of_now(
    ashyq_orta: Organisation, dossier: Dossier, aigerim: User
) -> None:
    item, lawyer = (
        add(dossier, aigerim, Due(day("01.10.2026"))),
        MembershipFactory(organisation=ashyq_orta).user,
    )
    changed = values(responsible=lawyer, title_ru="Методика оценки")
    actions.change_item(item, changed, Due(day("01.10.2026")), seen=0, actor=aigerim, **WHEN)
    deadline = Deadline.objects.get(state=DeadlineState.OPEN)
    assert (deadline.responsible, deadline.label_ru) == (lawyer, "Исполнение акта: Методика оценки")
    actions.change_item(
        item, {**changed, "responsible": None}, Due(day("01.10.2026")), seen=1, actor=aigerim, **WHEN
    )
    deadline.refresh_from_db()
    assert deadline.responsible == aigerim


def test_day_that_is_not_known_any_more_is_dropped(dossier: Dossier, aigerim: User) -> None:
    item = add(dossier, aigerim, Due(day("01.10.2026")))
    actions.change_item(item, values(), Due(), seen=0, actor=aigerim, **WHEN)
    item.refresh_from_db()
    assert (item.deadline, item.sort_on, open_days()) == (None, NEVER, [])


@pytest.mark.parametrize(("old", "new"), [(old, new) for old in ItemState for new in ItemState])
def test_every_pair_of_states(dossier: Dossier, aigerim: User, old: str, new: str) -> None:
    done_on = TODAY if old == ItemState.DONE else None
    item = ItemFactory(dossier=dossier, state=old, done_on=done_on)

    def move() -> None:
        actions.move_item(item, new, actor=aigerim, **WHEN)

    if new in ITEM_MOVES[old]:
        move()
        item.refresh_from_db()
        assert (item.state, item.before) == (new, old)
    else:
        with pytest.raises(IllegalMove):
            move()


def test_done_meets_the_deadline_and_undo_lets_it_run_again(dossier: Dossier, aigerim: User) -> None:
    item = add(dossier, aigerim, Due(day("10.09.2026")))
    actions.move_item(item, "done", done_on=day("12.09.2026"), actor=aigerim, **WHEN)
    assert (item.was_late, items_file.days_late(item, TODAY), open_days()) == (True, 2, [])
    assert item.sort_on == NEVER
    actions.take_back_item(item, actor=aigerim, **WHEN)
    item.refresh_from_db()
    assert (item.state, item.done_on, open_days()) == ("expected", None, [day("10.09.2026")])
    with pytest.raises(IllegalMove):
        actions.take_back_item(item, actor=aigerim, **WHEN)
    with pytest.raises(ValidationError):
        actions.move_item(item, "done", done_on=TODAY + timedelta(1), actor=aigerim, **WHEN)


def test_overdue_come_first_and_what_is_finished_last(
    ashyq_orta: Organisation, dossier: Dossier, aigerim: User
) -> None:
    done = add(dossier, aigerim, Due(day("01.09.2026")), title_kk="Бітті", title_ru="")
    later = add(dossier, aigerim, Due(day("01.10.2026")), title_kk="Кейін", title_ru="")
    late = add(dossier, aigerim, Due(day("02.09.2026")), title_kk="Кешікті", title_ru="")
    actions.move_item(done, "done", actor=aigerim, **WHEN)
    rows = items_of(ashyq_orta, Wanted(), TODAY).order_by("sort_on", "id")
    assert list(rows) == [late, later, done]
    assert list(items_of(ashyq_orta, Wanted(state="overdue"), TODAY)) == [late]
    assert items_of(ashyq_orta, Wanted(state="open", kind="kpi"), TODAY).count() == 0


# --- Requests -------------------------------------------------------------------------------------------------


def test_body_is_asked_with_a_filled_in_letter_once(dossier: Dossier, aigerim: User) -> None:
    item = add(dossier, aigerim, Due(day("01.10.2026")), title_kk="«Күтім» әдістемесі", title_ru="")
    asked = actions.ask_body(item, actor=aigerim, at=AT)
    assert asked is not None
    assert actions.ask_body(item, actor=aigerim, at=AT) == asked
    assert (asked.holder.name_ru, asked.dossier, asked.state) == ("Басқарма", dossier, "draft")
    assert asked.subject_kk == "Актінің орындалуы туралы: «“Күтім” әдістемесі»"
    assert "4-тармақ" in asked.preface_kk
    assert "Орындалу мерзімі" in asked.preface_kk
    assert asked.items.count() == 3
    assert ItemRequest.objects.get().info_request == asked


def test_nobody_is_asked_where_no_body_is_named(dossier: Dossier, aigerim: User) -> None:
    item = add(dossier, aigerim, body_name="")
    assert actions.ask_body(item, actor=aigerim, at=AT) is None
    assert not InfoRequest.objects.exists()


def test_request_is_linked_and_unlinked_and_stays(dossier: Dossier, aigerim: User) -> None:
    item, asked = add(dossier, aigerim), InfoRequestFactory(organisation=dossier.organisation)
    for _twice in range(2):
        actions.link_request(item, asked, actor=aigerim, at=AT)
    assert ItemRequest.objects.count() == 1
    actions.unlink_request(item, asked, actor=aigerim, at=AT)
    assert not ItemRequest.objects.exists()
    assert InfoRequest.objects.get() == asked


# --- Evidence, effect, files ----------------------------------------------------------------------------------


def test_same_evidence_is_kept_once_and_comes_back_after_removal(dossier: Dossier, aigerim: User) -> None:
    item = add(dossier, aigerim)
    said = {"on": TODAY, "note": "Жарияланды", "link": ""}
    file = ReceiptFile(b"%PDF-1.7 %%EOF", "application/pdf", ".pdf")
    for _twice in range(2):
        kept = keep_proof(item, "item", said, (file, "../../буйрық.pdf"), actor=aigerim, **WHEN)
        keep_proof(item, "item", said, None, actor=aigerim, **WHEN)
    assert Proof.objects.count() == 2
    assert kept.file_name == "буйрық.pdf"
    remove(kept, actor=aigerim, at=AT)
    restore(kept, actor=aigerim, **WHEN)
    kept.refresh_from_db()
    assert kept.removed_at is None


def test_groups_of_the_assessment_come_over_once_with_what_was_expected(
    dossier: Dossier, aigerim: User
) -> None:
    groups = [{"name_kk": "Зейнеткерлер", "name_ru": "Пенсионеры", "effect": "worse"}, {"name_kk": " "}]
    RapidAssessmentFactory(dossier=dossier, organisation=dossier.organisation, groups=groups)
    assert take_groups(dossier, actor=aigerim, at=AT) == 1
    assert take_groups(dossier, actor=aigerim, at=AT) == 0
    row = GroupEffect.objects.get()
    said = {"name_kk": "Зейнеткерлер", "name_ru": "Пенсионеры", "effect": "better", "noted_on": TODAY}
    save_effect(dossier, row, {**said, "note_kk": "Жақсарды", "note_ru": ""}, actor=aigerim, **WHEN)
    row.refresh_from_db()
    assert (row.expected, row.effect, row.noted_by) == ("worse", "better", aigerim)


def test_files_hold_the_same_and_no_formula(
    ashyq_orta: Organisation, dossier: Dossier, aigerim: User
) -> None:
    due = Due(day("10.09.2026"))
    item = add(dossier, aigerim, due, kind="kpi", title_kk="=1+1", target=Decimal("80"), unit="%")
    MeasurementFactory(item=item, value=Decimal("62.5"))
    rows = with_requests(items_of(ashyq_orta, Wanted(), TODAY))
    told = items_file.as_csv(rows, TODAY).decode("utf-8-sig").splitlines()
    assert "'=1+1" in told[1]
    assert ";10.09.2026;" in told[1]
    assert told[1].endswith(";0;80;62.5;01.09.2026;%")
    sheet = load_workbook(BytesIO(items_file.as_xlsx(rows, TODAY))).worksheets[0]
    cells = [cell.value for cell in sheet[2]]
    assert (cells[2], cells[9], cells[12], cells[13]) == ("=1+1", 4, 80, 62.5)
    assert sheet["C2"].data_type == "s"
