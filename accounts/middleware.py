"""Which language a page speaks, and for which organisation a person works."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from accounts import access, proof
from accounts.delicate import confirm_url, needs_factor
from accounts.factors import has_second_factor
from accounts.language_cookie import set_language_cookie
from accounts.visitors import page_of, waits_for_factor
from common.public_pages import LANGUAGE_PARAMETER, LANGUAGES

Respond = Callable[[HttpRequest], HttpResponse]


class InterfaceLanguageMiddleware:
    """The page's language: that of the address (`?lang=`), else of the cookie that the switch (and the log-in) sets, else
    the installation's default.

    The browser's wishes are not asked: the state language comes first, and the switch is on every page. A search engine,
    which keeps no cookie, finds both languages by their addresses; a person who came by one goes on in that language.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named, kept = self._named(request), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        wanted = named or kept
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        if named and named != kept and settings.LANGUAGE_COOKIE_NAME not in response.cookies:
            set_language_cookie(response, named)
        return response

    def _named(self, request: HttpRequest) -> str:
        named = request.GET.get(LANGUAGE_PARAMETER, "") if request.method in ("GET", "HEAD") else ""
        return named if named in LANGUAGES else ""


class CurrentOrganisationMiddleware:
    """Gives every request `membership`: the person's membership in the organisation chosen last, or None.

    What a signed-in person sees stays on no disk: after signing out, the way back shows nothing.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.membership = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            chosen = request.session.get(access.SESSION_KEY)
            request.membership = access.current_membership(request.user, chosen)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "no-store")
        return response


class SecondFactorMiddleware:
    """Leads whoever has to have a second factor to setting it up, and keeps the hour in which a session was used.

    A session that has passed the second step costs no query; public pages stay open.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.session.touch(timezone.now())  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or not self._is_closed(request, view):
            return None
        if proof.has_passed_factor(request) or not needs_factor(request.user):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        if has_second_factor(request.user):
            return HttpResponseRedirect(confirm_url(request))
        address = reverse("accounts:security")
        return HttpResponseRedirect(f"{address}?{urlencode({'next': page_of(request)})}")

    def _is_closed(self, request: HttpRequest, view: Any) -> bool:
        match = request.resolver_match
        return waits_for_factor(view) or (match is not None and match.app_name == "admin")
