"""Positions of an organisation for feed readers (Atom), and all public pages for search engines."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.public_pages import LANGUAGES, address_in, for_search_engines
from correspondence.actions.mail import one_line
from deadlines import queries as deadline_queries
from monitoring.public import access, queries
from monitoring.public.showing import PositionLine, said_of

MOST_IN_FEED, MOST_OF_KIND = 50, 4_500


class Asked(NamedTuple):
    organisation: object
    path: str
    language: str
    lines: list[PositionLine]


class PositionFeed(Feed[PositionLine, Asked]):
    """What an organisation proposed and what became of it, in Kazakh or in Russian."""

    feed_type = Atom1Feed
    is_for_search_engines = True

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        language = str(kwargs.get("language"))
        if language not in LANGUAGES:
            raise Http404
        with translation.override(language):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, slug: str, language: str) -> Asked:
        organisation = access.public_organisation(slug)
        on = deadline_queries.day_of(timezone.now())
        lines = said_of(queries.positions(organisation, on)[:MOST_IN_FEED])
        return Asked(organisation, organisation.public_path, language, lines)

    def title(self, asked: Asked) -> str:
        return _("Positions of %(organisation)s") % {"organisation": asked.organisation}

    def subtitle(self, asked: Asked) -> str:
        return _("What we proposed to draft acts, and what became of it")

    def link(self, asked: Asked) -> str:
        return f"{asked.path}?lang={asked.language}"

    def feed_url(self, asked: Asked) -> str:
        return f"{asked.path}feed/{asked.language}/"

    def author_name(self, asked: Asked) -> str:
        return str(asked.organisation)

    def items(self, asked: Asked) -> list[PositionLine]:
        return asked.lines

    def item_title(self, item: PositionLine) -> str:
        return one_line(str(item.position))

    def item_description(self, item: PositionLine) -> str:
        counts = ", ".join(f"{count.label}: {count.value}" for count in item.counts)
        whole = _("Proposals: %(number)s") % {"number": item.whole}
        return one_line(" · ".join(filter(None, (item.body, whole, counts))), 500)

    def item_link(self, item: PositionLine) -> str:
        return f"{item.position.public_path}?lang={(translation.get_language() or 'kk')[:2]}"

    def item_guid(self, item: PositionLine) -> str:
        return f"{settings.SITE_URL}{item.position.public_path}"

    def item_pubdate(self, item: PositionLine) -> datetime:
        return item.position.published_at

    def item_updateddate(self, item: PositionLine) -> datetime:
        return item.position.published_at


# --- Search engines ---------------------------------------------------------------------------------------------------


@for_search_engines
@require_safe
def sitemap(_request: HttpRequest) -> HttpResponse:
    """Public pages, each language at its own address. Minutes and cases are not among them: what people agreed to there they
    may take back, and a search engine's copy cannot be."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    )
    for path in _paths(timezone.now()):
        lines += _entries(path)
    lines.append("</urlset>")
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")


def _entries(path: str) -> Iterator[str]:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(address_in(path, language))}"/>'
        for language in LANGUAGES
    )
    for language in LANGUAGES:
        yield f"<url><loc>{escape(address_in(path, language))}</loc>{links}</url>"


def _paths(at: datetime) -> Iterator[str]:
    """Of each kind the newest, so that the whole stays below the 50,000 addresses that a sitemap may hold."""
    on = deadline_queries.day_of(at)
    yield from ("/", "/h/", "/ngo/", "/s/")
    for organisation in queries.organisations()[:MOST_OF_KIND]:
        yield organisation.public_path
    for rows in (
        queries.all_positions(on),
        queries.all_hearings(),
        queries.all_answers(on),
        queries.listed_surveys(on),
    ):
        yield from _public_paths(rows[:MOST_OF_KIND])


def _public_paths(rows: Iterable[object]) -> Iterator[str]:
    return (row.public_path for row in rows)  # type: ignore[attr-defined]


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Closed pages tell search engines themselves to leave them out; here stands only where the public ones are listed."""
    lines = ("User-agent: *", "Disallow: /admin/", "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", "")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
