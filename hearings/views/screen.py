"""The screen of the room: large letters on a wall, read only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, person_view
from accounts.models import User
from common.notices import say
from hearings import access
from hearings.actions import record
from hearings.board import board_of
from hearings.models import Hearing

MOST_WAITING, MOST_PROPOSALS = 6, 4


def _screen(request: HttpRequest, hearing: Hearing, address: str) -> HttpResponse:
    """The whole page, or with `?seen=` only its changing part; 204 while nothing has changed."""
    seen = request.GET.get("seen")
    if seen == str(hearing.entries_made):
        return HttpResponse(status=204)
    board = board_of(hearing, timezone.now(), with_people=False)
    context = {
        "hearing": hearing,
        "board": board,
        "now": int(board.at.timestamp() * 1000),
        "address": address,
        "waiting": board.waiting[:MOST_WAITING],
        "proposals": [row for row in board.proposals if row.state == "standing"][:MOST_PROPOSALS],
        "last_vote": next(iter(board.closed_votes), None),
    }
    template = "hearings/screen.html" if seen is None else "hearings/_screen_board.html"
    return render(request, template, context)


@never_cache
@require_safe
@person_view
def screen(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """For everybody in the organisation."""
    return _screen(request, access.hearing(person, pk, Right.READ), request.path)


@never_cache
@require_safe
def screen_open(request: HttpRequest, code: str) -> HttpResponse:
    """For the laptop at the projector, where nobody signs in."""
    return _screen(request, access.screen(code, timezone.now()), request.path)


@require_POST
@person_view
def screen_link(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing = access.running(person, pk)
    record.make_screen_link(hearing, actor=person, at=timezone.now())
    say(request, _("The address for the laptop in the room is made."))
    return redirect("hearings:hold", pk)
