from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from common.dates import Countdown, ago, countdown, day, moment, period, relative, until

SUNDAY = date(2026, 11, 22)
FRIDAY = date(2026, 11, 27)
LANGUAGES = ("kk", "ru", "en")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("kk", "25 қараша, сәрсенбі"),
        ("ru", "25 ноября, среда"),
        ("en", "Wednesday, 25 November"),
    ],
)
def test_day_of_this_year_is_written_without_the_year(language: str, text: str) -> None:
    assert day(date(2026, 11, 25), language, today=SUNDAY) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("kk", "2027 ж. 3 қаңтар, жексенбі"),
        ("ru", "3 января 2027 г., воскресенье"),
        ("en", "Sunday, 3 January 2027"),
    ],
)
def test_day_of_another_year_is_written_with_the_year(language: str, text: str) -> None:
    assert day(date(2027, 1, 3), language, today=SUNDAY) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_and_weekday_has_a_name_of_its_own(language: str) -> None:
    months = {day(date(2026, month, 1), language, today=SUNDAY) for month in range(1, 13)}
    weekdays = {day(SUNDAY + timedelta(days), language, today=SUNDAY) for days in range(7)}
    assert (len(months), len(weekdays)) == (12, 7)


def test_kazakh_and_russian_names_are_lower_case() -> None:
    for language in ("kk", "ru"):
        for offset in range(0, 366, 5):
            text = day(SUNDAY + timedelta(offset), language, today=SUNDAY)
            assert text == text.lower()


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("kk", ["20 қараша, жұма", "кеше", "бүгін", "ертең", "24 қараша, сейсенбі"]),
        ("ru", ["20 ноября, пятница", "вчера", "сегодня", "завтра", "24 ноября, вторник"]),
        ("en", ["Friday, 20 November", "yesterday", "today", "tomorrow", "Tuesday, 24 November"]),
    ],
)
def test_relative_names_the_days_next_to_today(language: str, texts: list[str]) -> None:
    assert [relative(SUNDAY + timedelta(days), SUNDAY, language) for days in (-2, -1, 0, 1, 2)] == texts


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("kk", Countdown("3", "жұмыс күні", "25 қараша, сәрсенбі", "soon", "3 жұмыс күні қалды")),
        ("ru", Countdown("3", "рабочих дня", "25 ноября, среда", "soon", "осталось 3 рабочих дня")),
        ("en", Countdown("3", "working days", "Wednesday, 25 November", "soon", "3 working days left")),
    ],
)
def test_countdown_of_three_working_days_is_soon(language: str, expected: Countdown) -> None:
    assert countdown(3, date(2026, 11, 25), SUNDAY, language) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("kk", Countdown("2", "күн өтті", "20 қараша, жұма", "late", "мерзімі 2 күн бұрын өтті")),
        ("ru", Countdown("2", "дня просрочки", "20 ноября, пятница", "late", "срок истёк 2 дня назад")),
        (
            "en",
            Countdown("2", "days overdue", "Friday, 20 November", "late", "the deadline passed 2 days ago"),
        ),
    ],
)
def test_countdown_of_a_passed_day_counts_calendar_days(language: str, expected: Countdown) -> None:
    assert countdown(0, date(2026, 11, 20), SUNDAY, language) == expected


@pytest.mark.parametrize(
    ("language", "unit", "exact"),
    [
        ("kk", "бүгін соңғы күн", "22 қараша, жексенбі"),
        ("ru", "сегодня последний день", "22 ноября, воскресенье"),
        ("en", "today is the last day", "Sunday, 22 November"),
    ],
)
def test_countdown_on_the_last_day_has_no_number(language: str, unit: str, exact: str) -> None:
    assert countdown(0, SUNDAY, SUNDAY, language) == Countdown("", unit, exact, "soon", unit)


def test_countdown_to_a_coming_saturday_counts_calendar_days_when_no_working_day_is_left() -> None:
    due = countdown(0, FRIDAY + timedelta(1), FRIDAY, "ru")
    assert (due.number, due.unit, due.tone, due.sentence) == ("1", "день", "soon", "остался 1 день")


def test_countdown_becomes_calm_after_three_working_days() -> None:
    assert countdown(4, date(2026, 11, 26), SUNDAY, "kk").tone == "calm"


def test_countdown_refuses_a_negative_rest_of_a_future_day() -> None:
    with pytest.raises(ValueError, match="-1 working days left until 2026-11-25"):
        countdown(-1, date(2026, 11, 25), SUNDAY, "kk")


@pytest.mark.parametrize(
    ("number", "unit", "sentence"),
    [
        (1, "рабочий день", "остался 1 рабочий день"),
        (2, "рабочих дня", "осталось 2 рабочих дня"),
        (4, "рабочих дня", "осталось 4 рабочих дня"),
        (5, "рабочих дней", "осталось 5 рабочих дней"),
        (11, "рабочих дней", "осталось 11 рабочих дней"),
        (12, "рабочих дней", "осталось 12 рабочих дней"),
        (21, "рабочий день", "остался 21 рабочий день"),
        (22, "рабочих дня", "осталось 22 рабочих дня"),
        (111, "рабочих дней", "осталось 111 рабочих дней"),
    ],
)
def test_russian_working_days_agree_with_their_number(number: int, unit: str, sentence: str) -> None:
    left = countdown(number, SUNDAY + timedelta(200), SUNDAY, "ru")
    assert (left.unit, left.sentence) == (unit, sentence)


def test_one_english_day_is_singular() -> None:
    assert countdown(1, date(2026, 11, 23), SUNDAY, "en").unit == "working day"
    assert countdown(0, date(2026, 11, 21), SUNDAY, "en").unit == "day overdue"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("kk", "25 қараша, сәрсенбі, сағат 24:00-ге дейін"),
        ("ru", "до среды, 25 ноября, 24:00"),
        ("en", "until Wednesday, 25 November, 24:00"),
    ],
)
def test_until_names_the_end_of_the_last_day(language: str, text: str) -> None:
    assert until(date(2026, 11, 25), language, SUNDAY) == text


def test_russian_until_declines_every_weekday() -> None:
    texts = [until(date(2026, 11, 23) + timedelta(days), "ru", SUNDAY).split(",")[0] for days in range(7)]
    assert texts == [
        "до понедельника",
        "до вторника",
        "до среды",
        "до четверга",
        "до пятницы",
        "до субботы",
        "до воскресенья",
    ]


def test_until_a_day_of_another_year_names_the_year() -> None:
    assert until(date(2027, 1, 3), "ru", SUNDAY) == "до воскресенья, 3 января 2027 г., 24:00"
    assert until(date(2027, 1, 3), "kk", SUNDAY) == "2027 ж. 3 қаңтар, жексенбі, сағат 24:00-ге дейін"


@pytest.mark.parametrize(
    ("start", "end", "kk", "ru", "en"),
    [
        (date(2026, 11, 10), date(2026, 11, 25), "10–25 қараша", "10–25 ноября", "10–25 November"),
        (
            date(2026, 11, 28),
            date(2026, 12, 3),
            "28 қараша — 3 желтоқсан",
            "28 ноября — 3 декабря",
            "28 November – 3 December",
        ),
        (
            date(2026, 12, 28),
            date(2027, 1, 11),
            "2026 ж. 28 желтоқсан — 2027 ж. 11 қаңтар",
            "28 декабря 2026 г. — 11 января 2027 г.",
            "28 December 2026 – 11 January 2027",
        ),
        (
            date(2025, 4, 11),
            date(2025, 4, 25),
            "2025 ж. 11–25 сәуір",
            "11–25 апреля 2025 г.",
            "11–25 April 2025",
        ),
        (date(2026, 11, 10), date(2026, 11, 10), "10 қараша", "10 ноября", "10 November"),
    ],
)
def test_period_says_month_and_year_once(start: date, end: date, kk: str, ru: str, en: str) -> None:
    assert [period(start, end, language, today=SUNDAY) for language in LANGUAGES] == [kk, ru, en]


def test_period_without_today_always_names_the_year() -> None:
    assert period(date(2026, 11, 10), date(2026, 12, 3), "kk") == "2026 ж. 10 қараша — 3 желтоқсан"


@pytest.mark.parametrize(
    ("at", "kk", "ru"),
    [
        (datetime(2026, 11, 22, 9, 5, tzinfo=UTC), "бүгін 14:05", "сегодня, 14:05"),
        (datetime(2026, 11, 21, 13, 40, tzinfo=UTC), "кеше 18:40", "вчера, 18:40"),
        (datetime(2026, 11, 18, 4, 0, tzinfo=UTC), "18 қараша, 09:00", "18 ноября, 09:00"),
        (datetime(2025, 11, 18, 4, 0, tzinfo=UTC), "2025 ж. 18 қараша, 09:00", "18 ноября 2025 г., 09:00"),
    ],
)
def test_moment_is_told_by_the_clock_of_kazakhstan(at: datetime, kk: str, ru: str) -> None:
    assert (moment(at, "kk", today=SUNDAY), moment(at, "ru", today=SUNDAY)) == (kk, ru)


def test_moment_late_in_the_evening_in_utc_is_already_tomorrow() -> None:
    assert moment(datetime(2026, 11, 22, 19, 30, tzinfo=UTC), "kk", today=SUNDAY) == "ертең 00:30"
    assert moment(datetime(2026, 11, 22, 14, 5, tzinfo=timezone(timedelta(hours=5))), "en", today=SUNDAY) == (
        "today, 14:05"
    )


def test_moment_refuses_a_naive_time() -> None:
    with pytest.raises(ValueError, match="pass an aware moment"):
        moment(datetime(2026, 11, 22, 14, 5), "kk", today=SUNDAY)


@pytest.mark.parametrize(
    ("delta", "kk", "ru", "en"),
    [
        (timedelta(seconds=-20), "жаңа ғана", "только что", "just now"),
        (timedelta(seconds=59), "жаңа ғана", "только что", "just now"),
        (timedelta(minutes=1), "1 минут бұрын", "1 минуту назад", "1 minute ago"),
        (timedelta(minutes=12), "12 минут бұрын", "12 минут назад", "12 minutes ago"),
        (timedelta(minutes=59, seconds=59), "59 минут бұрын", "59 минут назад", "59 minutes ago"),
        (timedelta(hours=1), "1 сағат бұрын", "1 час назад", "1 hour ago"),
        (timedelta(hours=22), "22 сағат бұрын", "22 часа назад", "22 hours ago"),
        (timedelta(days=1), "1 күн бұрын", "1 день назад", "1 day ago"),
        (timedelta(days=45), "45 күн бұрын", "45 дней назад", "45 days ago"),
    ],
)
def test_ago_uses_the_largest_whole_unit(delta: timedelta, kk: str, ru: str, en: str) -> None:
    assert [ago(delta, language) for language in LANGUAGES] == [kk, ru, en]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="use kk, ru or en"):
        day(SUNDAY, "kk-kz", today=SUNDAY)
