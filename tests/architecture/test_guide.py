"""Every screen of a signed-in person has its help, in both languages, and the guide has nothing that nobody is led to."""

import re
from pathlib import Path

import pytest
from django.test import Client

from common import guide
from tests.architecture.matrix import MATRIX

STATIC = Path(guide.__file__).parent / "static"
# The first screen of somebody signed in is the entrance of a visitor.
SCREENS = [
    "monitoring:today",
    *(name for name, line in MATRIX.items() if line.split()[:2] == ["GET", "login"]),
]
SENTENCES = (3, 10)


def test_every_signed_in_screen_has_a_topic_with_a_text_in_both_languages() -> None:
    without = [name for name in SCREENS if not guide.topic_of(name)]
    print(f"Screens with help: {len(SCREENS) - len(without)} of {len(SCREENS)} (bar all)")
    assert without == []
    for language in guide.LANGUAGES:
        assert {guide.topic_of(name) for name in SCREENS} <= set(guide.topics(language))


def test_mapping_names_nothing_that_is_gone() -> None:
    names = [name for screens in guide.screens().values() for name in screens]
    stale = [
        name
        for name in names
        if name not in MATRIX and not (name.endswith("*") and any(one.startswith(name[:-1]) for one in MATRIX))
    ]
    assert stale == []
    assert len(names) == len(set(names))
    won = {guide.topic_of(name) for name in SCREENS} | {guide.SAFETY}
    assert set(guide.screens()) == won


def test_languages_say_the_same_in_the_same_order() -> None:
    kk, ru = (guide.chapters(language) for language in guide.LANGUAGES)
    assert [(one.key, [topic.key for topic in one.topics]) for one in kk] == [
        (one.key, [topic.key for topic in one.topics]) for one in ru
    ]
    assert set(guide.topics("kk")) == set(guide.screens())
    for language in guide.LANGUAGES:
        for topic in guide.topics(language).values():
            sentences = len(re.findall(r"[.?!](?=\s|<|$)", topic.text))
            assert SENTENCES[0] <= sentences <= SENTENCES[1], (language, topic.key, sentences)


def test_longest_name_wins() -> None:
    assert guide.topic_of("projects:draft-upload") == "bring"
    assert guide.topic_of("projects:draft-snapshot") == "drafts"
    assert guide.topic_of("accounts:sign-in") == ""


def test_every_picture_is_there_and_every_one_is_shown() -> None:
    shown = {
        name
        for path in guide.FOLDER.glob("*/*.md")
        for name in re.findall(r"\(\.\./\.\./\.\./common/static/(common/guide/[a-z-]+\.webp)\)", path.read_text())
    }
    kept = {str(path.relative_to(STATIC)) for path in (STATIC / "common" / "guide").glob("*.webp")}
    assert shown == kept
    size = sum((STATIC / name).stat().st_size for name in kept)
    print(f"Pictures of the guide: {size / 1_000_000:.1f} MB (bar 4)")
    assert size < 4_000_000


@pytest.mark.django_db
@pytest.mark.any_engine
def test_visitor_reads_the_guide_and_walks_to_the_next_chapter(client: Client) -> None:
    assert "Алғашқы күн" in client.get("/guide/", headers={"Accept-Language": "kk"}).content.decode()
    page = client.get("/guide/first-day/").content.decode()
    assert 'href="/guide/draft-appears/" rel="next"' in page
    assert 'rel="prev"' not in page
    last = client.get("/guide/public/").content.decode()
    assert 'rel="next"' not in last
    assert client.get("/guide/astrology/").status_code == 404


@pytest.mark.django_db
@pytest.mark.any_engine
def test_help_is_a_panel_with_a_script_and_a_place_in_the_guide_without(client: Client) -> None:
    assert client.get("/help/triage/")["Location"] == "/guide/draft-appears/#triage"
    panel = client.get("/help/triage/", headers={"HX-Request": "true"}).content.decode()
    assert "Іріктеу: қатысамыз ба" in panel
    assert "<html" not in panel
    assert client.get("/help/astrology/").status_code == 404


def test_text_of_the_guide_cannot_bring_html_in() -> None:
    text, _pictures = guide._html("<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<script" not in text
    assert "href" not in text
