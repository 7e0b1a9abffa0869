"""The reviewed files as shipped."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from deadlines.articles import article_kk, article_ru
from deadlines.reference import (
    CALENDAR,
    TIME_LIMITS,
    TimeLimitRow,
    load_calendar,
    load_time_limits,
)

KAZAKH_ONLY = set("әғқңөұүһіӘҒҚҢӨҰҮҺІ")


@pytest.fixture(scope="module")
def rows() -> dict[str, TimeLimitRow]:
    return {row.code: row for row in load_time_limits()}


NUMBERS = """
discussion.bylaw 10 working_day memory
discussion.bylaw.exception_5 5 calendar_day inferred
discussion.bylaw.exception_1 1 calendar_day inferred
discussion.bylaw.documents - - read
discussion.law 15 working_day memory
discussion.law.state_remarks 30 calendar_day inferred
discussion.public_service 10 working_day read
discussion.report - - unknown
discussion.reply - - unknown
expert_council.opinion 10 working_day inferred
expert_council.opinion.law 15 working_day inferred
expert_council.opinion.special 5 working_day inferred
expert_council.opinion.crisis 3 working_day inferred
expert_council.disagreement 10 working_day read
public_council.opinion 10 working_day read
public_council.opinion.law 15 working_day read
public_council.opinion.crisis 3 working_day read
public_council.agreement_letter 10 working_day inferred
public_council.reasoned_position - - read
public_council.letter_reply - - unknown
public_control.hearing - - unknown
info_request.answer 15 calendar_day read
info_request.extension 15 calendar_day read
info_request.extension_notice 3 working_day read
info_request.redirect 3 working_day read
info_request.already_published 3 working_day inferred
info_request.refusal 5 working_day read
info_request.complaint 3 month inferred
application.registration 0 working_day read
application.registration.after_hours 1 working_day read
application.forwarding 3 working_day inferred
application.answer 15 working_day read
application.extension 2 month inferred
application.extension_notice 3 working_day read
appeal.filing 3 month read
appeal.filing.not_explained 6 month read
appeal.forwarding 3 working_day read
appeal.decision 20 working_day inferred
court.claim 1 month read
court.claim.silence 1 month read
court.bylaw 3 month inferred
administrative_hearing.minutes_signed 2 working_day read
administrative_hearing.remarks 3 working_day inferred
petition.answer.central 40 working_day inferred
petition.answer.local 20 working_day inferred
hearing.announcement 10 calendar_day inferred
hearing.announcement.recommended 15 calendar_day inferred
hearing.minutes.publish 7 calendar_day inferred
hearing.environment.place_reply 5 working_day inferred
hearing.environment.documents_posted 2 working_day read
hearing.environment.documents 31 calendar_day inferred
hearing.environment.earliest_start 31 calendar_day inferred
hearing.environment.announcement 20 working_day read
hearing.environment.remarks 3 working_day read
hearing.environment.duration 4 working_day inferred
hearing.environment.public_discussion 4 working_day inferred
hearing.environment.minutes_signed 2 working_day read
hearing.environment.minutes_posted 2 working_day read
hearing.environment.minutes_sent 2 working_day inferred
strategic_assessment.remarks 30 calendar_day inferred
personal_data.withdrawal 15 working_day read
personal_data.breach_notice 1 working_day read
personal_data.correction 1 working_day inferred
personal_data.storage - - read
personal_data.after_minutes 30 calendar_day inferred
personal_data.without_minutes 180 calendar_day inferred
personal_data.after_cancellation 60 calendar_day inferred
personal_data.access_needs 10 calendar_day inferred
personal_data.unconfirmed 7 calendar_day inferred
personal_data.survey_contacts 180 calendar_day inferred
personal_data.hotline_contacts 180 calendar_day inferred
personal_data.case_contacts 365 calendar_day inferred
personal_data.case_stories 1095 calendar_day inferred
act.legal_force.registered 0 calendar_day read
act.legal_force.signed 0 calendar_day read
act.in_force 11 calendar_day inferred
act.in_force.new_duties 61 calendar_day inferred
act.in_force.resolution 0 calendar_day read
act.in_force.constitutional_court 0 calendar_day read
act.official_publication 30 calendar_day read
"""


def test_the_rules_are_those_of_the_legal_facts(rows: dict[str, TimeLimitRow]) -> None:
    shipped = [
        f"{row.code} {row.quantity} {row.unit} {row.confidence}"
        if row.quantity is not None
        else f"{row.code} - - {row.confidence}"
        for row in rows.values()
    ]
    assert shipped == NUMBERS.split("\n")[1:-1]


def test_an_answer_to_an_information_request_is_due_by_law(rows: dict[str, TimeLimitRow]) -> None:
    row = rows["info_request.answer"]
    assert (row.start_event_code, row.law_code, row.article) == (
        "info_request_received",
        "access_to_information",
        "11(10)",
    )
    assert (row.article_kk, row.article_ru) == ("11-баптың 10-тармағы", "пункт 10 статьи 11")
    assert (row.direction, row.roll_over) == ("after", "next_working")
    assert row.checked_on == date(2026, 11, 22)


def test_only_terms_before_a_hearing_are_counted_backwards(rows: dict[str, TimeLimitRow]) -> None:
    backwards = {row.code: row.roll_over for row in rows.values() if row.direction == "before"}
    assert backwards == {
        "hearing.announcement": "none",
        "hearing.announcement.recommended": "none",
        "hearing.environment.documents": "none",
        "hearing.environment.announcement": "none",
        "hearing.environment.remarks": "none",
    }


def test_a_rule_without_a_number_says_why_and_cannot_be_computed(rows: dict[str, TimeLimitRow]) -> None:
    without = [row for row in rows.values() if row.quantity is None]
    assert {row.code for row in without if row.confidence == "unknown"} == {
        "discussion.report",
        "discussion.reply",
        "public_control.hearing",
        "public_council.letter_reply",
    }
    for row in without:
        assert row.note_kk
        assert row.note_ru
        with pytest.raises(ValueError, match=f"{row.code} has no quantity"):
            _ = row.rule


def test_what_is_not_read_in_the_law_says_so_in_a_note(rows: dict[str, TimeLimitRow]) -> None:
    silent = {
        row.code for row in rows.values() if row.confidence != "read" and not (row.note_kk and row.note_ru)
    }
    assert silent == set()


def test_every_text_is_in_kazakh_and_in_russian(rows: dict[str, TimeLimitRow]) -> None:
    for row in rows.values():
        pairs = [
            (row.name_kk, row.name_ru),
            (row.start_event_kk, row.start_event_ru),
            (row.law_kk, row.law_ru),
            (row.note_kk, row.note_ru),
        ]
        for kazakh, russian in pairs:
            assert bool(kazakh) is bool(russian), row.code
            assert not set(russian) & KAZAKH_ONLY, russian
            assert kazakh != russian or not kazakh
            assert not kazakh or set(kazakh) & KAZAKH_ONLY, kazakh


def test_texts_fit_their_columns(rows: dict[str, TimeLimitRow]) -> None:
    for row in rows.values():
        assert len(row.code) <= 80
        assert (
            max(len(row.name_kk), len(row.name_ru), len(row.start_event_kk), len(row.start_event_ru)) <= 300
        )
        assert max(len(row.law_kk), len(row.law_ru)) <= 400
        assert max(len(row.article_kk), len(row.article_ru)) <= 120
    calendar = load_calendar()
    assert max(len(year.source) for year in calendar.years) <= 300
    assert max(len(text) for row in calendar.exceptions for text in (row.reason_kk, row.reason_ru)) <= 200


def test_no_law_or_event_of_the_file_is_left_unused(rows: dict[str, TimeLimitRow]) -> None:
    data = tomllib.loads(TIME_LIMITS.read_text(encoding="utf-8"))
    assert {row.start_event_code for row in rows.values()} == set(data["event"])
    assert {row.law_code for row in rows.values()} == set(data["law"])


def test_the_calendar_file_names_the_years_and_the_dated_exceptions() -> None:
    calendar = load_calendar()
    assert [(row.year, row.certainty) for row in calendar.years] == [
        (2024, "confirmed"),
        (2025, "confirmed"),
        (2026, "confirmed"),
        (2027, "provisional"),
        (2028, "provisional"),
    ]
    assert calendar.confirmed_years == {2024, 2025, 2026}
    assert [(f"{row.on:%d.%m.%Y}", row.kind) for row in calendar.exceptions] == [
        ("04.05.2024", "working_day"),
        ("08.05.2024", "day_off"),
        ("03.01.2025", "day_off"),
        ("05.01.2025", "working_day"),
        ("27.05.2026", "day_off"),
        ("31.08.2026", "working_day"),
    ]
    assert all(row.order and row.checked_on == date(2026, 11, 22) for row in calendar.exceptions)


# --- Articles ---


@pytest.mark.parametrize(
    ("article", "subdivision", "kazakh", "russian"),
    [
        ("", "paragraph", "", ""),
        ("99", "part", "99-бап", "статья 99"),
        ("76(1)", "part", "76-баптың 1-бөлігі", "часть 1 статьи 76"),
        ("17-1(13)", "paragraph", "17-1-баптың 13-тармағы", "пункт 13 статьи 17-1"),
        (
            "16(3)(2), 17(4)",
            "paragraph",
            "16-баптың 3-тармағының 2) тармақшасы; 17-баптың 4-тармағы",
            "подпункт 2) пункта 3 статьи 16; пункт 4 статьи 17",
        ),
        ("92(1-1)(3)", "part", "92-баптың 1-1-бөлігінің 3) тармақшасы", "подпункт 3) части 1-1 статьи 92"),
    ],
)
def test_an_article_as_a_lawyer_writes_it(article: str, subdivision: str, kazakh: str, russian: str) -> None:
    assert article_kk(article, subdivision) == kazakh
    assert article_ru(article, subdivision) == russian


@pytest.mark.parametrize("article", ["11 (10)", "art. 11", "11(10", "11;12"])
def test_another_shape_of_article_is_refused(article: str) -> None:
    with pytest.raises(ValueError, match="write it like 11"):
        article_kk(article)


@pytest.mark.parametrize(("load", "path"), [(load_time_limits, TIME_LIMITS), (load_calendar, CALENDAR)])
def test_loading_is_repeatable(load: Callable[..., object], path: Path) -> None:
    assert load() == load(path)
