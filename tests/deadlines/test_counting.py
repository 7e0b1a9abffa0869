"""Counting days, and the rules of law tried with a date."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from deadlines import actions
from tests.factories import TimeLimitFactory
from tests.moments import almaty, day

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(almaty("20.11.2026"), tick=False):
        yield


@pytest.fixture
def reference(db: None) -> None:
    actions.load_rules_and_calendar()


def counted(client: Client, start: str, number: int, unit: str, direction: str = "after") -> Any:
    query = {"start": day(start).isoformat(), "number": number, "unit": unit, "direction": direction}
    return client.get("/calendar/count/", query)


@pytest.mark.parametrize(
    ("start", "number", "unit", "direction", "last"),
    [
        ("11.04.2024", 10, "working_day", "after", "Thursday, 25 April 2024"),
        ("12.03.2026", 15, "calendar_day", "after", "Friday, 27 March"),
        ("18.03.2026", 10, "working_day", "after", "Monday, 6 April"),
        ("30.11.2026", 3, "month", "after", "Monday, 1 March 2027"),
        ("25.11.2026", 5, "working_day", "before", "Wednesday, 18 November"),
        ("25.11.2026", 10, "calendar_day", "before", "Sunday, 15 November"),
    ],
)
def test_last_day_is_found_and_every_step_is_said(
    client_of: ClientOf,
    aigerim: User,
    reference: None,
    start: str,
    number: int,
    unit: str,
    direction: str,
    last: str,
) -> None:
    response = counted(client_of(aigerim), start, number, unit, direction)

    due = response.context["due"]
    assert (response.status_code, due.exact) == (200, last)
    assert due.lines[0].endswith("that day itself does not count.")
    assert len(due.lines) > 1
    assert all(line in response.content.decode().replace("&#x27;", "'") for line in due.lines)


def test_holiday_that_is_skipped_is_named(client_of: ClientOf, aigerim: User, reference: None) -> None:
    page = counted(client_of(aigerim, language="ru"), "10.12.2026", 10, "working_day").content.decode()

    assert "25 декабря, пятница" in page
    assert "День Независимости" in page


@pytest.mark.parametrize(
    "query",
    [
        "start=&number=10&unit=working_day",
        "start=2026-02-30&number=10&unit=working_day",
        "start=2026-11-20&number=0&unit=working_day",
        "start=2026-11-20&number=-5&unit=working_day",
        "start=2026-11-20&number=99999999999999999999&unit=working_day",
        "start=2026-11-20&number=10&unit=fortnight",
        "start=2026-11-20&number=10&unit=month&direction=sideways",
        "start=0001-01-01&number=10&unit=working_day",
        "start=9999-12-31&number=2000&unit=month",
        "start=2030-12-30&number=10&unit=working_day",
        "start=%00&number={{7*7}}&unit=<svg>",
    ],
)
def test_question_without_an_answer_is_refused_beside_its_field(
    client_of: ClientOf, aigerim: User, query: str
) -> None:
    response = client_of(aigerim).get(f"/calendar/count/?{query}")

    assert response.status_code == 422
    assert response.context["due"] is None
    assert response.context["form"].errors


def test_question_not_asked_yet_is_no_mistake(client_of: ClientOf, aigerim: User) -> None:
    response = client_of(aigerim).get("/calendar/count/")

    assert response.status_code == 200
    assert "q-errors" not in response.content.decode()


def test_dates_of_a_provisional_year_say_so(client_of: ClientOf, aigerim: User, reference: None) -> None:
    assert (
        counted(client_of(aigerim), "10.05.2027", 5, "working_day")
        .context["due"]
        .caveat.startswith("Provisional")
    )
    assert counted(client_of(aigerim), "10.11.2026", 5, "working_day").context["due"].caveat == ""


# --- The rules of law ---------------------------------------------------------------------------------------------


def rules(client: Client, query: str = "") -> list[dict[str, Any]]:
    response = client.get(f"/time-limits/{query}")
    assert response.status_code == 200
    return [row for _law, rows in response.context["laws"] for row in rows]


def test_every_shipped_rule_in_force_stands_under_its_law(
    client_of: ClientOf, aigerim: User, reference: None
) -> None:
    response = client_of(aigerim).get("/time-limits/")

    rows = [row for _law, group in response.context["laws"] for row in group]
    laws = [law for law, _group in response.context["laws"]]
    assert len(rows) == response.context["count"] > 60
    assert len(laws) == len(set(laws))
    assert all(row["rule"].law for row in rows)


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        ("read", ""),
        ("inferred", "inferred from a source"),
        ("memory", "unverified rule"),
        ("unknown", "not known"),
    ],
)
def test_rule_that_nobody_has_read_is_said_to_be_so(
    client_of: ClientOf, aigerim: User, confidence: str, said: str
) -> None:
    TimeLimitFactory(confidence=confidence)

    (row,) = rules(client_of(aigerim))
    page = client_of(aigerim).get("/time-limits/").content.decode()

    assert row["tone"] == ("soon" if confidence in ("memory", "unknown") else "plain")
    assert row["mark"] == said
    assert said in page
    assert "checked" in page


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ЖАУАП", 1),
        ("ответ", 1),
        ("доступе ответа", 1),
        ("rule.alpha", 1),
        ("жоқ-сөз", 0),
        ("%", 0),
        ("''", 0),
    ],
)
def test_rules_are_found_by_words_of_either_language(
    client_of: ClientOf, aigerim: User, words: str, found: int
) -> None:
    TimeLimitFactory(code="rule.alpha")
    TimeLimitFactory(code="rule.beta", name_kk="Басқа", name_ru="Другое", law_kk="Кодекс", law_ru="Кодекс")

    client = client_of(aigerim, language="kk")
    assert len(client.get("/time-limits/", {"words": words}).context["laws"]) == found


@pytest.mark.parametrize(
    ("how", "term"),
    [
        ({}, "10 working days"),
        ({"quantity": 1}, "1 working day"),
        ({"quantity": 15, "unit": "calendar_day"}, "15 calendar days"),
        ({"quantity": 3, "unit": "month"}, "3 months"),
        ({"direction": "before", "roll_over": "none"}, "not later than 10 working days before"),
        ({"quantity": None}, "the number is not known"),
    ],
)
def test_rule_says_its_term(client_of: ClientOf, aigerim: User, how: dict[str, Any], term: str) -> None:
    TimeLimitFactory(**how)

    assert rules(client_of(aigerim))[0]["term"] == term


def test_rules_are_tried_with_the_day_of_the_event(client_of: ClientOf, aigerim: User) -> None:
    TimeLimitFactory(code="a.known")
    TimeLimitFactory(code="b.unknown", quantity=None)
    TimeLimitFactory(code="c.too_far", quantity=90, unit="month")

    known, unknown, too_far = rules(client_of(aigerim), "?start=2026-11-10")

    assert known["due"].exact == "Tuesday, 24 November"
    assert (
        known["due"].law == "Закон «О доступе к информации», пункт 10 статьи 11" or "Заң" in known["due"].law
    )
    assert (unknown["due"], too_far["due"]) == (None, None)


def test_rule_of_the_day_of_the_event_is_the_one_that_is_tried(client_of: ClientOf, aigerim: User) -> None:
    TimeLimitFactory(code="old", quantity=5, valid_to=day("31.12.2025"))
    TimeLimitFactory(code="new", quantity=7, valid_from=day("01.01.2026"))

    client = client_of(aigerim)
    assert [row["rule"].code for row in rules(client)] == ["new"]
    assert [row["rule"].code for row in rules(client, "?start=2025-06-10")] == ["old"]


@pytest.mark.parametrize(
    "query", ["?start=yesterday", "?start=0000-00-00", "?words=" + "я" * 5_000, "?start=9999-12-31"]
)
def test_nonsense_in_the_address_shows_a_page(
    client_of: ClientOf, aigerim: User, reference: None, query: str
) -> None:
    rules(client_of(aigerim), query)


@pytest.mark.parametrize("number", [1, 3])
def test_rules_ask_the_same_number_of_questions_of_one_and_of_three(
    client_of: ClientOf, aigerim: User, django_assert_num_queries: Any, number: int
) -> None:
    TimeLimitFactory.create_batch(number)
    client = client_of(aigerim)

    with django_assert_num_queries(5):  # session, person, memberships, days off, rules
        assert len(rules(client, "?start=2026-11-10")) == number
