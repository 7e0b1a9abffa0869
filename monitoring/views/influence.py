"""The influence report: its page, the rows behind each figure, the document and the files."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, may, member_view
from accounts.models import Membership
from common.downloads import CSV, XLSX, own_file
from common.notices import warn
from common.sheets import MOST, sheet_file, wanted
from correspondence.documents import Mode
from deadlines.queries import day_of
from monitoring.actions.influence import issue_report
from monitoring.forms.influence import IssueForm, PeriodForm
from monitoring.influence.asked import days_of, read
from monitoring.influence.drawings import Chart, charts_of
from monitoring.influence.figures import Grid, Report, Section, report_of
from monitoring.influence.files import as_csv, as_xlsx
from monitoring.influence.listing import shown
from monitoring.influence.naming import titles_of
from monitoring.influence.sentences import sentences_of
from monitoring.influence.words import LEAST_CASES, UNKNOWN
from monitoring.queries import influence as queries
from monitoring.queries.influence_rows import listed
from monitoring.sheets import INFLUENCE_ROWS


@require_safe
@member_view(Right.READ)
def influence(request: HttpRequest, membership: Membership) -> HttpResponse:
    form = PeriodForm(request.GET, on=day_of(timezone.now()))
    report = _report(membership, form)
    context = {
        "form": form,
        "report": report,
        "period": form.asked,
        "days": urlencode(days_of(form.asked)),
        "sentences": [say() for say in sentences_of(report)],
        "sections": _drawn(report),
        "unknown": UNKNOWN,
        "least": LEAST_CASES,
        "issue_form": IssueForm(),
        "may_issue": may(membership, Right.ISSUE_DOCUMENTS),
    }
    return render(request, "monitoring/influence.html", context, status=422 if form.errors else 200)


@require_safe
@member_view(Right.READ)
def influence_rows(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The rows that one figure counts; a list that the report has not is 404."""
    on = day_of(timezone.now())
    period = PeriodForm(request.GET, on=on).asked
    asked = read(request.GET, period)
    if asked is None:
        raise Http404
    if kind := wanted(request):
        whole = listed(membership.organisation, asked, on, size=MOST + 1)
        return sheet_file(INFLUENCE_ROWS, [shown(row, asked) for row in whole.rows], kind)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    found = listed(membership.organisation, asked, on, after=after, before=before)
    context = {
        "asked": asked,
        "page": found,
        "rows": [shown(row, asked) for row in found.rows],
        "titles": titles_of(membership.organisation, asked),
        "days": urlencode(days_of(period)),
    }
    return render(request, "monitoring/influence_rows.html", context)


@require_POST
@member_view(Right.ISSUE_DOCUMENTS)
def influence_issue(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The report of the days in the address as a document, in one step."""
    at = timezone.now()
    period = PeriodForm(request.GET, on=day_of(at)).asked
    path = f"{reverse('monitoring:influence')}?{urlencode(days_of(period))}"
    form = IssueForm(request.POST)
    if not form.is_valid():
        return redirect(path)
    mode = Mode(form.cleaned_data["mode"])
    try:
        order = issue_report(membership.organisation, period, mode, path=path, actor=membership.user, at=at)
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return redirect(path)
    return redirect("correspondence:document-order", order.pk)


@require_safe
@member_view(Right.READ)
def influence_csv(request: HttpRequest, membership: Membership) -> HttpResponse:
    form = PeriodForm(request.GET, on=day_of(timezone.now()))
    return own_file(as_csv(_report(membership, form)), f"{_name(form)}.csv", CSV)


@require_safe
@member_view(Right.READ)
def influence_xlsx(request: HttpRequest, membership: Membership) -> HttpResponse:
    form = PeriodForm(request.GET, on=day_of(timezone.now()))
    return own_file(as_xlsx(_report(membership, form)), f"{_name(form)}.xlsx", XLSX)


def _report(membership: Membership, form: PeriodForm) -> Report:
    on = day_of(timezone.now())
    return report_of(queries.influence(membership.organisation, form.asked, on))


def _drawn(report: Report) -> list[tuple[Section, list[tuple[Grid, Chart]]]]:
    """The sections, each table that has lines beside its chart."""
    charts = charts_of(report)
    return [
        (section, [(grid, charts[grid.key]) for grid in section.grids if grid.lines])
        for section in report.sections
    ]


def _name(form: PeriodForm) -> str:
    return f"influence-{form.asked.first}-{form.asked.last}"
