"""The activity log of an organisation."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import queries
from accounts.access import Right, member_view
from accounts.activity import line
from accounts.delicate import personal_file
from accounts.models import Membership
from accounts.sheets import ACTIVITY
from common.sheets import wanted

LARGEST_ID = 2**63 - 1


@require_safe
@member_view(Right.READ_ACTIVITY)
def activity(request: HttpRequest, membership: Membership) -> HttpResponseBase:
    person_id = _id(request, "person")
    if wanted(request):
        rows = queries.activity_of(membership.organisation, person_id)
        return personal_file(request, membership, ACTIVITY, rows)
    log = queries.activity_page(
        membership.organisation,
        person_id=person_id,
        before=_id(request, "before"),
        after=_id(request, "after"),
    )
    page = {
        "lines": [line(entry) for entry in log.entries],
        "people": queries.people_ever(membership.organisation),
        "person_id": person_id,
        "older": _address("before", log.older, person_id),
        "newer": _address("after", log.newer, person_id),
    }
    return render(request, "accounts/activity_list.html", page)


def _id(request: HttpRequest, name: str) -> int | None:
    """The number in the address, or None for what cannot be one."""
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        return None
    return min(int(text), LARGEST_ID)


def _address(direction: str, entry_id: int | None, person_id: int | None) -> str:
    if entry_id is None:
        return ""
    person = {} if person_id is None else {"person": person_id}
    return "?" + urlencode({direction: entry_id, **person})
