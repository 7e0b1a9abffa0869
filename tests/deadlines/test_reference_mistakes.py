"""Mistakes in the reviewed files are named with the file, the row and the fix."""

import re
from datetime import date
from pathlib import Path

import pytest

from deadlines.reference import CalendarFile, TimeLimitRow, load_calendar, load_time_limits

SOUND = """
checked_on = 2026-11-22

[law.access]
kk = "Заң"
ru = "Закон"
subdivision = "paragraph"

[event.received]
kk = "келіп түскен күн"
ru = "день поступления"

[[time_limit]]
code = "info_request.answer"
name_kk = "Жауап"
name_ru = "Ответ"
quantity = 15
unit = "calendar_day"
start_event = "received"
law = "access"
article = "11(10)"
confidence = "read"
"""

SECOND = SOUND[SOUND.index("[[time_limit]]") :]


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    (row,) = _time_limits(tmp_path, SOUND)
    assert (row.code, row.quantity, row.valid_from, row.note_kk, row.wording_on) == (
        "info_request.answer",
        15,
        None,
        "",
        None,
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("code = ", "kode = ", "number 1 (without code): unknown key kode; use article,"),
        ('"info_request.answer"', '"Info Request"', "Info Request: the code is not words joined by dots"),
        ('name_ru = "Ответ"\n', "", 'name_ru is None; write name_ru = "..."'),
        ('name_ru = "Ответ"', 'name_ru = " "', "name_ru is ' '"),
        ("quantity = 15", "quantity = -1", "quantity is -1; write quantity as a whole number"),
        ("quantity = 15", "quantity = true", "quantity is True; write quantity as a whole number"),
        ("quantity = 15", 'quantity = "15"', "quantity is '15'; write quantity as a whole number"),
        ("quantity = 15\n", "", "there is no quantity and no word why; say in note_kk and note_ru"),
        ('unit = "calendar_day"\n', "", 'unit is None; write unit = "..."'),
        ('"calendar_day"', '"week"', "Unknown unit 'week': use one of working_day, calendar_day, month"),
        ('unit = "calendar_day"', 'unit = "month"\ndirection = "before"', "set its roll-over to 'none'"),
        ('"received"\nlaw', '"sent"\nlaw', "start_event is 'sent'; use one of received"),
        ('law = "access"', 'law = "acces"', "law is 'acces'; use one of access"),
        ('"11(10)"', '"art. 11"', "article is 'art. 11'; write it like 11(10)"),
        ('"read"', '"sure"', "confidence is 'sure'; use one of read, inferred, memory, unknown"),
        ('"read"', '"unknown"', "the number is unknown and yet given; leave quantity out"),
        ('"read"', '"read"\nnote_kk = "Ескерту"', "the note is in one language only"),
        (
            '"read"',
            '"read"\nvalid_from = "2026-01-01"',
            "valid_from is '2026-01-01'; write valid_from = 2026-",
        ),
        ('"read"', '"read"\nvalid_from = 2026-01-01T00:00:00', "valid_from is datetime"),
        (
            '"read"',
            '"read"\nvalid_from = 2026-02-01\nvalid_to = 2026-01-01',
            "valid_to is before valid_from; exchange the dates",
        ),
        (
            "checked_on = 2026-11-22",
            "",
            "the head of the file: checked_on is None; write checked_on = 2026-11-22",
        ),
        (
            "checked_on = 2026-11-22",
            "checked_on = 2026-11-22\nlaws = 1",
            "the head of the file: unknown key laws",
        ),
        ('subdivision = "paragraph"', 'subdivision = "line"', "[law.access]: subdivision is 'line'"),
        ("[[time_limit]]", "[[time_limit]", "is not a TOML file"),
    ],
)
def test_a_mistake_in_a_rule_is_named_with_the_file_and_the_fix(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in SOUND
    with pytest.raises(ValueError, match=rf"limits\.toml.*{re.escape(message)}"):
        _time_limits(tmp_path, SOUND.replace(old, new, 1))


def test_two_rows_of_a_rule_may_follow_each_other(tmp_path: Path) -> None:
    older = SOUND + "valid_to = 2026-06-30\n"
    newer = SECOND.replace("15", "10") + "valid_from = 2026-07-01\n"
    assert [row.quantity for row in _time_limits(tmp_path, older + newer)] == [15, 10]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("", ""),
        ("", "valid_from = 2026-07-01\n"),
        ("valid_to = 2026-07-01\n", "valid_from = 2026-07-01\n"),
        ("valid_to = 2026-06-30\n", ""),
    ],
)
def test_two_rows_of_a_rule_that_hold_on_one_day_are_refused(tmp_path: Path, older: str, newer: str) -> None:
    with pytest.raises(
        ValueError, match=r"info_request\.answer: two rows hold on the same day; give the older"
    ):
        _time_limits(tmp_path, SOUND + older + SECOND + newer)


SOUND_CALENDAR = """
checked_on = 2026-11-22

[[year]]
year = 2026
certainty = "confirmed"
source = "№ 267-II"

[[exception]]
on = 2026-08-31
kind = "working_day"
reason_kk = "Жұмыс күні"
reason_ru = "Рабочий день"
order = "№ 1"
certainty = "confirmed"
"""


def test_a_sound_calendar_is_read(tmp_path: Path) -> None:
    calendar = _calendar(tmp_path, SOUND_CALENDAR)
    assert calendar.confirmed_years == {2026}
    assert [row.on for row in calendar.exceptions] == [date(2026, 8, 31)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"working_day"',
            '"short_day"',
            "exception 2026-08-31: kind is 'short_day'; use one of day_off, working_day",
        ),
        ("on = 2026-08-31\n", "", "exception number 1 (without on): on is None; write on = 2026-11-22"),
        (
            "on = 2026-08-31",
            'on = "31.08.2026"',
            "exception 31.08.2026: on is '31.08.2026'; write on = 2026-11-22",
        ),
        ('order = "№ 1"\n', "", 'order is None; write order = "..."'),
        ('reason_ru = "Рабочий день"\n', "", "reason_ru is None"),
        ("year = 2026", 'year = "2026"', "year 2026: year is '2026'; write year as a whole number"),
        ('source = "№ 267-II"', 'from = "№ 267-II"', "year 2026: unknown key from; use certainty,"),
        (
            "[[year]]",
            '[[year]]\nyear = 2026\ncertainty = "confirmed"\nsource = "№"\n[[year]]',
            "stands in the file twice",
        ),
    ],
)
def test_a_mistake_in_the_calendar_is_named_with_the_file_and_the_fix(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in SOUND_CALENDAR
    with pytest.raises(ValueError, match=rf"days\.toml.*{re.escape(message)}"):
        _calendar(tmp_path, SOUND_CALENDAR.replace(old, new, 1))


def test_a_date_that_stands_twice_is_refused(tmp_path: Path) -> None:
    twice = SOUND_CALENDAR + SOUND_CALENDAR[SOUND_CALENDAR.index("[[exception]]") :]
    with pytest.raises(
        ValueError, match="exception 2026-08-31: it stands in the file twice; keep one of them"
    ):
        _calendar(tmp_path, twice)


def _time_limits(folder: Path, text: str) -> tuple[TimeLimitRow, ...]:
    path = folder / "limits.toml"
    path.write_text(text, encoding="utf-8")
    return load_time_limits(path)


def _calendar(folder: Path, text: str) -> CalendarFile:
    path = folder / "days.toml"
    path.write_text(text, encoding="utf-8")
    return load_calendar(path)
