"""Every form and step of every app, found by the matrix, meets what strangers send (I1, I2, I3)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from accounts.models import Organisation, User
from monitoring.models import SearchStale
from tests.architecture.conftest import Line, Stage, lines, undone
from tests.architecture.matrix import WITHOUT_CSRF
from tests.conftest import browser_of

SCRIPT = "<svg onload=alert(1)>"
# Each goes into every field in turn, the others being valid, and then into all fields together.
OF_THE_ENGINE = ("x" * 100_000, "a\0b", "😀🏽\ufffe", "9" * 30)  # what two engines may take differently
HOSTILE = (
    "",
    *OF_THE_ENGINE,
    "\u202eоңнан солға\u2066 {{7*7}}{% debug %}",
    SCRIPT,
    "a\r\nBcc: thief@example.kz",
    "-1",
    "0000-00-00",
    "9999-12-31",
)
# These only go into all fields together.
MORE_HOSTILE = (
    " \t ",
    "ә" * 1_001,
    "' OR 1=1 --",
    "${7*7}#{7*7}",
    f'"><script>{SCRIPT}</script>',
    "0",
    f"-{'9' * 30}",
    str(2**63),
    "1e400",
    "NaN",
    "9999-12-31T23:59",
    "../../etc/passwd",
    "javascript:alert(1)",
)
SMUGGLED = {
    "is_staff": "1",
    "is_superuser": "1",
    "is_active": "",
    "state": "done",
    "role": "coordinator",
    "created_at": "2000-01-01",
}
FOREIGN_KEYS = ("organisation", "organisation_id", "id", "pk")
FOREIGN_PEOPLE = ("user", "user_id", "owner", "owner_id", "actor", "created_by", "responsible")


@dataclass(frozen=True)
class Form:
    """What one role can post where. `valid` is the body of the table, else what the page was filled with."""

    address: str
    role: str
    valid: dict[str, Any]
    files: tuple[str, ...]


def _postable() -> list[Line]:
    return [line for line in lines() if _role(line)]


def _role(line: Line) -> str:
    """Who gets furthest: a coordinator, else the operator, else a visitor; '' where nobody can post."""
    fine = ("200", "302", "204") if line.is_post else ("200",)
    return next((role for role in ("coordinator", "operator", "visitor") if line.statuses[role] in fine), "")


def form_of(stage: Stage, line: Line) -> Form | None:
    """The form behind this line, or None where the page has none."""
    role, address, target = _role(line), stage.address(line.name), stage.target(line.name)
    stage.lead(role, line.name)
    if line.is_post:
        files = tuple(name for name, value in target.fields.items() if hasattr(value, "read"))
        return Form(address, role, {k: v for k, v in target.fields.items() if k not in files}, files)
    page = stage.browsers[role].get(address)
    found = next((tag for tag in _posting_forms(page) if (tag.get("action") or address) == address), None)
    if found is None:
        return None
    files = tuple(str(tag["name"]) for tag in found.select("input[type=file][name]"))
    valid = {**_filled_in(found), **target.fields}
    return Form(address, role, {name: value for name, value in valid.items() if name not in files}, files)


def _posting_forms(page: HttpResponseBase) -> Iterator[Tag]:
    if isinstance(page, HttpResponse) and page.headers.get("Content-Type", "").startswith("text/html"):
        yield from BeautifulSoup(page.content, "html.parser").select('form[method="post"], [hx-post]')


def _filled_in(form: Tag) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for tag in form.select("input[name], textarea[name], select[name], button[name]"):
        name, kind = str(tag["name"]), tag.get("type")
        if tag.name == "select":
            chosen = [str(o.get("value", "")) for o in tag.select("option[selected]")] or [
                str(o.get("value", "")) for o in tag.select("option")[:1]
            ]
            values[name] = chosen if tag.has_attr("multiple") else "".join(chosen[:1])
        elif tag.name == "textarea":
            values[name] = tag.get_text()
        elif kind in ("checkbox", "radio"):
            if tag.has_attr("checked"):
                values[name] = str(tag.get("value", "on"))
            else:
                values.setdefault(name, "")
        elif name != "csrfmiddlewaretoken":
            values[name] = str(tag.get("value", ""))
    return values


def post(stage: Stage, form: Form, fields: dict[str, Any]) -> list[HttpResponse]:
    """Post, and look at the page where a script may now stand; all effects are gone afterwards."""
    browser = stage.browsers[form.role]
    with undone():
        answers: list[Any] = [browser.post(form.address, fields)]
        if SCRIPT in fields.values() and answers[0].status_code == 302 and _is_ours(answers[0]["Location"]):
            answers.append(browser.get(answers[0]["Location"]))
    return answers


def _is_ours(location: str) -> bool:
    try:
        resolve(location.split("?")[0])
    except Resolver404:
        return False
    return location.startswith("/")


LINES = _postable()
every_form = pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)


@every_form
def test_hostile_values_are_refused_or_shown_as_text(stage: Stage, line: Line) -> None:
    form = form_of(stage, line)
    if form is None or not form.valid:
        return
    # Whether a page shows a script as a text is the same on every engine: asked of one.
    alone = HOSTILE if connection.vendor == "sqlite" else OF_THE_ENGINE
    for value in alone + MORE_HOSTILE:
        _assert_harmless(post(stage, form, dict.fromkeys(form.valid, value)), form, value)
    for value in alone:
        for name in _of_each_kind(form.valid):
            _assert_harmless(post(stage, form, {**form.valid, name: value}), form, f"{name}={value}")


def _of_each_kind(names: Iterable[str]) -> list[str]:
    """The first of the fields that differ by a number alone: one piece of code reads them all."""
    return list({re.sub(r"\d+", "", name): name for name in reversed(list(names))}.values())


@pytest.mark.any_engine
@every_form
def test_hostile_files_are_refused_or_inert(stage: Stage, line: Line) -> None:
    form = form_of(stage, line)
    if form is None:
        return
    for name in form.files:
        for upload in _hostile_files():
            fields = {k: v for k, v in form.valid.items() if not isinstance(v, list)}
            _assert_harmless(post(stage, form, {**fields, name: upload}), form, f"{name}: {upload.name}")


def _hostile_files() -> list[SimpleUploadedFile]:
    contents = {
        "empty.png": b"",
        "picture.svg": f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'.encode(),
        "program.pdf": b"MZ\x90\x00" * 1000,
        "page.html": f"<html><body>{SCRIPT}".encode(),
        "../../x.html": b"\0" * 1000,
        ".htaccess": b"\xff\xfe" * 1000,
        f"{'n' * 300}.html": b"<" * 10_000,
    }
    return [SimpleUploadedFile(name, content) for name, content in contents.items()]


def _assert_harmless(answers: list[HttpResponse], form: Form, what: str) -> None:
    for answer in answers:
        assert answer.status_code < 500, (form.address, what[:80])
        if not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html"):
            assert SCRIPT.encode() not in answer.content, (form.address, what[:80])


@pytest.mark.any_engine
@every_form
def test_post_without_its_token_is_refused(stage: Stage, line: Line) -> None:
    person = stage.world.people[_role(line)]
    browser = browser_of(person, enforce_csrf_checks=True)
    with undone():
        status = browser.post(stage.address(line.name), stage.target(line.name).fields).status_code
    assert (status == 403) is (line.name not in WITHOUT_CSRF)


@pytest.mark.any_engine
@every_form
def test_fields_that_the_form_does_not_have_are_ignored(stage: Stage, line: Line) -> None:
    form = form_of(stage, line)
    if form is None:
        return
    world = stage.world
    extra = (
        SMUGGLED
        | dict.fromkeys(FOREIGN_KEYS, world.kok_aspan.pk)
        | dict.fromkeys(FOREIGN_PEOPLE, world.dana.pk)
    )
    with undone():
        before = _what_must_not_change(world.kok_aspan)
        answer = stage.browsers[form.role].post(form.address, extra | form.valid)
        assert answer.status_code < 500
        assert _what_must_not_change(world.kok_aspan) == before


def _what_must_not_change(other: Organisation) -> dict[str, Any]:
    """All rows of the other organisation, and who is an operator."""
    rows: dict[str, Any] = {
        model._meta.label: list(model._default_manager.filter(organisation=other).order_by("pk").values())
        for model in _of_organisations()
    }
    rows["organisation"] = Organisation.objects.filter(pk=other.pk).values().get()
    rows["operators"] = set(User.objects.filter(Q(is_staff=True) | Q(is_superuser=True)).values_list("pk"))
    return rows


def _of_organisations() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models()
        if any(f.name == "organisation" and f.related_model is Organisation for f in model._meta.fields)
    ]


@every_form
def test_same_body_sent_twice_is_done_once(stage: Stage, line: Line) -> None:
    form = form_of(stage, line)
    if form is None or stage.target(line.name).repeats:
        return
    with undone():
        browser = stage.browsers[form.role]
        first = browser.post(form.address, form.valid)
        after_first = _rows()
        second = browser.post(form.address, form.valid)
        assert (first.status_code < 500, second.status_code < 500) == (True, True)
        assert _rows() == after_first


def _rows() -> dict[str, int]:
    ours = [config for config in apps.get_app_configs() if not config.module.__name__.startswith("django.")]
    return {
        model._meta.label: model._default_manager.count()
        for config in ours
        if config.label not in ("axes", "sessions")
        for model in config.get_models()
        if model is not SearchStale  # a note that something was written, also the same again
    }


def test_every_form_on_a_page_posts_to_an_address_whose_fields_are_known(stage: Stage) -> None:
    """A step whose Target lacks a field of its form would be tested with less than strangers can send."""
    by_address = {stage.address(line.name): line for line in lines()}
    unknown = set()
    for line in (line for line in lines() if not line.is_post and _role(line)):
        stage.lead(_role(line), line.name)
        page = stage.browsers[_role(line)].get(stage.address(line.name))
        for form in _posting_forms(page):
            step = by_address.get(str(form.get("action") or form.get("hx-post") or ""))
            if step is not None and step.is_post:
                known = {"next", *stage.target(step.name).fields}
                unknown |= {f"{step.name}: {name}" for name in _filled_in(form) if name not in known}
    assert not unknown, f"add these fields to the Targets in tests/architecture/matrix.py: {sorted(unknown)}"
