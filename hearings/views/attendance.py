"""The list of those who come: to print, and to enter again from paper."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import membership_in, person_view
from accounts.delicate import personal_file
from accounts.models import User
from common.notices import attempt, say
from common.sheets import wanted
from hearings import access
from hearings.actions import attendance, record
from hearings.board import Board, board_of
from hearings.forms_record import PaperForm
from hearings.models import Hearing
from hearings.sheets import attendance_lines, attendance_sheet

EMPTY_LINES = 20


@never_cache
@require_safe
@person_view
def attendance_list(request: HttpRequest, person: User, pk: int) -> HttpResponseBase:
    """Who came and who is expected, with empty lines: on paper people sign it at the door."""
    board = board_of(access.running(person, pk), timezone.now())
    member = membership_in(person, board.hearing.organisation_id)
    if wanted(request) and member is not None:
        return personal_file(request, member, attendance_sheet(board.hearing), attendance_lines(board))
    context = {
        "hearing": board.hearing,
        "board": board,
        "to_come": list(enumerate(board.expected, len(board.came) + 1)),
        "empty": range(EMPTY_LINES),
        "place": board.hearing.said("place"),
    }
    return render(request, "hearings/attendance_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def attendance_enter(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The list on paper, typed in at once; sent twice it is entered once."""
    hearing, at = access.running(person, pk), timezone.now()
    board = board_of(hearing, at)
    known = [row.pk for row in board.expected]
    # Meanwhile somebody may have checked in who stands on this form: what was signed still counts.
    known += [row.registration_id for row in board.came if row.registration_id is not None]
    form = PaperForm(known, request.POST if request.method == "POST" else None)
    refused: list[str] = []
    if request.method == "POST":
        try:
            entries = attendance.entries_of(form.lines(), form.form_key, _came_at(hearing, at))
            written = record.write_list(hearing, entries, actor=person, at=at)
        except ValidationError as refusal:
            refused = refusal.messages
        else:
            line = ngettext("%(count)s line is entered.", "%(count)s lines are entered.", written)
            say(request, line % {"count": written})
            return redirect("hearings:attendance", pk)
    return _paper(request, board, form, refused)


def _came_at(hearing: Hearing, at: datetime) -> datetime:
    """Paper does not say when somebody came: with the opening, or now if it has not been opened."""
    return hearing.opened_at or at


def _paper(request: HttpRequest, board: Board, form: PaperForm, refused: list[str]) -> HttpResponse:
    posted = form.posted
    context = {
        "hearing": board.hearing,
        "form": form,
        "refused": refused,
        "expected": [
            (row, {tick: posted.get(f"reg{row.pk}-{tick}") for tick in ("came", *attendance.TICKS)})
            for row in board.expected
        ],
    }
    return render(request, "hearings/attendance_enter.html", context, status=422 if refused else 200)


@require_POST
@person_view
def check_in_forget(request: HttpRequest, person: User, pk: int, check_in_pk: int) -> HttpResponse:
    """Erase the name of somebody who came without registering and asks for it."""
    row = access.check_in(person, pk, check_in_pk)
    if attempt(request, lambda: attendance.forget_check_in(row, actor=person, at=timezone.now())):
        say(request, _("The name is erased from the record."))
    return redirect("hearings:attendance", pk)
