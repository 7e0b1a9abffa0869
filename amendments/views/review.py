"""The steps of the review, each a button of the table's page."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from amendments import access
from amendments.actions import review
from amendments.forms.table import RemarksForm
from amendments.models import AmendmentTable
from amendments.states import TableState
from amendments.views.table import table_page
from common.notices import attempt, say, warn

MENDED = gettext_lazy("What is to be mended")
REOPENED = gettext_lazy("Why it is opened again")


@require_POST
@person_view
def table_send(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    table = access.table(person, pk, Right.WRITE_AMENDMENTS)
    if attempt(request, lambda: review.send_table(table, actor=person, at=timezone.now())):
        say(request, _("The table is with the expert."))
    return redirect("amendments:table", pk)


@require_POST
@person_view
def table_pass(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """On to the next reader. `stage` is where the table stood on the page: a second click does not pass it twice."""
    table = access.table(person, pk, Right.REVIEW_AMENDMENTS)
    if request.POST.get("stage") != table.state:
        warn(request, _("The table has moved on meanwhile. Look at where it stands now."))
        return redirect("amendments:table", pk)
    to_head = table.state == TableState.LAWYER_REVIEW
    done = _("The table waits for the head.") if to_head else _("The table is with the lawyer.")
    return _gated(
        request,
        person,
        table,
        lambda: review.pass_table(table, actor=person, at=timezone.now()),
        done,
    )


@require_POST
@person_view
def table_return(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Back to the authors. What lies before the head, only the head returns."""
    table = access.table(person, pk, Right.REVIEW_AMENDMENTS)
    heads = may(membership_in(person, table.organisation_id), Right.APPROVE_AMENDMENTS)
    if table.state == TableState.HEAD_REVIEW and not heads:
        raise PermissionDenied
    form = RemarksForm(request.POST, label=MENDED)
    return _with_words(
        request,
        person,
        table,
        form,
        "return_form",
        lambda words: review.return_table(table, words, actor=person, at=timezone.now()),
        _("The table is back with its authors."),
    )


@require_POST
@person_view
def table_approve(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    table = access.table(person, pk, Right.APPROVE_AMENDMENTS)
    return _gated(
        request,
        person,
        table,
        lambda: review.approve_table(table, actor=person, at=timezone.now()),
        _("The table is approved; nothing of it changes any more."),
    )


def _gated(
    request: HttpRequest, person: User, table: AmendmentTable, step: Callable[[], None], done: str
) -> HttpResponse:
    """Take a step that wants both languages checked; the page says what is not."""
    try:
        step()
    except review.NotReady as lacking:
        return table_page(request, person, table, status=422, missing=lacking.messages)
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
    else:
        say(request, done)
    return redirect("amendments:table", table.dossier_id)


@require_POST
@person_view
def table_reopen(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    table = access.table(person, pk, Right.APPROVE_AMENDMENTS)
    form = RemarksForm(request.POST, label=REOPENED)
    return _with_words(
        request,
        person,
        table,
        form,
        "reopen_form",
        lambda words: review.reopen_table(table, words, actor=person, at=timezone.now()),
        _("The table is open again: a new round has begun."),
    )


def _with_words(
    request: HttpRequest,
    person: User,
    table: AmendmentTable,
    form: RemarksForm,
    name: str,
    step: Callable[[str], None],
    done: str,
) -> HttpResponse:
    if not form.is_valid():
        return table_page(request, person, table, status=422, **{name: form})
    if attempt(request, lambda: step(form.cleaned_data["remarks"])):
        say(request, done)
    return redirect("amendments:table", table.dossier_id)
