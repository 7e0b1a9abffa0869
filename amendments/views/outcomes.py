"""The table of outcomes, the saved pages behind it, and taking a confirmation back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from amendments import access
from amendments.actions import outcomes as actions
from amendments.actions.outcome_pages import bring_outcome_page
from amendments.forms.outcomes import OutcomePageForm
from amendments.models import AmendmentTable, OutcomeCandidate, OutcomePage, PageComment
from amendments.page_reading import read_page
from amendments.queries import outcomes as outcome_queries
from amendments.queries import table as queries
from amendments.queries.outcome_standing import differences
from amendments.queries.outcomes import Sent
from amendments.sheets import OUTCOMES
from amendments.states import Verdict
from amendments.wording.outcomes import WAITING, OutcomeLine, channel_name, counts, flags_in_words, replies_of
from common.keyset import page as keyset_page
from common.notices import say, warn
from common.sheets import sheet_file
from common.sheets import wanted as wanted_file
from deadlines import queries as deadline_queries
from deadlines.models import Deadline
from deadlines.wording import due_of
from projects.models import Dossier

COMMENTS_A_PAGE = 50
MAX_ID = 2**63


@require_safe
@person_view
def outcomes(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """What became of every row that was sent; what is waited for; the pages that were brought in."""
    dossier = access.dossier(person, pk, Right.READ)
    table = queries.table_of(dossier)
    if table is not None:
        table.dossier = dossier
    sent = outcome_queries.sent(table) if table is not None else Sent()
    membership = membership_in(person, dossier.organisation_id)
    context: dict[str, Any] = {
        "dossier": dossier,
        "table": table,
        "is_sent": bool(sent.rows),
        "can_write": may(membership, Right.WRITE_AMENDMENTS),
        "can_confirm": may(membership, Right.REVIEW_AMENDMENTS),
    }
    if table is not None and sent.rows:
        context |= _content(request, dossier, table, sent)
    if kind := wanted_file(request):
        return sheet_file(OUTCOMES, context.get("lines", ()), kind)
    return render(request, "amendments/outcomes.html", context)


def _content(request: HttpRequest, dossier: Dossier, table: AmendmentTable, sent: Sent) -> dict[str, Any]:
    on, pages = deadline_queries.day_of(timezone.now()), outcome_queries.pages(table)
    found = outcome_queries.outcomes_of(table)
    tally, differing = outcome_queries.tally(sent.rows, found), differences(found, pages)
    lines = [OutcomeLine(row, found.get(row.pk), differing.get(row.pk)) for row in sent.rows]
    wanted = request.GET.get("verdict", "")
    return {
        "tally": tally,
        "counts": counts(tally),
        "wanted": wanted if wanted in {*Verdict.values, WAITING} else "",
        "lines": [line for line in lines if _is_wanted(line, wanted)],
        "differing": len(differing),
        "pages": [(page, channel_name(page.channel, get_language() or "kk")) for page in pages],
        "adopted": outcome_queries.adopted_sources(table),
        "report_due": _due(sent.report_deadline),
        "is_overdue": outcome_queries.is_report_overdue(sent, on),
        "is_report_here": any(page.is_report for page in pages),
        "sent": sent.submission,
    }


def _is_wanted(line: OutcomeLine, wanted: str) -> bool:
    if wanted == WAITING:
        return not line.is_confirmed
    if wanted in Verdict.values:
        return line.is_confirmed and line.outcome is not None and line.outcome.state == wanted
    return True


def _due(deadline: Deadline | None) -> object:
    if deadline is None:
        return None
    return due_of(deadline, on=deadline_queries.day_of(timezone.now()), days=deadline_queries.calendar())


# --- Pages ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def outcome_page_bring(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Upload a page saved from the portal: its comments are read and proposed for the rows."""
    table = access.table(person, pk, Right.WRITE_AMENDMENTS)
    form = OutcomePageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        at, (name, body) = timezone.now(), form.content
        try:
            brought = read_page(name, body, draft=table.dossier.draft, on=deadline_queries.day_of(at))
            page, is_new = bring_outcome_page(table, brought, actor=person, at=at)
        except ValidationError as refusal:
            form.add_error("page", refusal)
        else:
            _tell_read(request, page, is_new=is_new)
            return redirect("amendments:outcome-page", pk, page.pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "amendments/outcome_page_bring.html", {"dossier": table.dossier, "form": form}, status=status
    )


def _tell_read(request: HttpRequest, page: OutcomePage, *, is_new: bool) -> None:
    if not is_new:
        say(request, _("This very page is here already."))
        return
    number = page.comments.count()
    sentence = ngettext("%(number)s comment was read.", "%(number)s comments were read.", number)
    say(request, sentence % {"number": number})


@require_safe
@person_view
def outcome_page(request: HttpRequest, person: User, pk: int, page_pk: int) -> HttpResponse:
    """All comments of a saved page with the portal's marks and the official replies; ours are marked."""
    page = access.outcome_page(person, pk, page_pk, Right.READ)
    comments = PageComment.objects.filter(page=page)
    only_ours = request.GET.get("ours") == "1"
    if only_ours:
        comments = comments.filter(is_ours=True)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    found = keyset_page(comments, ("order", "id"), after=after, before=before, size=COMMENTS_A_PAGE)
    matched = OutcomeCandidate.objects.filter(
        comment__in=[comment.pk for comment in found], is_proposed=True, rejected_at__isnull=True
    )
    rows: dict[int, list[object]] = {}
    for candidate in matched.select_related("row").order_by("row__order"):
        rows.setdefault(candidate.comment_id, []).append(candidate.row)
    context = {
        "dossier": page.table.dossier,
        "page": page,
        "found": found,
        "comments": [(comment, replies_of(comment), rows.get(comment.pk, ())) for comment in found],
        "only_ours": only_ours,
        "flags": flags_in_words(page),
        "channel": channel_name(page.channel, get_language() or "kk"),
    }
    return render(request, "amendments/outcome_page.html", context)


# --- Taking back ------------------------------------------------------------------------------------------------------


@require_POST
@person_view
def outcome_undo(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Take back what was confirmed at the moment `at`, of one row (`row`) or of all confirmed together."""
    table = access.table(person, pk, Right.REVIEW_AMENDMENTS)
    said = request.POST if "at" in request.POST else request.GET
    moment, row = _moment(said.get("at", "")), said.get("row", "")
    row_id = int(row) if row.isascii() and row.isdigit() and int(row) < MAX_ID else None
    taken = 0
    if moment is not None and (row_id is not None or not row):
        taken = actions.take_back(table, moment, actor=person, at=timezone.now(), row_id=row_id)
    if taken:
        sentence = ngettext(
            "Taken back: %(number)s answer waits to be confirmed again.",
            "Taken back: %(number)s answers wait to be confirmed again.",
            taken,
        )
        say(request, sentence % {"number": taken})
    else:
        warn(request, _("There is nothing to take back: somebody has changed it meanwhile."))
    return redirect(reverse("amendments:outcomes", args=[pk]))


def _moment(text: str) -> Any:
    try:
        found = parse_datetime(text[:40])
    except ValueError:
        return None
    return found if found is not None and timezone.is_aware(found) else None
