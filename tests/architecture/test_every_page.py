"""Every page of the product in a browser: axe finds nothing serious, in both languages and both themes, with all that
folds open; and nothing sticks out sideways on a telephone, a tablet or a desk (P1).

The pages are those of the matrix, fetched as whoever may open them and handed to the browser as a server would.
"""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from tests.architecture.conftest import Line, Stage, lines
from tests.architecture.matrix import ROLES

HOST = "http://qatysu.test"
SERIOUS = {"serious", "critical"}
WIDTHS = (390, 768, 1440)
# The widest rights first: they see the most of a page.
ASKED = ("coordinator", *(role for role in reversed(ROLES) if role != "coordinator"))
UNFOLD = "for (const one of document.querySelectorAll('details')) one.open = true"
LINES = [line for line in lines() if not line.is_post and "200" in line.statuses.values()]


@dataclass
class Shown:
    """The browser's page, and what lies at its address."""

    page: Page
    body: bytes = b""

    def answer(self, route: Route) -> None:
        address = route.request.url.removeprefix(HOST)
        if address == "/":
            route.fulfill(body=self.body, content_type="text/html; charset=utf-8")
        elif address.startswith("/static/") and (found := finders.find(address[8:].partition("?")[0])):
            kind = mimetypes.guess_type(str(found))[0] or "application/octet-stream"
            route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404, body="")

    def open(self, body: bytes, width: int) -> Page:
        self.body = body
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.goto(f"{HOST}/")
        self.page.evaluate(UNFOLD)
        return self.page


@pytest.fixture(scope="module")
def shown(chromium: Browser) -> Iterator[Shown]:
    context = chromium.new_context(reduced_motion="reduce", color_scheme="light")
    shown = Shown(context.new_page())
    context.route("**/*", shown.answer)
    yield shown
    context.close()


def page_of(stage: Stage, line: Line, language: str) -> bytes:
    """What whoever may open it gets; nothing where it is no page."""
    role = next(role for role in ASKED if line.statuses[role] == "200")
    stage.browsers[role].cookies["language"] = language
    answer = stage.ask(role, "GET", line.name)
    body: bytes = getattr(answer, "content", b"")
    return body if b"<html" in body[:500] else b""


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{item['id']}: {[node['html'][:200] for node in item['nodes']][:3]}"
        for item in found
        if item["impact"] in SERIOUS
    ]


@pytest.mark.any_engine
@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_page_is_open_to_everybody_and_fits(stage: Stage, shown: Shown, line: Line) -> None:
    for language, theme in (("kk", "light"), ("ru", "dark")):
        body = page_of(stage, line, language)
        if not body:
            return
        page = shown.open(body, 390)
        page.evaluate("theme => document.documentElement.dataset.bsTheme = theme", theme)
        assert (language, theme, serious(page)) == (language, theme, [])
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            too_wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
            assert not too_wide, f"{language}, {width} px"
