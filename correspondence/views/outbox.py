"""The outbox: what leaves the house, to whom, and whether it arrived."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, may, member_view, person_view
from accounts.delicate import personal_file
from accounts.models import Membership, User
from common.keyset import page
from common.notices import attempt, say
from common.sheets import wanted
from correspondence import access, actions, queries
from correspondence.forms import OutboxFilterForm
from correspondence.sheets import LETTERS
from correspondence.states import MAIL_MOVES, MailState
from correspondence.wording import delivery

NOT_LISTED = ("text", "html", "headers")


@require_safe
@member_view(Right.READ)
def outbox(request: HttpRequest, membership: Membership) -> HttpResponseBase:
    """Letters, the newest first: everybody's for who may read them, else the person's own."""
    reads_all = may(membership, Right.READ_OUTBOX)
    form = OutboxFilterForm(request.GET)
    letters = access.outbox(membership).select_related("recipient")
    if form.chosen:
        letters = letters.filter(state=form.chosen)
    if wanted(request):
        rows = letters.order_by("-id").defer(*NOT_LISTED)
        return personal_file(request, membership, LETTERS, rows)
    found = page(letters, ("-id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {
        "form": form,
        "filtered": form.chosen,
        "page": found,
        "rows": [(letter, delivery(letter)) for letter in found],
        "reads_all": reads_all,
        "dead": list(queries.dead_addresses(membership.organisation)) if reads_all else [],
        "folder": "" if settings.EMAIL_CONFIGURED else settings.MAIL_FOLDER,
    }
    return render(request, "correspondence/outbox.html", context)


@require_safe
@person_view
def letter(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.email(person, pk)
    manages = access.may_manage(person, row)
    context = {
        "letter": row,
        "delivery": delivery(row),
        "attachments": row.attachments.select_related("file__document").defer("file__body"),
        "may_retry": manages and MailState.QUEUED in MAIL_MOVES.get(row.state, ()) and bool(row.text),
        "may_cancel": manages and row.state == MailState.QUEUED,
    }
    return render(request, "correspondence/letter.html", context)


@require_safe
@person_view
def letter_html(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The HTML part as a file of plain text: it is somebody's markup, and this site does not run it."""
    row = access.email(person, pk)
    if row.is_secret or not row.html:
        raise Http404
    response = HttpResponse(row.html, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="letter-{row.pk}.html.txt"'
    return response


@require_POST
@person_view
def letter_retry(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.manageable_email(person, pk)
    if attempt(request, lambda: actions.retry_email(row, actor=person, at=timezone.now())):
        say(request, _("The letter is in the queue again; it leaves within a minute."))
    return redirect("correspondence:letter", pk)


@require_POST
@person_view
def letter_cancel(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.manageable_email(person, pk)
    if attempt(request, lambda: actions.cancel_email(row, actor=person, at=timezone.now())):
        undo = "" if row.is_secret else reverse("correspondence:letter-retry", args=[pk])
        say(request, _("The letter is taken out of the queue and will not be sent."), undo=undo)
    return redirect("correspondence:letter", pk)
