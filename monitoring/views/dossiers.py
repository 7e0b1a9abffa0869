from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as account_queries
from accounts.access import Right, may, member_view, membership_in
from accounts.models import Membership
from amendments.queries import table as amendment_queries
from amendments.queries.escalation import escalated_along, escalated_columns
from amendments.queries.submission import standing_along, standing_columns
from common.keyset import page
from common.notices import attempt, say
from common.sheets import sheet_file, wanted
from deadlines import queries as deadline_queries
from deadlines.actions import Words
from deadlines.states import DeadlineState
from deadlines.wording import due_of
from hearings.queries import hearing_along, hearing_columns
from inforequests.answers import facts_along
from inforequests.queries import asked_along, asked_columns
from monitoring.forms.dossiers import CloseForm, DateForm, DossierForm
from monitoring.next_steps import next_step
from monitoring.queries import thread as queries
from monitoring.queries.evidence import evidence_along, evidence_columns
from monitoring.queries.life import life_along, life_columns
from monitoring.sheets import DOSSIERS
from projects import access as project_access
from projects import queries as project_queries
from projects import queries_road_map
from projects.actions import dossiers
from projects.states import DossierState, Priority
from projects.wording import window_card

SHOWN_FACTS = 3


@require_safe
@member_view(Right.READ)
def dossier_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    at = timezone.now()
    on, days = deadline_queries.day_of(at), deadline_queries.calendar()
    state = DossierState.CLOSED if request.GET.get("state") == DossierState.CLOSED else DossierState.OPEN
    rows = project_queries.dossiers(membership.organisation, state)
    whose = request.GET.get("owner", "")
    if whose == "me":
        rows = rows.filter(owner=membership.user)
    elif whose == "nobody":
        rows = rows.filter(owner__isnull=True)
    if kind := wanted(request):
        return sheet_file(DOSSIERS, rows.order_by("priority", "id"), kind)
    found = page(
        rows, ("priority", "id"), after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    shown = [
        (row, due_of(row.discussion_deadline, on=on, days=days) if row.discussion_deadline else None)
        for row in found.rows
    ]
    context = {"page": found, "dossiers": shown, "state": state, "owner": whose}
    return render(request, "monitoring/dossier_list.html", context)


def dossier_page(request: HttpRequest, pk: int, *, status: int = 200, **bound: object) -> HttpResponse:
    """The whole thread of one dossier on one screen; `bound` are forms that were refused."""
    columns = {
        **amendment_queries.progress_columns(),
        **standing_columns(),
        **escalated_columns(),
        **hearing_columns(),
        **asked_columns(),
        **life_columns(deadline_queries.day_of(timezone.now())),
        **evidence_columns(),
    }
    dossier = project_access.dossier(request.user, pk, Right.READ, **columns)  # type: ignore[arg-type]
    membership = membership_in(request.user, dossier.organisation_id)  # type: ignore[arg-type]
    at = timezone.now()
    on, days = deadline_queries.day_of(at), deadline_queries.calendar()
    deadlines = queries.dossier_deadlines(dossier)
    amendments, standing = amendment_queries.progress_along(dossier), standing_along(dossier)
    hearing, asked, life = hearing_along(dossier), asked_along(dossier), life_along(dossier)
    window = dossier.draft.windows.select_related("time_limit").order_by("-number").first()
    can_edit = may(membership, Right.EDIT_DOSSIER) and dossier.state == DossierState.OPEN
    context: dict[str, Any] = {
        "dossier": dossier,
        "draft": dossier.draft,
        "membership": membership,
        "due": due_of(dossier.discussion_deadline, on=on, days=days) if dossier.discussion_deadline else None,
        "amendments": amendments,
        "standing": standing,
        "escalated": escalated_along(dossier),
        "hearing": hearing,
        "stages": queries.thread(dossier, on, amendments, standing, hearing, life, at=at),
        "life": life,
        "is_in_force": life.is_in_force(on),
        "asked": asked,
        "evidence": evidence_along(dossier),
        "road": queries_road_map.outlook(queries_road_map.tasks_of(dossier), on, days),
        "facts": list(facts_along(dossier)[:SHOWN_FACTS]) if asked.facts else [],
        "deadlines": [(d, due_of(d, on=on, days=days)) for d in deadlines],
        "next_step": next_step(dossier, deadlines, amendments, standing, is_decided=life.is_decided),
        "card": window_card(window, on, days),
        "matches": queries.matched_words(dossier),
        "chronicle": queries.chronicle(dossier, deadlines, on, amendments.table_id),
        "can_edit": can_edit,
        "can_close": may(membership, Right.TRIAGE),
        "is_open": dossier.state == DossierState.OPEN,
        "DONE": DeadlineState.DONE,
        "is_report_overdue": standing.report_due_on is not None and standing.report_due_on < on,
    }
    if can_edit:
        people = account_queries.people(dossier.organisation)
        now = {"owner": dossier.owner_id, "priority": dossier.priority}
        context["form"] = bound.get("form") or DossierForm(people=people, initial=now)
    if may(membership, Right.TRIAGE):
        context["close_form"] = bound.get("close_form") or CloseForm()
    return render(request, "monitoring/dossier_page.html", context, status=status)


@require_safe
@member_view(Right.READ)
def dossier(request: HttpRequest, _membership: Membership, pk: int) -> HttpResponse:
    return dossier_page(request, pk)


@require_POST
@member_view(Right.READ)
def dossier_edit(request: HttpRequest, _membership: Membership, pk: int) -> HttpResponse:
    row = project_access.dossier(request.user, pk, Right.EDIT_DOSSIER)  # type: ignore[arg-type]
    form = DossierForm(request.POST, people=account_queries.people(row.organisation))
    if not form.is_valid():
        return dossier_page(request, pk, status=422, form=form)
    dossiers.change_dossier(
        row,
        owner=form.cleaned_data["owner"],
        priority=Priority(form.cleaned_data["priority"]),
        actor=request.user,  # type: ignore[arg-type]
        at=timezone.now(),
    )
    say(request, _("Saved."))
    return redirect("monitoring:dossier", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.READ)
def dossier_date_add(request: HttpRequest, _membership: Membership, pk: int) -> HttpResponse:
    """The form: a page, or what the dossier's page holds for htmx."""
    row = project_access.dossier(request.user, pk, Right.EDIT_DOSSIER)  # type: ignore[arg-type]
    form = DateForm(
        request.POST or None,
        people=account_queries.people(row.organisation),
        initial={"responsible": row.owner_id},
    )
    if not form.is_valid():
        template = "monitoring/_date_form.html" if request.htmx else "monitoring/date_add.html"  # type: ignore[attr-defined]
        context = {"dossier": row, "date_form": form}
        return render(request, template, context, status=422 if request.method == "POST" else 200)
    at, data = timezone.now(), form.cleaned_data
    dossiers.add_date(
        row,
        label=Words(data["label"], data["label"]),
        actor=request.user,  # type: ignore[arg-type]
        on=deadline_queries.day_of(at),
        at=at,
        responsible=data["responsible"],
        due_on=data["due_on"],
        limit=data["limit"],
        start_on=data["start_on"],
    )
    say(request, _("The date is added."))
    return redirect("monitoring:dossier", pk)


@require_POST
@member_view(Right.READ)
def dossier_close(request: HttpRequest, _membership: Membership, pk: int) -> HttpResponse:
    row = project_access.dossier(request.user, pk, Right.TRIAGE)  # type: ignore[arg-type]
    form = CloseForm(request.POST)
    if not form.is_valid():
        return dossier_page(request, pk, status=422, close_form=form)
    reason, at = form.cleaned_data["reason"], timezone.now()
    if attempt(request, lambda: dossiers.close_dossier(row, reason, actor=request.user, at=at)):  # type: ignore[arg-type]
        say(request, _("The dossier is closed."), undo=reverse("monitoring:dossier-reopen", args=[pk]))
    return redirect("monitoring:dossier", pk)


@require_POST
@member_view(Right.READ)
def dossier_reopen(request: HttpRequest, _membership: Membership, pk: int) -> HttpResponse:
    row = project_access.dossier(request.user, pk, Right.TRIAGE)  # type: ignore[arg-type]
    at = timezone.now()
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: dossiers.reopen_dossier(row, actor=request.user, on=on, at=at)):  # type: ignore[arg-type]
        say(request, _("The dossier is open again."))
    return redirect("monitoring:dossier", pk)
