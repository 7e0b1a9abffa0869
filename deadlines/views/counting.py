"""A lawyer's daily tools: counting days, and the rules of law tried with a date."""

from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import Right, member_view
from accounts.models import Membership
from common.sheets import sheet_file, wanted
from deadlines import queries
from deadlines.calendar import Computation, OutsideCalendar, WorkingCalendar, compute
from deadlines.forms import CountForm, TimeLimitSearchForm
from deadlines.models import TimeLimit
from deadlines.sheets import RULES, Tried
from deadlines.states import Direction, Unit
from deadlines.wording import Due, due_on_day, explain, mark_of, term_of


@require_safe
@member_view(Right.READ)
def counter(request: HttpRequest, membership: Membership) -> HttpResponse:
    """'N days from a date': the last day, and every day that was counted or skipped."""
    on, days = timezone.localdate(), queries.calendar()
    due = None
    if "start" in request.GET:
        form = CountForm(request.GET)
        due = _counted(form, on, days) if form.is_valid() else None
    else:
        start = {"start": on, "number": 10, "unit": Unit.WORKING_DAY, "direction": Direction.AFTER}
        form = CountForm(initial=start)
    context = {"form": form, "due": due}
    return render(request, "deadlines/counter.html", context, status=422 if form.errors else 200)


def _counted(form: CountForm, on: date, days: WorkingCalendar) -> Due | None:
    """The countdown to the day found; None, with the error in the form, where the calendar does not reach."""
    try:
        found = compute(form.rule, form.cleaned_data["start"], days)
        return due_on_day(
            found.due_on, on=on, days=days, lines=explain(found, on), provisional=found.provisional
        )
    except (OutsideCalendar, OverflowError, ValueError):
        years = {"first": days.start_year, "last": days.end_year}
        form.add_error(
            "start", _("The calendar holds the years %(first)s–%(last)s; this leads beyond.") % years
        )
        return None


@require_safe
@member_view(Right.READ)
def time_limits(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Every rule in force, law by law, with its article and how sure it is; each tried with a day if one is given."""
    on, days = timezone.localdate(), queries.calendar()
    form = TimeLimitSearchForm(request.GET)
    tried_on = form.tried_on
    rules = [rule for rule in queries.time_limits_in_force(tried_on or on) if _has(rule, form.asked)]
    if kind := wanted(request):
        return sheet_file(RULES, [Tried(rule, _due_on(rule, tried_on, days)) for rule in rules], kind)
    rows = [_row(rule, tried_on, on, days) for rule in rules]
    context = {
        "form": form,
        "laws": [(law, list(group)) for law, group in groupby(rows, lambda row: row["rule"].law)],
        "count": len(rows),
        "tried_on": tried_on,
    }
    return render(request, "deadlines/time_limits.html", context)


def _has(rule: TimeLimit, words: list[str]) -> bool:
    texts = (
        rule.code,
        rule.name_kk,
        rule.name_ru,
        rule.law_kk,
        rule.law_ru,
        rule.article_kk,
        rule.article_ru,
    )
    everything = " ".join(filter(None, texts)).casefold()
    return all(word in everything for word in words)


def _row(rule: TimeLimit, tried_on: date | None, on: date, days: WorkingCalendar) -> dict[str, Any]:
    return {
        "rule": rule,
        "term": term_of(rule),
        "mark": mark_of(rule).text,
        "tone": mark_of(rule).tone,
        "due": _tried(rule, tried_on, on, days) if tried_on else None,
    }


def _due_on(rule: TimeLimit, start: date | None, days: WorkingCalendar) -> date | None:
    found = _computed(rule, start, days) if start else None
    return found.due_on if found else None


def _tried(rule: TimeLimit, start: date, on: date, days: WorkingCalendar) -> Due | None:
    """The countdown by this rule; None where its number is unknown or the calendar does not reach."""
    found = _computed(rule, start, days)
    if found is None:
        return None
    try:
        return due_on_day(
            found.due_on,
            on=on,
            days=days,
            title=str(rule),
            lines=explain(found, on),
            limit=rule,
            provisional=found.provisional,
        )
    except (OutsideCalendar, OverflowError, ValueError):
        return None


def _computed(rule: TimeLimit, start: date, days: WorkingCalendar) -> Computation | None:
    if rule.quantity is None:
        return None
    try:
        return compute(queries.rule_of(rule), start, days)
    except (OutsideCalendar, OverflowError, ValueError):
        return None
