"""The moderator's screen: one page on a phone, one address to which its entries are sent."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_view
from accounts.models import User
from common.notices import say, warn
from hearings import access
from hearings.actions import record
from hearings.board import Board, board_of
from hearings.forms_record import (
    FORMS,
    CheckInForm,
    DeclareForm,
    ProposalForm,
    TurnForm,
    read_entry,
    sentences_of,
)
from hearings.models import Hearing
from hearings.states import Choice, EntryKind, Language, VoteResult, VoteWay

# Without script a refused form comes back as it was filled in.
KEPT = {
    EntryKind.TURN_ADD: "turn_form",
    EntryKind.PROPOSAL_ADD: "proposal_form",
    EntryKind.VOTE_DECLARE: "vote_form",
    EntryKind.CHECK_IN: "check_in_form",
}
# The part of the page to which a form without script returns.
PARTS = {"turn": "queue", "item": "agenda", "proposal": "proposals", "vote": "vote", "check": "people"}


@never_cache
@require_safe
@person_view
def hold(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    return _page(request, access.running(person, pk))


@never_cache
@require_safe
@person_view
def hold_board(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The parts of the page that change; 204 while nothing has since the entry number `seen`."""
    hearing = access.running(person, pk)
    if request.GET.get("seen") == str(hearing.entries_made):
        return HttpResponse(status=204)
    board = board_of(hearing, timezone.now())
    return render(request, "hearings/_hold_board.html", context_of(board))


@never_cache
@require_POST
@person_view
def entry_write(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Take one entry: of the script, which sends what waited in order, or of a plain form."""
    hearing, at = access.running(person, pk), timezone.now()
    by_script = request.headers.get("X-Requested-With") == "fetch"
    entry, form = read_entry(request.POST, at)
    refused = [] if entry is not None else sentences_of(form)
    if entry is not None:
        try:
            record.write(hearing, entry, actor=person, at=at)
        except ValidationError as refusal:
            refused = refusal.messages
    if by_script:
        answer: dict[str, Any] = {"refused": " ".join(refused)} if refused else {"written": True}
        return JsonResponse(answer, status=422 if refused else 200)
    kind = request.POST.get("kind", "")
    if not refused:
        say(request, _("Written down."))
        part = PARTS.get(kind.partition("_")[0], "")
        return redirect(f"{reverse('hearings:hold', args=[pk])}#{part}".rstrip("#"))
    warn(request, " ".join(refused))
    return _page(request, access.running(person, pk), status=422, **_bound(kind, form))


def _bound(kind: str, form: Form) -> dict[str, Form]:
    """The form that was refused, where the page has one of its kind."""
    name = KEPT.get(EntryKind(kind)) if kind in EntryKind.values else None
    return {name: form} if name is not None and isinstance(form, FORMS[EntryKind(kind)]) else {}


def _page(request: HttpRequest, hearing: Hearing, *, status: int = 200, **bound: Any) -> HttpResponse:
    board = board_of(hearing, timezone.now())
    context = {
        **context_of(board),
        "turn_form": TurnForm(),
        "proposal_form": ProposalForm(initial={"language": _first_language(request)}),
        "vote_form": DeclareForm(initial=_asked(request, board)),
        "check_in_form": CheckInForm(),
        "screen_url": screen_address(hearing),
        **bound,
    }
    return render(request, "hearings/hold.html", context, status=status)


def screen_address(hearing: Hearing) -> str:
    """Where the screen of the room is seen without signing in; '' until somebody asked for it."""
    if not hearing.screen_code:
        return ""
    return settings.SITE_URL + reverse("hearings:screen-open", args=[hearing.screen_code])


def _first_language(request: HttpRequest) -> str:
    language = getattr(request, "LANGUAGE_CODE", "kk")[:2]
    return language if language in Language.values else Language.KAZAKH.value


def _asked(request: HttpRequest, board: Board) -> dict[str, Any]:
    """The question of a vote on the proposal that the address names."""
    number = request.GET.get("vote", "")
    found = next((row for row in board.proposals if str(row.number) == number), None)
    if found is None:
        return {}
    return {"proposal": found.entry_key, f"question_{found.language}": found.text}


def context_of(board: Board) -> dict[str, Any]:
    return {
        "board": board,
        "hearing": board.hearing,
        "now": int(board.at.timestamp() * 1000),
        "new_key": uuid4,
        "choices": Choice,
        "results": VoteResult,
        "named": VoteWay.NAMED.value,
        "secret": VoteWay.SECRET.value,
        "languages": Language,
    }
