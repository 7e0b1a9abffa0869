"""The letters that follow a request: a ready reminder, and a complaint pre-filled with the chronology."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Right, person_view
from accounts.models import User
from common.notices import warn
from correspondence.documents import Mode
from deadlines import queries as deadline_queries
from inforequests import access
from inforequests.actions.followup import holder_now, issue_complaint, issue_reminder, possible_wrongs
from inforequests.answers import not_given, verdicts_of
from inforequests.clocks import Kind
from inforequests.forms.followup import ComplaintForm
from inforequests.history import History, history_of
from inforequests.law import Book
from inforequests.models import InfoRequest
from inforequests.states import EventKind, RequestState, Wrong
from inforequests.views.requests import request_path
from inforequests.wording import due_card, lines_of

RUNNING = (RequestState.ISSUED, RequestState.SENT)


@require_POST
@person_view
def reminder_issue(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """One click: the reminder in the language of the request."""
    row = access.info_request(person, pk, Right.ISSUE_DOCUMENTS)
    try:
        order = issue_reminder(row, Mode(row.mode), path=request_path(row), actor=person, at=timezone.now())
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return redirect("inforequests:request", pk)
    return redirect("correspondence:document-order", order.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def complaint_issue(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.info_request(person, pk, Right.ISSUE_DOCUMENTS)
    if row.state not in RUNNING:
        return redirect("inforequests:request", pk)
    at, book = timezone.now(), Book()
    history = history_of(row, book, deadline_queries.day_of(at))
    wrongs = possible_wrongs(history.case, history.stand.missed is not None)
    items = list(row.items.all())
    if request.method != "POST":
        form = ComplaintForm(wrongs=wrongs, items=items, initial=_proposed(row, history, wrongs))
        return render(request, "inforequests/complaint.html", _page(row, form, history, book))
    form = ComplaintForm(request.POST, wrongs=wrongs, items=items)
    if form.is_valid():
        mode = Mode(form.cleaned_data["mode"])
        try:
            order = issue_complaint(row, form.complaint, mode, path=request_path(row), actor=person, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("correspondence:document-order", order.pk)
    return render(request, "inforequests/complaint.html", _page(row, form, history, book), status=422)


def _proposed(row: InfoRequest, history: History, wrongs: list[str]) -> dict[str, Any]:
    """Everything that there is to complain of, the items not given, the grounds that were named, and the body above."""
    events = [told.event for told in history.events]
    refused = [event for event in events if event.kind == EventKind.REFUSED]
    above = holder_now(row, events).parent
    return {
        "mode": row.mode,
        "wrongs": wrongs,
        "missing": not_given(verdicts_of(row)) if Wrong.PARTIAL in wrongs else [],
        "grounds": refused[-1].reasons if refused else [],
        "reviewer_kk": above.name_kk if above else "",
        "reviewer_ru": above.name_ru if above else "",
    }


def _page(row: InfoRequest, form: ComplaintForm, history: History, book: Book) -> dict[str, Any]:
    on = timezone.localdate()
    return {
        "info_request": row,
        "dossier": row.dossier,
        "form": form,
        "due": due_card(history.stand.due, book, on),
        "lines": lines_of(history.events, book, on),
        "is_possible": Kind.COMPLAINED in history.next_kinds,
    }
