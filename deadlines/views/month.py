"""The calendar of a month."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Right, member_view
from accounts.models import Membership
from deadlines import queries
from deadlines.calendar import WorkingCalendar
from deadlines.forms import CountForm
from deadlines.month import grid, title, weekday_names, weeks
from deadlines.states import Unit


@require_safe
@member_view(Right.READ)
def month(
    request: HttpRequest, membership: Membership, year: int | None = None, month: int | None = None
) -> HttpResponse:
    """The month asked for, or this one: days off by name, and the organisation's deadlines on their days."""
    on, days = timezone.localdate(), queries.calendar()
    first = _first_day(year, month, days) if year is not None and month is not None else on.replace(day=1)
    dates = grid(first.year, first.month)
    deadlines = queries.deadlines_between(membership.organisation, dates[0][0], dates[-1][-1])
    rows = weeks(dates, first.month, deadlines, on=on, days=days)
    context = {
        "title": title(first),
        "weekdays": weekday_names(rows[0]),
        "weeks": rows,
        "has_events": any(day.events for week in rows for day in week),
        "provisional": not days.confirmed(first.year),
        "previous": _neighbour(first, -1, days),
        "next": _neighbour(first, 1, days),
        "is_this_month": (first.year, first.month) == (on.year, on.month),
        "count_form": CountForm(initial={"start": on, "number": 10, "unit": Unit.WORKING_DAY}),
    }
    return render(request, "deadlines/month.html", context)


def _first_day(year: int, month: int, days: WorkingCalendar) -> date:
    if not (1 <= month <= 12 and days.start_year <= year <= days.end_year):
        raise Http404
    return date(year, month, 1)


def _neighbour(first: date, step: int, days: WorkingCalendar) -> tuple[str, str] | None:
    """The name of the month beside, and its address; None at the ends of the calendar."""
    year, month0 = divmod(first.year * 12 + first.month - 1 + step, 12)
    if not days.start_year <= year <= days.end_year:
        return None
    return title(date(year, month0 + 1, 1)), reverse("deadlines:month", args=[year, month0 + 1])
