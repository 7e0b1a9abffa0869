"""The submission assistant, the record of what was sent, and its receipts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from amendments import access
from amendments.actions import submission as actions
from amendments.actions.receipts import keep_receipt
from amendments.documents.table import body_of
from amendments.forms.submission import NumbersForm, ReceiptForm, ReportDayForm, SubmissionForm
from amendments.models import AmendmentTable, Submission
from amendments.queries import submission as submission_queries
from amendments.queries import table as queries
from amendments.states import FROZEN
from amendments.views.kept_files import inert
from amendments.wording.submission import PORTAL_BYTES, copy_blocks, sent_texts, whole_text
from amendments.wording.table import reading_languages
from common.notices import say
from deadlines import queries as deadline_queries
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from deadlines.wording import due_of


@require_safe
@person_view
def submission(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Texts ready to copy, what to mind on the portal, and what was sent so far; only of an approved table."""
    dossier = access.dossier(person, pk, Right.READ)
    table = queries.table_of(dossier)
    if table is not None:
        table.dossier = dossier
    is_ready = table is not None and table.state in FROZEN
    language = reading_languages(request.GET.get("language", ""))[0]
    content = queries.as_sent(table) if table is not None and is_ready else None
    context = {
        "dossier": dossier,
        "table": table,
        "is_ready": is_ready,
        "language": language,
        "blocks": copy_blocks(content, language) if content else [],
        "whole": whole_text(content, language) if content else "",
        "portal_bytes": PORTAL_BYTES,
        "submissions": submission_queries.submissions(table) if table is not None else [],
        "can_write": may(membership_in(person, dossier.organisation_id), Right.WRITE_AMENDMENTS),
        "due": _due(dossier.discussion_deadline),
        "is_over": actions.is_late(dossier, timezone.now()),
    }
    return render(request, "amendments/submission_page.html", context)


def _due(deadline: Deadline | None) -> object:
    if deadline is None:
        return None
    return due_of(deadline, on=deadline_queries.day_of(timezone.now()), days=deadline_queries.calendar())


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def submission_record(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """What a person says of a submission that was made; the texts are frozen as they stand."""
    table = access.table(person, pk, Right.WRITE_AMENDMENTS)
    if table.state not in FROZEN:
        return redirect("amendments:submission", pk)
    is_over = actions.is_late(table.dossier, timezone.now())
    if request.method != "POST":
        form = SubmissionForm(initial=_initial(table), is_over=is_over)
        return render(request, "amendments/submission_record.html", _record_page(table, form))
    form = SubmissionForm(request.POST, request.FILES, is_over=is_over)
    if form.is_valid():
        ending = table.dossier.discussion_deadline
        was_open = ending is not None and ending.state == DeadlineState.OPEN
        try:
            made = actions.record_submission(
                table, form.sending, receipt=form.cleaned_data["receipt"], actor=person, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            _tell(request, ending if was_open else None)
            return redirect("amendments:submission-sent", pk, made.pk)
    return render(request, "amendments/submission_record.html", _record_page(table, form), status=422)


def _initial(table: AmendmentTable) -> dict[str, object]:
    body = body_of(table.dossier.draft)
    now = timezone.localtime().replace(second=0, microsecond=0)
    return {"submitted_at": now, "addressee_kk": body.kk[:300], "addressee_ru": body.ru[:300]}


def _record_page(table: AmendmentTable, form: SubmissionForm) -> dict[str, object]:
    return {"dossier": table.dossier, "table": table, "form": form}


def _tell(request: HttpRequest, ending: Deadline | None) -> None:
    """What was done, and the way back where the end of the discussion, open until now, was met by it."""
    if ending is not None and ending.state == DeadlineState.DONE:
        undo = reverse("deadlines:reopen", args=[ending.pk])
        say(request, _("The submission is recorded; the end of the discussion is marked as met."), undo=undo)
    else:
        say(request, _("The submission is recorded."))


# --- One submission -------------------------------------------------------------------------------------------


@require_safe
@person_view
def submission_sent(request: HttpRequest, person: User, pk: int, submission_pk: int) -> HttpResponse:
    """One submission: its numbers, its receipts, the clock of the answer, and the text as it was sent."""
    return _sent_page(request, person, access.submission(person, pk, submission_pk, Right.READ))


def _sent_page(
    request: HttpRequest, person: User, sent: Submission, *, status: int = 200, **bound: Any
) -> HttpResponse:
    """`bound` are forms that were refused."""
    membership = membership_in(person, sent.organisation_id)
    can_write = may(membership, Right.WRITE_AMENDMENTS)
    context = {
        "dossier": sent.table.dossier,
        "sent": sent,
        "texts": sent_texts(sent.content),
        "receipts": submission_queries.receipts_of(sent),
        "is_intact": queries.fingerprint(sent.content) == sent.sha256,
        "report_due": _due(sent.report_deadline),
        "can_write": can_write,
        "OPEN": DeadlineState.OPEN,
    }
    if can_write:
        context |= {
            "receipt_form": bound.get("receipt_form") or ReceiptForm(),
            "numbers_form": bound.get("numbers_form") or NumbersForm(),
            "day_form": bound.get("day_form") or ReportDayForm(),
        }
    return render(request, "amendments/submission_sent.html", context, status=status)


@require_POST
@person_view
def submission_numbers(request: HttpRequest, person: User, pk: int, submission_pk: int) -> HttpResponse:
    sent = access.submission(person, pk, submission_pk, Right.WRITE_AMENDMENTS)
    form = NumbersForm(request.POST)
    if form.is_valid():
        try:
            actions.add_numbers(sent, form.cleaned_data["numbers"], actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The numbers are written down."))
            return redirect("amendments:submission-sent", pk, submission_pk)
    return _sent_page(request, person, sent, status=422, numbers_form=form)


@require_POST
@person_view
def submission_report_day(request: HttpRequest, person: User, pk: int, submission_pk: int) -> HttpResponse:
    sent = access.submission(person, pk, submission_pk, Right.WRITE_AMENDMENTS)
    form, at = ReportDayForm(request.POST), timezone.now()
    if form.is_valid():
        day = form.cleaned_data["due_on"]
        try:
            actions.set_report_day(sent, day, actor=person, on=deadline_queries.day_of(at), at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The day is set: the responsible person is reminded of it."))
            return redirect("amendments:submission-sent", pk, submission_pk)
    return _sent_page(request, person, sent, status=422, day_form=form)


# --- Receipts -------------------------------------------------------------------------------------------------


@require_POST
@person_view
def receipt_add(request: HttpRequest, person: User, pk: int, submission_pk: int) -> HttpResponse:
    sent = access.submission(person, pk, submission_pk, Right.WRITE_AMENDMENTS)
    form = ReceiptForm(request.POST, request.FILES)
    if form.is_valid():
        file, name = form.cleaned_data["receipt"]
        try:
            keep_receipt(sent, file, name, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The receipt is kept."))
            return redirect("amendments:submission-sent", pk, submission_pk)
    return _sent_page(request, person, sent, status=422, receipt_form=form)


@require_safe
@person_view
def receipt_file(
    _request: HttpRequest, person: User, pk: int, submission_pk: int, receipt_pk: int
) -> HttpResponse:
    return inert(access.receipt(person, pk, submission_pk, receipt_pk, Right.READ))
