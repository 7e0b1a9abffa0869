"""One row: reading and writing it, moving it, and what colleagues say about it.

Each step answers a plain form with a redirect, and htmx with the row as it now is.
"""

import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from amendments import access
from amendments.actions import cells, rows, text
from amendments.actions.cells import SomebodyWrote
from amendments.anchoring import difference
from amendments.forms.table import CommentForm
from amendments.models import CELLS, AmendmentRow
from amendments.models.table import CATEGORY, LANGUAGES
from amendments.queries import table as queries
from amendments.states import Category
from amendments.views.cells import saved_cell, seen_version
from amendments.wording.table import AnchorWarning, anchor_warnings, columns, marks, reading_languages, shown
from common.notices import attempt, say


def _table_at(row: AmendmentRow) -> str:
    return f"{reverse('amendments:table', args=[row.table.dossier_id])}#row-{row.pk}"


def _language_of_the_page(request: HttpRequest) -> str:
    """The language chosen on the table's page, whose one row this is."""
    page = urlsplit(request.htmx.current_url or "")  # type: ignore[attr-defined]
    return request.GET.get("language") or parse_qs(page.query).get("language", [""])[0]


def _read(request: HttpRequest, person: User, row: AmendmentRow) -> HttpResponse:
    """The row as the table shows it, with the counts above it."""
    table, languages = row.table, reading_languages(_language_of_the_page(request))
    number = queries.number_of(row)
    row.waiting = row.comments.filter(settled_at__isnull=True).count()  # type: ignore[attr-defined]
    context = {
        "shown": shown(row, number, languages),
        "table": table,
        "dossier": table.dossier,
        "languages": languages,
        "can_write": access.may_write(person, table),
        "progress": queries.progress(table.dossier_id),
        "oob": True,
    }
    return render(request, "amendments/_row_with_counts.html", context)


def _editor(
    request: HttpRequest,
    person: User,
    row: AmendmentRow,
    *,
    status: int = 200,
    conflicts: list[tuple[str, str, SomebodyWrote]] | None = None,
    comment_form: CommentForm | None = None,
) -> HttpResponse:
    membership = membership_in(person, row.organisation_id)
    context = {
        "row": row,
        "number": queries.number_of(row),
        "table": row.table,
        "dossier": row.table.dossier,
        "columns": columns(row),
        "marks": marks(row),
        "warnings": [_explained(row, warning) for warning in anchor_warnings(row)],
        "categories": Category.choices,
        "comments": row.comments.select_related("author", "settled_by").order_by("settled_at", "id"),
        "comment_form": comment_form or CommentForm(auto_id=f"comment_{row.pk}_%s"),
        "can_write": access.may_write(person, row.table),
        "can_comment": may(membership, Right.WRITE_AMENDMENTS),
        "conflicts": conflicts or [],
    }
    template = "amendments/_row_editor.html" if request.htmx else "amendments/row_edit.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=status)


def _explained(row: AmendmentRow, warning: AnchorWarning) -> AnchorWarning:
    element = text.element_of(row, warning.language)
    if element is None:
        return warning
    quote = getattr(row, f"quote_{warning.language}")
    return replace(warning, pieces=difference(quote, element.text))


@require_safe
@person_view
def row(request: HttpRequest, person: User, pk: int, row_pk: int) -> HttpResponse:
    """The row to read; without htmx, its place in the table."""
    found = access.row(person, pk, row_pk, Right.READ)
    return _read(request, person, found) if request.htmx else redirect(_table_at(found))  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def row_edit(request: HttpRequest, person: User, pk: int, row_pk: int) -> HttpResponse:
    """The row to write on. Posted whole where the page has no script; with it, each text is saved by `row_cell`."""
    found = access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS)
    if request.method != "POST":
        return _editor(request, person, found)
    conflicts: list[tuple[str, str, SomebodyWrote]] = []

    def save() -> None:
        for cell in (*CELLS, CATEGORY):
            text = request.POST.get(cell, getattr(found, cell))
            try:
                cells.write_cell(
                    found, cell, text, seen=seen_version(request), actor=person, at=timezone.now()
                )
            except SomebodyWrote as wrote:
                conflicts.append((cell, text, wrote))

    done = attempt(request, save)
    if conflicts or not done:
        found.refresh_from_db()
        return _editor(request, person, found, status=422, conflicts=conflicts)
    say(request, _("Saved."))
    return redirect(_table_at(found))


@require_POST
@person_view
def row_cell(request: HttpRequest, person: User, pk: int, row_pk: int, cell: str) -> HttpResponse:
    """Save one text of the row while it is being written."""
    found = access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS, removed=True)
    return saved_cell(
        request,
        cell,
        (*CELLS, CATEGORY),
        lambda text, seen, page: cells.write_cell(
            found, cell, text, seen=seen, actor=person, at=timezone.now(), page=page
        ),
    )


@require_POST
@person_view
def row_check(request: HttpRequest, person: User, pk: int, row_pk: int, language: str) -> HttpResponse:
    """All texts of the row in one language were checked, or are to be checked again."""
    found = access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS)
    if language not in LANGUAGES:
        raise Http404
    is_checked, seen = request.POST.get("checked") == "yes", seen_version(request)
    attempt(
        request,
        lambda: cells.check_row(
            found, language, is_checked=is_checked, seen=seen, actor=person, at=timezone.now()
        ),
    )
    found.refresh_from_db(fields=["checked", "readiness_kk", "readiness_ru", "version", *CELLS])
    return _editor(request, person, found) if request.htmx else redirect(_table_at(found))  # type: ignore[attr-defined]


@require_POST
@person_view
def row_add(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """A new row, open for writing."""
    table = access.table(person, pk, Right.WRITE_AMENDMENTS)
    made: list[AmendmentRow] = []
    if not attempt(request, lambda: made.append(rows.add_row(table, actor=person, at=timezone.now()))):
        return _refused(request, pk)
    return _opened(request, person, made[0])


@require_POST
@person_view
def row_duplicate(request: HttpRequest, person: User, pk: int, row_pk: int) -> HttpResponse:
    found = access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS)
    made: list[AmendmentRow] = []
    if not attempt(request, lambda: made.append(rows.duplicate_row(found, actor=person, at=timezone.now()))):
        return _refused(request, pk)
    return _opened(request, person, made[0])


def _opened(request: HttpRequest, person: User, row: AmendmentRow) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _editor(request, person, row)
    return redirect("amendments:row-edit", row.table.dossier_id, row.pk)


def _refused(request: HttpRequest, pk: int) -> HttpResponse:
    """The step was not taken and the reason waits as a notice: the whole page shows it."""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("amendments:table", args=[pk])})
    return redirect("amendments:table", pk)


@require_POST
@person_view
def row_move(request: HttpRequest, person: User, pk: int, row_pk: int) -> HttpResponse:
    """One place up or down (`to`=up, down), or to the place whose number is given."""
    found = access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS)
    to = request.POST.get("to", "")
    now = queries.number_of(found)
    place = {"up": now - 1, "down": now + 1}.get(to) or (
        int(to) if to.isascii() and to.isdigit() and len(to) < 6 else now
    )
    if not attempt(request, lambda: rows.move_row(found, max(place, 1), actor=person, at=timezone.now())):
        return _refused(request, pk)
    if request.htmx:  # type: ignore[attr-defined]
        moved = {"rowMoved": {"row": found.pk, "to": queries.number_of(found)}}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(moved)})
    return redirect(_table_at(found))


@require_POST
@person_view
def row_remove(request: HttpRequest, person: User, pk: int, row_pk: int) -> HttpResponse:
    found = access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS)
    if not attempt(request, lambda: rows.remove_row(found, actor=person, at=timezone.now())):
        return _refused(request, pk)
    undo = reverse("amendments:row-restore", args=[pk, row_pk])
    say(request, _("The amendment is removed."), undo=undo)
    if request.htmx:  # type: ignore[attr-defined]
        context = {"progress": queries.progress(pk), "table": found.table, "oob": True}
        return render(request, "amendments/_row_removed.html", context)
    return redirect("amendments:table", pk)


@require_POST
@person_view
def row_restore(request: HttpRequest, person: User, pk: int, row_pk: int) -> HttpResponse:
    found = access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS, removed=True)
    if attempt(request, lambda: rows.restore_row(found, actor=person, at=timezone.now())):
        say(request, _("The amendment is back in its place."))
    return redirect(_table_at(found))


@require_POST
@person_view
def row_take_text(request: HttpRequest, person: User, pk: int, row_pk: int, language: str) -> HttpResponse:
    """Let a row whose norm has changed in the draft quote the new words."""
    found = access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS)
    if language not in LANGUAGES:
        raise Http404
    seen = seen_version(request)
    attempt(
        request,
        lambda: text.take_new_wording(found, language, seen=seen, actor=person, at=timezone.now()),
    )
    return _opened(request, person, access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS))


# --- Comments -------------------------------------------------------------------------------------------------


@require_POST
@person_view
def comment_add(request: HttpRequest, person: User, pk: int, row_pk: int) -> HttpResponse:
    found = access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS)
    form = CommentForm(request.POST, auto_id=f"comment_{row_pk}_%s")
    if not form.is_valid():
        return _editor(request, person, found, status=422, comment_form=form)
    rows.add_comment(found, form.cleaned_data["text"], actor=person, at=timezone.now())
    return _opened(request, person, found)


@require_POST
@person_view
def comment_settle(request: HttpRequest, person: User, pk: int, row_pk: int, comment_pk: int) -> HttpResponse:
    comment = access.comment(person, pk, row_pk, comment_pk, Right.WRITE_AMENDMENTS)
    is_settled = request.POST.get("settled") == "yes"
    rows.settle_comment(comment, is_settled=is_settled, actor=person, at=timezone.now())
    return _opened(request, person, access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS))
