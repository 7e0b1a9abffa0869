"""Recording what happened with a request, taking it back, and the files that came with it."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, person_view
from accounts.models import User
from common.held_back import held_back_answer
from common.notices import attempt, say
from correspondence.scanning import held_back
from deadlines import queries as deadline_queries
from inforequests import access
from inforequests.actions.events import annul_event, record_event
from inforequests.actions.files import keep_file
from inforequests.actions.incoming import record_from_mail
from inforequests.forms.event import EventForm, FileForm
from inforequests.forms.incoming import MailForm
from inforequests.history import history_of
from inforequests.law import Book
from inforequests.models import IncomingMail, InfoRequest
from inforequests.states import OF_THE_ADDRESSEE, Channel, EventKind, RequestState
from inforequests.views.requests import request_page
from inforequests.wording import due_card

RUNNING = (RequestState.ISSUED, RequestState.SENT)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def event_record(request: HttpRequest, person: User, pk: int, kind: str) -> HttpResponse:
    """What happened, when, and the letter that says so; what the law does not let follow is refused with the reason."""
    row = access.info_request(person, pk, Right.WRITE_REQUESTS)
    if kind not in EventKind.values:
        raise Http404
    if row.state not in RUNNING:
        return redirect("inforequests:request", pk)
    at = timezone.now()
    on = deadline_queries.day_of(at)
    mail = _mail_of(request, person, row, kind)
    if request.method != "POST":
        form = EventForm(kind=kind, organisation=row.organisation, initial=_proposed(row, on, mail))
        return render(request, "inforequests/event_record.html", _record_page(row, form, on, mail))
    form = EventForm(request.POST, request.FILES, kind=kind, organisation=row.organisation)
    if form.is_valid():
        came = form.cleaned_data.get("file")
        files = [came] if came else []
        try:
            if mail is not None:
                event = record_from_mail(mail, form.happening, files=files, actor=person, at=at)
            else:
                event = record_event(row, form.happening, files=files, actor=person, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            undo = reverse("inforequests:event-annul", args=[pk, event.pk])
            say(request, _("Recorded: %(what)s.") % {"what": event.get_kind_display()}, undo=undo)
            return redirect("inforequests:request", pk)
    return render(request, "inforequests/event_record.html", _record_page(row, form, on, mail), status=422)


def _mail_of(request: HttpRequest, person: User, row: InfoRequest, kind: str) -> IncomingMail | None:
    """The letter that it is recorded from (`?mail=7`), which must be one of this request and can say such a thing."""
    form = MailForm(request.GET)
    number = form.cleaned_data["mail"] if form.is_valid() else None
    if not number:
        return None
    mail = access.incoming_mail(person, number, Right.WRITE_REQUESTS)
    if mail.info_request_id != row.pk or kind not in OF_THE_ADDRESSEE:
        raise Http404
    return mail


def _proposed(row: InfoRequest, on: date, mail: IncomingMail | None) -> dict[str, Any]:
    """The day on which the letter came, else today; by e-mail where the addressee has one."""
    came_on = deadline_queries.day_of(mail.received_at) if mail else on
    return {"on": came_on, "channel": Channel.EMAIL if row.holder.email else Channel.PAPER}


def _record_page(
    row: InfoRequest, form: EventForm, on: date, mail: IncomingMail | None = None
) -> dict[str, Any]:
    book = Book()
    due = due_card(history_of(row, book, on).stand.due, book, on)
    return {"info_request": row, "dossier": row.dossier, "form": form, "due": due, "mail": mail}


@require_POST
@person_view
def event_annul(request: HttpRequest, person: User, pk: int, event_pk: int) -> HttpResponse:
    event = access.event(person, pk, event_pk, Right.WRITE_REQUESTS)
    if attempt(request, lambda: annul_event(event, actor=person, at=timezone.now())):
        say(request, _("Taken back: %(what)s.") % {"what": event.get_kind_display()})
    return redirect("inforequests:request", pk)


@require_POST
@person_view
def event_file_add(request: HttpRequest, person: User, pk: int, event_pk: int) -> HttpResponse:
    """One more file of what was recorded: the annex of an answer, another page of a letter."""
    event = access.event(person, pk, event_pk, Right.WRITE_REQUESTS)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file, name = form.cleaned_data["file"]
        try:
            keep_file(event, file, name, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The file is kept."))
            return redirect("inforequests:request", pk)
    row = access.info_request(person, pk, Right.READ)
    return request_page(request, person, row, status=422, file_form=form, file_of=event.pk)


@require_safe
@person_view
def event_file(_request: HttpRequest, person: User, pk: int, file_pk: int) -> HttpResponse:
    """The bytes, to be saved and never shown by the browser as a page of ours."""
    row = access.event_file(person, pk, file_pk, Right.READ)
    if sentence := held_back([row.sha256]):
        return held_back_answer(sentence)
    try:
        with row.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type=row.content_type)
    except FileNotFoundError as gone:
        raise Http404 from gone
    response["Content-Disposition"] = content_disposition_header(True, row.file_name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
