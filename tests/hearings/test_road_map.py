"""What the road map hears of a hearing: announced, cancelled, opened, held; a letter to the public council."""

from uuid import uuid4

import pytest

from accounts.models import Organisation, User
from deadlines.actions import Words
from hearings.actions import record, stakeholders
from hearings.actions.entries import Entry
from hearings.actions.planning import announce_hearing, cancel_hearing
from hearings.models import Hearing
from hearings.states import EntryKind
from projects import queries_road_map as queries
from projects.actions.road_map import plan_road_map
from projects.models import Dossier
from projects.states import RoadMapDirection, TaskState
from tests.factories import DossierFactory, HearingFactory, StakeholderFactory
from tests.factories.hearings import OpenHearingFactory
from tests.hearings.conftest import NOW, TODAY
from tests.moments import almaty


@pytest.fixture
def dossier(ashyq_orta: Organisation, aigerim: User) -> Dossier:
    dossier = DossierFactory(organisation=ashyq_orta, owner=aigerim)
    facts = {"direction": RoadMapDirection.FORWARDS, "starts_on": TODAY, "on": TODAY, "at": NOW}
    plan_road_map(dossier, actor=aigerim, **facts)
    return dossier


@pytest.fixture
def hearing(dossier: Dossier, aigerim: User) -> Hearing:
    starts_at = almaty("08.10.2026 15:00")
    return HearingFactory(
        organisation=dossier.organisation, dossier=dossier, starts_at=starts_at, moderator=aigerim
    )


def done(dossier: Dossier) -> set[str]:
    return {task.key for task in queries.tasks_of(dossier) if task.standing == TaskState.DONE}


def test_hearing_closes_its_tasks_as_it_goes(dossier: Dossier, hearing: Hearing, aigerim: User) -> None:
    guest = StakeholderFactory(organisation=hearing.organisation)
    stakeholders.choose(hearing, [guest], actor=aigerim, at=NOW)
    announce_hearing(hearing, actor=aigerim, on=TODAY, at=NOW)
    assert done(dossier) == {"stakeholders", "announcement"}
    assert queries.paths_of(dossier) == {"hearing_planned": hearing.path}
    hearing.refresh_from_db()
    begin = hearing.starts_at
    for kind, key in ((EntryKind.OPEN, uuid4()), (EntryKind.CLOSE, uuid4())):
        record.write(hearing, Entry(kind, key, {}, begin), actor=aigerim, at=begin)
        hearing.refresh_from_db()
    assert done(dossier) == {"stakeholders", "announcement", "registration", "hearing"}


def test_cancelled_hearing_is_to_be_announced_again(
    dossier: Dossier, hearing: Hearing, aigerim: User
) -> None:
    announce_hearing(hearing, actor=aigerim, on=TODAY, at=NOW)
    cancel_hearing(hearing, reason=Words("Зал жоқ", "Зала нет"), actor=aigerim, at=NOW)
    assert done(dossier) == set()
    assert queries.paths_of(dossier) == {}


def test_second_hearing_after_one_that_was_opened_repeats_the_discussion(
    dossier: Dossier, hearing: Hearing, aigerim: User
) -> None:
    OpenHearingFactory(organisation=dossier.organisation, dossier=dossier)
    announce_hearing(hearing, actor=aigerim, on=TODAY, at=NOW)
    assert "repeat-discussion" in done(dossier)
    cancel_hearing(hearing, reason=Words("Зал жоқ", "Зала нет"), actor=aigerim, at=NOW)
    again = next(task for task in queries.tasks_of(dossier) if task.key == "repeat-discussion")
    assert again.standing == TaskState.RESERVE
    assert "announcement" in done(dossier)
