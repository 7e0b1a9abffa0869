"""How bodies deal with an organisation's requests: page, table as CSV, picture."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import Right, member_view
from accounts.models import Membership
from common import dates
from common.charts import bars
from common.csv_text import csv_bytes
from common.downloads import CSV, SVG, own_file
from deadlines import queries as deadline_queries
from deadlines.wording import language
from inforequests import queries
from inforequests.courses import Figures, Tally
from inforequests.wording import grounds_of, share_of

MOST_IN_PICTURE = 20
LONGEST_NAME = 84
# Of the picture, in its own units.
TOP, LEFT, TRACK, WIDTH = 96, 24, 560, 720


@require_safe
@member_view(Right.READ)
def statistics(request: HttpRequest, membership: Membership) -> HttpResponse:
    year, years, tally = _asked(request, membership)
    context = {
        "tally": tally,
        "year": year,
        "years": years,
        "whole_share": share_of(tally.whole),
        "parts": [
            (_("By region"), _("Region"), tally.regions),
            (_("By body"), _("Body"), tally.bodies),
        ],
        "grounds": grounds_of(tally),
    }
    return render(request, "inforequests/statistics.html", context)


@require_safe
@member_view(Right.READ)
def statistics_export(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The table as CSV: regions, bodies, grounds of refusals."""
    year, _years, tally = _asked(request, membership)
    heads = [
        *(_("Grouped by"), _("Name"), _("Asked"), _("In time"), _("Late"), _("No answer")),
        *(_("Not counted"), _("Share in time, %"), _("Median, calendar days")),
    ]
    rows = [heads]
    for label, lines in ((_("Region"), tally.regions), (_("Body"), tally.bodies)):
        rows += [[label, *_cells(line)] for line in lines]
    rows += [[_("Refusals by ground"), label, str(number)] for label, number in grounds_of(tally)]
    return own_file(csv_bytes(rows), f"requests-{year or 'all'}.csv", CSV)


@require_safe
@member_view(Right.READ)
def statistics_picture(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The shares in time of the bodies that were asked most, or with `?by=region` of the regions, as SVG."""
    year, _years, tally = _asked(request, membership)
    on = deadline_queries.day_of(timezone.now())
    lines = tally.regions if request.GET.get("by") == "region" else tally.bodies
    judged = [line for line in lines if line.share is not None][:MOST_IN_PICTURE]
    rows = [(line.name, _share(line), [(line.share or 0, "good")]) for line in judged]
    context = {
        "organisation": membership.organisation,
        "title": _("Share of requests answered in time") + (f", {year}" if year else ""),
        "as_of": _("As of %(day)s") % {"day": dates.whole_day(on, language())},
        "drawn": bars(
            rows,
            whole=100,
            width=WIDTH,
            left=LEFT,
            top=TOP,
            track=TRACK,
            longest=LONGEST_NAME,
            numbered=False,
        ),
    }
    drawn = render_to_string("inforequests/statistics.svg", context)
    return own_file(drawn.encode(), f"requests-{year or 'all'}.svg", SVG)


def _share(line: Figures) -> str:
    """'50 % (1 / 2)': in time, of those that can be judged."""
    return f"{share_of(line)} ({line.in_time} / {line.judged})"


def _asked(request: HttpRequest, membership: Membership) -> tuple[int | None, list[int], Tally]:
    """The year that was asked for if there are requests of it, all such years, and the figures."""
    years = queries.years_of(membership.organisation)
    year = next((one for one in years if str(one) == request.GET.get("year")), None)
    on = deadline_queries.day_of(timezone.now())
    return year, years, queries.tally_of(membership.organisation, year, on)


def _cells(line: Figures) -> list[str]:
    figures = (line.number, line.in_time, line.late, line.silent, line.open, line.share, line.median_days)
    return [line.name, *("" if figure is None else f"{figure:g}" for figure in figures)]
