"""Last days that were checked by hand, what they say of themselves, and how that is kept."""

import json
from datetime import date

import pytest

from deadlines.calendar import Computation, DayReason, Rule, Step, WorkingCalendar, compute, due_date
from tests.deadlines.days import day
from tests.deadlines.golden import BY_CODE, GOLDEN


@pytest.mark.parametrize(("start", "quantity", "unit", "due"), GOLDEN)
def test_due_on_is_the_day_checked_by_hand(
    calendar: WorkingCalendar, start: str, quantity: int, unit: str, due: str
) -> None:
    rule = Rule(quantity, unit, "after", "next_working")
    assert compute(rule, day(start), calendar).due_on == day(due)
    assert due_date(rule, day(start), calendar) == day(due)


@pytest.mark.parametrize(("code", "start", "due"), BY_CODE)
def test_due_on_by_the_rules_of_the_law(
    calendar: WorkingCalendar, rules: dict[str, Rule], code: str, start: str, due: str
) -> None:
    assert compute(rules[code], day(start), calendar).due_on == day(due)


def told(computation: Computation) -> list[tuple[str, str, str, int | None, int | None, str]]:
    """The steps, short enough to be compared by eye."""
    return [
        (
            step.kind,
            f"{step.from_on:%d.%m}",
            f"{step.until_on:%d.%m}",
            step.from_number,
            step.until_number,
            step.reason.code if step.reason else "",
        )
        for step in computation.steps
    ]


def test_steps_of_working_days_name_the_days_counted_and_skipped(calendar: WorkingCalendar) -> None:
    computation = compute(Rule(10, "working_day", "after", "next_working"), day("10.09.2026"), calendar)
    assert told(computation) == [
        ("counted", "11.09", "11.09", 1, 1, ""),
        ("skipped", "12.09", "13.09", None, None, "weekend"),
        ("counted", "14.09", "18.09", 2, 6, ""),
        ("skipped", "19.09", "20.09", None, None, "weekend"),
        ("counted", "21.09", "24.09", 7, 10, ""),
    ]


def test_steps_tell_a_holiday_from_its_transfer_and_from_a_weekend(calendar: WorkingCalendar) -> None:
    computation = compute(Rule(10, "working_day", "after", "next_working"), day("18.03.2026"), calendar)
    assert told(computation) == [
        ("counted", "19.03", "20.03", 1, 2, ""),
        ("skipped", "21.03", "23.03", None, None, "holiday"),
        ("skipped", "24.03", "24.03", None, None, "transferred"),
        ("skipped", "25.03", "25.03", None, None, "transferred"),
        ("counted", "26.03", "27.03", 3, 4, ""),
        ("skipped", "28.03", "29.03", None, None, "weekend"),
        ("counted", "30.03", "03.04", 5, 9, ""),
        ("skipped", "04.04", "05.04", None, None, "weekend"),
        ("counted", "06.04", "06.04", 10, 10, ""),
    ]


def test_steps_point_out_a_worked_saturday_and_the_day_off_for_it(calendar: WorkingCalendar) -> None:
    computation = compute(Rule(4, "working_day", "after", "next_working"), day("02.05.2024"), calendar)
    assert told(computation) == [
        ("counted", "03.05", "03.05", 1, 1, ""),
        ("counted", "04.05", "04.05", 2, 2, "worked_weekend"),
        ("skipped", "05.05", "05.05", None, None, "weekend"),
        ("counted", "06.05", "06.05", 3, 3, ""),
        ("skipped", "07.05", "07.05", None, None, "holiday"),
        ("skipped", "08.05", "08.05", None, None, "moved_by_order"),
        ("skipped", "09.05", "09.05", None, None, "holiday"),
        ("counted", "10.05", "10.05", 4, 4, ""),
    ]


def test_steps_of_calendar_days_are_one_run_and_the_days_rolled_over(calendar: WorkingCalendar) -> None:
    computation = compute(Rule(15, "calendar_day", "after", "next_working"), day("06.03.2026"), calendar)
    assert computation.rolled_over
    assert told(computation) == [
        ("counted", "07.03", "21.03", 1, 15, ""),
        ("rolled", "21.03", "23.03", None, None, "holiday"),
        ("rolled", "24.03", "24.03", None, None, "transferred"),
        ("rolled", "25.03", "25.03", None, None, "transferred"),
    ]


def test_steps_of_months_say_that_the_month_is_short_and_the_day_rolls_over(
    calendar: WorkingCalendar,
) -> None:
    computation = compute(Rule(3, "month", "after", "next_working"), day("30.11.2026"), calendar)
    assert told(computation) == [
        ("counted", "01.12", "28.02", None, None, ""),
        ("month_end", "28.02", "28.02", None, None, ""),
        ("rolled", "28.02", "28.02", None, None, "weekend"),
    ]


def test_steps_backwards_run_towards_the_past_and_leave_the_event_out(calendar: WorkingCalendar) -> None:
    computation = compute(Rule(4, "working_day", "before", "none"), day("01.06.2026"), calendar)
    assert computation.due_on == day("25.05.2026")
    assert told(computation) == [
        ("skipped", "30.05", "31.05", None, None, "weekend"),
        ("counted", "28.05", "29.05", 2, 1, ""),
        ("skipped", "27.05", "27.05", None, None, "religious"),
        ("counted", "25.05", "26.05", 4, 3, ""),
    ]


def test_calendar_days_backwards_stay_on_the_day_off_they_reach(calendar: WorkingCalendar) -> None:
    computation = compute(Rule(10, "calendar_day", "before", "none"), day("22.09.2026"), calendar)
    assert computation.due_on == day("12.09.2026")
    assert told(computation) == [("counted", "12.09", "21.09", 10, 1, "")]


def test_months_backwards_end_on_the_months_last_day(calendar: WorkingCalendar) -> None:
    assert compute(Rule(1, "month", "before", "none"), day("31.03.2026"), calendar).due_on == day(
        "28.02.2026"
    )


def test_a_term_of_no_days_is_the_day_itself_or_the_next_working_day(calendar: WorkingCalendar) -> None:
    same_day = Rule(0, "working_day", "after", "next_working")
    friday, saturday = (compute(same_day, day(on), calendar) for on in ("11.09.2026", "12.09.2026"))
    assert (friday.due_on, friday.steps) == (day("11.09.2026"), ())
    assert (saturday.due_on, told(saturday)) == (
        day("14.09.2026"),
        [("rolled", "12.09", "13.09", None, None, "weekend")],
    )


def test_no_step_is_needed_for_each_day(calendar: WorkingCalendar) -> None:
    petition = compute(Rule(40, "working_day", "after", "next_working"), day("01.09.2026"), calendar)
    assert len(petition.steps) <= 20
    assert sum(step.days for step in petition.steps) == (petition.due_on - petition.start_on).days


@pytest.mark.parametrize(
    ("rule", "start", "provisional"),
    [
        (Rule(10, "working_day", "after", "next_working"), "10.09.2026", False),
        (Rule(10, "working_day", "after", "next_working"), "17.12.2026", False),
        (Rule(10, "working_day", "after", "next_working"), "18.12.2026", True),
        (Rule(5, "working_day", "before", "none"), "11.01.2027", True),
        (Rule(5, "working_day", "before", "none"), "01.01.2027", False),
        (Rule(3, "month", "after", "next_working"), "30.11.2026", True),
        (Rule(15, "calendar_day", "after", "next_working"), "18.12.2026", True),
        # No day off is looked up, so none that is still to come can move the date.
        (Rule(11, "calendar_day", "after", "none"), "31.12.2026", False),
        (Rule(0, "calendar_day", "after", "none"), "01.02.2027", False),
    ],
)
def test_a_date_is_provisional_if_a_day_of_an_unconfirmed_year_was_looked_up(
    calendar: WorkingCalendar, rule: Rule, start: str, provisional: bool
) -> None:
    assert compute(rule, day(start), calendar).provisional is provisional


def test_an_estimated_holiday_makes_a_date_of_a_confirmed_year_provisional() -> None:
    ait = DayReason("religious", "Құрбан айттың бірінші күні", "Первый день Курбан-айта", provisional=True)
    calendar = WorkingCalendar(2030, 2030, {date(2030, 4, 11): ait}, {}, {2030})
    week = Rule(5, "working_day", "after", "next_working")
    assert compute(week, date(2030, 4, 8), calendar).provisional
    assert not compute(week, date(2030, 4, 11), calendar).provisional
    assert not compute(week, date(2030, 4, 1), calendar).provisional


def test_confirmed_years_are_those_of_the_reviewed_file(calendar: WorkingCalendar) -> None:
    assert [year for year in range(2014, 2031) if calendar.confirmed(year)] == [2024, 2025, 2026]


def test_days_that_need_no_calendar_are_counted_outside_it(calendar: WorkingCalendar) -> None:
    assert compute(Rule(11, "calendar_day", "after", "none"), date(1999, 12, 31), calendar).due_on == date(
        2000, 1, 11
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ((-1, "working_day", "after", "none"), "0 or more"),
        ((True, "working_day", "after", "none"), "whole number"),
        ((1.5, "working_day", "after", "none"), "whole number"),
        ((1, "week", "after", "none"), "working_day, calendar_day, month"),
        ((1, "month", "since", "none"), "after, before"),
        ((1, "month", "after", "previous_working"), "next_working, none"),
        ((1, "calendar_day", "before", "next_working"), "set its roll-over to 'none'"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(values: tuple[int, str, str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Rule(*values)


def test_a_date_that_no_calendar_has_is_refused(calendar: WorkingCalendar) -> None:
    for unit in ("month", "calendar_day"):
        with pytest.raises(ValueError):
            compute(Rule(40, unit, "after", "none"), date(9999, 12, 1), calendar)


@pytest.mark.parametrize(("start", "quantity", "unit", "due"), GOLDEN)
def test_an_explanation_survives_json(
    calendar: WorkingCalendar, start: str, quantity: int, unit: str, due: str
) -> None:
    computation = compute(Rule(quantity, unit, "after", "next_working"), day(start), calendar)
    stored = json.loads(json.dumps(computation.to_json(), ensure_ascii=False))
    assert Computation.from_json(stored) == computation


@pytest.mark.parametrize("stored", [{}, {"due_on": "2026-09-24"}, {"due_on": None, "start_on": None}])
def test_what_is_not_an_explanation_is_refused(stored: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="compute the deadline again"):
        Computation.from_json(stored)


def test_an_unknown_step_or_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown kind of step 'lost'"):
        Step("lost", date(2026, 1, 1), date(2026, 1, 1))
    with pytest.raises(ValueError, match="Unknown reason code 'rain'"):
        DayReason("rain", "Жаңбыр", "Дождь")
