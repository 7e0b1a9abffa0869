"""The agenda, the stakeholders and the checklist of a hearing."""

from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils import timezone

from accounts.models import ActivityEntry, Organisation, User
from common.states import IllegalMove, move_state
from hearings import queries
from hearings.actions import agenda, checklist, stakeholders
from hearings.models import Hearing, Invitation, RiskCheck, Stakeholder
from hearings.states import HEARING_MOVES, HearingState, Risk
from tests.factories import AgendaItemFactory, HearingFactory, InvitationFactory, StakeholderFactory
from tests.hearings.conftest import NOW, TODAY
from tests.moments import almaty, day


@pytest.fixture
def hearing(ashyq_orta: Organisation) -> Hearing:
    return HearingFactory(organisation=ashyq_orta, starts_at=almaty("08.10.2026 15:00"))


def titles(hearing: Hearing) -> list[str]:
    return [item.title_ru for item in queries.agenda_of(hearing)]


@pytest.mark.parametrize("minutes", [10, 45, 120, 200])
def test_usual_agenda_fills_exactly_the_planned_time(hearing: Hearing, aigerim: User, minutes: int) -> None:
    hearing.minutes = minutes
    agenda.take_usual_agenda(hearing, actor=aigerim, at=NOW)
    agenda.take_usual_agenda(hearing, actor=aigerim, at=NOW)
    rows = queries.agenda_of(hearing)
    assert (rows.count(), rows.aggregate(sum=Sum("minutes"))["sum"] >= minutes) == (6, True)
    if minutes >= 45:
        assert rows.aggregate(sum=Sum("minutes"))["sum"] == minutes


def test_items_begin_one_after_another(hearing: Hearing) -> None:
    for minutes in (10, 20, 15):
        AgendaItemFactory(hearing=hearing, minutes=minutes)
    begun = [
        f"{almaty_time(row.starts_at)}" for row in queries.timed(hearing, list(queries.agenda_of(hearing)))
    ]
    assert begun == ["15:00", "15:10", "15:30"]


def almaty_time(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def test_item_moves_and_a_removed_one_comes_back_to_its_place(hearing: Hearing, aigerim: User) -> None:
    first, second, third = (AgendaItemFactory(hearing=hearing, title_ru=name) for name in "АБВ")
    agenda.move_item(third, "up", actor=aigerim, at=NOW)
    agenda.move_item(first, "up", actor=aigerim, at=NOW)
    assert titles(hearing) == ["А", "В", "Б"]
    agenda.remove_item(third, actor=aigerim, at=NOW)
    assert titles(hearing) == ["А", "Б"]
    agenda.restore_item(third, actor=aigerim, at=NOW)
    assert titles(hearing) == ["А", "В", "Б"]


def test_map_counts_invited_came_and_spoke_over_hearings(ashyq_orta: Organisation, aigerim: User) -> None:
    entry = StakeholderFactory(organisation=ashyq_orta)
    held = HearingFactory(organisation=ashyq_orta, starts_at=almaty("10.09.2026 15:00"))
    other = HearingFactory(organisation=ashyq_orta, starts_at=almaty("11.09.2026 15:00"))
    off = HearingFactory(organisation=ashyq_orta, state=HearingState.CANCELLED)
    invited = [InvitationFactory(hearing=one, stakeholder=entry) for one in (held, other, off)]
    stakeholders.note_attendance(invited[0], "spoke", actor=aigerim, on=TODAY, at=NOW)
    stakeholders.note_attendance(invited[1], "came", actor=aigerim, on=TODAY, at=NOW)
    found = queries.stakeholders(ashyq_orta).get()
    assert (found.invited, found.came, found.spoke) == (2, 2, 1)
    assert [row.hearing_id for row in queries.history_of(entry)] == [off.pk, other.pk, held.pk]


def test_attendance_is_not_noted_before_the_day(hearing: Hearing, aigerim: User) -> None:
    invitation = InvitationFactory(hearing=hearing)
    with pytest.raises(ValidationError, match="has not taken place"):
        stakeholders.note_attendance(invitation, "came", actor=aigerim, on=TODAY, at=NOW)
    stakeholders.note_attendance(invitation, "came", actor=aigerim, on=day("08.10.2026"), at=NOW)
    assert Invitation.objects.get().came


def test_stakeholder_of_another_organisation_is_never_chosen(
    hearing: Hearing, kok_aspan: Organisation, aigerim: User
) -> None:
    foreign = StakeholderFactory(organisation=kok_aspan)
    assert stakeholders.choose(hearing, [foreign], actor=aigerim, at=NOW) == 0
    assert not Invitation.objects.exists()


def test_name_on_the_map_once_and_no_person_in_the_log(ashyq_orta: Organisation, aigerim: User) -> None:
    facts = {
        "kind": "expert",
        "name": "Гүлнар Айбасова",
        "contact": "",
        "email": "g@example.kz",
        "language": "kk",
        "note": "",
    }
    stakeholders.save_stakeholder(stakeholders.new_stakeholder(ashyq_orta, NOW), facts, actor=aigerim, at=NOW)
    with pytest.raises(ValidationError, match="on the map already"):
        stakeholders.save_stakeholder(
            stakeholders.new_stakeholder(ashyq_orta, NOW), facts, actor=aigerim, at=NOW
        )
    assert Stakeholder.objects.count() == 1
    logged = str(list(ActivityEntry.objects.values()))
    assert "Айбасова" not in logged
    assert "g@example.kz" not in logged


def test_tick_is_one_however_often_it_is_set(hearing: Hearing, aigerim: User) -> None:
    for _click in range(2):
        checklist.tick(hearing, Risk.CONSENT, is_done=True, actor=aigerim, at=NOW)
    assert RiskCheck.objects.count() == 1
    checklist.tick(hearing, Risk.CONSENT, is_done=False, actor=aigerim, at=NOW)
    assert not RiskCheck.objects.exists()


@pytest.mark.parametrize("before", HearingState)
@pytest.mark.parametrize("to", HearingState)
def test_every_move_is_in_the_table_or_refused(hearing: Hearing, before: str, to: str) -> None:
    moments = dict.fromkeys(("announced_at", "opened_at", "closed_at"), NOW)
    Hearing.objects.filter(pk=hearing.pk).update(state=before, **moments)
    hearing.refresh_from_db()
    if to in HEARING_MOVES.get(before, frozenset()):
        move_state(hearing, HEARING_MOVES, to)
    else:
        with pytest.raises(IllegalMove):
            move_state(hearing, HEARING_MOVES, to)
