"""Every address x every role (T1, T2, T9): generated from the resolver and the table in matrix.py."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.conftest import Line, Stage, lines
from tests.architecture.matrix import MATRIX, ROLES

LINES = lines()
CLOSED = ("login", "403", "404")


def addresses_of_the_product() -> Iterator[tuple[str, str]]:
    """Name and pattern of every address but the admin's, which Django guards as a whole."""
    return _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: list[Any], namespace: str, prefix: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from _walk(pattern.url_patterns, inner, route)
        elif isinstance(pattern, URLPattern):
            yield (f"{namespace}{pattern.name}" if pattern.name else ""), route


def test_every_address_has_a_name_and_a_line() -> None:
    found = list(addresses_of_the_product())
    unnamed = [route for name, route in found if not name]
    missing = sorted({name for name, _route in found if name} - set(MATRIX))
    print(f"T1 addresses with a line in the matrix: {len(found) - len(missing)} of {len(found)} (bar all)")
    assert not unnamed, f"give these addresses a name: {unnamed}"
    assert not missing, f"add a line to tests/architecture/matrix.py for: {missing}"


def test_every_line_has_an_address() -> None:
    assert sorted(set(MATRIX) - {name for name, _route in addresses_of_the_product()}) == []


@pytest.mark.any_engine  # on PostgreSQL each page is opened by test_forms_hostile
@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_each_role_gets_what_the_table_says(stage: Stage, line: Line) -> None:
    method, fields = ("POST", stage.target(line.name).fields) if line.is_post else ("GET", None)
    got = {role: _status(stage.ask(role, method, line.name, fields=fields)) for role in ROLES}
    assert got == line.statuses


@pytest.mark.any_engine
@pytest.mark.parametrize("line", [line for line in LINES if not line.is_post], ids=lambda line: line.name)
def test_page_that_is_closed_cannot_be_posted_to_either(stage: Stage, line: Line) -> None:
    """405 is a fine answer too: there is nothing to post to, for anybody."""
    fields = stage.target(line.name).fields
    closed = {role: status for role, status in line.statuses.items() if status in CLOSED}
    got = {role: _status(stage.ask(role, "POST", line.name, fields=fields)) for role in closed}
    assert all(got[role] in (status, "405") for role, status in closed.items()), got


@pytest.mark.any_engine
@pytest.mark.parametrize("line", [line for line in LINES if line.is_post], ids=lambda line: line.name)
def test_step_cannot_be_taken_by_opening_its_address(stage: Stage, line: Line) -> None:
    got = {role: _status(stage.ask(role, "GET", line.name)) for role in ROLES}
    assert set(got.values()) == {"405"}, got


def _for_everybody() -> list[Line]:
    return [line for line in LINES if not line.is_post and line.statuses["visitor"] == "200"]


@pytest.mark.any_engine
@pytest.mark.parametrize("line", _for_everybody(), ids=lambda line: line.name)
def test_public_page_says_that_it_is_there_without_being_read(stage: Stage, line: Line) -> None:
    """So programs ask that watch whether a site is up, and messengers before they show a link."""
    assert _status(stage.ask("visitor", "HEAD", line.name)) == "200"


def _with_foreign_objects() -> list[Line]:
    return [line for line in LINES if line.statuses["outsider"] == "404"]


@pytest.mark.any_engine
@pytest.mark.parametrize("line", _with_foreign_objects(), ids=lambda line: line.name)
def test_foreign_object_answers_as_one_that_does_not_exist(stage: Stage, line: Line) -> None:
    """Where the body names the object, the address is the same for both, and the table says enough."""
    target = stage.target(line.name)
    nowhere = {name: _made_up(value) for name, value in target.parts.items()}
    for method in ("GET", "POST", "PUT", "DELETE"):
        fields = target.fields if method in ("GET", "POST") else None
        foreign = stage.ask("outsider", method, line.name, fields=fields)
        missing = stage.ask("outsider", method, line.name, fields=fields, **nowhere)
        assert foreign.status_code == missing.status_code, method
        assert foreign.status_code in (404, 405), method
        assert _body(foreign, target.parts) == _body(missing, nowhere), method


def _status(answer: HttpResponseBase) -> str:
    if answer.status_code == 302 and answer["Location"].startswith("/account/sign-in/?next="):
        return "login"
    return str(answer.status_code)


def _made_up(value: object) -> object:
    """A value of the same kind that names nothing."""
    if isinstance(value, int):
        return 987_654_321
    return uuid.uuid4() if isinstance(value, uuid.UUID) else "x" * len(str(value))


def _body(answer: HttpResponseBase, parts: object) -> str:
    """What the page says, without what differs between any two pages: its own address and the CSRF token."""
    if not isinstance(answer, HttpResponse):
        return ""
    text = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", answer.content.decode())
    for value in parts.values() if isinstance(parts, dict) else ():
        text = text.replace(f"/{value}/", "/…/")
    return text


def test_sign_in_page_is_where_the_settings_say() -> None:
    assert settings.LOGIN_URL == "accounts:sign-in"
