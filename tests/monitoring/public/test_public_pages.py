"""What public pages say of themselves, in which language, and what they cost."""

import json
import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from accounts.models import Organisation, User
from hearings.models import Hearing
from monitoring.models import Position
from monitoring.public import actions
from tests.conftest import ClientOf, browser_of
from tests.factories import HearingFactory, OpenSurveyFactory, PositionFactory, opened_page
from tests.factories.public import table_issued
from tests.monitoring.test_pages import text_of
from tests.projects.conftest import NOW

pytestmark = pytest.mark.any_engine
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def hearing(page: Organisation) -> Hearing:
    return HearingFactory(
        organisation=page, state="announced", announced_at=NOW, title_kk='«Су» <b>"тарифі"</b>', title_ru="Тариф на воду"
    )


# --- Language -----------------------------------------------------------------------------------------------------


def test_each_language_has_an_address_that_needs_no_cookie(page: Organisation) -> None:
    stranger = Client()
    for language, words in (("ru", "Следим за законами"), ("kk", "Су туралы заңдарды")):
        answer = Client().get(f"{page.public_path}?lang={language}")
        assert (answer["Content-Language"], words in text_of(answer)) == (language, True)
    stranger.get("/?lang=ru")
    assert "Следим за законами" in text_of(stranger.get(page.public_path))
    assert stranger.get("/?lang=de")["Content-Language"] == "ru"


def test_switch_of_the_language_is_not_undone_by_the_address(page: Organisation) -> None:
    stranger = Client()
    asked = {"language": "kk", "next": f"{page.public_path}?lang=ru&after=3"}
    answer = stranger.post("/account/language/", asked)
    assert answer["Location"] == f"{page.public_path}?after=3"
    assert stranger.get(answer["Location"])["Content-Language"] == "kk"


# --- Search engines and messengers --------------------------------------------------------------------------------


def test_page_names_its_picture_its_languages_and_itself(page: Organisation, position: Position, settings: Any) -> None:
    actions.keep_pictures(NOW)
    for path in (page.public_path, position.public_path):
        said = browser_of(None, language="ru").get(path).content.decode()
        whole = settings.SITE_URL + path
        assert f'<link rel="canonical" href="{whole}?lang=ru">' in said
        for language in ("kk", "ru"):
            assert f'hreflang="{language}" href="{whole}?lang={language}"' in said
        picture = re.search(r'og:image" content="([^"]+)"', said)
        assert picture is not None
        assert Client().get(picture[1].removeprefix(settings.SITE_URL))["Content-Type"] == "image/png"


def test_hearing_tells_machines_when_it_is_and_breaks_out_of_nothing(hearing: Hearing, visitor: Client) -> None:
    said = browser_of(None, language="kk").get(hearing.public_path).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', said, re.DOTALL)
    assert block is not None
    event = json.loads(block[1])
    assert (event["@type"], event["name"]) == ("Event", '«Су» <b>"тарифі"</b>')
    assert datetime.fromisoformat(event["startDate"]) == hearing.starts_at
    assert '<b>"тарифі' not in said


def test_sitemap_holds_each_public_page_in_both_languages(
    page: Organisation, position: Position, hearing: Hearing, visitor: Client, settings: Any
) -> None:
    tree = ElementTree.fromstring(visitor.get("/sitemap.xml").content)  # noqa: S314 - our own text
    found = {one.text.removeprefix(settings.SITE_URL) for one in tree.iter(f"{SITEMAP}loc") if one.text}
    paths = ("/", "/h/", "/ngo/", "/s/", page.public_path, position.public_path, hearing.public_path)
    assert found == {f"{path}?lang={language}" for path in paths for language in ("kk", "ru")}
    assert "/sitemap.xml" in visitor.get("/robots.txt").content.decode()


def test_search_engines_are_told_to_leave_out_what_is_not_for_everybody(
    page: Organisation, aigerim: User, visitor: Client, client_of: ClientOf
) -> None:
    for path in ("/", page.public_path, "/h/", "/sitemap.xml"):
        assert "X-Robots-Tag" not in visitor.get(path)
    for path in ("/account/sign-in/", "/nowhere/", "/check/", "/cases/"):
        assert visitor.get(path)["X-Robots-Tag"] == "noindex"
    hers = client_of(aigerim)
    for path in ("/", page.public_path, "/public-page/preview/"):
        assert hers.get(path)["X-Robots-Tag"] == "noindex"


def test_feed_holds_positions_in_the_language_of_its_address(position: Position, visitor: Client) -> None:
    feed = f"{position.organisation.public_path}feed/"
    kazakh, russian = (visitor.get(f"{feed}{language}/").content.decode() for language in ("kk", "ru"))
    assert "Ұсыныстар: 1" in kazakh
    assert "Предложений: 1" in russian
    assert f"{position.public_path}?lang=ru" in russian
    assert visitor.get(f"{feed}en/").status_code == 404


# --- The entrance -------------------------------------------------------------------------------------------------


def test_visitor_finds_the_entrance_and_members_their_day(
    hearing: Hearing, aigerim: User, visitor: Client, client_of: ClientOf
) -> None:
    OpenSurveyFactory(organisation=hearing.organisation, is_listed=True)
    said = text_of(visitor.get("/"))
    for words in ("Sign in", hearing.title, "«Ашық орта» қоры", "Surveys open now", "Check a document"):
        assert words in said
    assert "Good morning" in text_of(client_of(aigerim).get("/"))
    assert visitor.get("/", headers={"HX-Request": "true"}).status_code == 401


def test_code_of_a_document_leads_to_its_page(position: Position, visitor: Client) -> None:
    code = table_issued(position).code
    for typed in (code, f"https://example.kz/verify/{code}/", code.upper().replace("b", "B ")):
        assert visitor.post("/check/", {"code": typed})["Location"] == f"/verify/{code}/"
    for wrong in ("a" * 32, "12/2026"):
        assert visitor.post("/check/", {"code": wrong}).status_code == 422


# --- Questions to the database ------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_public_pages_ask_the_same_number_of_questions(
    page: Organisation, hearing: Hearing, rows: int, visitor: Client, django_assert_num_queries: Any
) -> None:
    positions = [PositionFactory(organisation=page) for _each in range(rows)]
    for number in range(rows - 1):
        opened_page(slug=f"uiym-{number}")
        HearingFactory(organisation=page, state="announced", announced_at=NOW)
    actions.keep_figures(NOW)
    for path, number in (
        ("/", 3),
        ("/ngo/", 1),
        (page.public_path, 9),
        (f"{page.public_path}positions/", 3),
        (positions[0].public_path, 4),
        (f"{page.public_path}feed/kk/", 3),
        ("/sitemap.xml", 5),
    ):
        with django_assert_num_queries(number):
            visitor.get(path)


def test_desk_asks_the_same_number_of_questions(
    page: Organisation, aigerim: User, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    hers = client_of(aigerim)
    for rows in (1, 3):
        for _each in range(rows):
            PositionFactory(organisation=page)
        with django_assert_max_num_queries(12):
            hers.get("/public-page/")
