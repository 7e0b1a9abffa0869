"""The calendar of a month."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from accounts.models import User
from deadlines import actions
from deadlines.actions import Words
from deadlines.month import Day
from tests.factories import DeadlineFactory
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


def month(client: Client, year: int, number: int) -> dict[date, Day]:
    response = client.get(f"/calendar/{year}/{number}/")
    assert response.status_code == 200
    return {found.on: found for week in response.context["weeks"] for found in week}


@pytest.mark.parametrize(
    ("on", "is_off", "is_worked", "why"),
    [
        ("04.05.2024", False, True, "working day: "),  # Saturday worked for Wednesday 8 May
        ("08.05.2024", True, False, "4 мамырдан"),
        ("05.01.2025", False, True, "working day: "),
        ("03.01.2025", True, False, ""),
        ("31.08.2026", False, True, "working day: "),
        ("27.05.2026", True, False, "Құрбан айт"),
        ("07.05.2026", True, False, "Отан қорғаушы"),
        ("21.11.2026", True, False, ""),
        ("20.11.2026", False, False, ""),
    ],
)
def test_days_off_and_worked_weekends_are_named(
    client_of: ClientOf, aigerim: User, reference: None, on: str, is_off: bool, is_worked: bool, why: str
) -> None:
    found = month(client_of(aigerim), day(on).year, day(on).month)[day(on)]

    assert (found.is_off, found.is_worked) == (is_off, is_worked)
    assert why in found.why


def test_month_is_whole_weeks_from_monday(client_of: ClientOf, aigerim: User) -> None:
    days = month(client_of(aigerim), 2026, 11)

    assert list(days)[0] == day("26.10.2026")
    assert list(days)[-1] == day("06.12.2026")
    assert [on for on, found in days.items() if found.is_today] == [day("20.11.2026")]


def test_deadlines_stand_on_their_days_with_words_for_what_colour_says(
    client_of: ClientOf, ashyq_orta: Any, kok_aspan: Any, aigerim: User
) -> None:
    for label, due in (
        ("late", "18.11.2026"),
        ("soon", "24.11.2026"),
        ("calm", "04.12.2026"),
        ("done", "19.11.2026"),
    ):
        made = DeadlineFactory(organisation=ashyq_orta, label=Words(label, label), due_on=day(due))
        if label == "done":
            actions.close_deadline(made, actor=aigerim, at=almaty("18.11.2026"))
    dropped = DeadlineFactory(organisation=ashyq_orta, label=Words("dropped", "x"), due_on=day("24.11.2026"))
    actions.close_deadline(dropped, actor=aigerim, at=almaty("18.11.2026"), done=False)
    DeadlineFactory(organisation=kok_aspan, label=Words("canary", "canary"), due_on=day("24.11.2026"))

    client = client_of(aigerim)
    events = {e.deadline.label: (e.tone, on) for on, d in month(client, 2026, 11).items() for e in d.events}
    page = client.get("/calendar/").content.decode()

    assert events == {
        "late": ("late", day("18.11.2026")),
        "soon": ("soon", day("24.11.2026")),
        "calm": ("calm", day("04.12.2026")),
        "done": ("done", day("19.11.2026")),
    }
    assert "canary" not in page
    soup = BeautifulSoup(page, "html.parser")
    assert [a.get_text() for a in soup.select("a.q-event.is-late, a.q-event.is-done")] == [
        "late: overdue",
        "done: done",
    ]


def test_every_day_is_named_whole_for_those_who_do_not_see_the_grid(
    client_of: ClientOf, aigerim: User
) -> None:
    page = client_of(aigerim, language="kk").get("/calendar/").content.decode()
    soup = BeautifulSoup(page, "html.parser")

    assert [th.get_text() for th in soup.select(".q-month th")][0] == "дүйсенбі"
    assert "21 қараша, сенбі" in [s.get_text() for s in soup.select(".q-date .visually-hidden")]
    assert soup.select_one("td[aria-current=date] .q-date").get_text().startswith("20")


@pytest.mark.parametrize(("year", "marked"), [(2026, False), (2027, True), (2028, True)])
def test_year_without_a_confirmed_calendar_is_marked(
    client_of: ClientOf, aigerim: User, reference: None, year: int, marked: bool
) -> None:
    page = client_of(aigerim).get(f"/calendar/{year}/5/").content.decode()

    assert ("provisional calendar" in page) is marked


@pytest.mark.parametrize(
    "path", ["/calendar/2026/13/", "/calendar/2026/0/", "/calendar/0/1/", "/calendar/9999/1/"]
)
def test_month_that_is_none_is_not_found(client_of: ClientOf, aigerim: User, path: str) -> None:
    assert client_of(aigerim).get(path).status_code == 404


def test_months_lead_to_their_neighbours_and_end_with_the_calendar(
    client_of: ClientOf, aigerim: User
) -> None:
    client = client_of(aigerim)
    january = client.get("/calendar/2026/1/").context
    first, last = client.get("/calendar/2014/1/").context, client.get("/calendar/2030/12/").context

    assert (january["previous"][1], january["next"][1]) == ("/calendar/2025/12/", "/calendar/2026/2/")
    assert (first["previous"], last["next"]) == (None, None)


@pytest.mark.parametrize("rows", [1, 3])
def test_month_asks_the_same_number_of_questions_of_one_deadline_and_of_three(
    client_of: ClientOf, ashyq_orta: Any, aigerim: User, django_assert_num_queries: Any, rows: int
) -> None:
    for _row in range(rows):
        DeadlineFactory(organisation=ashyq_orta, responsible=aigerim)
    client = client_of(aigerim)

    with django_assert_num_queries(5):  # session, person, memberships, days off, deadlines
        assert sum(len(found.events) for found in month(client, 2026, 11).values()) == rows
