"""The table of days: what is off and worked in the reviewed years, and what the table refuses."""

from datetime import date

import pytest

from deadlines.calendar import DayReason, OutsideCalendar, Rule, WorkingCalendar, compute
from tests.deadlines.days import day, days_of

OFF = {
    2024: "01.01 02.01 08.03 21.03 22.03 25.03 01.05 07.05 08.05 09.05 08.07 30.08 25.10 16.12",
    2025: "01.01 02.01 03.01 07.01 10.03 21.03 24.03 25.03 01.05 07.05 09.05 06.06 07.07 01.09 27.10 16.12",
    2026: "01.01 02.01 07.01 09.03 23.03 24.03 25.03 01.05 07.05 11.05 27.05 06.07 26.10 16.12",
    2027: "01.01 04.01 07.01 08.03 15.03 22.03 23.03 24.03 03.05 07.05 10.05 06.07 25.10 16.12",
}
WORKED_WEEKENDS = {2024: "04.05", 2025: "05.01", 2026: "", 2027: ""}
WORKING_DAYS = {2024: 249, 2025: 246, 2026: 247}


@pytest.mark.parametrize("year", OFF)
def test_weekdays_off_and_worked_weekends_are_those_of_the_reviewed_year(
    calendar: WorkingCalendar, year: int
) -> None:
    off = [on for on in days_of(year) if on.weekday() < 5 and not calendar.is_working(on)]
    worked = [on for on in days_of(year) if on.weekday() >= 5 and calendar.is_working(on)]
    assert off == [day(f"{text}.{year}") for text in OFF[year].split()]
    assert worked == [day(f"{text}.{year}") for text in WORKED_WEEKENDS[year].split()]


@pytest.mark.parametrize(("year", "total"), WORKING_DAYS.items())
def test_count_gives_the_published_number_of_working_days_of_the_year(
    calendar: WorkingCalendar, year: int, total: int
) -> None:
    assert calendar.count(date(year - 1, 12, 31), date(year, 12, 31)) == total


def test_count_is_negative_backwards_and_0_for_the_same_day(calendar: WorkingCalendar) -> None:
    thursday, monday = day("10.09.2026"), day("14.09.2026")
    assert calendar.count(thursday, monday) == 2
    assert calendar.count(monday, thursday) == -2
    assert calendar.count(monday, monday) == 0


def test_neighbours_of_a_day_off(calendar: WorkingCalendar) -> None:
    nauryz = day("22.03.2026")
    assert calendar.next_working(nauryz) == day("26.03.2026")
    assert calendar.previous_working(nauryz) == day("20.03.2026")
    assert calendar.roll_forward(nauryz) == day("26.03.2026")
    assert calendar.roll_forward(day("26.03.2026")) == day("26.03.2026")
    assert calendar.add(nauryz, 0) == nauryz


@pytest.mark.parametrize(
    ("on", "code", "name_kk", "name_ru"),
    [
        ("12.09.2026", "weekend", "Демалыс күні", "Выходной день"),
        ("21.03.2026", "holiday", "Наурыз мейрамы", "Наурыз мейрамы"),
        ("24.03.2026", "transferred", "Наурыз мейрамы", "Наурыз мейрамы"),
        ("07.01.2026", "religious", "Православиелік Рождество", "Православное Рождество"),
        ("27.05.2026", "religious", "Құрбан айттың бірінші күні", "Первый день Курбан-айта"),
        (
            "08.05.2024",
            "moved_by_order",
            "4 мамырдан (сенбі) ауыстырылған демалыс күні",
            "Выходной день, перенесённый с субботы 4 мая",
        ),
        (
            "04.05.2024",
            "worked_weekend",
            "демалыс сенбіден 8 мамырға ауыстырылды",
            "выходной перенесён с субботы на 8 мая",
        ),
        (
            "31.08.2026",
            "working_day",
            "2026 жылдан бастап 30 тамыз Конституция күні емес, ол 15 наурызға ауысты",
            "с 2026 года 30 августа не День Конституции, он перешёл на 15 марта",
        ),
    ],
)
def test_reason_of_a_day(calendar: WorkingCalendar, on: str, code: str, name_kk: str, name_ru: str) -> None:
    reason = calendar.reason(day(on))
    assert reason is not None
    assert (reason.code, reason.name_kk, reason.name_ru) == (code, name_kk, name_ru)


def test_an_ordinary_working_day_has_no_reason(calendar: WorkingCalendar) -> None:
    assert calendar.reason(day("10.09.2026")) is None


def test_a_move_names_the_other_date(calendar: WorkingCalendar) -> None:
    pairs = {on: calendar.reason(day(on)) for on in ("24.03.2026", "25.03.2026", "08.05.2024", "04.05.2024")}
    assert {on: reason and reason.paired_on for on, reason in pairs.items()} == {
        "24.03.2026": day("21.03.2026"),
        "25.03.2026": day("22.03.2026"),
        "08.05.2024": day("04.05.2024"),
        "04.05.2024": day("08.05.2024"),
    }


@pytest.mark.parametrize("on", [date(1900, 1, 1), date(2013, 12, 31), date(2031, 1, 1), date(2099, 12, 31)])
def test_a_day_outside_the_table_names_the_range_and_the_year_to_load(
    calendar: WorkingCalendar, on: date
) -> None:
    expected = (
        f"{on.isoformat()} is outside the working-day calendar of 2014-2030: load the calendar year {on.year}"
    )
    ask = [
        lambda: calendar.add(on, 1),
        lambda: calendar.add(on, -1),
        lambda: calendar.add(on, 0),
        lambda: calendar.count(on, date(2026, 1, 1)),
        lambda: calendar.count(date(2026, 1, 1), on),
        lambda: calendar.is_working(on),
        lambda: calendar.reason(on),
        lambda: calendar.roll_forward(on),
        lambda: compute(Rule(1, "working_day", "after", "next_working"), on, calendar),
    ]
    for question in ask:
        with pytest.raises(OutsideCalendar, match=expected):
            question()


@pytest.mark.parametrize(
    ("start", "n", "missing"),
    [(date(2030, 12, 20), 15, 2031), (date(2014, 1, 15), -15, 2013), (date(2030, 1, 1), 9999, 2031)],
)
def test_a_count_that_leaves_the_table_names_the_year_to_load(
    calendar: WorkingCalendar, start: date, n: int, missing: int
) -> None:
    with pytest.raises(ValueError, match=f"calendar of 2014-2030: load the calendar year {missing}"):
        calendar.add(start, n)


def test_a_last_day_off_at_the_end_of_the_table_has_nowhere_to_roll() -> None:
    off = {date(2030, 12, 31): DayReason("holiday", "Мереке", "Праздник")}
    with pytest.raises(OutsideCalendar, match="load the calendar year 2031"):
        WorkingCalendar(2030, 2030, off, {}, ()).roll_forward(date(2030, 12, 31))


def test_a_calendar_without_years_is_refused() -> None:
    with pytest.raises(ValueError, match="earlier year first"):
        WorkingCalendar(2027, 2026, {}, {}, ())


def test_a_worked_day_wins_over_a_day_off() -> None:
    on = date(2026, 9, 12)
    off, worked = DayReason("holiday", "Мереке", "Праздник"), DayReason("worked_weekend", "Жұмыс", "Работа")
    calendar = WorkingCalendar(2026, 2026, {on: off}, {on: worked}, {2026})
    assert calendar.is_working(on)
    assert calendar.reason(on) == worked
