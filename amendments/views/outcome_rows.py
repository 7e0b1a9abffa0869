"""Confirming answers: row by row with the reasons beside, several safe ones at once, or by hand."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from amendments import access
from amendments.actions import outcomes as actions
from amendments.actions.outcomes import Answer, confirm_outcome, confirm_together
from amendments.forms.outcomes import OutcomeForm
from amendments.models import AmendmentTable, Outcome
from amendments.queries import outcomes as outcome_queries
from amendments.queries.outcome_standing import RowStanding, ShownCandidate, differences, standings
from amendments.states import OutcomeSource, Verdict
from amendments.wording.outcomes import OutcomeLine, replies_of, shown
from common.notices import say, warn
from deadlines import queries as deadline_queries

ROWS_A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def outcomes_confirm(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The rows that wait, each with its proposed comment; those that are ticked are confirmed together."""
    is_post = request.method == "POST"
    table = access.table(person, pk, Right.REVIEW_AMENDMENTS if is_post else Right.READ)
    if is_post:
        return _confirm_ticked(request, person, table)
    sent, outcomes = outcome_queries.sent(table), outcome_queries.outcomes_of(table)
    pages, on = outcome_queries.pages(table), deadline_queries.day_of(timezone.now())
    waiting = [row for row in sent.rows if not OutcomeLine(row, outcomes.get(row.pk)).is_confirmed]
    start = _start(request, len(waiting))
    found = standings(sent, waiting[start : start + ROWS_A_PAGE], outcomes, pages, on)
    membership = membership_in(person, table.organisation_id)
    context = {
        "dossier": table.dossier,
        "is_sent": bool(sent.rows),
        "rows": [_card(standing) for standing in found],
        "waiting": len(waiting),
        "all": len(sent.rows),
        "safe": sum(standing.is_safe for standing in found),
        "pages": pages,
        "newer": f"?from={max(0, start - ROWS_A_PAGE)}" if start else "",
        "older": f"?from={start + ROWS_A_PAGE}" if start + ROWS_A_PAGE < len(waiting) else "",
        "can_write": may(membership, Right.WRITE_AMENDMENTS),
        "can_confirm": may(membership, Right.REVIEW_AMENDMENTS),
    }
    return render(request, "amendments/outcomes_confirm.html", context)


def _confirm_ticked(request: HttpRequest, person: User, table: AmendmentTable) -> HttpResponse:
    """`row` in the body is `mark_of` a row, as it was shown beside the box that was ticked."""
    at, sent = timezone.now(), outcome_queries.sent(table)
    by_row = {mark.partition(":")[0]: mark for mark in request.POST.getlist("row")[: len(sent.rows)]}
    wanted = [row for row in sent.rows if str(row.pk) in by_row]
    outcomes, pages = outcome_queries.outcomes_of(table), outcome_queries.pages(table)
    found = standings(sent, wanted, outcomes, pages, deadline_queries.day_of(at))
    chosen = [(standing, by_row[str(standing.row.pk)]) for standing in found]
    done, left = confirm_together(table, chosen, actor=person, at=at)
    _tell_together(request, table.dossier_id, done, left, at.isoformat())
    return redirect("amendments:outcomes-confirm", table.dossier_id)


def _start(request: HttpRequest, number: int) -> int:
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    return start if start < number else 0


def _card(standing: RowStanding) -> dict[str, Any]:
    best = shown(standing.best) if standing.best else None
    answer = actions.proposed_answer(standing)
    return {
        "standing": standing,
        "row": standing.row,
        "best": best,
        "ours": (best and standing.row.text("proposed_wording", best.language)) or standing.row.proposed,
        "answer": answer,
        "mark": actions.mark_of(standing) if standing.is_safe else "",
        "others": len(standing.candidates) - (1 if best else 0),
    }


def _tell_together(request: HttpRequest, pk: int, done: int, left: int, at: str) -> None:
    if done:
        sentence = ngettext("%(number)s answer is confirmed.", "%(number)s answers are confirmed.", done)
        say(request, sentence % {"number": done}, undo=_undo(pk, at))
    if left:
        sentence = ngettext(
            "%(number)s row looks otherwise by now and was left: look at it.",
            "%(number)s rows look otherwise by now and were left: look at them.",
            left,
        )
        warn(request, sentence % {"number": left})
    if not done and not left:
        warn(request, _("Nothing was ticked."))


def _undo(pk: int, at: str, **more: object) -> str:
    return f"{reverse('amendments:outcome-undo', args=[pk])}?{urlencode({'at': at, **more})}"


# --- One row ----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def outcome_row(request: HttpRequest, person: User, pk: int, row_pk: int) -> HttpResponse:
    """Everything about the answer to one row: what was confirmed, every comment that may be about it, a letter."""
    is_post = request.method == "POST"
    table = access.table(person, pk, Right.REVIEW_AMENDMENTS if is_post else Right.READ)
    at = timezone.now()
    standing, differing = _standing(table, row_pk, at)
    if not is_post:
        return _row_page(request, person, table, standing, differing)
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            candidate = _chosen(standing, form.cleaned_data["candidate"])
            outcome = confirm_outcome(
                table,
                standing,
                _answer(form, candidate),
                seen=form.cleaned_data["seen"],
                actor=person,
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return _confirmed(request, pk, outcome)
    return _row_page(request, person, table, standing, differing, refused=form, status=422)


def _standing(table: AmendmentTable, row_pk: int, at: Any) -> tuple[RowStanding, Any]:
    sent, outcomes = outcome_queries.sent(table), outcome_queries.outcomes_of(table)
    row = sent.row(row_pk)
    if row is None:
        raise Http404
    pages = outcome_queries.pages(table)
    standing = standings(sent, [row], outcomes, pages, deadline_queries.day_of(at))[0]
    own = {row_pk: outcomes[row_pk]} if row_pk in outcomes else {}
    return standing, differences(own, pages).get(row_pk)


def _chosen(standing: RowStanding, candidate: int | None) -> ShownCandidate | None:
    """The candidate of this row that the form names; another row's is none."""
    if candidate is None:
        return None
    everything = [*standing.candidates, *standing.rejected]
    found = next((one for one in everything if one.pk == candidate), None)
    if found is None:
        message = _("This comment is not among those of the row any more. Look at the row as it stands now.")
        raise ValidationError(message, code="gone")
    return found


def _answer(form: OutcomeForm, candidate: ShownCandidate | None) -> Answer:
    data = form.cleaned_data
    return Answer(
        state=data["state"],
        candidate=candidate,
        words=data["words"],
        source=OutcomeSource.BY_HAND if data["state"] == Verdict.NOT_ANSWERED else data["source"],
        source_name=data["source_name"],
    )


def _confirmed(request: HttpRequest, pk: int, outcome: Outcome) -> HttpResponse:
    assert outcome.confirmed_at is not None, "it was confirmed a moment ago"
    undo = _undo(pk, outcome.confirmed_at.isoformat(), row=outcome.row_id)
    say(
        request,
        _("Confirmed: %(verdict)s.") % {"verdict": outcome.get_state_display()},
        undo=undo,
    )
    if request.POST.get("next") == "confirm":
        return redirect("amendments:outcomes-confirm", pk)
    return redirect("amendments:outcomes", pk)


def _row_page(
    request: HttpRequest,
    person: User,
    table: AmendmentTable,
    standing: RowStanding,
    differing: Any,
    *,
    refused: OutcomeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    said = refused.data.get("candidate", "") if refused is not None else None
    candidates = [
        (shown(one), replies_of(one.comment), _form(standing, one, refused if said == str(one.pk) else None))
        for one in standing.candidates
    ]
    known = {str(one.pk) for one in standing.candidates}
    by_hand = refused if refused is not None and said not in known else None
    context = {
        "dossier": table.dossier,
        "standing": standing,
        "row": standing.row,
        "line": OutcomeLine(standing.row, standing.outcome, differing),
        "candidates": candidates,
        "rejected": [shown(one) for one in standing.rejected],
        "form": _form(standing, None, by_hand),
        "refused": refused,
        "can_confirm": may(membership_in(person, table.organisation_id), Right.REVIEW_AMENDMENTS),
        "is_by_hand_open": by_hand is not None or not candidates,
    }
    return render(request, "amendments/outcome_row.html", context, status=status)


def _form(standing: RowStanding, one: ShownCandidate | None, refused: OutcomeForm | None) -> OutcomeForm:
    """The form beside a candidate, filled with what is proposed; the refused one keeps what was typed."""
    prefix = f"c{one.pk}" if one else "hand"
    if refused is not None:
        refused.auto_id = f"{prefix}_%s"
        return refused
    initial: dict[str, Any] = {"seen": standing.seen}
    if one is not None:
        initial |= {"candidate": one.pk, "words": one.words, "state": one.proposal.outcome}
    elif standing.is_confirmed and standing.outcome is not None and not standing.outcome.comment_id:
        was = standing.outcome
        initial |= {"state": was.state, "words": was.body_words, "source_name": was.source_name}
        initial |= {"source": was.source}
    return OutcomeForm(initial=initial, auto_id=f"{prefix}_%s")


@require_POST
@person_view
def outcome_reject(request: HttpRequest, person: User, pk: int, row_pk: int) -> HttpResponse:
    """The comment is not about this row; with `back`, perhaps it is."""
    table = access.table(person, pk, Right.REVIEW_AMENDMENTS)
    said = request.POST if "candidate" in request.POST else request.GET
    number = said.get("candidate", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    candidate = access.outcome_candidate(table, row_pk, int(number))
    back = said.get("back") == "yes"
    actions.reject_candidate(table, candidate, actor=person, at=timezone.now(), back=back)
    if back:
        say(request, _("The comment is among the candidates of the row again."))
        return redirect("amendments:outcome-row", pk, row_pk)
    again = f"{reverse('amendments:outcome-reject', args=[pk, row_pk])}?candidate={candidate.pk}&back=yes"
    say(request, _("This comment is not proposed for the row any more."), undo=again)
    if said.get("next") == "confirm":
        return redirect("amendments:outcomes-confirm", pk)
    return redirect("amendments:outcome-row", pk, row_pk)
