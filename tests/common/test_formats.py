from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from django import forms
from django.utils import formats, translation

DAY = date(2026, 11, 22)
MOMENT = datetime(2026, 11, 22, 9, 5)


@pytest.fixture(params=["kk", "ru", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


def test_dates_are_written_out(language: str) -> None:
    expected = {"kk": "2026 ж. 22 қараша", "ru": "22 ноября 2026 г.", "en": "22 November 2026"}
    assert formats.date_format(DAY) == expected[language]


def test_moments_have_a_clock_of_24_hours(language: str) -> None:
    expected = {
        "kk": "2026 ж. 22 қараша, 09:05",
        "ru": "22 ноября 2026 г., 09:05",
        "en": "22 November 2026, 09:05",
    }
    assert formats.date_format(MOMENT, "DATETIME_FORMAT") == expected[language]
    assert formats.time_format(time(21, 5)) == "21:05"


def test_month_headings_and_days_without_a_year(language: str) -> None:
    heading = {"kk": "2026 ж. қараша", "ru": "Ноябрь 2026 г.", "en": "November 2026"}
    short = {"kk": "22 қараша", "ru": "22 ноября", "en": "22 November"}
    assert formats.date_format(DAY, "YEAR_MONTH_FORMAT") == heading[language]
    assert formats.date_format(DAY, "MONTH_DAY_FORMAT") == short[language]


def test_short_dates_are_the_same_everywhere(language: str) -> None:
    assert formats.date_format(DAY, "SHORT_DATE_FORMAT") == "22.11.2026"
    assert formats.date_format(MOMENT, "SHORT_DATETIME_FORMAT") == "22.11.2026 09:05"


def test_weeks_begin_on_monday(language: str) -> None:
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_numbers_have_the_separators_of_the_language(language: str) -> None:
    expected = {"kk": "149\u202f400,5", "ru": "149\u202f400,5", "en": "149,400.5"}
    assert formats.number_format(149400.5, force_grouping=True) == expected[language]


@pytest.mark.parametrize("typed", ["22.11.2026", "2026-11-22"])
def test_a_date_field_reads_day_first_and_iso(language: str, typed: str) -> None:
    assert forms.DateField().clean(typed) == DAY


@pytest.mark.parametrize("typed", ["22.11.2026 09:05", "2026-11-22T09:05", "2026-11-22 09:05"])
def test_a_moment_field_reads_day_first_and_iso(language: str, typed: str) -> None:
    assert forms.DateTimeField().clean(typed).replace(tzinfo=None) == MOMENT


def test_a_date_with_the_month_first_is_refused(language: str) -> None:
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean("11/22/2026")


def test_a_grouped_number_is_read_back(language: str, settings: object) -> None:
    settings.USE_THOUSAND_SEPARATOR = True  # type: ignore[attr-defined]
    grouped = formats.number_format(149400.5, force_grouping=True)
    assert forms.DecimalField(localize=True).clean(grouped) == 149400.5
