"""The components: each is rendered alone, with a hostile word in it."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from common.icons import ICONS
from common.templatetags import kit

HOSTILE = '<script>alert("x")</script>'
ESCAPED = "&lt;script&gt;"
DUE = {
    "number": "3",
    "unit": "working days",
    "exact": "Wednesday, 25 November",
    "tone": "soon",
    "title": HOSTILE,
    "lines": ["The portal named the date.", "14 and 15 November are days off."],
    "law": "Law on legal acts, article 20",
    "caveat": "unverified rule",
}


class Person:
    initials = "АС"

    def __str__(self) -> str:
        return HOSTILE


COMPONENTS: dict[str, dict[str, Any]] = {
    "avatar": {"person": Person()},
    "chip": {"text": HOSTILE, "tone": "late"},
    "copy": {"id": "feed", "label": HOSTILE, "value": "https://example.kz/a.ics"},
    "due": {"due": DUE},
    "empty": {"title": HOSTILE, "text": "Topics will be here.", "url": "/topics/new/", "step": "Add a topic"},
    "explain": {"due": DUE},
    "pager": {"newer": "?before=7", "older": "?after=9", "shown": HOSTILE},
    "progress": {"label": HOSTILE, "text": "4 of 9 pages", "value": 4, "total": 9, "poll": "/progress/"},
    "thread": {"stages": [{"name": HOSTILE, "state": "now", "note": "7 of 9"}]},
    "work_row": {
        "due": DUE,
        "url": "/x/",
        "task": HOSTILE,
        "text": "No 18",
        "chip": "5 days",
        "person": Person(),
    },
}


def rendered(name: str, **context: Any) -> BeautifulSoup:
    with override("en"):
        return BeautifulSoup(render_to_string(f"components/{name}.html", context), "html.parser")


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_escapes_words_and_holds_nothing_inline(name: str) -> None:
    with override("en"):
        html = render_to_string(f"components/{name}.html", COMPONENTS[name])
    assert ESCAPED in html
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|javascript:", html)


def test_due_tells_number_unit_date_and_how_it_was_counted() -> None:
    due = rendered("due", due=DUE)
    summary = due.select_one("details.q-due.is-soon > summary")
    card = due.select_one("details > .q-due-card")
    assert summary is not None
    assert card is not None
    assert summary.get_text(" ", strip=True) == "3 working days Wednesday, 25 November How it was counted"
    assert [line.text for line in card.select("li")] == DUE["lines"]
    assert "article 20" in card.text
    assert "unverified rule" in card.text


def test_due_on_the_last_day_has_no_number() -> None:
    due = rendered("due", due={**DUE, "number": "", "unit": "today is the last day"})
    assert due.select_one("summary b") is None


def test_thread_marks_the_present_stage_for_screen_readers() -> None:
    stages = [
        {"name": "Seen", "state": "done"},
        {"name": "Assessed", "state": "now"},
        {"name": "Submitted", "state": "later"},
    ]
    thread = rendered("thread", stages=stages)
    assert [item.get("aria-current") for item in thread.select("li")] == [None, "step", None]
    assert "done" in thread.select("li")[0].text


def test_progress_of_unknown_length_has_no_value() -> None:
    bar = rendered("progress", label="Reading the archive").select_one("progress")
    assert bar is not None
    assert bar.get("value") is None
    assert bar["aria-label"] == "Reading the archive"


def test_progress_writes_numbers_for_machines_in_every_language() -> None:
    with override("ru"):
        html = render_to_string("components/progress.html", {"label": "Архив", "value": 4120, "total": 29880})
    assert 'value="4120" max="29880"' in html


def test_pager_without_pages_is_absent() -> None:
    assert rendered("pager", newer="", older="").find("nav") is None


def test_empty_place_without_a_step_has_no_link() -> None:
    assert rendered("empty", title="Nothing here yet").find("a") is None


def test_avatar_is_read_as_the_name() -> None:
    avatar = rendered("avatar", person=SimpleNamespace(initials="АС"))
    initials = avatar.select_one("[aria-hidden=true]")
    assert initials is not None
    assert initials.text == "АС"


def test_message_with_a_way_back_has_an_undo_form() -> None:
    request = RequestFactory().get("/")
    said = Message(constants.SUCCESS, "Dossier closed.", extra_tags="undo:/dossiers/1/reopen/")
    page = rendered(
        "messages", request=request, messages=[said, Message(constants.WARNING, "Nobody was told.")]
    )
    form = page.find("form")
    assert form is not None
    assert (form["method"], form["action"]) == ("post", "/dossiers/1/reopen/")
    assert [notice.get("role") for notice in page.select(".q-notice")] == [None, "alert"]


def test_messages_in_an_htmx_answer_replace_the_region() -> None:
    request = SimpleNamespace(htmx=True)
    region = rendered("messages", request=request, messages=[]).select_one("#notices")
    assert region is not None
    assert region["hx-swap-oob"] == "true"


@pytest.mark.parametrize("name", ICONS)
def test_icon_is_silent_and_takes_the_colour_of_the_text(name: str) -> None:
    svg = BeautifulSoup(kit.icon(name), "html.parser").svg
    assert svg is not None
    assert (svg["aria-hidden"], svg["stroke"]) == ("true", "currentColor")


def test_icon_of_unknown_name_says_where_to_draw_it() -> None:
    with pytest.raises(Exception, match=r"common/icons\.py"):
        kit.icon("unicorn")
