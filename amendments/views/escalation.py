"""Letters on rows that were not accepted or not answered: choosing, writing, issuing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Right, may, membership_in, person_view, require
from accounts.models import User
from amendments import access
from amendments.actions import escalation as actions
from amendments.forms.escalation import BeginForm, LetterForm
from amendments.models import AmendmentTable, Escalation
from amendments.queries import escalation as queries
from amendments.queries.table import table_of
from amendments.views.escalation_pages import draft_page, letter_page, listed
from common.notices import attempt, say
from correspondence.documents import Mode
from correspondence.documents.composed import compose
from deadlines import queries as deadline_queries
from projects.models import Dossier


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def escalation(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The letters of a dossier, and the form that begins another: addressee, rows, language."""
    right = Right.WRITE_AMENDMENTS if request.method == "POST" else Right.READ
    dossier = access.dossier(person, pk, right)
    table = table_of(dossier)
    if table is None:
        return _list_page(request, person, dossier, None, None)
    table.dossier = dossier
    outcomes = list(queries.offered_outcomes(table))
    form = BeginForm(
        request.POST if request.method == "POST" else None, draft=dossier.draft, outcomes=outcomes
    )
    if request.method == "POST" and form.is_valid():
        data, at = form.cleaned_data, timezone.now()
        try:
            letter = actions.begin_letter(
                table,
                data["to"],
                form.addressee,
                data["rows"],
                Mode(data["mode"]),
                actor=person,
                on=deadline_queries.day_of(at),
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("amendments:escalation-letter", pk, letter.pk)
    return _list_page(request, person, dossier, table, form if outcomes else None)


def _list_page(
    request: HttpRequest,
    person: User,
    dossier: Dossier,
    table: AmendmentTable | None,
    form: BeginForm | None,
) -> HttpResponse:
    context = {
        "dossier": dossier,
        "table": table,
        "form": form,
        "letters": listed(queries.letters_of(table)) if table is not None else [],
        "confirmed": queries.confirmed_count(table) if table is not None and form is None else 0,
        "can_write": may(membership_in(person, dossier.organisation_id), Right.WRITE_AMENDMENTS),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "amendments/escalation_page.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def escalation_letter(request: HttpRequest, person: User, pk: int, escalation_pk: int) -> HttpResponse:
    """One letter: written while it is a draft, then what became of it. `issue` saves it and issues it."""
    if request.method != "POST":
        return letter_page(request, person, access.escalation(person, pk, escalation_pk, Right.READ))
    letter = access.escalation(person, pk, escalation_pk, Right.WRITE_AMENDMENTS)
    is_issuing = "issue" in request.POST
    if is_issuing:
        require(person, letter.organisation_id, Right.ISSUE_DOCUMENTS)
    form, seen = LetterForm(request.POST), _number(request.POST.get("seen", ""))
    if not form.is_valid():
        return draft_page(request, person, letter, form, seen=seen, status=422)
    keep = actions.issue_letter if is_issuing else actions.save_letter
    try:
        keep(letter, form.letter, seen=seen, actor=person, at=timezone.now())
    except actions.SomebodyWrote as other:
        return draft_page(request, person, letter, form, theirs=other.latest, seen=seen, status=409)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return draft_page(request, person, letter, form, seen=seen, status=422)
    if not is_issuing:
        say(request, _("The letter is saved."))
    address = reverse("amendments:escalation-letter", args=[pk, escalation_pk])
    return redirect(f"{address}?saved={letter.version}")


def _number(word: str) -> int:
    """A version from a hidden field; what is none is 0."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0


@require_POST
@person_view
def escalation_preview(request: HttpRequest, person: User, pk: int, escalation_pk: int) -> HttpResponse:
    """The letter as it would be issued with what is in the form; nothing is saved."""
    letter = access.escalation(person, pk, escalation_pk, Right.WRITE_AMENDMENTS)
    form = LetterForm(request.POST)
    preview: list[Any] = []
    if form.is_valid():
        written = form.letter
        preview = [
            compose(actions.described(letter, written, Mode(language), person))
            for language in Mode(written.mode).languages
        ]
    return render(request, "amendments/_escalation_preview.html", {"preview": preview, "form": form})


def _step(
    request: HttpRequest, letter: Escalation, step: Any, person: User, done: str, undo: str = ""
) -> HttpResponse:
    if attempt(request, lambda: step(letter, actor=person, at=timezone.now())):
        say(request, done, undo=undo)
    return redirect("amendments:escalation-letter", letter.table.dossier_id, letter.pk)


@require_POST
@person_view
def escalation_rewrite(request: HttpRequest, person: User, pk: int, escalation_pk: int) -> HttpResponse:
    letter = access.escalation(person, pk, escalation_pk, Right.WRITE_AMENDMENTS)
    done = _("The letter is a draft again. What was issued keeps its number among the documents.")
    return _step(request, letter, actions.rewrite_letter, person, done)


@require_POST
@person_view
def escalation_withdraw(request: HttpRequest, person: User, pk: int, escalation_pk: int) -> HttpResponse:
    letter = access.escalation(person, pk, escalation_pk, Right.WRITE_AMENDMENTS)
    undo = reverse("amendments:escalation-restore", args=[pk, escalation_pk])
    return _step(request, letter, actions.withdraw_letter, person, _("The letter is withdrawn."), undo)


@require_POST
@person_view
def escalation_restore(request: HttpRequest, person: User, pk: int, escalation_pk: int) -> HttpResponse:
    letter = access.escalation(person, pk, escalation_pk, Right.WRITE_AMENDMENTS)
    return _step(request, letter, actions.restore_letter, person, _("The letter is a draft again."))
