"""The list of requests, writing one, and its page while it is a draft."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, member_view, membership_in, person_view
from accounts.models import Membership, Organisation, User
from common.keyset import page
from common.notices import attempt, say, warn
from common.sheets import sheet_file, wanted
from correspondence.queries import issued_for
from correspondence.states import LanguageMode, MailState
from correspondence.wording import delivery, issued_row
from deadlines import queries as deadline_queries
from deadlines.wording import due_on_day
from inforequests import access, queries
from inforequests.actions import requests as actions
from inforequests.actions.directory import holder_of
from inforequests.actions.issuing import issue_request
from inforequests.actions.sending import send_by_email
from inforequests.answer_card import answer_card
from inforequests.clocks import Kind
from inforequests.forms.event import FileForm
from inforequests.forms.request import RequestForm, written
from inforequests.history import history_of
from inforequests.law import Book
from inforequests.models import Holder, InfoRequest, RequestItem
from inforequests.ready_texts import proposed
from inforequests.requirements import lacking
from inforequests.sheets import REQUESTS
from inforequests.states import (
    OF_THE_ADDRESSEE,
    AnswerForm,
    AnswerWay,
    DocumentKind,
    EventKind,
    ReadyText,
    RequestState,
)
from inforequests.wording import LIKELY, PHASES, STEPS, due_card, lines_of
from projects import access as project_access
from projects.models import Dossier, StateBody

SHOWN_STATES = [state for state in RequestState if state != RequestState.REMOVED]
BIGGEST_NUMBER = 2**31


@require_safe
@member_view(Right.READ)
def request_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    state = request.GET.get("state", "")
    words = request.GET.get("q", "").replace("\0", "")[: queries.SEARCH_LENGTH]
    rows = queries.requests_of(membership.organisation, state if state in SHOWN_STATES else "", words)
    if kind := wanted(request):
        return sheet_file(REQUESTS, rows.order_by("-id"), kind)
    found = page(rows, ("-id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    on, days = deadline_queries.day_of(timezone.now()), deadline_queries.calendar()
    context = {
        "page": found,
        "rows": [
            (row, queries.state_label(row), due_on_day(day, on=on, days=days) if day else None)
            for row, day in ((row, queries.next_day(row)) for row in found.rows)
        ],
        "state": state,
        "words": words,
        "states": [(value.value, value.label) for value in SHOWN_STATES],
        "may_write": may(membership, Right.WRITE_REQUESTS),
        "has_mailbox": queries.has_mailbox(membership.organisation),
    }
    return render(request, "inforequests/request_list.html", context)


# --- Writing --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.WRITE_REQUESTS)
def request_compose(request: HttpRequest, membership: Membership) -> HttpResponse:
    """A new request, alone or from a dossier (`?dossier=7`), in our own words or a ready text (`?text=report`)."""
    dossier = _dossier_of(request, membership.user)
    organisation = dossier.organisation if dossier else membership.organisation
    kind = request.GET.get("text", "")
    kind = kind if dossier is not None and kind in ReadyText.values else ReadyText.OWN.value
    body = dossier.draft.body if dossier else None
    if request.method != "POST":
        form = RequestForm(organisation=organisation, body=body, initial=_proposed(dossier, kind))
        return render(request, "inforequests/request_edit.html", _form_page(form, dossier, kind=kind))
    form = RequestForm(request.POST, organisation=organisation, body=body)
    if not form.is_valid():
        return render(
            request, "inforequests/request_edit.html", _form_page(form, dossier, kind=kind), status=422
        )
    at = timezone.now()
    made = actions.write_request(
        organisation,
        _addressee(form, organisation),
        form.values,
        form.items,
        dossier=dossier,
        ready_text=kind,
        actor=membership.user,
        at=at,
    )
    return redirect(f"{request_path(made)}?saved=1")  # by which the browser knows that it need not keep it


def _dossier_of(request: HttpRequest, person: User) -> Dossier | None:
    number = request.GET.get("dossier", "")
    if not number.isascii() or not number.isdigit() or int(number[:12]) >= BIGGEST_NUMBER:
        return None
    return project_access.dossier(person, int(number), Right.WRITE_REQUESTS)


def _proposed(dossier: Dossier | None, kind: str) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "mode": LanguageMode.BOTH,
        "answer_form": AnswerForm.ELECTRONIC,
        "answer_way": AnswerWay.EMAIL,
        "seen": 0,
    }
    if dossier is None:
        return initial
    text, body = proposed(kind, dossier.draft), dossier.draft.body
    known = Holder.objects.filter(organisation=dossier.organisation, body=body).first() if body else None
    return {
        **initial,
        "addressee": f"holder:{known.pk}" if known else f"body:{body.pk}" if body else "",
        "mode": known.mode if known else LanguageMode.BOTH,
        **{name: getattr(text, name) for name in ("subject_kk", "subject_ru", "preface_kk", "preface_ru")},
        "items_kk": "\n".join(kk for kk, _ru in text.items),
        "items_ru": "\n".join(ru for _kk, ru in text.items),
    }


def _addressee(form: RequestForm, organisation: Organisation) -> Holder:
    """The entry that was chosen; a body of the portal is written into the directory by being chosen."""
    chosen = form.chosen(organisation)
    if isinstance(chosen, StateBody):
        holder = holder_of(organisation, chosen, "", "", at=timezone.now())
        assert holder is not None  # a body of the portal has a name
        return holder
    return chosen


def _form_page(
    form: RequestForm, dossier: Dossier | None, *, kind: str = "", info_request: InfoRequest | None = None
) -> dict[str, Any]:
    texts = [text for text in ReadyText if text != ReadyText.OWN] if dossier and info_request is None else []
    return {"form": form, "dossier": dossier, "info_request": info_request, "texts": texts, "kind": kind}


@require_POST
@person_view
def request_from_dossier(request: HttpRequest, person: User, pk: int, text: str) -> HttpResponse:
    """One click on a dossier: the ready text, addressed to the body that drafts, waits to be issued."""
    dossier = project_access.dossier(person, pk, Right.WRITE_REQUESTS)
    kind = text if text in ReadyText.values else ReadyText.FULL_DRAFT.value
    made = actions.write_ready_request(dossier, kind, actor=person, at=timezone.now())
    if made is None:
        warn(request, _("The portal names no state body for this draft: say whom you ask."))
        return redirect(f"{reverse('inforequests:request-compose')}?dossier={pk}&text={kind}")
    return redirect("inforequests:request", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def request_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.info_request(person, pk, Right.WRITE_REQUESTS)
    if row.state != RequestState.DRAFT:
        return redirect("inforequests:request", pk)
    organisation = row.organisation
    if request.method != "POST":
        form = RequestForm(organisation=organisation, holder=row.holder, initial=written(row))
        return render(
            request, "inforequests/request_edit.html", _form_page(form, row.dossier, info_request=row)
        )
    form = RequestForm(request.POST, organisation=organisation, holder=row.holder)
    if form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        holder = _addressee(form, organisation)
        try:
            actions.change_request(
                row, holder, form.values, form.items, seen=seen, actor=person, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("Saved."))
            return redirect(f"{request_path(row)}?saved=1")
    context = _form_page(form, row.dossier, info_request=row)
    return render(request, "inforequests/request_edit.html", context, status=422)


# --- Its page, and what is done there --------------------------------------------------------------------------


@require_safe
@person_view
def info_request(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    return request_page(request, person, access.info_request(person, pk, Right.READ))


def request_page(
    request: HttpRequest, person: User, row: InfoRequest, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The whole request on one screen; `more` is what an answer to a refused step adds."""
    membership = membership_in(person, row.organisation_id)
    items = list(row.items.all())
    is_draft = row.state == RequestState.DRAFT
    letters = issued_for(row.organisation, request_path(row))
    is_written = any(letter.kind == DocumentKind.COMPLAINT for letter in letters)
    context = {
        "info_request": row,
        "items": items,
        "membership": membership,
        "is_draft": is_draft,
        "lacks": lacking(row, items) if is_draft else [],
        "letters": [issued_row(letter) for letter in letters],
        "may_write": may(membership, Right.WRITE_REQUESTS),
        "may_issue": may(membership, Right.ISSUE_DOCUMENTS),
        "may_read_outbox": may(membership, Right.READ_OUTBOX),
        "may_edit_card": may(membership, Right.EDIT_ORGANISATION),
        "sending": _sending(row) if row.state == RequestState.ISSUED else None,
        "may_publish": may(membership, Right.PUBLISH_ANSWERS),
        "came": queries.incoming_for(row) if row.order_id is not None else [],
        **(_course(row, items, is_written) if row.order_id is not None else {}),
        **more,
    }
    return render(request, "inforequests/request_page.html", context, status=status)


def _course(row: InfoRequest, items: list[RequestItem], is_written: bool) -> dict[str, Any]:
    """What has happened since it was issued, what is due, and what may be recorded next.

    `is_written`: a complaint was issued, so that filing it is the likely next step.
    """
    book, on = Book(), deadline_queries.day_of(timezone.now())
    history = history_of(row, book, on)
    steps = [(kind.value, STEPS[kind.value]) for kind in history.next_kinds]
    can_complain = Kind.COMPLAINED in history.next_kinds
    likely = EventKind.COMPLAINED if is_written and can_complain else LIKELY.get(history.case.phase, "")
    missed = history.stand.missed
    is_answered = any(told.event.kind == EventKind.ANSWERED for told in history.events)
    return {
        "answer": answer_card(row, len(items)) if is_answered else None,
        "phase": PHASES[history.case.phase],
        "due": due_card(history.stand.due, book, on),
        "missed": due_card(missed, book, on) if missed else None,
        "lines": lines_of(history.events, book, on),
        "can_remind": Kind.REMINDED in history.next_kinds,
        "can_complain": can_complain,
        "complain_first": can_complain and not is_written,
        "file_form": FileForm(),
        "likely": next((step for step in steps if step[0] == likely), None),
        "steps": [step for step in steps if step[0] != likely],
        "said": sorted(
            (step for step in steps if step[0] in OF_THE_ADDRESSEE), key=lambda step: step[0] != likely
        ),
    }


def _sending(row: InfoRequest) -> dict[str, Any]:
    """How the issued letter may leave by e-mail, or how far it is."""
    dispatch = queries.last_dispatch(row)
    on_the_way = dispatch is not None and dispatch.email.state not in (MailState.FAILED, MailState.CANCELLED)
    return {
        "dispatch": dispatch,
        "delivery": delivery(dispatch.email) if dispatch else None,
        "is_on_the_way": on_the_way,
        "is_ready": hasattr(row.order, "issued"),
    }


def request_path(row: InfoRequest) -> str:
    return reverse("inforequests:request", args=[row.pk])


@require_POST
@person_view
def request_issue(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Issue the letter; what it lacks is said on the request's page."""
    row = access.info_request(person, pk, Right.ISSUE_DOCUMENTS)
    seen = request.POST.get("seen", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
    try:
        order = issue_request(row, seen=version, path=request_path(row), actor=person, at=timezone.now())
    except ValidationError as refusal:
        row = access.info_request(person, pk, Right.READ)
        return request_page(request, person, row, status=422, refusals=refusal.messages)
    return redirect("correspondence:document-order", order.pk)


@require_POST
@person_view
def request_send(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """One click: the issued letter goes to the addressee's e-mail."""
    row = access.info_request(person, pk, Right.ISSUE_DOCUMENTS)
    with_word = "with_word" in request.POST
    if attempt(request, lambda: send_by_email(row, with_word=with_word, actor=person, at=timezone.now())):
        say(request, _("The letter is in the outbox and leaves within a minute."))
    return redirect("inforequests:request", pk)


@require_POST
@person_view
def request_remove(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.info_request(person, pk, Right.WRITE_REQUESTS)
    if attempt(request, lambda: actions.remove_request(row, actor=person, at=timezone.now())):
        undo = reverse("inforequests:request-restore", args=[pk])
        say(request, _("The draft is removed."), undo=undo)
        return redirect("inforequests:request-list")
    return redirect("inforequests:request", pk)


@require_POST
@person_view
def request_restore(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.info_request(person, pk, Right.WRITE_REQUESTS)
    if attempt(request, lambda: actions.restore_request(row, actor=person, at=timezone.now())):
        say(request, _("The draft is back."))
    return redirect("inforequests:request", pk)


@require_POST
@person_view
def request_copy(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.info_request(person, pk, Right.WRITE_REQUESTS)
    made = actions.copy_request(row, actor=person, at=timezone.now())
    say(request, _("A new draft with the same text is made."))
    return redirect("inforequests:request", made.pk)
