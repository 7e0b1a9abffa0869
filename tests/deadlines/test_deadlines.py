"""Opening, assigning and computing deadlines, and what a change of calendar or rule does to them."""

from typing import Any

import pytest
from django.utils import translation

from accounts.models import ActivityEntry, User
from correspondence.models import Notice
from deadlines import actions, queries
from deadlines.calendar import Computation
from deadlines.models import CalendarException, CalendarYear, Deadline, TimeLimit
from deadlines.states import DateSource
from deadlines.wording import due_of
from tests.factories import DeadlineFactory, MembershipFactory, TimeLimitFactory
from tests.moments import almaty, day

pytestmark = pytest.mark.django_db
AT = almaty("10.11.2026")


@pytest.fixture
def limit(db: None) -> TimeLimit:
    return TimeLimitFactory()


@pytest.fixture
def computed(ashyq_orta: Any, aigerim: User, limit: TimeLimit) -> Deadline:
    """Ten working days from Tuesday 10 November: Tuesday 24 November."""
    return DeadlineFactory(
        organisation=ashyq_orta, responsible=aigerim, due_on=None, limit=limit, start_on=day("10.11.2026")
    )


def test_computed_deadline_keeps_its_rule_its_start_and_every_day(
    computed: Deadline, limit: TimeLimit
) -> None:
    assert (computed.due_on, computed.source, computed.time_limit) == (day("24.11.2026"), "computed", limit)
    steps = Computation.from_json(computed.explanation).steps
    assert [(step.kind, step.days) for step in steps] == [
        ("counted", 3),
        ("skipped", 2),
        ("counted", 5),
        ("skipped", 2),
        ("counted", 2),
    ]


def test_stated_date_is_the_date_of_record_even_where_a_rule_is_known(
    ashyq_orta: Any, limit: TimeLimit
) -> None:
    deadline = DeadlineFactory(organisation=ashyq_orta, limit=limit, start_on=day("10.11.2026"))

    assert (deadline.due_on, deadline.source, deadline.time_limit) == (day("25.11.2026"), "stated", None)


@pytest.mark.parametrize("given", [{}, {"limit": "rule"}, {"start_on": day("10.11.2026")}])
def test_deadline_without_a_day_and_without_a_way_to_it_is_refused(
    ashyq_orta: Any, limit: TimeLimit, given: dict[str, Any]
) -> None:
    how = {**given, **({"limit": limit} if "limit" in given else {})}

    with pytest.raises(ValueError, match="needs either due_on"):
        DeadlineFactory(organisation=ashyq_orta, due_on=None, **how)


def test_rule_of_unknown_length_cannot_be_computed_with(ashyq_orta: Any) -> None:
    limit = TimeLimitFactory(quantity=None)

    with pytest.raises(ValueError, match="not known"):
        DeadlineFactory(organisation=ashyq_orta, due_on=None, limit=limit, start_on=day("10.11.2026"))


# --- Assigning ----------------------------------------------------------------------------------------------------


def test_whoever_is_made_responsible_is_told_and_by_whom(ashyq_orta: Any, aigerim: User) -> None:
    timur = MembershipFactory(organisation=ashyq_orta, role="lawyer").user
    deadline = DeadlineFactory(organisation=ashyq_orta)

    actions.assign_deadline(deadline, timur, actor=aigerim, at=AT)

    notice = Notice.objects.get()
    assert (notice.recipient, notice.template, notice.facts["by"]) == (timur, "assigned", aigerim.name)
    assert Deadline.objects.get().responsible == timur


def test_same_person_again_is_nothing_new(ashyq_orta: Any, aigerim: User, bolat: User) -> None:
    deadline = DeadlineFactory(organisation=ashyq_orta, responsible=bolat)

    actions.assign_deadline(deadline, bolat, actor=aigerim, at=AT)

    assert not Notice.objects.exists()
    assert not ActivityEntry.objects.exists()


def test_taking_over_oneself_needs_no_letter(ashyq_orta: Any, aigerim: User) -> None:
    deadline = DeadlineFactory(organisation=ashyq_orta)

    actions.assign_deadline(deadline, aigerim, actor=aigerim, at=AT)

    assert not Notice.objects.exists()
    assert ActivityEntry.objects.get().verb == "deadline.assigned"


# --- A changed calendar or rule -----------------------------------------------------------------------------------


def day_off(on: str) -> None:
    CalendarException.objects.create(on=day(on), kind="day_off", reason_kk="Бұйрық", reason_ru="Приказ")


def apply(operator: User) -> int:
    return actions.apply_shifts(actor=operator, on=AT.date(), at=AT)


def test_preview_of_a_new_day_off_names_what_would_move_and_writes_nothing(computed: Deadline) -> None:
    assert actions.shifts() == []
    day_off("19.11.2026")

    (shift,) = actions.shifts()

    assert (shift.deadline, shift.due_on) == (computed, day("25.11.2026"))
    assert Deadline.objects.get().due_on == day("24.11.2026")


def test_new_day_off_moves_computed_deadlines_and_tells_the_people_once(
    computed: Deadline, aigerim: User, operator: User
) -> None:
    day_off("19.11.2026")

    assert apply(operator) == 1
    assert apply(operator) == 0

    moved = Deadline.objects.get()
    assert (moved.due_on, moved.version) == (day("25.11.2026"), 2)
    notice = Notice.objects.get()
    assert (notice.recipient, notice.stage, notice.facts["reason"]) == (aigerim, "v2:moved", "calendar")
    assert ActivityEntry.objects.get().details == {
        "before": "2026-11-24",
        "after": "2026-11-25",
        "reason": "calendar",
    }


def test_changed_rule_moves_its_deadlines(computed: Deadline, limit: TimeLimit, operator: User) -> None:
    TimeLimit.objects.filter(pk=limit.pk).update(quantity=5)

    assert apply(operator) == 1
    assert Deadline.objects.get().due_on == day("17.11.2026")


def test_rule_that_lost_its_number_moves_nothing(computed: Deadline, limit: TimeLimit) -> None:
    TimeLimit.objects.filter(pk=limit.pk).update(quantity=None)

    assert actions.shifts() == []


def test_stated_and_closed_dates_stay(
    computed: Deadline, ashyq_orta: Any, aigerim: User, operator: User
) -> None:
    stated = DeadlineFactory(organisation=ashyq_orta)
    actions.close_deadline(computed, actor=aigerim, at=AT)
    day_off("19.11.2026")
    day_off("25.11.2026")

    assert apply(operator) == 0
    assert Deadline.objects.get(pk=stated.pk).due_on == day("25.11.2026")


def test_confirmed_year_takes_the_doubt_from_the_explanation(computed: Deadline, operator: User) -> None:
    assert due_of(computed, on=AT.date(), days=queries.calendar()).caveat
    CalendarYear.objects.create(year=2026, certainty="confirmed")

    assert apply(operator) == 0

    sure = Deadline.objects.get()
    assert due_of(sure, on=AT.date(), days=queries.calendar()).caveat == ""
    assert sure.version == 1
    assert not Notice.objects.exists()


def test_days_that_swap_within_the_term_are_explained_anew_without_moving_it(
    computed: Deadline, operator: User
) -> None:
    day_off("19.11.2026")
    CalendarException.objects.create(on=day("21.11.2026"), kind="working_day", reason_kk="x", reason_ru="x")

    assert apply(operator) == 0

    reasons = [
        s.reason.code for s in Computation.from_json(Deadline.objects.get().explanation).steps if s.reason
    ]
    assert "moved_by_order" in reasons
    assert "worked_weekend" in reasons


def test_deadline_moved_back_by_a_repealed_day_off_returns(computed: Deadline, operator: User) -> None:
    day_off("19.11.2026")
    apply(operator)
    CalendarException.objects.all().delete()

    assert apply(operator) == 1
    back = Deadline.objects.get()
    assert (back.due_on, back.version) == (day("24.11.2026"), 3)


# --- Words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (DateSource.STATED, "The portal names this date: until Wednesday, 25 November, 24:00."),
        (DateSource.OWN, "Your organisation set this date itself."),
    ],
)
def test_every_date_says_where_it_comes_from(ashyq_orta: Any, source: str, line: str) -> None:
    deadline = DeadlineFactory(organisation=ashyq_orta, source=source)
    with translation.override("en"):
        due = due_of(deadline, on=day("20.11.2026"), days=queries.calendar())

    assert (due.number, due.unit, due.tone, due.exact) == (
        "3",
        "working days",
        "soon",
        "Wednesday, 25 November",
    )
    assert due.lines == [line, "From tomorrow to Wednesday, 25 November there are 3 working days."]


def test_date_far_beyond_the_calendar_is_calm_and_not_a_fault(ashyq_orta: Any) -> None:
    deadline = DeadlineFactory(organisation=ashyq_orta, due_on=day("20.01.2099"))

    due = due_of(deadline, on=day("20.11.2026"), days=queries.calendar())

    assert due.tone == "calm"
    assert int(due.number) > 18_000
