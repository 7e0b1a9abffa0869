"""What a page for everybody says about itself: to search engines, to messengers that show a link, to feed readers."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# The two languages in which a public page has an address of its own.
LANGUAGES = ("kk", "ru")
LANGUAGE_PARAMETER = "lang"
MOST_LETTERS = 200
_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}

View = TypeVar("View", bound=Callable[..., Any])


def for_search_engines(view: View) -> View:
    """A page that may stand in search engines; every other answer tells them to leave it out (common.middleware)."""
    view.is_for_search_engines = True  # type: ignore[attr-defined]
    return view


def short(text: str) -> str:
    """One line of at most MOST_LETTERS for a description, cut after a whole word."""
    plain = " ".join(text.split())
    if len(plain) <= MOST_LETTERS:
        return plain
    return plain[:MOST_LETTERS].rpartition(" ")[0].rstrip(" ,;:—–-") + "…"


def address_in(path: str, language: str) -> str:
    """The whole address of a public page in one language, the same for whoever asks: no cookie is needed."""
    return f"{settings.SITE_URL}{path}?{LANGUAGE_PARAMETER}={language}"


def without_language(address: str) -> str:
    """The address with everything it asks for but the language."""
    parts = urlsplit(address)
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != LANGUAGE_PARAMETER]
    return (
        urlunsplit(parts._replace(query=urlencode(asked))) if LANGUAGE_PARAMETER in parts.query else address
    )


@dataclass(frozen=True)
class About:
    """`path`: of the page, without a language. `description`: one or two sentences. `picture`: the path of a share picture in
    the page's language, '' while there is none. `data`: schema.org facts. `feeds`: title and path."""

    title: str
    description: str
    path: str
    picture: str = ""
    kind: str = "website"
    data: Mapping[str, Any] = field(default_factory=dict)
    feeds: tuple[tuple[str, str], ...] = ()

    @property
    def language(self) -> str:
        """The language of the page, if it is one with an address of its own."""
        language = (get_language() or "")[:2]
        return language if language in LANGUAGES else ""

    @property
    def address(self) -> str:
        return settings.SITE_URL + self.path

    @property
    def canonical(self) -> str:
        return address_in(self.path, self.language) if self.language else self.address

    @property
    def alternates(self) -> list[tuple[str, str]]:
        return [(language, address_in(self.path, language)) for language in LANGUAGES]

    @property
    def picture_address(self) -> str:
        return settings.SITE_URL + self.picture if self.picture else ""

    @property
    def facts(self) -> SafeString:
        """`data` as JSON that can stand in a data block: nothing in it ends the block."""
        said = json.dumps({"@context": "https://schema.org", **self.data}, ensure_ascii=False)
        return mark_safe(said.translate(_IN_SCRIPT))  # noqa: S308 - its signs are escaped above
