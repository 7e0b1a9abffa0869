"""The amendment table on one screen, and its position summary."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.models import Membership, User
from amendments import access
from amendments.actions import cells
from amendments.actions.table import begin_table
from amendments.forms.table import RemarksForm
from amendments.models import AmendmentTable
from amendments.models.table import LANGUAGES, SUMMARY_CELLS
from amendments.queries import table as queries
from amendments.states import FROZEN, IN_REVIEW, TableState
from amendments.views.cells import saved_cell, seen_version
from amendments.wording.table import reading_languages, shown, summary_cells
from common.notices import attempt, say
from deadlines import queries as deadline_queries
from deadlines.wording import due_of


@require_safe
@person_view
def table(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The table of the dossier; where none was begun, the page that begins it."""
    dossier = access.dossier(person, pk, Right.READ)
    found = queries.table_of(dossier)
    if found is None:
        membership = membership_in(person, dossier.organisation_id)
        context = {"dossier": dossier, "may_begin": may(membership, Right.WRITE_AMENDMENTS)}
        return render(request, "amendments/table_begin.html", context)
    found.dossier = dossier
    return table_page(request, person, found)


def table_page(
    request: HttpRequest, person: User, table: AmendmentTable, *, status: int = 200, **bound: object
) -> HttpResponse:
    """The whole screen; `bound` are forms that were refused."""
    dossier, membership = table.dossier, membership_in(person, table.organisation_id)
    languages = reading_languages(request.GET.get("language", ""))
    rows = list(queries.rows_with_comments(table))
    days, on = deadline_queries.calendar(), deadline_queries.day_of(timezone.now())
    deadline = dossier.discussion_deadline
    context = {
        "table": table,
        "dossier": dossier,
        "due": due_of(deadline, on=on, days=days) if deadline else None,
        "languages": languages,
        "language": "both" if len(languages) > 1 else languages[0],
        "rows": [shown(row, number, languages) for number, row in enumerate(rows, start=1)],
        "progress": queries.progress_of(table, rows),
        "summary": summary_cells(table),
        "steps": queries.steps_of(table),
        "coalition": queries.standing_members(table),
        "can_write": access.may_write(person, table),
        **_steps(table, membership),
        "STATE": TableState,
        "return_form": bound.get("return_form") or RemarksForm(label=_("What is to be mended")),
        "reopen_form": bound.get("reopen_form") or RemarksForm(label=_("Why it is opened again")),
        "missing": bound.get("missing", ()),
    }
    return render(request, "amendments/table.html", context, status=status)


def _steps(table: AmendmentTable, membership: Membership | None) -> dict[str, bool]:
    """Which steps of the review this person is offered."""
    reviews = may(membership, Right.REVIEW_AMENDMENTS)
    heads = may(membership, Right.APPROVE_AMENDMENTS)
    before_head = table.state == TableState.HEAD_REVIEW
    return {
        "may_send": may(membership, Right.WRITE_AMENDMENTS),
        "can_review": reviews,
        "can_approve": heads,
        "may_return": table.state in IN_REVIEW and (heads if before_head else reviews),
        "may_reopen": table.state in FROZEN and heads,
    }


@require_POST
@person_view
def table_begin(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    dossier = access.dossier(person, pk, Right.WRITE_AMENDMENTS)
    begin_table(dossier, actor=person, at=timezone.now())
    return redirect("amendments:table", pk)


@require_POST
@person_view
def summary_cell(request: HttpRequest, person: User, pk: int, cell: str) -> HttpResponse:
    """Save one text of the position summary while it is being written."""
    table = access.table(person, pk, Right.WRITE_AMENDMENTS)
    return saved_cell(
        request,
        cell,
        SUMMARY_CELLS,
        lambda text, seen, page: cells.write_summary(
            table, cell, text, seen=seen, actor=person, at=timezone.now(), page=page
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def summary_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The summary on a page of its own, which also works without script."""
    table = access.table(person, pk, Right.WRITE_AMENDMENTS)
    if not access.may_write(person, table):
        return redirect("amendments:table", pk)
    conflicts: list[tuple[str, str, cells.SomebodyWrote]] = []

    def save() -> None:
        for cell in SUMMARY_CELLS:
            text, seen = request.POST.get(cell, getattr(table, cell)), seen_version(request)
            try:
                cells.write_summary(table, cell, text, seen=seen, actor=person, at=timezone.now())
            except cells.SomebodyWrote as wrote:
                conflicts.append((cell, text, wrote))

    refused = False
    if request.method == "POST":
        refused = not attempt(request, save)
        if not (conflicts or refused):
            say(request, _("Saved."))
            return redirect("amendments:table", pk)
        table.refresh_from_db()
    context = {
        "table": table,
        "dossier": table.dossier,
        "summary": summary_cells(table),
        "conflicts": conflicts,
    }
    return render(
        request, "amendments/summary_edit.html", context, status=422 if conflicts or refused else 200
    )


@require_POST
@person_view
def summary_check(request: HttpRequest, person: User, pk: int, language: str) -> HttpResponse:
    table = access.table(person, pk, Right.WRITE_AMENDMENTS)
    if language not in LANGUAGES:
        raise Http404
    is_checked, seen = request.POST.get("checked") == "yes", seen_version(request)
    attempt(
        request,
        lambda: cells.check_summary(
            table, language, is_checked=is_checked, seen=seen, actor=person, at=timezone.now()
        ),
    )
    return redirect("amendments:table", pk)
