"""Which language a page speaks, and for which organisation a person works."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts import access

Respond = Callable[[HttpRequest], HttpResponse]


class InterfaceLanguageMiddleware:
    """The page's language: the cookie that the switch (and the log-in) sets, else the installation's default.

    The browser's wishes are not asked: the state language comes first, and the switch is on every page.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response


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
