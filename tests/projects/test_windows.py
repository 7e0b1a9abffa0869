"""Discussion windows follow the portal: a moved date is told once, a new discussion is asked about again."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Organisation, User
from correspondence.models import Notice
from correspondence.states import NoticeState
from deadlines import actions as deadline_actions
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from projects import queries
from projects.actions import dossiers, poll, windows
from projects.models import DossierDate, DraftAct, Source, TriageItem
from projects.states import ActLevel
from tests.factories import ActTypeFactory, DraftActFactory
from tests.projects.conftest import NOW, TODAY
from tests.projects.pages import Act, Portal

ACT = Act(15_000_001, ends=date(2026, 9, 16))


def see(source: Source, act: Act, *, at: datetime = NOW) -> DraftAct:
    source.refresh_from_db()
    poll.poll_source(source, fetch=Portal([act]), at=at, on=timezone.localdate(at))
    return DraftAct.objects.get(portal_id=act.number)


def take_part(draft: DraftAct, organisation: Organisation, person: User, at: datetime = NOW) -> Deadline:
    dossier = dossiers.open_dossier(
        draft, organisation=organisation, owner=person, actor=person, on=timezone.localdate(at), at=at
    )
    assert dossier.discussion_deadline is not None
    return dossier.discussion_deadline


# --- The statutory minimum --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "created", "ends"),
    [
        (ActLevel.BYLAW, date(2024, 4, 11), date(2024, 4, 25)),
        (ActLevel.BYLAW, date(2026, 3, 18), date(2026, 4, 6)),
        (ActLevel.LAW, date(2026, 9, 10), date(2026, 10, 1)),
        (ActLevel.CONSULTATIVE, date(2026, 9, 10), date(2026, 10, 1)),
        (ActLevel.OTHER, date(2026, 9, 10), None),
    ],
)
@pytest.mark.usefixtures("law")
def test_minimum_follows_the_level_of_the_act(level: ActLevel, created: date, ends: date | None) -> None:
    act_type = ActTypeFactory(name_ru=f"Вид {level}", level=level)
    draft = DraftActFactory(act_type=act_type, created_on=created)
    assert draft.windows.get().statutory_ends_on == ends


@pytest.mark.usefixtures("law")
def test_draft_of_unknown_day_or_year_has_no_minimum() -> None:
    unknown, ancient = DraftActFactory(created_on=None), DraftActFactory(created_on=date(2009, 1, 1))
    assert [draft.windows.get().statutory_ends_on for draft in (unknown, ancient)] == [None, None]


# --- A moved date (F11) -----------------------------------------------------------------------------------


def test_moved_end_is_told_once_and_old_reminders_are_dropped(
    portal_source: Source, ashyq_orta: Organisation, aigerim: User
) -> None:
    draft = see(portal_source, ACT)
    deadline = take_part(draft, ashyq_orta, aigerim)
    deadline_actions.send_due_reminders(NOW)
    old = set(Notice.objects.values_list("stage", "state"))
    for hour in (1, 2, 3):
        see(portal_source, ACT.but(ends=date(2026, 9, 30)), at=NOW + timedelta(hours=hour))
    deadline.refresh_from_db()
    told = list(Notice.objects.order_by("pk").values_list("stage", "state"))
    print(f"F11 moved end: notices before {sorted(old)}, after {told} (bar one 'moved', old ones cancelled)")
    assert (deadline.due_on, deadline.version, deadline.state) == (date(2026, 9, 30), 2, DeadlineState.OPEN)
    moved = [stage for stage, state in told if state == NoticeState.PENDING]
    assert moved == ["v2:moved"]
    assert draft.windows.count() == 1
    assert "2026-09-30" in str(draft.snapshots.latest("pk").changes)


def test_moved_end_moves_the_question_too(portal_source: Source, ashyq_orta: Organisation) -> None:
    draft = see(portal_source, ACT)
    window = draft.windows.get()
    TriageItem.objects.create(organisation=ashyq_orta, draft=draft, window=window, ends_on=ACT.ends)
    see(portal_source, ACT.but(ends=date(2026, 9, 30)), at=NOW + timedelta(hours=1))
    (item,) = queries.triage_queue(ashyq_orta, date(2026, 9, 29))
    assert item.ends_on == date(2026, 9, 30)


def test_first_end_of_an_undated_draft_opens_the_deadline(
    portal_source: Source, ashyq_orta: Organisation, aigerim: User
) -> None:
    undated = ACT.but(ends=None, created=None)
    draft = see(portal_source, undated)
    dossier = dossiers.open_dossier(
        draft, organisation=ashyq_orta, owner=aigerim, actor=aigerim, on=TODAY, at=NOW
    )
    assert dossier.discussion_deadline is None
    see(portal_source, ACT, at=NOW + timedelta(hours=1))
    dossier.refresh_from_db()
    assert dossier.discussion_deadline is not None
    assert dossier.discussion_deadline.due_on == ACT.ends


def test_stated_end_replaces_the_one_computed_by_law(
    portal_source: Source, ashyq_orta: Organisation, aigerim: User
) -> None:
    draft = see(portal_source, ACT.but(ends=None))
    deadline = take_part(draft, ashyq_orta, aigerim)
    assert (deadline.source, deadline.due_on) == ("computed", date(2026, 9, 24))
    see(portal_source, ACT.but(ends=date(2026, 9, 18)), at=NOW + timedelta(hours=1))
    deadline.refresh_from_db()
    assert (deadline.source, deadline.due_on, deadline.explanation) == ("stated", date(2026, 9, 18), {})
    assert deadline_actions.shifts() == []


# --- A new discussion -------------------------------------------------------------------------------------

AGAIN = timezone.make_aware(datetime(2026, 10, 5, 10))
SECOND = ACT.but(created=date(2026, 10, 5), ends=date(2026, 10, 19))


def test_new_discussion_comes_back_to_triage(
    portal_source: Source, ashyq_orta: Organisation, aigerim: User
) -> None:
    draft = see(portal_source, ACT)
    item = TriageItem.objects.create(organisation=ashyq_orta, draft=draft, window=draft.windows.get())
    dossiers.decline(item, "Басқа сала", actor=aigerim, at=NOW)
    for hour in range(3):
        see(portal_source, SECOND, at=AGAIN + timedelta(hours=hour))
    numbers = list(draft.windows.order_by("number").values_list("number", "ends_on"))
    assert numbers == [(1, ACT.ends), (2, SECOND.ends)]
    (again,) = queries.triage_queue(ashyq_orta, timezone.localdate(AGAIN))
    assert (again.window.number, again.ends_on) == (2, SECOND.ends)
    item.refresh_from_db()
    assert (item.state, item.reason) == ("declined", "Басқа сала")


def test_taking_part_again_gives_the_new_end_and_keeps_the_old_one(
    portal_source: Source, ashyq_orta: Organisation, aigerim: User
) -> None:
    draft = see(portal_source, ACT)
    first = take_part(draft, ashyq_orta, aigerim)
    deadline_actions.close_deadline(first, actor=aigerim, at=NOW)
    see(portal_source, SECOND, at=AGAIN)
    assert queries.triage_queue(ashyq_orta, timezone.localdate(AGAIN)).count() == 1
    second = take_part(DraftAct.objects.get(pk=draft.pk), ashyq_orta, aigerim, at=AGAIN)
    first.refresh_from_db()
    assert (first.state, second.state, second.due_on) == ("done", "open", SECOND.ends)
    assert DossierDate.objects.get().deadline == first
    assert not queries.triage_queue(ashyq_orta, timezone.localdate(AGAIN)).exists()


def test_open_deadline_of_the_first_discussion_moves_to_the_second(
    portal_source: Source, ashyq_orta: Organisation, aigerim: User
) -> None:
    draft = see(portal_source, ACT)
    deadline = take_part(draft, ashyq_orta, aigerim)
    see(portal_source, SECOND, at=AGAIN)
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.state) == (SECOND.ends, DeadlineState.OPEN)


def test_closed_dossier_is_not_moved(portal_source: Source, ashyq_orta: Organisation, aigerim: User) -> None:
    draft = see(portal_source, ACT)
    deadline = take_part(draft, ashyq_orta, aigerim)
    dossier = queries.dossier_of(draft, ashyq_orta)
    assert dossier is not None
    dossiers.close_dossier(dossier, "Бітті", actor=aigerim, at=NOW)
    before = Notice.objects.count()
    see(portal_source, ACT.but(ends=date(2026, 9, 30)), at=NOW + timedelta(hours=1))
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.state, Notice.objects.count()) == (ACT.ends, "cancelled", before)


@pytest.mark.usefixtures("law")
def test_version_that_the_portal_names_opens_its_window() -> None:
    draft = DraftActFactory()
    draft.ends_on = date(2026, 9, 28)
    assert windows.follow_portal(draft, at=NOW, on=TODAY, number=3) == [draft.pk]
    assert list(draft.windows.values_list("number", flat=True)) == [3, 1]
