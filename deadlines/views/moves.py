"""Where a step leads back to."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, otherwise: str) -> str:
    """The page of this site that `next` of the form names, else the one the step was taken from, else `otherwise`."""
    for wanted in (request.POST.get("next", ""), _came_from(request)):
        if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
            return wanted
    return otherwise


def _came_from(request: HttpRequest) -> str:
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc != request.get_host():
        return ""
    return f"{referer.path}?{referer.query}" if referer.query else referer.path
