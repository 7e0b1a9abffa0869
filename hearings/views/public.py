"""What strangers see: the list of coming hearings, the page of one, and the same for machines."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common import dates
from common.public_pages import About, for_search_engines
from correspondence.actions.mail import one_line
from deadlines import queries as deadline_queries
from hearings import access, ical, queries
from hearings.about import about_hearing
from hearings.models import Hearing
from hearings.states import HearingState, Language
from hearings.writing_time import closes_at


@for_search_engines
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    about = About(_("Public hearings"), _("Public hearings that NGOs have announced"), "/h/")
    context = {"hearings": queries.coming(timezone.now()), "about": about}
    return render(request, "hearings/public_list.html", context)


@for_search_engines
@require_safe
def public_hearing(request: HttpRequest, code: str) -> HttpResponse:
    """The announcement; it needs no script and no log-in."""
    return hearing_page(request, access.public_hearing(code))


def hearing_page(request: HttpRequest, hearing: Hearing, *, status: int = 200, **more: Any) -> HttpResponse:
    at = timezone.now()
    closing = closes_at(hearing, deadline_queries.day_of(at))
    context = {
        "hearing": hearing,
        "takes_writing": hearing.state == HearingState.ANNOUNCED and at < closing,
        "closes_at": closing,
        "items": queries.timed(hearing, list(queries.agenda_of(hearing))),
        "pack": [material for material in queries.pack_of(hearing) if material.is_there],
        "texts": {
            name: hearing.said(name) for name in ("aim", "norms", "decisions", "place", "rules", "access")
        },
        "is_cancelled": hearing.state == HearingState.CANCELLED,
        "has_minutes": queries.has_public_minutes(hearing),
        "is_over": hearing.ends_at < at or hearing.state == HearingState.HELD,
        "is_going_on": hearing.state == HearingState.OPEN,
        "about": about_hearing(hearing),
        **more,
    }
    return render(request, "hearings/public_hearing.html", context, status=status)


@require_safe
def public_in(_request: HttpRequest, code: str, language: str) -> HttpResponse:
    """The address that letters and other pages link to: the same page, in the language of the link from now on."""
    if language not in Language.values:
        raise Http404
    hearing = access.public_hearing(code)
    response = redirect("hearings:public-hearing", hearing.code)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@for_search_engines
@require_safe
def public_event(_request: HttpRequest, code: str) -> HttpResponse:
    """One hearing for the visitor's calendar."""
    hearing = access.public_hearing(code)
    return _calendar(ical.calendar_of([hearing], at=timezone.now()), f"{hearing.code}.ics")


@for_search_engines
@require_safe
def public_calendar(_request: HttpRequest) -> HttpResponse:
    """All coming hearings, for calendar programs that ask again."""
    at = timezone.now()
    return _calendar(ical.calendar_of(queries.coming(at), at=at), "hearings.ics")


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


class HearingFeed(Feed[Hearing, str]):
    """Coming hearings for feed readers, in Kazakh or in Russian."""

    feed_type = Rss201rev2Feed
    is_for_search_engines = True
    item_guid_is_permalink = False

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        language = str(kwargs.get("language"))
        if language not in Language.values:
            raise Http404
        with translation.override(language):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, language: str) -> str:
        return language

    def title(self, language: str) -> str:
        return _("Public hearings")

    def description(self, language: str) -> str:
        return _("Public hearings that NGOs have announced")

    def link(self, language: str) -> str:
        return "/h/"

    def items(self, language: str) -> list[Hearing]:
        return list(queries.coming(timezone.now()))

    def item_title(self, item: Hearing) -> str:
        return one_line(item.title)

    def item_description(self, item: Hearing) -> str:
        when = dates.moment(item.starts_at, translation.get_language()[:2], today=date.min)
        said = [_("Cancelled.") if item.state == HearingState.CANCELLED else "", when, item.said("place")]
        return one_line(" · ".join(filter(None, said)), 500)

    def item_link(self, item: Hearing) -> str:
        return item.public_path

    def item_guid(self, item: Hearing) -> str:
        return f"qatysu-hearing-{item.code}-{item.notice}"

    def item_pubdate(self, item: Hearing) -> datetime | None:
        return item.announced_at
