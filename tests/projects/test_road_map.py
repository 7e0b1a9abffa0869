"""The road map of a dossier: planned, followed, closed by facts, moved by people, planned anew with the discussion."""

import threading
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone, translation

from accounts.models import ActivityEntry, Organisation, User
from accounts.states import Role
from amendments.actions import assessment, review, submission
from amendments.models import AmendmentTable
from amendments.models.assessment import ANSWERS
from common.states import IllegalMove
from correspondence import composing
from correspondence.models import Notice, OutgoingEmail
from deadlines import actions as deadline_actions
from deadlines import queries as deadline_queries
from deadlines.models import CalendarException, Deadline
from projects import queries_road_map as queries
from projects.actions import dossiers, road_map, topics, windows
from projects.models import Dossier, DraftAct, RoadMap, RoadMapTask, TemplateTask, WatchTopic
from projects.road_map import wording
from projects.road_map.template import shipped_tasks, template_of
from projects.states import RoadMapDirection, RoadMapFact, RoadMapPart, TaskState
from tests.conftest import ClientOf
from tests.factories import (
    AmendmentRowFactory,
    AmendmentTableFactory,
    DraftActFactory,
    MembershipFactory,
)
from tests.projects.conftest import NOW, TODAY

pytestmark = pytest.mark.usefixtures("order")
END = date(2026, 10, 23)
HARD_END = date(2026, 9, 18)


@pytest.fixture
def marat(ashyq_orta: Organisation) -> User:
    """The lawyer of Ashyq Orta."""
    return MembershipFactory(organisation=ashyq_orta, role=Role.LAWYER, user__name="Марат Әлиев").user


def dossier_until(ends_on: date | None, organisation: Organisation, person: User) -> Dossier:
    draft = DraftActFactory(ends_on=ends_on, created_on=TODAY if ends_on else None)
    return dossiers.open_dossier(
        draft, organisation=organisation, owner=person, actor=person, on=TODAY, at=NOW
    )


@pytest.fixture
def dossier(ashyq_orta: Organisation, aigerim: User) -> Dossier:
    return dossier_until(END, ashyq_orta, aigerim)


def plan(dossier: Dossier, actor: User, **how: Any) -> RoadMap:
    wanted = {"direction": RoadMapDirection.BACKWARDS, "on": TODAY, "at": NOW, **how}
    return road_map.plan_road_map(dossier, actor=actor, **wanted)


def task(dossier: Dossier, key: str) -> RoadMapTask:
    return next(one for one in queries.tasks_of(dossier) if one.key == key)


def days_of(dossier: Dossier) -> dict[str, date | None]:
    return {one.key: one.due_on for one in queries.tasks_of(dossier)}


# --- Planning ----------------------------------------------------------------------------------------------------------


def test_plan_puts_every_open_task_with_a_day_on_the_list_of_deadlines(
    dossier: Dossier, aigerim: User, marat: User
) -> None:
    plan(dossier, aigerim)
    rows = queries.tasks_of(dossier)
    assert [row.key for row in rows] == [row.key for row in shipped_tasks(dossier.organisation)]
    reserve = {row.key for row in rows if row.standing == TaskState.RESERVE}
    assert reserve == {"repeat-request", "repeat-discussion", "media"}
    dated = [row for row in rows if row.due_on]
    assert {row.key for row in rows} - {row.key for row in dated} == reserve
    assert all(row.deadline and row.deadline.due_on == row.due_on for row in dated)
    submission_ = task(dossier, "submission")
    assert (submission_.due_on, submission_.deadline.responsible) == (END, marat)  # type: ignore[union-attr]
    assert task(dossier, "media").owner_id == aigerim.pk
    assert "23 октября" in submission_.deadline.explanation["because"]["ru"]  # type: ignore[union-attr]


def test_plan_without_an_end_goes_forwards_and_backwards_is_refused(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    dossier = dossier_until(None, ashyq_orta, aigerim)
    with pytest.raises(ValidationError):
        plan(dossier, aigerim)
    plan(dossier, aigerim, direction=RoadMapDirection.FORWARDS, starts_on=date(2026, 9, 21))
    starts = [row.starts_on for row in queries.tasks_of(dossier) if row.starts_on]
    assert min(starts) == date(2026, 9, 21)


def test_plan_twice_is_one_plan_and_tells_nobody(dossier: Dossier, aigerim: User) -> None:
    plan(dossier, aigerim)
    before = days_of(dossier)
    deadlines = Deadline.objects.count()
    plan(dossier, aigerim, at=NOW + timedelta(minutes=1))
    assert days_of(dossier) == before
    assert (RoadMap.objects.count(), Deadline.objects.count()) == (1, deadlines)
    assert not Notice.objects.filter(template="road_map_moved").exists()


def test_five_days_keep_the_essential_and_say_what_is_late_in_both_languages(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    dossier = dossier_until(HARD_END, ashyq_orta, aigerim)
    plan(dossier, aigerim)
    days = days_of(dossier)
    assert days["submission"] == HARD_END
    assert days["hearing"] is None
    outlook = queries.outlook(queries.tasks_of(dossier), TODAY, deadline_queries.calendar())
    said = {}
    for language in ("kk", "ru"):
        with translation.override(language):
            (trouble,) = wording.troubles_of(outlook)
            said[language] = trouble.sentence
    assert "4 жұмыс күніне" in said["kk"]
    assert "на 4 рабочих дня" in said["ru"]
    assert trouble.part == RoadMapPart.HEARING


def test_closed_dossier_is_not_planned(dossier: Dossier, aigerim: User) -> None:
    dossiers.close_dossier(dossier, "Мақсат орындалды", actor=aigerim, at=NOW)
    with pytest.raises(ValidationError):
        plan(dossier, aigerim)


def test_own_template_begins_new_maps_and_leaves_planned_ones(
    ashyq_orta: Organisation, aigerim: User, dossier: Dossier
) -> None:
    plan(dossier, aigerim)
    road_map.switch_template_task(ashyq_orta, "media", is_on=False, actor=aigerim, at=NOW)
    other = dossier_until(END, ashyq_orta, aigerim)
    plan(other, aigerim)
    assert "media" in days_of(dossier)
    assert "media" not in days_of(other)


# --- Facts -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def table(dossier: Dossier, aigerim: User) -> AmendmentTable:
    """Read to the end, waiting for the head's signature."""
    table = AmendmentTableFactory(dossier=dossier, checked=["summary_kk", "summary_ru"], state="head")
    AmendmentRowFactory(table=table, is_checked=True)
    return table


def assess(dossier: Dossier, actor: User) -> None:
    answers: dict[str, Any] = dict.fromkeys(ANSWERS, "") | {"groups": [], "documents": {}}
    answers |= {"reason_kk": "Тариф өседі", "recommendation": "take_part"}
    assessment.save_assessment(dossier, answers, seen=0, actor=actor, at=NOW)


def test_tasks_close_themselves_and_say_by_what(
    dossier: Dossier, aigerim: User, table: AmendmentTable
) -> None:
    plan(dossier, aigerim)
    assess(dossier, aigerim)
    review.approve_table(table, actor=aigerim, at=NOW)
    sent = submission.Sending("portal", NOW)
    submission.record_submission(table, sent, actor=aigerim, at=NOW)
    closed = {
        row.key: row.closed_by_fact for row in queries.tasks_of(dossier) if row.standing == TaskState.DONE
    }
    assert closed == {"assessment": "assessed", "table": "table_approved", "submission": "submitted"}
    deadline = task(dossier, "table").deadline
    assert deadline is not None
    assert deadline.state == "done"
    with translation.override("ru"):
        assert "утверждена" in wording.closed_how(task(dossier, "table"), TODAY)


def test_table_opened_again_opens_its_task_again(
    dossier: Dossier, aigerim: User, table: AmendmentTable
) -> None:
    plan(dossier, aigerim)
    day = task(dossier, "table").due_on
    review.approve_table(table, actor=aigerim, at=NOW)
    table.refresh_from_db()
    review.reopen_table(table, "Қате табылды", actor=aigerim, at=NOW)
    again = task(dossier, "table")
    assert (again.standing, again.due_on, again.closed_by_fact) == (TaskState.OPEN, day, "")
    assert again.deadline is not None
    assert again.deadline.state == "open"


def test_what_happened_before_the_plan_is_closed_by_it(dossier: Dossier, aigerim: User) -> None:
    assess(dossier, aigerim)
    topic = WatchTopic(organisation=dossier.organisation, name="Тариф", words="қағида, правила")
    topics.save_topic(topic, actor=aigerim, at=NOW, on=TODAY)
    plan(dossier, aigerim)
    done = {row.key for row in queries.tasks_of(dossier) if row.standing == TaskState.DONE}
    assert done == {"assessment", "subscription"}


def test_topic_that_finds_the_draft_later_closes_the_subscription(dossier: Dossier, aigerim: User) -> None:
    plan(dossier, aigerim)
    topic = WatchTopic(organisation=dossier.organisation, name="Тариф", words="қағида, правила")
    topics.save_topic(topic, actor=aigerim, at=NOW, on=TODAY)
    assert task(dossier, "subscription").closed_by_fact == RoadMapFact.TOPIC_WATCHED


def test_task_of_another_organisation_hears_nothing(
    dossier: Dossier, aigerim: User, dana: User, kok_aspan: Organisation
) -> None:
    theirs = dossiers.open_dossier(
        dossier.draft, organisation=kok_aspan, owner=dana, actor=dana, on=TODAY, at=NOW
    )
    plan(dossier, aigerim)
    plan(theirs, dana)
    assess(dossier, aigerim)
    assert task(dossier, "assessment").standing == TaskState.DONE
    assert task(theirs, "assessment").standing == TaskState.OPEN


def test_what_a_person_closed_stays_closed_when_the_fact_is_taken_back(
    dossier: Dossier, aigerim: User
) -> None:
    plan(dossier, aigerim)
    road_map.finish_task(task(dossier, "table"), actor=aigerim, at=NOW)
    road_map.record_fact(dossier, RoadMapFact.TABLE_APPROVED, at=NOW, actor=aigerim)
    road_map.withdraw_fact(dossier, RoadMapFact.TABLE_APPROVED, at=NOW, actor=aigerim)
    assert task(dossier, "table").standing == TaskState.DONE


# --- People ------------------------------------------------------------------------------------------------------------


def test_deadline_marked_as_met_on_the_list_is_the_task_done(dossier: Dossier, aigerim: User) -> None:
    plan(dossier, aigerim)
    deadline = task(dossier, "stakeholders").deadline
    assert deadline is not None
    deadline_actions.close_deadline(deadline, actor=aigerim, at=NOW)
    assert task(dossier, "stakeholders").standing == TaskState.DONE
    with pytest.raises(IllegalMove):
        road_map.finish_task(task(dossier, "stakeholders"), actor=aigerim, at=NOW)
    deadline.refresh_from_db()
    deadline_actions.reopen_deadline(deadline, actor=aigerim, on=TODAY, at=NOW)
    assert task(dossier, "stakeholders").standing == TaskState.OPEN


def test_skipped_task_drops_its_day_and_comes_back_with_it(dossier: Dossier, aigerim: User) -> None:
    plan(dossier, aigerim)
    day = task(dossier, "stakeholders").due_on
    with pytest.raises(ValidationError):
        road_map.skip_task(task(dossier, "stakeholders"), "  ", actor=aigerim, at=NOW)
    road_map.skip_task(task(dossier, "stakeholders"), "Карта дайын", actor=aigerim, at=NOW)
    skipped = task(dossier, "stakeholders")
    assert (skipped.standing, skipped.deadline.state) == (TaskState.SKIPPED, "cancelled")  # type: ignore[union-attr]
    road_map.reopen_task(skipped, actor=aigerim, on=TODAY, at=NOW)
    back = task(dossier, "stakeholders")
    assert (back.standing, back.due_on, back.deadline.state) == (TaskState.OPEN, day, "open")  # type: ignore[union-attr]


def test_hearing_skipped_as_a_whole_and_taken_back(dossier: Dossier, aigerim: User) -> None:
    plan(dossier, aigerim)
    before = days_of(dossier)
    assert road_map.skip_part(dossier, RoadMapPart.HEARING, "Қаражат жоқ", actor=aigerim, at=NOW) == 5
    assert road_map.restore_part(dossier, RoadMapPart.HEARING, actor=aigerim, on=TODAY, at=NOW) == 5
    assert days_of(dossier) == before


@pytest.mark.parametrize("day", [date(2026, 9, 13), date(2026, 9, 20), date(2026, 10, 26), date(2039, 1, 3)])
def test_task_is_not_moved_to_the_past_a_day_off_or_beyond_the_calendar(
    dossier: Dossier, aigerim: User, day: date
) -> None:
    plan(dossier, aigerim)
    with pytest.raises(ValidationError):
        road_map.move_task(task(dossier, "table"), day, actor=aigerim, on=TODAY, at=NOW)


def test_moved_task_shows_its_conflict_and_goes_back_to_the_plan(dossier: Dossier, aigerim: User) -> None:
    plan(dossier, aigerim)
    planned = task(dossier, "hearing").due_on
    road_map.move_task(task(dossier, "hearing"), date(2026, 10, 28), actor=aigerim, on=TODAY, at=NOW)
    outlook = queries.outlook(queries.tasks_of(dossier), TODAY, deadline_queries.calendar())
    assert ("too_late", "hearing") in {(one.kind, one.key) for one in outlook.conflicts}
    assert task(dossier, "hearing").deadline.due_on == date(2026, 10, 28)  # type: ignore[union-attr]
    road_map.move_task(task(dossier, "hearing"), None, actor=aigerim, on=TODAY, at=NOW)
    back = task(dossier, "hearing")
    assert (back.due_on, back.is_pinned) == (planned, False)


def test_assigned_task_goes_with_its_deadline(dossier: Dossier, aigerim: User, marat: User) -> None:
    plan(dossier, aigerim)
    road_map.assign_task(task(dossier, "stakeholders"), marat, actor=aigerim, at=NOW)
    assert task(dossier, "stakeholders").deadline.responsible == marat  # type: ignore[union-attr]
    road_map.assign_task(task(dossier, "media"), marat, actor=aigerim, at=NOW)
    assert task(dossier, "media").owner_id == marat.pk


def test_added_task_is_one_for_two_clicks_and_does_not_move_the_others(
    dossier: Dossier, aigerim: User
) -> None:
    plan(dossier, aigerim)
    before = days_of(dossier)
    new = road_map.NewTask("Сарапшы шақыру", "Пригласить эксперта", week=2, days=2)
    added = [road_map.add_task(dossier, new, actor=aigerim, on=TODAY, at=NOW) for _click in range(2)]
    assert added[0].pk == added[1].pk
    after = days_of(dossier)
    assert after.pop(added[0].key) == END
    assert after == before


def test_plan_b_waits_in_reserve_and_gets_its_days_when_it_is_started(
    dossier: Dossier, aigerim: User
) -> None:
    plan(dossier, aigerim)
    before = days_of(dossier)
    assert road_map.start_plan_b(dossier, actor=aigerim, on=TODAY, at=NOW) == 3
    after = days_of(dossier)
    assert all(after[key] == day for key, day in before.items() if day)
    assert after["media"] is not None
    assert after["media"] > END


# --- The discussion, the calendar, the dossier -------------------------------------------------------------------------


def move_end(draft: DraftAct, ends_on: date, at: datetime = NOW) -> None:
    draft.ends_on = ends_on
    draft.save(update_fields=["ends_on"])
    windows.follow_portal(draft, at=at, on=timezone.localdate(at))


def test_moved_end_moves_only_open_tasks_that_no_person_moved_and_tells_each_person_once(
    dossier: Dossier, aigerim: User, marat: User
) -> None:
    plan(dossier, aigerim)
    assess(dossier, aigerim)
    road_map.move_task(task(dossier, "stakeholders"), date(2026, 9, 17), actor=aigerim, on=TODAY, at=NOW)
    before = days_of(dossier)
    Notice.objects.all().delete()
    move_end(dossier.draft, date(2026, 10, 30), NOW + timedelta(hours=1))
    after = days_of(dossier)
    kept = {"stakeholders", "assessment", *(key for key, day in before.items() if day is None)}
    assert {key for key in before if before[key] == after[key]} == kept
    assert after["submission"] == date(2026, 10, 30)
    told = Notice.objects.filter(template="road_map_moved")
    assert sorted(told.values_list("recipient__name", flat=True)) == sorted([aigerim.name, marat.name])
    assert (
        not Notice.objects.filter(template="date_moved")
        .exclude(facts__label_ru__startswith="Направить")
        .exists()
    )
    verbs = list(ActivityEntry.objects.filter(verb="road_map.replanned").values_list("actor", flat=True))
    assert verbs == [None]


def test_letter_of_the_move_names_the_tasks_in_the_readers_language(
    dossier: Dossier, aigerim: User, through_outbox: None
) -> None:
    aigerim.mail_language = "kk"
    aigerim.save()
    plan(dossier, aigerim)
    Notice.objects.all().delete()
    later = NOW + timedelta(hours=1)
    move_end(dossier.draft, date(2026, 10, 30), later)
    composing.compose_notices(later + timedelta(minutes=10))
    letters = OutgoingEmail.objects.filter(recipient=aigerim)
    text = " ".join(letter.text + letter.subject for letter in letters)
    assert "Қоғамдық тыңдаулар өткізу: " in text
    assert "Провести" not in text
    assert f"/dossiers/{dossier.pk}/road-map/" in text


def test_moving_the_end_back_and_forth_gives_the_same_days(dossier: Dossier, aigerim: User) -> None:
    plan(dossier, aigerim)
    before = days_of(dossier)
    move_end(dossier.draft, date(2026, 10, 9))
    assert days_of(dossier) != before
    move_end(dossier.draft, END)
    assert days_of(dossier) == before


def test_new_day_off_moves_the_days_that_stand_on_it(dossier: Dossier, aigerim: User) -> None:
    plan(dossier, aigerim)
    day = task(dossier, "table").due_on
    assert road_map.follow_calendar(TODAY, NOW) == 0
    CalendarException.objects.create(on=day, kind="day_off", reason_kk="Бұйрық", reason_ru="Приказ")
    assert road_map.follow_calendar(TODAY, NOW) == 1
    days = deadline_queries.calendar()
    assert all(days.is_working(due) for due in days_of(dossier).values() if due)
    assert task(dossier, "table").due_on != day
    assert road_map.follow_calendar(TODAY, NOW) == 0


def test_closed_dossier_reminds_nobody_and_opened_again_is_planned_from_today(
    dossier: Dossier, aigerim: User
) -> None:
    plan(dossier, aigerim)
    dossiers.close_dossier(dossier, "Тоқтатылды", actor=aigerim, at=NOW)
    assert not Deadline.objects.open().filter(kind="road_map.task").exists()
    later = NOW + timedelta(days=3)
    dossiers.reopen_dossier(dossier, actor=aigerim, on=later.date(), at=later)
    open_ = Deadline.objects.open().filter(kind="road_map.task")
    assert open_.count() == 13
    assert not open_.filter(due_on__lt=later.date()).exists()


def test_new_discussion_concerns_the_map_once_it_is_joined(
    dossier: Dossier, aigerim: User, table: AmendmentTable
) -> None:
    plan(dossier, aigerim)
    review.approve_table(table, actor=aigerim, at=NOW)
    submission.record_submission(table, submission.Sending("portal", NOW), actor=aigerim, at=NOW)
    before = days_of(dossier)
    later = timezone.make_aware(datetime(2026, 11, 2, 10))
    dossier.draft.created_on, second_end = date(2026, 11, 2), date(2026, 11, 30)
    move_end(dossier.draft, second_end, later)
    assert days_of(dossier) == before
    dossiers.open_dossier(
        dossier.draft,
        organisation=dossier.organisation,
        owner=aigerim,
        actor=aigerim,
        on=later.date(),
        at=later,
    )
    assert RoadMap.objects.get().ends_on == second_end
    assert task(dossier, "reaction").due_on > second_end  # type: ignore[operator]


# --- At risk -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 4])
def test_dossiers_at_risk_ask_two_questions_whatever_their_number(
    ashyq_orta: Organisation,
    aigerim: User,
    kok_aspan: Organisation,
    dana: User,
    number: int,
    django_assert_num_queries: Any,
) -> None:
    for _one in range(number):
        plan(dossier_until(HARD_END, ashyq_orta, aigerim), aigerim)
    plan(dossier_until(END, ashyq_orta, aigerim), aigerim)
    plan(dossier_until(HARD_END, kok_aspan, dana), dana)
    days = deadline_queries.calendar()
    with django_assert_num_queries(2):
        found = queries.at_risk(ashyq_orta, TODAY, days)
        named = [(risk.late, risk.worst.days, risk.worst_task.key, risk.slack) for risk in found]  # type: ignore[union-attr]
    assert named == [(0, 4, "announcement", 0)] * number


def test_late_task_puts_the_dossier_at_risk_until_it_is_done(dossier: Dossier, aigerim: User) -> None:
    plan(dossier, aigerim)
    days, on = deadline_queries.calendar(), date(2026, 10, 12)
    late = {row.key for row in queries.tasks_of(dossier) if row.due_on and row.due_on < on}
    (risk,) = queries.at_risk(dossier.organisation, on, days)
    assert risk.outlook.late == late
    for key in late:
        deadline = task(dossier, key).deadline
        assert deadline is not None
        deadline_actions.close_deadline(deadline, actor=aigerim, at=NOW)
    assert queries.at_risk(dossier.organisation, on, days) == []


# --- The template ------------------------------------------------------------------------------------------------------


def fields(**changes: Any) -> dict[str, Any]:
    return {
        "week": 2,
        "label_kk": "Сарапшы шақыру",
        "label_ru": "Пригласить эксперта",
        "days": 2,
        "anchor": "before",
        "part": "other",
        "after": [],
        "role": "lawyer",
        "person": None,
        **changes,
    }


def test_first_change_copies_the_shipped_template_and_reset_can_be_undone(
    ashyq_orta: Organisation, aigerim: User
) -> None:
    road_map.save_template_task(ashyq_orta, "", fields(), actor=aigerim, at=NOW)
    own = [row.label_ru for row in template_of(ashyq_orta)]
    assert len(own) == 17
    assert road_map.reset_template(ashyq_orta, actor=aigerim, at=NOW)
    assert [row.pk for row in template_of(ashyq_orta)] == [None] * 16
    assert road_map.restore_template(ashyq_orta, actor=aigerim, at=NOW)
    assert [row.label_ru for row in template_of(ashyq_orta)] == own
    assert not road_map.restore_template(ashyq_orta, actor=aigerim, at=NOW)
    assert TemplateTask.objects.count() == 17


def test_circle_in_the_template_is_refused_by_name(ashyq_orta: Organisation, aigerim: User) -> None:
    links = [{"key": "submission", "days": 0, "unit": "working_day"}]
    with pytest.raises(ValidationError) as refused:
        road_map.save_template_task(ashyq_orta, "assessment", fields(after=links), actor=aigerim, at=NOW)
    assert "Пригласить эксперта" in str(refused.value) or "Сарапшы шақыру" in str(refused.value)
    assert not TemplateTask.objects.exists()


def test_order_within_a_week(ashyq_orta: Organisation, aigerim: User) -> None:
    road_map.move_template_task(ashyq_orta, "topic-and-aims", up=True, actor=aigerim, at=NOW)
    road_map.move_template_task(ashyq_orta, "stakeholders", up=True, actor=aigerim, at=NOW)
    first = [row.key for row in template_of(ashyq_orta) if row.week == 1]
    assert first == ["stakeholders", "topic-and-aims", "subscription"]


# --- Pages -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("_today")
class TestPages:
    @pytest.mark.parametrize("more", [0, 6])
    def test_page_asks_few_questions(
        self, client_of: ClientOf, dossier: Dossier, aigerim: User, more: int, django_assert_num_queries: Any
    ) -> None:
        plan(dossier, aigerim)
        for number in range(more):
            new = road_map.NewTask(f"Міндет {number}", f"Задача {number}", week=2)
            road_map.add_task(dossier, new, actor=aigerim, on=TODAY, at=NOW)
        her = client_of(aigerim)
        her.get(f"/dossiers/{dossier.pk}/road-map/")
        with django_assert_num_queries(
            7
        ):  # session, person, memberships, dossier, calendar, tasks, pages of facts
            assert her.get(f"/dossiers/{dossier.pk}/road-map/").status_code == 200

    def test_one_button_on_the_dossier_plans_backwards(
        self, client_of: ClientOf, dossier: Dossier, aigerim: User
    ) -> None:
        her = client_of(aigerim, language="ru")
        assert "Спланировать дорожную карту" in her.get(f"/dossiers/{dossier.pk}/").content.decode()
        answer = her.post(f"/dossiers/{dossier.pk}/road-map/plan/", {"direction": "backwards"}, follow=True)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "Провести общественные слушания" in page
        assert "Выполнено 0 из 13" in her.get(f"/dossiers/{dossier.pk}/").content.decode()

    def test_observer_reads_and_is_offered_nothing(
        self, client_of: ClientOf, dossier: Dossier, aigerim: User, bolat: User
    ) -> None:
        plan(dossier, aigerim)
        page = client_of(bolat).get(f"/dossiers/{dossier.pk}/road-map/").content.decode()
        main = page[page.index("<main") : page.index("</main")]
        assert "<form" not in main

    def test_refused_plan_says_why_and_keeps_what_was_typed(
        self, client_of: ClientOf, ashyq_orta: Organisation, aigerim: User
    ) -> None:
        dossier = dossier_until(None, ashyq_orta, aigerim)
        her = client_of(aigerim)
        for data in ({"direction": "backwards"}, {"direction": "forwards"}, {}):
            answer = her.post(f"/dossiers/{dossier.pk}/road-map/plan/", data)
            assert answer.status_code == 422
        assert not RoadMap.objects.exists()

    def test_template_is_edited_added_to_and_reset_by_the_coordinator(
        self, client_of: ClientOf, aigerim: User, marat: User
    ) -> None:
        her = client_of(aigerim)
        data = {"label_kk": "Сарапшы шақыру", "week": "2", "days": "2", "anchor": "before", "part": "other"}
        data |= {"after_1": "assessment", "gap_1": "1", "unit_1": "calendar_day"}
        assert her.post("/road-map/template/add/", data).status_code == 302
        row = TemplateTask.objects.get(label_ru="Сарапшы шақыру")
        assert row.after == [{"key": "assessment", "days": 1, "unit": "calendar_day"}]
        page = her.get("/road-map/template/").content.decode()
        assert "Not earlier than 1 calendar day after" in page
        assert her.post("/road-map/template/reset/").status_code == 302
        assert "Сарапшы шақыру" not in her.get("/road-map/template/").content.decode()
        assert client_of(marat).post("/road-map/template/reset/").status_code == 403


def test_answers_confirmed_and_taken_back(aigerim: User, dossier: Dossier) -> None:
    plan(dossier, aigerim)
    for note in (road_map.record_fact, road_map.withdraw_fact, road_map.record_fact):
        note(dossier, RoadMapFact.ANSWERS_CONFIRMED, at=NOW, actor=aigerim)
    assert task(dossier, "reaction").standing == TaskState.DONE
    entries = ActivityEntry.objects.filter(verb__startswith="road_map.").order_by("pk")
    assert [e.verb for e in entries][-3:] == [
        "road_map.closed_itself",
        "road_map.reopened_itself",
        "road_map.closed_itself",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_plan_at_once_plan_one_map(dossier: Dossier, aigerim: User) -> None:
    together, failures = threading.Barrier(2), []

    def take() -> None:
        try:
            together.wait()
            plan(dossier, aigerim)
        except Exception as failure:  # noqa: BLE001 - shown below
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take) for _person in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert RoadMap.objects.count() == 1
    assert RoadMapTask.objects.count() == 16
    assert Deadline.objects.filter(kind="road_map.task").count() == 13
