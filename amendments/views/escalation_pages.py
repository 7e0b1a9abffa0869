"""The pages of an escalation letter: the draft, and the letter on its way."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import Right, may, membership_in
from accounts.models import User
from amendments.actions.escalation import described
from amendments.actions.escalation_clock import reply_rule
from amendments.actions.escalation_sending import issued_document
from amendments.forms.escalation import DispatchForm, LetterForm, RegisterForm, ReplyDayForm, ReplyForm
from amendments.models import Escalation
from amendments.queries import escalation as queries
from amendments.states import EscalationState, PaperKind
from correspondence.documents import Mode
from correspondence.documents.composed import compose
from correspondence.queries import files_of
from correspondence.wording import progress
from deadlines import queries as deadline_queries
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from deadlines.wording import Due, due_of

TONES = {EscalationState.SENT: "soon", EscalationState.ANSWERED: "good", EscalationState.WITHDRAWN: "plain"}


def listed(letters: Iterable[Escalation]) -> list[tuple[Escalation, str, Due | None]]:
    """Each letter with the tone of its state and the countdown of its reply while it waits for one."""
    on, days = deadline_queries.day_of(timezone.now()), deadline_queries.calendar()
    return [
        (
            letter,
            TONES.get(EscalationState(letter.state), ""),
            due_of(letter.reply_deadline, on=on, days=days)
            if letter.reply_deadline is not None and letter.state == EscalationState.SENT
            else None,
        )
        for letter in letters
    ]


def _due(deadline: Deadline | None) -> Due | None:
    if deadline is None:
        return None
    return due_of(deadline, on=deadline_queries.day_of(timezone.now()), days=deadline_queries.calendar())


def letter_page(
    request: HttpRequest, person: User, letter: Escalation, *, status: int = 200, **bound: Any
) -> HttpResponse:
    """`bound` are forms that were refused."""
    can_write = may(membership_in(person, letter.organisation_id), Right.WRITE_AMENDMENTS)
    if letter.state == EscalationState.DRAFT and can_write:
        return draft_page(request, person, letter, LetterForm.of(letter), seen=letter.version)
    document, order = issued_document(letter), letter.order
    context: dict[str, Any] = {
        "dossier": letter.table.dossier,
        "letter": letter,
        "tone": TONES.get(EscalationState(letter.state), ""),
        "said": _composed(LetterForm.of(letter), letter, None),
        "document": document,
        "document_files": files_of(document) if document is not None else [],
        "progress": progress(order, 0) if order is not None and document is None else None,
        "due": _due(letter.reply_deadline),
        "papers": _papers(letter),
        "can_write": can_write,
        "may_retry": may(membership_in(person, letter.organisation_id), Right.ISSUE_DOCUMENTS),
        "is_clock_open": letter.reply_deadline is None or letter.reply_deadline.state == DeadlineState.OPEN,
        "saved": request.GET.get("saved", ""),
        **(_forms(letter, bound) if can_write else {}),
    }
    return render(request, "amendments/escalation_letter.html", context, status=status)


def _papers(letter: Escalation) -> dict[str, list[Any]]:
    files = queries.files_of(letter)
    return {kind.value: [file for file in files if file.kind == kind] for kind in PaperKind}


def _forms(letter: Escalation, bound: dict[str, Any]) -> dict[str, Any]:
    today = deadline_queries.day_of(timezone.now())
    if letter.state == EscalationState.ISSUED:
        limit = reply_rule(letter, today)
        return {
            "limit": limit,
            "dispatch_form": bound.get("dispatch_form")
            or DispatchForm(has_rule=bool(limit and limit.quantity is not None), initial={"sent_on": today}),
        }
    if letter.state != EscalationState.SENT:
        return {}
    known = {"incoming_number": letter.incoming_number, "registered_on": letter.registered_on}
    replied = {"replied_on": letter.replied_on or today, "result": letter.result, "words": letter.reply}
    return {
        "limit": reply_rule(letter, today),
        "register_form": bound.get("register_form")
        or RegisterForm(initial=known, is_counted=_is_counted(letter)),
        "day_form": bound.get("day_form") or ReplyDayForm(),
        "reply_form": bound.get("reply_form") or ReplyForm(initial=replied),
    }


def _is_counted(letter: Escalation) -> bool:
    return letter.reply_deadline is not None and letter.reply_deadline.time_limit is not None


def draft_page(
    request: HttpRequest,
    person: User,
    letter: Escalation,
    form: LetterForm,
    *,
    seen: int,
    theirs: Escalation | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form with the letter beside it. `theirs`: what a colleague saved after `seen`; it stands above the form."""
    membership = membership_in(person, letter.organisation_id)
    context = {
        "dossier": letter.table.dossier,
        "letter": letter,
        "form": form,
        "seen": theirs.version if theirs else seen,
        "theirs": theirs,
        "preview": _composed(form, letter, person),
        "may_issue": may(membership, Right.ISSUE_DOCUMENTS),
        "saved": request.GET.get("saved", ""),
    }
    return render(request, "amendments/escalation_draft.html", context, status=status)


def _composed(form: LetterForm, letter: Escalation, person: User | None) -> list[Any]:
    """The letter in each language that it goes out in; nothing while the form cannot be read."""
    if form.is_bound and not form.is_valid():
        return []
    written = form.letter
    return [
        compose(described(letter, written, Mode(language), person))
        for language in Mode(written.mode).languages
    ]
