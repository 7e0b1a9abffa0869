"""The list of deadlines, and what is done from it."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from deadlines import actions
from deadlines.actions import Words
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from tests.factories import DeadlineFactory, MembershipFactory
from tests.moments import almaty, day

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
URL = "/deadlines/"


@pytest.fixture(autouse=True)
def _friday() -> Iterator[None]:
    with time_machine.travel(almaty("20.11.2026"), tick=False):
        yield


@pytest.fixture
def timur(ashyq_orta: Any) -> User:
    return MembershipFactory(organisation=ashyq_orta, role="lawyer", user__name="Тимур Ким").user


@pytest.fixture
def deadlines(ashyq_orta: Any, aigerim: User, timur: User) -> dict[str, Deadline]:
    """Overdue and Aigerim's; due on Wednesday and Timur's; due later and nobody's; done."""
    made = {
        name: DeadlineFactory(
            organisation=ashyq_orta, label=Words(name, name), due_on=day(due), responsible=who
        )
        for name, due, who in (
            ("late", "18.11.2026", aigerim),
            ("soon", "25.11.2026", timur),
            ("far", "15.12.2026", None),
            ("settled", "10.11.2026", timur),
        )
    }
    actions.close_deadline(made["settled"], actor=timur, at=almaty("09.11.2026"))
    return made


def shown(client: Client, query: str = "") -> list[str]:
    response = client.get(URL + query)
    assert response.status_code == 200
    return [deadline.label for deadline, _due in response.context["rows"]]


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("", ["late", "soon", "far"]),
        ("?who=mine", ["late"]),
        ("?who=nobody", ["far"]),
        ("?within=0", ["late"]),
        ("?within=3", ["late", "soon"]),
        ("?within=20", ["late", "soon", "far"]),
        ("?state=done", ["settled"]),
        ("?state=cancelled", []),
        ("?within=-1&state=x&who=99999999&after=2026-13-40_x&page=0", ["late", "soon", "far"]),
        ("?within=1000000000&before=zzz", ["late", "soon", "far"]),
    ],
)
def test_list_is_by_urgency_and_filtered_by_the_address(
    client_of: ClientOf, aigerim: User, deadlines: Any, query: str, labels: list[str]
) -> None:
    assert shown(client_of(aigerim), query) == labels


def test_list_of_one_person(client_of: ClientOf, aigerim: User, timur: User, deadlines: Any) -> None:
    assert shown(client_of(aigerim), f"?who={timur.pk}") == ["soon"]


def test_list_shows_nothing_of_another_organisation(client_of: ClientOf, dana: User, deadlines: Any) -> None:
    canary = deadlines["soon"]
    page = client_of(dana).get(URL + f"?who={canary.responsible_id}").content.decode()

    assert "soon" not in shown(client_of(dana))
    assert "Тимур" not in page


def test_every_countdown_stands_with_its_explanation(
    client_of: ClientOf, aigerim: User, deadlines: Any
) -> None:
    page = client_of(aigerim).get(URL).content.decode()

    assert page.count('class="q-due-card"') == 3
    assert "The portal names this date: until Wednesday, 25 November, 24:00." in page
    assert "From tomorrow to Wednesday, 25 November there are 3 working days." in page


def test_observer_sees_and_cannot_act(client_of: ClientOf, bolat: User, deadlines: Any) -> None:
    page = client_of(bolat).get(URL).content.decode()

    assert "soon" in page
    assert "Mark as done" not in page


@pytest.mark.parametrize("extra", [0, 2])
def test_list_asks_the_same_number_of_questions_of_one_row_and_of_three(
    client_of: ClientOf,
    ashyq_orta: Any,
    aigerim: User,
    timur: User,
    django_assert_num_queries: Any,
    extra: int,
) -> None:
    for who in [timur, None, aigerim][: 1 + extra]:
        DeadlineFactory(organisation=ashyq_orta, responsible=who)
    client = client_of(aigerim)

    with django_assert_num_queries(6):  # session, person, memberships, days off, members, deadlines
        assert len(shown(client)) == 1 + extra


def test_pages_follow_one_another_without_gap_or_repeat(
    client_of: ClientOf, ashyq_orta: Any, aigerim: User
) -> None:
    for n in range(60):
        DeadlineFactory(
            organisation=ashyq_orta, label=Words(f"{n:02d}", "x"), due_on=day(f"{n // 3 + 1:02d}.12.2026")
        )
    client = client_of(aigerim, language="kk")
    first = client.get(URL)
    second = client.get(URL + f"?after={first.context['page'].older}")
    third = client.get(URL + f"?after={second.context['page'].older}")
    back = client.get(URL + f"?before={third.context['page'].newer}")

    seen = [d.label for page in (first, second, third) for d, _due in page.context["rows"]]
    assert seen == [f"{n:02d}" for n in range(60)]
    assert third.context["page"].older == ""
    assert [d for d, _ in back.context["rows"]] == [d for d, _ in second.context["rows"]]


def test_empty_list_says_the_next_step(client_of: ClientOf, aigerim: User) -> None:
    page = client_of(aigerim).get(URL).content.decode()

    assert "No deadline is running" in page
    assert f'href="{reverse("projects:triage")}"' in page


# --- Done, and undone ---------------------------------------------------------------------------------------------


def test_done_is_said_with_a_way_back_to_the_filtered_list(
    client_of: ClientOf, timur: User, deadlines: Any
) -> None:
    client, deadline = client_of(timur), deadlines["soon"]

    response = client.post(f"/deadlines/{deadline.pk}/close/", {"next": "/deadlines/?who=mine"}, follow=True)

    assert response.redirect_chain == [("/deadlines/?who=mine", 302)]
    page = response.content.decode()
    assert "Done: soon" in page
    assert f'action="/deadlines/{deadline.pk}/reopen/"' in page
    client.post(
        f"/deadlines/{deadline.pk}/reopen/", headers={"Referer": "http://testserver/deadlines/?who=mine"}
    )
    deadline.refresh_from_db()
    assert deadline.state == DeadlineState.OPEN


def test_done_twice_says_that_somebody_was_faster(client_of: ClientOf, timur: User, deadlines: Any) -> None:
    client = client_of(timur)
    client.post(f"/deadlines/{deadlines['soon'].pk}/close/")

    page = client.post(f"/deadlines/{deadlines['soon'].pk}/close/", follow=True).content.decode()

    assert "This step is not possible in the present state." in page


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_step_leads_back_to_this_site_only(
    client_of: ClientOf, timur: User, deadlines: Any, where: str
) -> None:
    response = client_of(timur).post(
        f"/deadlines/{deadlines['soon'].pk}/close/", {"next": where}, headers={"Referer": where}
    )

    assert response["Location"] == URL


def without_what_differs(response: Any) -> str:
    """The page without its CSRF tokens and its own address."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b|/deadlines/\d+/", "", response.content.decode())


@pytest.mark.parametrize("step", ["close", "reopen", "assign"])
def test_stranger_finds_no_deadline_and_observer_no_right(
    client_of: ClientOf, bolat: User, dana: User, deadlines: Any, step: str
) -> None:
    address = f"/deadlines/{deadlines['soon'].pk}/{step}/"
    stranger, nobody = client_of(dana).post(address), client_of(dana).post(f"/deadlines/0/{step}/")

    assert client_of(bolat).post(address).status_code == 403
    assert (stranger.status_code, nobody.status_code) == (404, 404)
    assert without_what_differs(stranger) == without_what_differs(nobody)
    assert client_of(None).post(address).status_code == 302
    deadlines["soon"].refresh_from_db()
    assert deadlines["soon"].state == DeadlineState.OPEN


@pytest.mark.parametrize("step", ["close", "reopen"])
def test_steps_are_posted(client_of: ClientOf, aigerim: User, deadlines: Any, step: str) -> None:
    assert client_of(aigerim).get(f"/deadlines/{deadlines['soon'].pk}/{step}/").status_code == 405


# --- Assigning ----------------------------------------------------------------------------------------------------


def test_member_is_made_responsible(client_of: ClientOf, aigerim: User, timur: User, deadlines: Any) -> None:
    address = f"/deadlines/{deadlines['far'].pk}/assign/"
    client = client_of(aigerim)
    assert "Тимур Ким" in client.get(address).content.decode()

    page = client.post(address, {"responsible": timur.pk, "next": URL}, follow=True).content.decode()

    assert "Тимур Ким is responsible now." in page
    deadlines["far"].refresh_from_db()
    assert deadlines["far"].responsible == timur


def test_nobody_can_be_made_responsible(client_of: ClientOf, aigerim: User, deadlines: Any) -> None:
    client_of(aigerim).post(f"/deadlines/{deadlines['soon'].pk}/assign/", {"responsible": ""})

    deadlines["soon"].refresh_from_db()
    assert deadlines["soon"].responsible is None


@pytest.mark.parametrize("smuggled", ["dana", "0", "-1", "x", "999999999999999999999"])
def test_person_of_another_organisation_cannot_be_smuggled_in(
    client_of: ClientOf, aigerim: User, dana: User, timur: User, deadlines: Any, smuggled: str
) -> None:
    value = dana.pk if smuggled == "dana" else smuggled

    response = client_of(aigerim).post(f"/deadlines/{deadlines['soon'].pk}/assign/", {"responsible": value})

    assert response.status_code == 422
    assert "Дана" not in response.content.decode()
    deadlines["soon"].refresh_from_db()
    assert deadlines["soon"].responsible == timur


def test_other_fields_of_the_form_change_nothing(
    client_of: ClientOf, aigerim: User, timur: User, deadlines: Any
) -> None:
    before = Deadline.objects.values().get(pk=deadlines["far"].pk)

    client_of(aigerim).post(
        f"/deadlines/{deadlines['far'].pk}/assign/",
        {
            "responsible": timur.pk,
            "organisation": 1,
            "state": "done",
            "due_on": "2030-01-01",
            "path": "//evil",
        },
    )

    assert Deadline.objects.values().get(pk=deadlines["far"].pk) == {**before, "responsible_id": timur.pk}
