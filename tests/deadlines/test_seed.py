"""The computed base of days off: against the package it comes from, in our own words."""

import subprocess
import sys
from dataclasses import replace
from datetime import date

import holidays
import pytest

from deadlines.calendar import WorkingCalendar
from deadlines.reference import ExceptionRow, load_calendar
from deadlines.seed import FIRST_YEAR, NAMES, assemble, days_off
from tests.deadlines.days import day, days_of

RUSSIAN = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -;АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ,")


@pytest.mark.parametrize("year", range(2014, 2031))
def test_a_weekday_is_off_where_the_package_has_it_off(calendar: WorkingCalendar, year: int) -> None:
    oracle = holidays.country_holidays("KZ", years=year)
    differing = [on for on in days_of(year) if calendar.is_working(on) is not oracle.is_working_day(on)]
    assert differing == []


def test_a_date_counted_from_a_working_day_is_the_packages(calendar: WorkingCalendar) -> None:
    oracle = holidays.country_holidays("KZ", years=range(2023, 2029))
    starts = [on for on in days_of(2026) if calendar.is_working(on)]
    for n in (1, 3, 10, 15, 20, 40):
        assert [calendar.add(on, n) for on in starts] == [oracle.get_nth_working_day(on, n) for on in starts]


@pytest.mark.parametrize("year", range(2014, 2041))
def test_every_day_off_has_a_kazakh_and_a_russian_name(year: int) -> None:
    for seed in days_off(year):
        assert seed.on.year == year
        assert seed.reason.name_kk
        assert seed.reason.name_ru
        assert set(seed.reason.name_ru) <= RUSSIAN, seed.reason.name_ru


def test_the_days_off_of_2026_by_kind() -> None:
    found = {f"{seed.on:%d.%m}": seed.reason.code for seed in days_off(2026)}
    assert found == {
        "01.01": "holiday",
        "02.01": "holiday",
        "07.01": "religious",
        "08.03": "holiday",
        "09.03": "transferred",
        "21.03": "holiday",
        "22.03": "holiday",
        "23.03": "holiday",
        "24.03": "transferred",
        "25.03": "transferred",
        "01.05": "holiday",
        "07.05": "holiday",
        "09.05": "holiday",
        "11.05": "transferred",
        "27.05": "religious",
        "06.07": "holiday",
        "25.10": "holiday",
        "26.10": "transferred",
        "16.12": "holiday",
    }


def test_a_transferred_day_off_names_its_holiday() -> None:
    moved = {seed.on: seed.reason for seed in days_off(2025) if seed.reason.code == "transferred"}
    assert {on: (reason.name_kk, reason.paired_on) for on, reason in moved.items()} == {
        day("10.03.2025"): ("Халықаралық әйелдер күні", day("08.03.2025")),
        day("24.03.2025"): ("Наурыз мейрамы", day("22.03.2025")),
        day("25.03.2025"): ("Наурыз мейрамы", day("23.03.2025")),
        day("07.07.2025"): ("Астана күні", day("06.07.2025")),
        day("01.09.2025"): ("Конституция күні", day("30.08.2025")),
        day("27.10.2025"): ("Республика күні", day("25.10.2025")),
    }


@pytest.mark.parametrize(
    ("year", "off", "worked"), [(2024, "08.05.2024", "04.05.2024"), (2025, "03.01.2025", "05.01.2025")]
)
def test_a_day_off_moved_by_order_and_its_worked_weekend_name_each_other(
    year: int, off: str, worked: str
) -> None:
    seeds = {seed.on: seed for seed in days_off(year)}
    day_off, weekend = seeds[day(off)], seeds[day(worked)]
    assert (day_off.kind, day_off.reason.code, day_off.reason.paired_on) == (
        "day_off",
        "moved_by_order",
        day(worked),
    )
    assert (weekend.kind, weekend.reason.code, weekend.reason.paired_on) == (
        "working_day",
        "worked_weekend",
        day(off),
    )


@pytest.mark.parametrize(
    ("year", "on", "provisional"),
    [
        (2024, "16.06.2024", False),
        (2025, "06.06.2025", False),
        (2027, "16.05.2027", True),
        (2028, "05.05.2028", True),
    ],
)
def test_qurban_ait_is_provisional_while_it_is_an_estimate(year: int, on: str, provisional: bool) -> None:
    ait = [seed for seed in days_off(year) if seed.reason.name_kk == "Құрбан айттың бірінші күні"]
    assert [(seed.on, seed.reason.code, seed.reason.provisional) for seed in ait] == [
        (day(on), "religious", provisional)
    ]


def test_two_holidays_on_one_day_are_both_named_and_the_certain_one_decides() -> None:
    shared = next(seed for seed in days_off(2032) if seed.on == date(2032, 3, 22))
    assert (shared.reason.code, shared.reason.provisional) == ("holiday", False)
    assert set(shared.reason.name_ru.split("; ")) == {"Наурыз мейрамы", "Первый день Курбан-айта"}


def test_holidays_follow_the_law_of_their_year() -> None:
    constitution = {year: _dates_of(year, "Конституция күні") for year in (2025, 2026, 2027)}
    assert constitution == {
        2025: [date(2025, 8, 30), date(2025, 9, 1)],
        2026: [],
        2027: [date(2027, 3, 15)],
    }
    assert _dates_of(2021, "Республика күні") == []
    assert date(2022, 10, 25) in _dates_of(2022, "Республика күні")
    assert date(2026, 3, 16) not in {seed.on for seed in days_off(2026)}


def _dates_of(year: int, name_kk: str) -> list[date]:
    return [seed.on for seed in days_off(year) if seed.reason.name_kk == name_kk]


# --- Exceptions over the base ---

RAIN = ExceptionRow(
    day("15.09.2026"),
    "day_off",
    "Ауыстырылған демалыс",
    "Перенесенный выходной",
    "№ 1",
    "confirmed",
    day("01.09.2026"),
)


def assembled(*exceptions: ExceptionRow) -> WorkingCalendar:
    return assemble(2025, 2027, exceptions, {2026})


def test_an_exception_makes_a_working_day_a_day_off() -> None:
    reason = assembled(RAIN).reason(RAIN.on)
    assert reason is not None
    assert (reason.code, reason.name_ru, reason.provisional) == (
        "moved_by_order",
        "Перенесенный выходной",
        False,
    )
    assert not assembled(RAIN).is_working(RAIN.on)
    assert assembled().is_working(RAIN.on)


def test_an_exception_makes_a_weekend_or_a_holiday_a_working_day() -> None:
    saturday = replace(RAIN, on=day("19.09.2026"), kind="working_day")
    holiday = replace(RAIN, on=day("06.07.2026"), kind="working_day")
    calendar = assembled(saturday, holiday)
    codes = [reason.code for one in (saturday, holiday) if (reason := calendar.reason(one.on))]
    assert codes == ["worked_weekend", "working_day"]
    assert calendar.is_working(saturday.on)
    assert calendar.is_working(holiday.on)


def test_a_provisional_exception_makes_the_date_provisional() -> None:
    calendar = assembled(replace(RAIN, certainty="provisional"))
    assert calendar.is_provisional(day("14.09.2026"), day("16.09.2026"))
    assert not calendar.is_provisional(day("16.09.2026"), day("18.09.2026"))


def test_a_read_date_of_qurban_ait_is_no_longer_an_estimate(calendar: WorkingCalendar) -> None:
    on = day("27.05.2026")
    estimated, read = assemble(2026, 2026, (), {2026}).reason(on), calendar.reason(on)
    assert estimated is not None
    assert read is not None
    assert (estimated.code, estimated.provisional) == ("religious", True)
    assert (read.code, read.provisional) == ("religious", False)


def test_a_worked_weekend_of_the_base_can_be_taken_back() -> None:
    worked = next(seed for seed in days_off(2025) if seed.kind == "working_day")
    calendar = assembled(replace(RAIN, on=worked.on))
    assert not calendar.is_working(worked.on)


# --- What is refused, and what it costs ---


def test_a_year_before_the_checked_ones_is_refused() -> None:
    with pytest.raises(ValueError, match=f"ask for {FIRST_YEAR} or later"):
        days_off(FIRST_YEAR - 1)


def test_a_holiday_without_our_words_is_refused_with_the_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(NAMES, "Victory Day")
    with pytest.raises(ValueError, match=r"2026-05-09 'Victory Day'.*add them to NAMES in deadlines/seed.py"):
        days_off(2026)


def test_the_package_is_not_loaded_until_a_calendar_is() -> None:
    program = "import sys, deadlines.seed; sys.exit('holidays' in sys.modules or 'django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_shipped_exceptions_change_nothing_but_words_and_certainty(calendar: WorkingCalendar) -> None:
    """If this fails, the package has learnt of a move or lost one: compare it with calendar.toml."""
    base = assemble(2014, 2030, (), ())
    moved = [
        row.on
        for row in load_calendar().exceptions
        if base.is_working(row.on) is not calendar.is_working(row.on)
    ]
    assert moved == []
