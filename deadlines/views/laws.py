"""The library of law: the acts, one act with its articles, one rule; and comparing them with the law."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import operator_view, person_view
from accounts.models import Membership, User
from common.notices import attempt, say, warn
from common.sheets import sheet_file, wanted
from deadlines import actions, library, queries
from deadlines.forms import CheckedForm
from deadlines.models import Checked, TimeLimit
from deadlines.sheets import LAWS
from deadlines.wording import due_of, mark_of, term_of


def _membership(request: HttpRequest, user: User) -> Membership | None:
    """The library is the state's: every member reads it, and the operator. Whoever belongs to nobody does not."""
    membership: Membership | None = request.membership  # type: ignore[attr-defined]
    if membership is None and not user.is_staff:
        raise PermissionDenied
    return membership


@require_safe
@person_view
def law_list(request: HttpRequest, user: User) -> HttpResponse:
    _membership(request, user)
    if kind := wanted(request):
        return sheet_file(LAWS, library.laws(), kind)
    on = queries.day_of(timezone.now())
    context = {
        "laws": [(law, mark_of(law)) for law in library.laws()],
        "to_check": library.count_to_check(on) if user.is_staff else 0,
    }
    return render(request, "deadlines/law_list.html", context)


@require_safe
@person_view
def law_page(request: HttpRequest, user: User, code: str) -> HttpResponse:
    _membership(request, user)
    found = library.law_with_articles(code)
    if found is None:
        raise Http404
    law = found.law
    context = {
        "law": law,
        "mark": mark_of(law),
        "addresses": [
            (name, library.registry_address(law, language))
            for language, name in (("kk", "Қазақша"), ("ru", "Русский"))
            if law.registry_code
        ],
        "articles": [(row, mark_of(row), _used(row.time_limits.all())) for row in found.articles],
        "loose": _used(found.loose),
    }
    return render(request, "deadlines/law_page.html", context)


def _used(rules: Any) -> list[dict[str, Any]]:
    return [{"rule": rule, "term": term_of(rule), "mark": mark_of(rule)} for rule in rules]


@require_safe
@person_view
def rule_page(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """One rule: its law, its articles, how sure it is, and which of the organisation's deadlines it counts."""
    membership = _membership(request, user)
    rule = library.rule(pk)
    if rule is None:
        raise Http404
    context: dict[str, Any] = {"rule": rule, "term": term_of(rule), "mark": mark_of(rule), "rows": []}
    if membership is not None:
        on, days = queries.day_of(timezone.now()), queries.calendar()
        found = list(library.deadlines_by_rule(membership.organisation, rule)[: library.SHOWN_DEADLINES + 1])
        for deadline in found:
            deadline.time_limit = rule
        context["rows"] = [(row, due_of(row, on=on, days=days)) for row in found[: library.SHOWN_DEADLINES]]
        context["more"] = len(found) > library.SHOWN_DEADLINES
    return render(request, "deadlines/rule_page.html", context)


@require_safe
@person_view
def law_check(request: HttpRequest, user: User) -> HttpResponse:
    """What has to be compared with the law: everybody sees it, the operator notes it as done."""
    _membership(request, user)
    on = queries.day_of(timezone.now())
    found = library.to_check_by_law(on)
    context = {
        "groups": [
            (law, [(item, mark_of(item.row), _admin_path(item.row)) for item in items])
            for law, items in found
        ],
        "count": sum(len(items) for _law, items in found),
        "check": library.latest_check(),
        "today": on,
    }
    return render(request, "deadlines/law_check.html", context)


def _admin_path(row: Checked) -> str:
    return reverse(f"admin:deadlines_{row._meta.model_name}_change", args=[row.pk])


@require_POST
@operator_view
def check_confirm(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The operator has compared the row with the law: noted with day and place, and back to the list."""
    model = library.KINDS.get(kind)
    row = model._default_manager.filter(pk=pk).first() if model else None
    if row is None:
        raise Http404
    form = CheckedForm(request.POST)
    if not form.is_valid():
        warn(request, _("Write the day as it stands in the calendar, and the place in at most 300 signs."))
        return redirect("deadlines:law-check")
    actor, at = cast(User, request.user), timezone.now()
    said = form.cleaned_data
    if attempt(
        request,
        lambda: actions.confirm_checked(
            row, read_on=said["read_on"] or queries.day_of(at), where=said["where"], actor=actor, at=at
        ),
    ):
        say(request, _("Noted: compared with the law."))
    if said["back"] == "rule" and isinstance(row, TimeLimit):
        return redirect("deadlines:rule", pk)
    return redirect("deadlines:law-check")
