"""Batches: the list, writing one, its page, and what is done there."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, member_view, membership_in, person_view
from accounts.models import Membership, User
from common.downloads import CSV, XLSX, own_file
from common.keyset import page
from common.notices import attempt, say
from common.sheets import sheet_file, wanted
from common.sqlite import kazakh_sort_key
from correspondence.states import LanguageMode
from deadlines import queries as deadline_queries
from inforequests import access, batch_file, queries
from inforequests.actions import batch_issuing, batch_sending
from inforequests.actions import batches as actions
from inforequests.batch_progress import Progress, progress_of
from inforequests.batch_requirements import lacks_of
from inforequests.batch_results import Order, Result, Stand, results_of
from inforequests.forms.request import BatchForm, written_batch
from inforequests.law import Book
from inforequests.models import RequestBatch
from inforequests.sheets import BATCHES
from inforequests.states import AnswerForm, AnswerWay, BatchLanguage, BatchState
from inforequests.wording import DueCard, due_card

FORM = "inforequests/batch_edit.html"


@require_safe
@member_view(Right.READ)
def batch_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    rows = queries.batches_of(membership.organisation)
    if kind := wanted(request):
        return sheet_file(BATCHES, rows.order_by("-id"), kind)
    found = page(rows, ("-id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {"page": found, "may_write": may(membership, Right.WRITE_REQUESTS)}
    return render(request, "inforequests/batch_list.html", context)


# --- Writing --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.WRITE_REQUESTS)
def batch_compose(request: HttpRequest, membership: Membership) -> HttpResponse:
    if request.method != "POST":
        form = BatchForm(
            initial={
                "mode": BatchLanguage.OWN,
                "answer_form": AnswerForm.ELECTRONIC,
                "answer_way": AnswerWay.EMAIL,
                "seen": 0,
                "key": uuid4(),
            }
        )
        return render(request, FORM, {"form": form})
    form = BatchForm(request.POST)
    if not form.is_valid():
        return render(request, FORM, {"form": form}, status=422)
    made = actions.write_batch(
        membership.organisation,
        form.values,
        form.items,
        key=str(form.cleaned_data["key"] or uuid4()),
        actor=membership.user,
        at=timezone.now(),
    )
    # By "saved" the browser knows that it need not keep the text.
    return redirect(f"{reverse('inforequests:batch-addressees', args=[made.pk])}?saved=1")


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def batch_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    batch = access.batch(person, pk, Right.WRITE_REQUESTS)
    if batch.state != BatchState.DRAFT:
        return redirect("inforequests:batch", pk)
    if request.method != "POST":
        return render(request, FORM, {"form": BatchForm(initial=written_batch(batch)), "batch": batch})
    form = BatchForm(request.POST)
    if form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            actions.change_batch(batch, form.values, form.items, seen=seen, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("Saved."))
            return redirect(f"{reverse('inforequests:batch', args=[pk])}?saved=1")
    return render(request, FORM, {"form": form, "batch": batch}, status=422)


@require_POST
@person_view
def batch_remove(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    batch = access.batch(person, pk, Right.WRITE_REQUESTS)
    if attempt(request, lambda: actions.remove_batch(batch, actor=person, at=timezone.now())):
        say(request, _("The draft is removed."), undo=reverse("inforequests:batch-restore", args=[pk]))
        return redirect("inforequests:batch-list")
    return redirect("inforequests:batch", pk)


@require_POST
@person_view
def batch_restore(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    batch = access.batch(person, pk, Right.WRITE_REQUESTS)
    if attempt(request, lambda: actions.restore_batch(batch, actor=person, at=timezone.now())):
        say(request, _("The draft is back."))
    return redirect("inforequests:batch", pk)


# --- Its page -------------------------------------------------------------------------------------------------


@require_safe
@person_view
def batch_page(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    return _page(request, person, access.batch(person, pk, Right.READ))


def _page(
    request: HttpRequest, person: User, batch: RequestBatch, *, status: int = 200, **more: Any
) -> HttpResponse:
    membership = membership_in(person, batch.organisation_id)
    is_written = batch.state in (BatchState.DRAFT, BatchState.REMOVED)
    context = {
        "batch": batch,
        "is_draft": batch.state == BatchState.DRAFT,
        "may_write": may(membership, Right.WRITE_REQUESTS),
        "may_issue": may(membership, Right.ISSUE_DOCUMENTS) and may(membership, Right.WRITE_REQUESTS),
        "may_edit_card": may(membership, Right.EDIT_ORGANISATION),
        **(_draft(batch) if is_written else _answers(request, batch)),
        **more,
    }
    template = "inforequests/batch_draft.html" if is_written else "inforequests/batch_page.html"
    return render(request, template, context, status=status)


def _draft(batch: RequestBatch) -> dict[str, Any]:
    lines = sorted(batch.lines.select_related("holder"), key=lambda line: kazakh_sort_key(line.holder.name))
    languages = [(line, LanguageMode(batch.mode_for(line.holder)).label) for line in lines]
    return {"lines": languages, "lacks": lacks_of(batch, lines)}


def _answers(request: HttpRequest, batch: RequestBatch) -> dict[str, Any]:
    book, on = Book(), deadline_queries.day_of(timezone.now())
    stand, order = _asked(request)
    results = results_of(batch, book, on, stand=stand, order=order)
    return {
        "progress": progress_of(batch),
        "results": results,
        "rows": [_row(one, book, on) for one in results.shown],
        "stands": [(one, results.counts[one]) for one in Stand if results.counts[one]],
        "stand": stand,
        "order": order,
        "orders": Order,
        "sendable": batch_sending.sendable(batch).count(),
    }


def _asked(request: HttpRequest) -> tuple[str, str]:
    """The filter and the order of the table."""
    stand, order = request.GET.get("stand", ""), request.GET.get("order", "")
    return stand if stand in Stand.values else "", order if order in Order.values else Order.NAME.value


def _row(one: Result, book: Book, on: Any) -> tuple[Result, DueCard, str, str]:
    return one, due_card(one.due, book, on), batch_file.outcome_of(one), batch_file.grounds_of(one)


@require_safe
@person_view
def batch_progress(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """How far it is, asked for every few seconds; the whole page as soon as nothing moves any more."""
    batch = access.batch(person, pk, Right.READ)
    progress: Progress = progress_of(batch)
    if not progress.is_running:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = reverse("inforequests:batch", args=[pk])
        return response
    membership = membership_in(person, batch.organisation_id)
    context = {"batch": batch, "progress": progress, "may_write": may(membership, Right.WRITE_REQUESTS)}
    return render(request, "inforequests/_batch_progress.html", context)


@require_safe
@person_view
def batch_export(request: HttpRequest, person: User, pk: int, kind: str) -> HttpResponse:
    """The table as it is shown, as CSV, or as XLSX (`kind`)."""
    batch = access.batch(person, pk, Right.READ)
    stand, order = _asked(request)
    on = deadline_queries.day_of(timezone.now())
    rows = results_of(batch, Book(), on, stand=stand, order=order).shown
    if kind == "xlsx":
        return own_file(batch_file.as_xlsx(rows), f"batch-{pk}.xlsx", XLSX)
    return own_file(batch_file.as_csv(rows), f"batch-{pk}.csv", CSV)


# --- What is done there ---------------------------------------------------------------------------------------


@require_POST
@person_view
def batch_issue(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Let the worker issue the letters; what they lack is said on the page."""
    batch = access.batch(person, pk, Right.ISSUE_DOCUMENTS)
    seen = request.POST.get("seen", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
    try:
        batch_issuing.issue_batch(batch, seen=version, actor=person, at=timezone.now())
    except ValidationError as refusal:
        fresh = access.batch(person, pk, Right.READ)
        return _page(request, person, fresh, status=422, refusals=refusal.messages)
    return redirect("inforequests:batch", pk)


@require_POST
@person_view
def batch_stop(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    batch = access.batch(person, pk, Right.ISSUE_DOCUMENTS)
    if attempt(request, lambda: batch_issuing.stop_batch(batch, actor=person, at=timezone.now())):
        say(
            request,
            _("The batch is stopped: no more letters are ordered."),
            undo=reverse("inforequests:batch-resume", args=[pk]),
        )
    return redirect("inforequests:batch", pk)


@require_POST
@person_view
def batch_resume(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    batch = access.batch(person, pk, Right.ISSUE_DOCUMENTS)
    if attempt(request, lambda: batch_issuing.resume_batch(batch, actor=person, at=timezone.now())):
        say(request, _("The batch goes on."))
    return redirect("inforequests:batch", pk)


@require_POST
@person_view
def batch_retry(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    batch = access.batch(person, pk, Right.ISSUE_DOCUMENTS)
    if attempt(request, lambda: batch_issuing.retry_lines(batch, actor=person, at=timezone.now())):
        say(request, _("The letters that failed are tried again."))
    return redirect("inforequests:batch", pk)


@require_POST
@person_view
def batch_send(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """One click: every issued letter whose addressee has an e-mail leaves by the outbox."""
    batch = access.batch(person, pk, Right.ISSUE_DOCUMENTS)
    asked: list[int] = []
    with_word = "with_word" in request.POST

    def step() -> None:
        asked.append(batch_sending.send_batch(batch, with_word=with_word, actor=person, at=timezone.now()))

    if attempt(request, step):
        number = asked[0]
        said = ngettext(
            "%(count)s letter goes into the outbox.", "%(count)s letters go into the outbox.", number
        )
        say(request, said % {"count": number})
    return redirect("inforequests:batch", pk)
