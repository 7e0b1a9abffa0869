"""The adopted text beside ours, and correcting what was computed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from amendments import access
from amendments.actions.adoption import bring_adopted_text, correct_adoption
from amendments.forms.outcomes import AdoptedTextForm, AdoptionForm
from amendments.models import AmendmentTable, Outcome
from amendments.queries import outcomes as outcome_queries
from amendments.queries.outcomes import SentRow
from amendments.wording.adoption import adoption_lines
from common.notices import say

ROWS_A_PAGE = 40


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def adopted(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """How the adopted text has each row: word for word, in part, not at all; and bringing that text in."""
    is_post = request.method == "POST"
    table = access.table(person, pk, Right.WRITE_AMENDMENTS if is_post else Right.READ)
    form = AdoptedTextForm(request.POST, request.FILES) if is_post else AdoptedTextForm()
    if is_post and form.is_valid():
        read = form.cleaned_data["read"]
        try:
            source = bring_adopted_text(table, read, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            sentence = _("The rows were compared with the adopted text. Language: %(language)s.")
            say(request, sentence % {"language": source.get_language_display()})
            return redirect("amendments:adopted", pk)
    return _adopted_page(request, person, table, form, status=422 if is_post else 200)


def _adopted_page(
    request: HttpRequest,
    person: User,
    table: AmendmentTable,
    form: AdoptedTextForm,
    *,
    status: int = 200,
    refused: tuple[int, AdoptionForm] | None = None,
) -> HttpResponse:
    """`refused`: the row whose correction was refused, and its form."""
    sent, outcomes = outcome_queries.sent(table), outcome_queries.outcomes_of(table)
    membership = membership_in(person, table.organisation_id)
    can_confirm = may(membership, Right.REVIEW_AMENDMENTS)
    start = _start(request, len(sent.rows))
    rows = sent.rows[start : start + ROWS_A_PAGE]
    forms: dict[int, AdoptionForm] = {}
    for row in rows if can_confirm else ():
        if (outcome := outcomes.get(row.pk)) and outcome.findings:
            forms[row.pk] = _form_of(row, outcome, refused)
    context: dict[str, Any] = {
        "dossier": table.dossier,
        "is_sent": bool(sent.rows),
        "adopted": outcome_queries.adopted_sources(table),
        "tally": outcome_queries.tally(sent.rows, outcomes),
        "lines": [(line, forms.get(line.row.pk)) for line in adoption_lines(rows, outcomes)],
        "form": form,
        "newer": f"?from={max(0, start - ROWS_A_PAGE)}" if start else "",
        "older": f"?from={start + ROWS_A_PAGE}" if start + ROWS_A_PAGE < len(sent.rows) else "",
        "can_write": may(membership, Right.WRITE_AMENDMENTS),
        "can_confirm": can_confirm,
    }
    return render(request, "amendments/adopted.html", context, status=status)


def _form_of(row: SentRow, outcome: Outcome, refused: tuple[int, AdoptionForm] | None) -> AdoptionForm:
    if refused is not None and refused[0] == row.pk:
        return refused[1]
    now = {
        "adoption": outcome.adoption if outcome.corrected_at else "",
        "passage": outcome.adopted_text,
    }
    return AdoptionForm(initial=now, auto_id=f"r{row.pk}_%s")


def _start(request: HttpRequest, number: int) -> int:
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    return start if start < number else 0


@require_POST
@person_view
def adoption_correct(request: HttpRequest, person: User, pk: int, row_pk: int) -> HttpResponse:
    """A person says otherwise than the machine; the correction stays when the text is compared again."""
    table = access.table(person, pk, Right.REVIEW_AMENDMENTS)
    row = outcome_queries.sent(table).row(row_pk)
    if row is None:
        raise Http404
    form = AdoptionForm(request.POST, auto_id=f"r{row_pk}_%s")
    if not form.is_valid():
        return _adopted_page(request, person, table, AdoptedTextForm(), status=422, refused=(row_pk, form))
    data = form.cleaned_data
    done = correct_adoption(table, row, data["adoption"], data["passage"], actor=person, at=timezone.now())
    if done is not None and data["adoption"]:
        again = f"{reverse('amendments:adoption-correct', args=[pk, row_pk])}"
        say(request, _("Corrected. It stays so when the text is compared again."), undo=again)
    elif done is not None:
        say(request, _("It is again as it was computed."))
    return redirect(f"{reverse('amendments:adopted', args=[pk])}#row-{row_pk}")
