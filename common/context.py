"""What every page's frame needs: the places a person may go, the languages, the theme. No queries."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from common import guide, people

THEME_COOKIE = "theme"
THEMES = ("light", "dark")
LANGUAGES = (("kk", "Қаз", "Қазақша"), ("ru", "Рус", "Русский"), ("en", "Eng", "English"))

EVIDENCE = (
    "monitoring:survey",
    "monitoring:call",
    "monitoring:case",
    "monitoring:contact",
    "monitoring:answer",
)


@dataclass(frozen=True)
class Place:
    """One line of the rail. Pages whose URL name begins with (one of) `section` belong to it; `daily`: phones too."""

    url_name: str
    section: str | tuple[str, ...]
    label: Any
    icon: str
    right: str
    daily: bool = False


PLACES = (
    Place("monitoring:today", "monitoring:today", _("Today"), "today", "read", daily=True),
    Place("projects:draft-list", "projects:draft", _("Drafts"), "drafts", "read", daily=True),
    Place("projects:triage", "projects:triage", _("Triage"), "triage", "triage", daily=True),
    Place("monitoring:dossier-list", "monitoring:dossier", _("Dossiers"), "dossiers", "read", daily=True),
    Place("monitoring:work-list", "monitoring:work", _("Everything due"), "list", "read"),
    Place("hearings:hearing-list", "hearings:", _("Hearings"), "hearings", "read"),
    Place("deadlines:month", "deadlines:", _("Calendar"), "calendar", "read", daily=True),
    Place("inforequests:request-list", "inforequests:", _("Requests"), "requests", "read"),
    Place("monitoring:item-list", "monitoring:item", _("Implementation"), "law", "read"),
    Place("monitoring:council-list", "monitoring:council", _("Public councils"), "council", "read"),
    Place("monitoring:survey-list", EVIDENCE, _("Field evidence"), "evidence", "read"),
    Place("projects:topic-list", "projects:topic", _("Topics"), "topics", "read"),
    Place("monitoring:influence", "monitoring:influence", _("Influence"), "influence", "read"),
    Place("accounts:organisation", "accounts:organisation", _("Organisation"), "organisation", "read"),
    Place("correspondence:document-list", "correspondence:document", _("Documents"), "documents", "read"),
    Place("correspondence:outbox", "correspondence:outbox", _("Outbox"), "outbox", "read_outbox"),
    Place("monitoring:health", "monitoring:health", _("Health"), "health", "read"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame of the page as `shell`; a visitor gets only the theme and the languages."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return {
        "shell": {
            "theme": theme(request),
            "languages": LANGUAGES,
            "places": _places(request) if known else [],
            "memberships": people.memberships(user) if known else [],
            "help": _help(request),
        }
    }


def _help(request: HttpRequest) -> str:
    """The topic of the guide that helps with this screen."""
    match = request.resolver_match
    return guide.topic_of(match.view_name) if match else ""


def theme(request: HttpRequest) -> str:
    """'light' or 'dark' as the person chose, '' for what the device prefers."""
    wanted = request.COOKIES.get(THEME_COOKIE, "")
    return wanted if wanted in THEMES else ""


def _places(request: HttpRequest) -> list[dict[str, Any]]:
    match = request.resolver_match
    here = match.view_name if match else ""
    counts: dict[str, int] = getattr(request, "nav_counts", {})
    membership = getattr(request, "membership", None)
    return [
        {
            "place": place,
            "url": url,
            "current": "page" if here == place.url_name else "true" if here.startswith(place.section) else "",
            "count": counts.get(place.url_name),
        }
        for place in PLACES
        if people.may(membership, place.right) and (url := _address(place))
    ]


def _address(place: Place) -> str:
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        return ""
