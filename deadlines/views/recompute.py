"""After a change of the calendar or of a rule: what would move, and moving it."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.access import operator_view
from accounts.models import User
from common.notices import say
from deadlines import actions, queries
from deadlines.wording import explain

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@operator_view
def recompute(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    on = queries.day_of(at)
    if request.method == "POST":
        moved = actions.apply_shifts(actor=cast(User, request.user), on=on, at=at)
        told = ngettext(
            "%(count)s deadline moved; the people responsible are told.",
            "%(count)s deadlines moved; the people responsible are told.",
            moved,
        )
        say(request, told % {"count": moved})
        return redirect("deadlines:recompute")
    found = actions.shifts()
    context = {
        "rows": [(shift, explain(shift.computation, on)) for shift in found[:SHOWN]],
        "count": len(found),
        "more": max(0, len(found) - SHOWN),
    }
    return render(request, "deadlines/recompute.html", context)
