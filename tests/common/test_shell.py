"""The frame of every page: places, languages, theme."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.urls import include, path, resolve
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.access import current_membership
from accounts.models import User
from common.context import LANGUAGES, PLACES, shell
from tests.conftest import ClientOf
from tests.factories import MembershipFactory, OrganisationFactory


def page(request: HttpRequest, **_of: Any) -> HttpResponse:
    return render(request, "base.html")


def _app(namespace: str, *names: str) -> Any:
    patterns = [path(f"{name}/", page, name=name) for name in names]
    return path(f"{namespace}/", include((patterns, namespace)))


urlpatterns = [
    _app("monitoring", "today", "search", "dossier-list", "dossier-page", "health"),
    _app("projects", "draft-list", "draft-page", "triage"),
    _app("accounts", "organisation", "profile", "sign-out", "set-language", "choose-organisation"),
    _app("correspondence", "outbox"),
]


@pytest.fixture(autouse=True)
def _own_addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__


def request_of(user: User, address: str = "/monitoring/today/") -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = user
    request.membership = current_membership(user, None)  # type: ignore[attr-defined]
    request.resolver_match = resolve(address)
    return request


def places(request: HttpRequest) -> list[str]:
    return [item["place"].url_name for item in shell(request)["shell"]["places"]]


def test_coordinator_sees_the_places_that_exist(aigerim: User) -> None:
    assert places(request_of(aigerim)) == [
        "monitoring:today",
        "projects:draft-list",
        "projects:triage",
        "monitoring:dossier-list",
        "accounts:organisation",
        "correspondence:outbox",
        "monitoring:health",
    ]


def test_observer_sees_no_triage_and_no_outbox(bolat: User) -> None:
    assert not {"projects:triage", "correspondence:outbox"} & set(places(request_of(bolat)))


def test_person_without_organisation_sees_no_places(operator: User) -> None:
    assert places(request_of(operator)) == []


def test_visitor_sees_no_places() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert shell(request)["shell"]["places"] == []


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/projects/draft-list/", {"projects:draft-list": "page"}),
        ("/projects/draft-page/", {"projects:draft-list": "true"}),
        ("/monitoring/dossier-page/", {"monitoring:dossier-list": "true"}),
    ],
)
def test_rail_marks_where_the_person_is(aigerim: User, address: str, current: dict[str, str]) -> None:
    items = shell(request_of(aigerim, address))["shell"]["places"]
    assert {item["place"].url_name: item["current"] for item in items if item["current"]} == current


def test_frame_asks_the_database_nothing(
    aigerim: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = request_of(aigerim)
    with django_assert_num_queries(0):
        shell(request)


def test_rail_shows_the_counts_that_the_view_gives(aigerim: User) -> None:
    request = request_of(aigerim)
    request.nav_counts = {"projects:triage": 3}  # type: ignore[attr-defined]
    items = shell(request)["shell"]["places"]
    assert {item["place"].url_name: item["count"] for item in items if item["count"]} == {
        "projects:triage": 3
    }


def test_bar_of_a_phone_has_five_places() -> None:
    assert sum(place.daily for place in PLACES) == 5


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><b>', ""), ("", "")])
def test_theme_comes_with_the_page(aigerim: User, client_of: ClientOf, cookie: str, theme: str) -> None:
    client = client_of(aigerim)
    client.cookies["theme"] = cookie
    html = soup(client, "/monitoring/today/").html
    assert html is not None
    assert html.get("data-bs-theme", "") == theme


def test_language_buttons_keep_the_page(aigerim: User, client_of: ClientOf) -> None:
    response = client_of(aigerim, language="ru").get("/projects/draft-list/", {"q": "салық", "state": "open"})
    form = BeautifulSoup(response.content, "html.parser").select_one(".q-langs")
    assert form is not None
    here = form.select_one("[name=next]")
    assert here is not None
    assert here["value"] == "/projects/draft-list/?q=%D1%81%D0%B0%D0%BB%D1%8B%D2%9B&state=open"
    assert [button["value"] for button in form.select("button")] == [code for code, *_ in LANGUAGES]
    assert [button["value"] for button in form.select("[aria-current]")] == ["ru"]


def test_person_of_two_organisations_may_switch(aigerim: User, client_of: ClientOf) -> None:
    other = OrganisationFactory(name_kk="Б", name_ru="Б")
    MembershipFactory(user=aigerim, organisation=other, role="observer")
    options = soup(client_of(aigerim), "/monitoring/today/").select("#menu-organisation option")
    assert {int(str(option["value"])) for option in options} == {
        m.organisation_id for m in aigerim.memberships.all()
    }


def test_person_of_one_organisation_sees_no_switch(bolat: User, client_of: ClientOf) -> None:
    assert soup(client_of(bolat), "/monitoring/today/").select("#menu-organisation") == []


def test_page_has_a_way_past_the_rail_and_one_heading(aigerim: User, client_of: ClientOf) -> None:
    html = soup(client_of(aigerim), "/monitoring/today/")
    skip = html.select_one("a.q-skip")
    assert skip is not None
    assert html.select_one(str(skip["href"])) is not None
    assert len(html.select("h1")) == 1


def test_search_keeps_what_was_typed_and_escapes_it(aigerim: User, client_of: ClientOf) -> None:
    response = client_of(aigerim).get("/projects/draft-list/", {"q": '"><script>x</script>'})
    assert "<script>x" not in response.content.decode()
    field = BeautifulSoup(response.content, "html.parser").select_one("#search")
    assert field is not None
    assert field["value"] == '"><script>x</script>'


def soup(client: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).content, "html.parser")
