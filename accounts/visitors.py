"""What a view answers to somebody who has not signed in, or no longer is."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

View = Callable[..., HttpResponseBase]
NEXT_LENGTH = 1500


def signed_in(view: View) -> View:
    """Only for people who have signed in; a visitor is led to the log-in, and from there back to a page.

    A piece that the script of a page asks for (htmx) is refused with 401: a log-in form in the middle of that page
    would take the place of what was typed there.
    """

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)
        return redirect_to_login(page_of(request))

    gated.is_closed = True  # type: ignore[attr-defined]
    return gated


def without_factor(view: View) -> View:
    """A closed page that also opens to somebody who still has to set up the second factor of their role."""
    view.opens_without_factor = True  # type: ignore[attr-defined]
    return view


def waits_for_factor(view: View) -> bool:
    """Whether this view is closed until the second factor of a role that needs one is there."""
    return getattr(view, "is_closed", False) and not getattr(view, "opens_without_factor", False)


def page_of(request: HttpRequest) -> str:
    """The address to come back to: of a step that is only posted, the page whose button it was; never a very long one."""
    address = _page_of(request)
    return address if len(address) <= NEXT_LENGTH else request.path[:NEXT_LENGTH]


def _page_of(request: HttpRequest) -> str:
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host() or not came_from.path:
        return request.get_full_path()
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
