"""Steps that several of these screens share."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import access
from accounts.models import User
from accounts.visitors import NEXT_LENGTH

BACKEND = "django.contrib.auth.backends.ModelBackend"


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: the body of a POST, else None."""
    return request.POST if request.method == "POST" else None


def next_url(request: HttpRequest, otherwise: str) -> str:
    """Where `next` of the form or the address wants to go, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_path = wanted.startswith("/") and len(wanted) <= NEXT_LENGTH
    return wanted if is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else otherwise


def home_url(user: User) -> str:
    """The first page after signing in; without an organisation it is the page that says so."""
    return resolve_url(settings.LOGIN_REDIRECT_URL if access.memberships(user) else "accounts:organisations")
