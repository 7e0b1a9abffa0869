"""The life of a reminder: when it is noted, for whom, and that it is noted once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.actions import remove_member, suspend_organisation
from accounts.models import User
from correspondence.composing import compose_notices
from correspondence.models import Notice, OutgoingEmail
from correspondence.states import NoticeState
from deadlines import actions
from deadlines.models import CalendarException, Deadline
from deadlines.queries import calendar, reminder_balance
from tests.factories import DeadlineFactory, MembershipFactory, UserFactory
from tests.moments import almaty, day

pytestmark = pytest.mark.django_db

# Due on Wednesday 25 November 2026; no holidays are near.
DAYS = {
    "t-5": "18.11.2026",
    "t-3": "20.11.2026",
    "t-1": "24.11.2026",
    "t-0": "25.11.2026",
    "overdue": "26.11.2026",
    "escalated": "27.11.2026",
}


def told(deadline: Deadline, **which: Any) -> list[tuple[str, User]]:
    """Stage and person of every notice, in the order of noting."""
    notices = Notice.objects.filter(thread=actions.thread_of(deadline), **which).order_by("id")
    return [(notice.stage, notice.recipient) for notice in notices.select_related("recipient")]


def live_through(first: str, last: str, *, ticks: int = 1) -> None:
    """Every day of the span, at nine, so many ticks of the reminder and of the letter writer."""
    at = almaty(first)
    while at <= almaty(last):
        for _tick in range(ticks):
            tick(at)
        at += timedelta(days=1)


def tick(at: datetime) -> None:
    actions.send_due_reminders(at)
    compose_notices(at)


@pytest.fixture
def timur(ashyq_orta: Any) -> User:
    person = UserFactory(name="Тимур Ким", mail_language="ru")
    MembershipFactory(user=person, organisation=ashyq_orta, role="lawyer")
    return person


@pytest.fixture
def deadline(ashyq_orta: Any, timur: User) -> Deadline:
    return DeadlineFactory(organisation=ashyq_orta, responsible=timur)


@pytest.mark.parametrize(("stage", "on"), DAYS.items())
def test_reminder_of_each_stage_is_noted_on_its_working_day(
    deadline: Deadline, aigerim: User, timur: User, stage: str, on: str
) -> None:
    live_through("02.11.2026", on)

    assert told(deadline)[-1] == (f"v1:{stage}", aigerim if stage == "escalated" else timur)
    assert len(told(deadline)) == list(DAYS).index(stage) + 1


def test_whole_life_gives_each_reminder_once_although_the_clock_ticks_ten_times_a_day(
    deadline: Deadline, aigerim: User, timur: User
) -> None:
    live_through("02.11.2026", "10.12.2026", ticks=10)

    assert told(deadline) == [
        *((f"v1:{stage}", timur) for stage in ("t-5", "t-3", "t-1", "t-0", "overdue")),
        ("v1:escalated", aigerim),
    ]
    assert OutgoingEmail.objects.count() == 6


def test_five_days_of_outage_put_all_that_was_due_into_one_late_letter(
    deadline: Deadline, timur: User
) -> None:
    live_through("02.11.2026", "19.11.2026")
    live_through("25.11.2026", "25.11.2026", ticks=10)

    assert told(deadline) == [(f"v1:{stage}", timur) for stage in ("t-5", "t-3", "t-1", "t-0")]
    letter = OutgoingEmail.objects.latest("id")
    assert OutgoingEmail.objects.count() == 2
    assert "24 ноября, вторник" in letter.text
    assert "20 ноября, пятница" in letter.text
    assert "18 ноября" not in letter.text


def test_deadline_opened_three_working_days_before_reminds_at_once_and_only_from_there(
    ashyq_orta: Any, timur: User
) -> None:
    deadline = DeadlineFactory(organisation=ashyq_orta, responsible=timur, on=day("20.11.2026"))

    live_through("20.11.2026", "24.11.2026", ticks=3)

    assert told(deadline) == [("v1:t-3", timur), ("v1:t-1", timur)]


@pytest.mark.parametrize("opened", ["21.11.2026", "22.11.2026"])
def test_deadline_opened_on_a_day_off_with_three_working_days_left_reminds_at_once(
    ashyq_orta: Any, timur: User, opened: str
) -> None:
    """Saturday and Sunday before Wednesday: the page says three working days, so the letter does too."""
    deadline = DeadlineFactory(organisation=ashyq_orta, responsible=timur, on=day(opened))

    live_through(opened, "24.11.2026", ticks=3)

    assert told(deadline) == [("v1:t-3", timur), ("v1:t-1", timur)]
    assert "опоздани" not in OutgoingEmail.objects.earliest("id").text


def test_deadline_opened_on_the_day_off_on_which_it_ends_reminds_of_that_day_alone(
    ashyq_orta: Any, timur: User
) -> None:
    deadline = DeadlineFactory(
        organisation=ashyq_orta, responsible=timur, due_on=day("28.11.2026"), on=day("28.11.2026")
    )

    tick(almaty("28.11.2026"))

    assert told(deadline) == [("v1:t-0", timur)]


def test_person_of_no_organisation_any_more_is_replaced_by_the_coordinators(
    deadline: Deadline, aigerim: User, timur: User
) -> None:
    live_through("02.11.2026", "18.11.2026")
    remove_member(timur.memberships.get(), actor=aigerim, at=almaty("19.11.2026"))

    live_through("19.11.2026", "20.11.2026")

    assert told(deadline) == [("v1:t-5", timur), ("v1:t-3", aigerim)]


def test_nobody_responsible_means_the_coordinators(ashyq_orta: Any, aigerim: User, bolat: User) -> None:
    deadline = DeadlineFactory(organisation=ashyq_orta)

    live_through("02.11.2026", "18.11.2026")

    assert told(deadline) == [("v1:t-5", aigerim)]


def test_person_whose_address_takes_no_mail_is_reminded_together_with_the_coordinators(
    deadline: Deadline, aigerim: User, timur: User
) -> None:
    User.objects.filter(pk=timur.pk).update(mail_refused_at=almaty("10.11.2026"))

    live_through("02.11.2026", "18.11.2026")

    assert set(told(deadline)) == {("v1:t-5", timur), ("v1:t-5", aigerim)}


def test_reminder_given_to_one_is_not_given_again_to_whoever_takes_over(
    deadline: Deadline, aigerim: User, timur: User
) -> None:
    live_through("02.11.2026", "18.11.2026")
    actions.assign_deadline(deadline, aigerim, actor=timur, at=almaty("18.11.2026 12:00"))

    live_through("18.11.2026", "20.11.2026")

    reminders = [row for row in told(deadline) if "assigned" not in row[0]]
    assert reminders == [("v1:t-5", timur), ("v1:t-3", aigerim)]


def test_suspended_organisation_gets_nothing(deadline: Deadline, operator: User) -> None:
    suspend_organisation(deadline.organisation, actor=operator, at=almaty("10.11.2026"))

    live_through("02.11.2026", "27.11.2026")

    assert told(deadline) == []


def test_deadline_of_another_organisation_is_told_to_nobody_here(deadline: Deadline, dana: User) -> None:
    live_through("02.11.2026", "27.11.2026")

    assert dana not in {person for _stage, person in told(deadline)}


# --- Moved --------------------------------------------------------------------------------------------------------


def move(deadline: Deadline, to: str, at: str, **how: Any) -> bool:
    deadline.refresh_from_db()
    when = almaty(at)
    return actions.move_deadline(deadline, day(to), on=when.date(), at=when, reason="portal", **how)


def test_moved_deadline_says_so_once_and_drops_what_had_not_left(deadline: Deadline, timur: User) -> None:
    live_through("02.11.2026", "18.11.2026")

    move(deadline, "02.12.2026", "18.11.2026 12:00")
    live_through("18.11.2026", "24.11.2026", ticks=3)

    assert told(deadline) == [("v1:t-5", timur), ("v2:moved", timur)]
    assert told(deadline, state=NoticeState.CANCELLED) == [("v1:t-5", timur)]
    assert list(OutgoingEmail.objects.order_by("id").values_list("state", flat=True)) == [
        "cancelled",
        "queued",
    ]


def test_moved_deadline_starts_its_reminders_anew(deadline: Deadline, timur: User) -> None:
    live_through("02.11.2026", "20.11.2026")

    move(deadline, "02.12.2026", "20.11.2026 12:00")
    live_through("21.11.2026", "25.11.2026")

    assert told(deadline)[2:] == [("v2:moved", timur), ("v2:t-5", timur)]


def test_deadline_moved_onto_a_day_of_reminding_is_not_told_twice_that_day(
    deadline: Deadline, timur: User
) -> None:
    move(deadline, "27.11.2026", "20.11.2026")  # the 20th is five working days before the 27th

    live_through("20.11.2026", "20.11.2026", ticks=5)

    assert told(deadline) == [("v2:moved", timur)]
    assert OutgoingEmail.objects.count() == 1


def test_whoever_moves_a_deadline_is_not_told_of_it(deadline: Deadline, timur: User) -> None:
    move(deadline, "02.12.2026", "18.11.2026", actor=timur)

    assert told(deadline) == []


def test_closed_deadline_does_not_move(deadline: Deadline, timur: User) -> None:
    actions.close_deadline(deadline, actor=timur, at=almaty("10.11.2026"))

    assert move(deadline, "02.12.2026", "18.11.2026") is False
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.version) == (day("25.11.2026"), 1)
    assert told(deadline) == []


def test_second_mover_of_the_same_version_changes_nothing(deadline: Deadline) -> None:
    stale = Deadline.objects.get(pk=deadline.pk)
    move(deadline, "02.12.2026", "10.11.2026")

    at = almaty("10.11.2026")
    moved = actions.move_deadline(stale, day("03.12.2026"), on=at.date(), at=at, reason="portal")

    assert moved is False
    assert stale.due_on == day("02.12.2026")
    assert len(told(deadline)) == 1


# --- Closed and opened again --------------------------------------------------------------------------------------


def test_closed_deadline_is_not_spoken_of_any_more(deadline: Deadline, timur: User) -> None:
    live_through("02.11.2026", "18.11.2026")

    actions.close_deadline(deadline, actor=timur, at=almaty("18.11.2026 12:00"))
    live_through("18.11.2026", "30.11.2026")

    assert told(deadline) == [("v1:t-5", timur)]
    assert OutgoingEmail.objects.get().state == "cancelled"


def test_notice_of_a_deadline_closed_before_the_letter_is_written_becomes_no_letter(
    deadline: Deadline, timur: User
) -> None:
    actions.send_due_reminders(almaty("18.11.2026"))
    actions.close_deadline(deadline, actor=timur, at=almaty("18.11.2026 09:01"))

    assert compose_notices(almaty("18.11.2026 09:02")) == 0
    assert not OutgoingEmail.objects.exists()


def test_closing_by_mistake_and_undoing_it_loses_no_reminder_of_that_day(
    deadline: Deadline, timur: User
) -> None:
    live_through("18.11.2026", "18.11.2026")
    actions.close_deadline(deadline, actor=timur, at=almaty("18.11.2026 09:01"))

    at = almaty("18.11.2026 09:02")
    actions.reopen_deadline(deadline, actor=timur, on=at.date(), at=at)
    live_through("18.11.2026", "18.11.2026", ticks=3)

    assert told(deadline) == [("v1:t-5", timur)]
    assert list(OutgoingEmail.objects.order_by("id").values_list("state", flat=True)) == [
        "cancelled",
        "queued",
    ]


def test_reminder_that_has_left_is_not_repeated_after_an_undo(deadline: Deadline, timur: User) -> None:
    live_through("18.11.2026", "18.11.2026")
    OutgoingEmail.objects.update(state="sent")
    at = almaty("18.11.2026 12:00")
    actions.close_deadline(deadline, actor=timur, at=at)
    actions.reopen_deadline(deadline, actor=timur, on=at.date(), at=at)

    live_through("18.11.2026", "20.11.2026")

    assert told(deadline) == [("v1:t-5", timur), ("v1:t-3", timur)]
    assert OutgoingEmail.objects.count() == 2


# --- Beyond the calendar, and a changed one -----------------------------------------------------------------------


@pytest.mark.parametrize("due", ["20.01.2099", "05.01.2014", "31.12.1900"])
def test_deadline_beyond_the_calendar_is_opened_and_stops_nobody(
    ashyq_orta: Any, timur: User, due: str
) -> None:
    DeadlineFactory(organisation=ashyq_orta, responsible=timur, due_on=day(due))
    known = DeadlineFactory(organisation=ashyq_orta, responsible=timur)

    live_through("18.11.2026", "20.11.2026")

    assert [stage for stage, _person in told(known)] == ["v1:t-5", "v1:t-3"]


def test_day_off_set_by_order_moves_the_reminders_of_dates_that_the_portal_stated(
    deadline: Deadline, timur: User, operator: User
) -> None:
    CalendarException.objects.create(on=day("19.11.2026"), kind="day_off", reason_kk="x", reason_ru="x")
    at = almaty("16.11.2026")
    actions.apply_shifts(actor=operator, on=at.date(), at=at)

    live_through("16.11.2026", "18.11.2026")

    assert told(deadline) == [("v1:t-5", timur)]
    assert Notice.objects.get().facts["planned_on"] == "2026-11-17"


# --- Expected against sent ----------------------------------------------------------------------------------------


def balance(on: str) -> tuple[int, int, int]:
    found = reminder_balance(day(on), calendar())
    return found.expected, found.noted, found.sent


def test_balance_shows_reminders_that_a_silent_stop_has_kept_back(deadline: Deadline) -> None:
    live_through("02.11.2026", "18.11.2026")
    assert balance("18.11.2026") == (1, 1, 0)

    OutgoingEmail.objects.update(state="sent")

    assert balance("18.11.2026") == (1, 1, 1)
    assert balance("25.11.2026") == (4, 1, 1)
    assert reminder_balance(day("25.11.2026"), calendar()).missing == 3


def test_balance_of_a_date_moved_on_a_friday_misses_nothing_at_the_weekend(
    deadline: Deadline, timur: User
) -> None:
    friday = almaty("20.11.2026")
    actions.move_deadline(deadline, day("25.11.2026"), on=friday.date(), at=friday, reason="portal")

    live_through("20.11.2026", "22.11.2026")

    assert [stage for stage, _person in told(deadline)] == ["v2:moved"]
    assert balance("22.11.2026") == (0, 0, 0)


def test_balance_leaves_out_what_nobody_has_to_be_told(deadline: Deadline, timur: User) -> None:
    actions.close_deadline(deadline, actor=timur, at=almaty("10.11.2026"))

    assert balance("25.11.2026") == (0, 0, 0)


def test_balance_asks_the_same_number_of_questions_of_one_deadline_and_of_three(
    deadline: Deadline, ashyq_orta: Any, timur: User, django_assert_num_queries: Any
) -> None:
    live_through("18.11.2026", "18.11.2026")
    with django_assert_num_queries(3):
        balance("18.11.2026")
    many: Iterable[Deadline] = [
        DeadlineFactory(organisation=ashyq_orta, responsible=timur) for _n in range(2)
    ]
    assert len(list(many)) == 2
    live_through("18.11.2026", "18.11.2026")

    with django_assert_num_queries(3):
        assert balance("18.11.2026") == (3, 3, 0)
