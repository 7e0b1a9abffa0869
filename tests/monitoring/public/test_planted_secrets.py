"""A visitor follows every link and tries every address: what is public is found, and nothing else shows."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image
from pypdf import PdfReader

from accounts.models import Organisation
from correspondence.models import SharePicture
from monitoring.models import Position
from monitoring.public import actions
from tests.monitoring.public.secrets_world import PUBLIC, SECRET, SHOWN_WORDS, plant
from tests.projects.conftest import NOW

pytestmark = pytest.mark.any_engine

MARKS = (SECRET, "qupia-", "701 555 44 33")
MOST_PAGES = 900
_LINK = re.compile(r"""(?:href|src|content|action)=["']([^"'#]+)|<(?:loc|id|link)>([^<]+)<|Sitemap: (\S+)""")
_PART = re.compile(r"<(?:(\w+):)?(\w+)>")


class Visitor:
    """Remembers where it was and what it read there."""

    def __init__(self) -> None:
        self.client, self.read = Client(), {}  # type: ignore[var-annotated]

    def open(self, address: str) -> list[str]:
        """The links of the page."""
        answer = self.client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = said_by(answer.headers.get("Content-Type", ""), body)
        self.read[address] = f"{answer.status_code} {dict(answer.headers)} {text}"
        return [one for one in links_of(text, address) if answer.status_code == 200] + _led_to(answer, address)

    def crawl(self, start: list[str]) -> None:
        waiting = list(start)
        while waiting and len(self.read) < MOST_PAGES:
            address = waiting.pop()
            if address not in self.read:
                waiting += self.open(address)
        assert not waiting, "raise MOST_PAGES: the crawl did not reach its end"

    @property
    def found(self) -> str:
        return "\n".join(self.read.values())

    def leaks(self) -> dict[str, list[str]]:
        """By address, the marks of secrets that stand there."""
        pages = {address: unquote(unescape(text)).lower() for address, text in self.read.items()}
        said = {address: [mark for mark in MARKS if mark in text] for address, text in pages.items()}
        return {address: marks for address, marks in said.items() if marks}


def said_by(kind: str, body: bytes) -> str:
    """Everything that can be read in an answer: the text of a PDF with its properties, what a picture carries besides pixels."""
    if kind.startswith("application/pdf"):
        reader = PdfReader(BytesIO(body))
        return f"{reader.metadata} " + " ".join(page.extract_text() for page in reader.pages)
    if kind.startswith("image/"):
        with Image.open(BytesIO(body)) as picture:
            return f"{picture.info} {body.decode('utf-8', 'ignore')}"
    return body.decode("utf-8", "replace")


def links_of(text: str, address: str) -> Iterator[str]:
    for groups in _LINK.findall(text):
        link = unescape(next(filter(None, groups)))
        parts = urlsplit(urljoin(settings.SITE_URL + address, link))
        if f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL and not parts.path.startswith("/static/"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def _led_to(answer: Any, address: str) -> list[str]:
    return list(links_of(f'href="{answer["Location"]}"', address)) if answer.has_header("Location") else []


# --- Every address ------------------------------------------------------------------------------------------------


def open_routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    """Addresses whose view lets a visitor in; the others lead to the log-in (tests/architecture/test_urls_matrix.py)."""
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from open_routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and not getattr(pattern.callback, "is_closed", False):
            yield route


def filled(route: str, words: list[str], numbers: list[int]) -> Iterator[str]:
    """The address with every value in the place of its parts: the first two parts each by each, further ones by the usual word."""
    parts = _PART.findall(route)
    choices: list[list[Any]] = [numbers if kind == "int" else words for kind, _name in parts]
    usual: list[list[Any]] = [[1] if kind == "int" else ["kk", "pdf"] for kind, _name in parts]
    for values in product(*choices[:1], *(usual[1:])):
        filling = iter(values)
        yield "/" + _PART.sub(lambda _match: str(next(filling)), route)  # noqa: B023 - used up at once


def every_code() -> list[str]:
    """Codes and slugs that stand in addresses, of published and unpublished rows of organisations alike."""
    found = {"kk", "ru", "positions"}
    for model in apps.get_models():
        fields = {field.name for field in model._meta.concrete_fields}
        if "organisation" in fields or model is Organisation:
            for name in fields & {"code", "slug", "screen_code"}:
                found |= {str(value) for value in _values(model, name) if value}
    return sorted(found)


def _values(model: type[models.Model], name: str) -> list[Any]:
    return list(model._default_manager.values_list(name, flat=True)[:50])


@pytest.fixture
def visitor(ashyq_orta: Organisation) -> Visitor:
    plant(ashyq_orta)
    actions.keep_figures(NOW)
    while actions.keep_pictures(NOW):
        pass
    return Visitor()


def test_visitor_finds_what_is_public_and_no_secret(visitor: Visitor) -> None:
    visitor.crawl(["/", "/sitemap.xml", "/robots.txt", "/h/", "/ngo/", "/s/", "/cases/", "/check/"])
    crawled = len(visitor.read)
    assert {word for word in SHOWN_WORDS if word not in visitor.found} == set()
    position = Position.objects.get(organisation__slug="ashyq-orta", embargo_until=None, state="published")
    wanted = {f"{position.public_path}1.pdf", "/ngo/ashyq-orta/feed/kk/", "/ngo/ashyq-orta/logo.png"}
    wanted |= {picture.path for picture in SharePicture.objects.filter(key=f"position:{position.code}")}
    assert wanted <= set(visitor.read)
    assert SharePicture.objects.filter(key__startswith="hearing:").exists()
    codes, numbers = every_code(), [1, position.pk, position.table_id]
    for route in open_routes(get_resolver().url_patterns):
        cache.clear()
        for address in filled(route, codes, numbers):
            if address not in visitor.read and not address.endswith("$"):
                visitor.open(address)
    print(f"addresses read by a visitor: {crawled} by links, {len(visitor.read) - crawled} tried")
    assert visitor.leaks() == {}


def test_leak_would_be_seen(visitor: Visitor) -> None:
    Position.objects.filter(embargo_until__isnull=False).update(embargo_until=None)
    visitor.crawl(["/"])
    assert visitor.leaks()
    assert PUBLIC in visitor.found
