"""Letters out of the mailbox: the quarantine, one letter, and what a person does with it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, member_view, person_view
from accounts.models import Membership, User
from common.keyset import page
from common.notices import attempt, say
from inforequests import access, queries
from inforequests.actions import incoming as actions
from inforequests.forms.incoming import AttachForm
from inforequests.states import IncomingState

SHOWN = [IncomingState.WAITING, IncomingState.ATTACHED, IncomingState.DISMISSED]


@require_safe
@member_view(Right.WRITE_REQUESTS)
def quarantine(request: HttpRequest, membership: Membership) -> HttpResponse:
    """What came and waits for a person; with `?state=`, what was dealt with. Only for those who work on requests."""
    state = request.GET.get("state", "")
    state = state if state in IncomingState.values else IncomingState.WAITING.value
    rows = queries.incoming_of(membership.organisation, state)
    found = page(rows, ("-id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {
        "page": found,
        "state": state,
        "states": [(value.value, value.label) for value in SHOWN],
        "mailboxes": queries.mailboxes_of(membership.organisation),
    }
    return render(request, "inforequests/quarantine.html", context)


@require_safe
@person_view
def incoming(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The letter in plain text, why it waits, and the requests that it may belong to; `?q=` looks for others."""
    mail = access.incoming_mail(person, pk, Right.WRITE_REQUESTS)
    words = request.GET.get("q", "").replace("\0", "")[: queries.SEARCH_LENGTH]
    context = {
        "mail": mail,
        "words": words,
        "candidates": queries.candidates_for(mail, words) if mail.state == IncomingState.WAITING else [],
        "is_recorded": mail.event is not None and mail.event.annulled_at is None,
    }
    return render(request, "inforequests/incoming.html", context)


@require_POST
@person_view
def incoming_attach(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    mail = access.incoming_mail(person, pk, Right.WRITE_REQUESTS)
    form = AttachForm(request.POST)
    if not form.is_valid():
        raise Http404
    row = access.info_request(person, form.cleaned_data["info_request"], Right.WRITE_REQUESTS)
    if row.organisation_id != mail.organisation_id:
        raise Http404
    if attempt(request, lambda: actions.attach_mail(mail, row, actor=person, at=timezone.now())):
        undo = reverse("inforequests:incoming-return", args=[pk])
        say(request, _("The letter belongs to this request now. Record what it says."), undo=undo)
        return redirect("inforequests:request", row.pk)
    return redirect("inforequests:incoming", pk)


@require_POST
@person_view
def incoming_dismiss(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    mail = access.incoming_mail(person, pk, Right.WRITE_REQUESTS)
    if attempt(request, lambda: actions.dismiss_mail(mail, actor=person, at=timezone.now())):
        say(request, _("Marked as not an answer."), undo=reverse("inforequests:incoming-return", args=[pk]))
        return redirect("inforequests:quarantine")
    return redirect("inforequests:incoming", pk)


@require_POST
@person_view
def incoming_return(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    mail = access.incoming_mail(person, pk, Right.WRITE_REQUESTS)
    if attempt(request, lambda: actions.return_mail(mail, actor=person, at=timezone.now())):
        say(request, _("The letter is back in the quarantine."))
    return redirect("inforequests:incoming", pk)


# --- As it came ------------------------------------------------------------------------------------------------------


@require_safe
@person_view
def incoming_original(_request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """All its bytes, to be saved: a mail program opens them, this site never does."""
    mail = access.incoming_mail(person, pk, Right.WRITE_REQUESTS)
    if not mail.raw:
        raise Http404
    return _saved(bytes(mail.raw), f"letter-{mail.pk}.eml", "application/octet-stream")


@require_safe
@person_view
def incoming_file(_request: HttpRequest, person: User, pk: int, index: int) -> HttpResponse:
    """One of its files, if its content is of a kind that is kept here."""
    mail = access.incoming_mail(person, pk, Right.WRITE_REQUESTS)
    found = actions.kept_file(mail, index)
    if found is None:
        raise Http404
    file, name = found
    return _saved(file.body, name or f"file-{index}{file.ending}", file.content_type)


def _saved(body: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
