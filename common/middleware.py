"""What every request has to be before anything else looks at it."""

import codecs
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Utf8Middleware:
    """Addresses and bodies are read as UTF-8, which is what browsers send whatever a stranger's header says.

    A body that declares another encoding is refused with 400: read as UTF-8 it would be garbled. Django itself
    would decode by the declared name, also by names such as 'hex' that are none of a text encoding, and then fails
    again while it makes the page of that failure: the answer would be a bare 500.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared, request.encoding = request.encoding, "utf-8"
        if declared and request.method not in WITHOUT_BODY and codecs.lookup(declared).name != "utf-8":
            raise BadRequest(f"The body says that it is in {declared!r}; only UTF-8 is taken.")
        return self.get_response(request)


class OwnPagesMiddleware:
    """What we answer is for our own pages: other sites may not load it into theirs, and no page asks for the camera.

    Passkeys are the one power of a browser that pages use.
    """

    POWERS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", self.POWERS)
        return response


class SearchEnginesMiddleware:
    """Search engines are told to leave out every answer but pages that are made for everybody, as a visitor sees them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.OK or not self._is_for_them(request):
            response.setdefault("X-Robots-Tag", "noindex")
        return response

    def _is_for_them(self, request: HttpRequest) -> bool:
        view: Any = request.resolver_match.func if request.resolver_match else None
        user = getattr(request, "user", None)
        return getattr(view, "is_for_search_engines", False) and not (user and user.is_authenticated)
