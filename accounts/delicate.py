"""What opens only right after the person has proved who they are, and whose work asks for a second factor."""

from collections.abc import Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import proof
from accounts.access import memberships
from accounts.actions import log_export
from accounts.factors import has_second_factor
from accounts.models import Membership, User
from accounts.states import Role
from accounts.visitors import View, page_of
from common import sheets
from common.sheets import Sheet


def needs_factor(user: User) -> bool:
    """Whether the person's work asks for a second factor: coordinators and the operator, where the setting is on."""
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    return user.is_staff or any(one.role == Role.COORDINATOR for one in memberships(user))


def personal_data_view(view: View) -> View:
    """A step that hands out personal data in bulk: only right after the second step, where the setting is on.

    Goes below the gate of the view. Who has no second factor is told why one is needed; who passed it longer than
    proof.FRESH ago passes it again, and comes back to the page of the button, of a list to the list.
    """

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.REQUIRE_SECOND_FACTOR or proof.is_fresh(request, by_factor=True, at=timezone.now()):
            return view(request, *args, **kwargs)
        if has_second_factor(request.user):  # type: ignore[arg-type]
            return HttpResponseRedirect(confirm_url(request))
        back = _back(request)
        return render(request, "accounts/factor_needed.html", {"back": back}, status=403)

    return gated


def confirmed_view(view: View) -> View:
    """A step that changes how the person signs in: only after `unconfirmed`. Goes below `person_view`."""

    @wraps(view)
    def gated(request: HttpRequest, person: User, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return unconfirmed(request, person) or view(request, person, *args, **kwargs)

    return gated


def unconfirmed(request: HttpRequest, person: User) -> HttpResponse | None:
    """None within proof.FRESH of the second step, or of the password where there is no second step yet; else the way
    to it, and from there back."""
    by_factor = has_second_factor(person)
    is_fresh = proof.is_fresh(request, by_factor=by_factor, at=timezone.now())
    return None if is_fresh else HttpResponseRedirect(confirm_url(request))


def confirm_url(request: HttpRequest) -> str:
    """Where the person proves again who they are, and comes back from."""
    return f"{reverse('accounts:confirm')}?{urlencode({'next': _back(request)})}"


def _back(request: HttpRequest) -> str:
    """The page to come back to; of a list that was asked for as a file, the list."""
    is_sheet = request.method in ("GET", "HEAD") and request.GET.get("file") in sheets.KINDS
    return sheets.address(request) if is_sheet else page_of(request)


@personal_data_view
def personal_file(
    request: HttpRequest, membership: Membership, sheet: Sheet[Any], rows: Iterable[Any]
) -> HttpResponse:
    """A list that names people as the file that is `sheets.wanted`; that it was taken is in the activity log."""
    kind, taken = sheets.wanted(request), sheets.first_rows(rows)
    if request.method == "GET":  # who only asks whether it is there has taken nothing
        log_export(membership, sheet.what, kind, min(len(taken), sheets.MOST), at=timezone.now())
    return sheets.sheet_file(sheet, taken, kind)
