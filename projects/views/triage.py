from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, member_view, require
from accounts.models import Membership
from common.keyset import page
from common.notices import attempt, say
from common.sheets import first_rows, sheet_file, wanted
from deadlines import queries as deadline_queries
from deadlines.wording import due_on_day, stated
from projects import access, queries
from projects.actions import dossiers
from projects.forms import DeclineForm, JoinForm
from projects.sheets import TRIAGE
from projects.states import Priority


@require_safe
@member_view(Right.READ)
def triage(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Matched drafts to be decided on, by the days left."""
    on, days = timezone.localdate(), deadline_queries.calendar()
    everything = queries.triage_queue(membership.organisation, on)
    undated = "undated" in request.GET
    queue = everything.filter(ends_on__isnull=undated)
    order = ("id",) if undated else ("ends_on", "id")
    if kind := wanted(request):
        items = first_rows(queue.order_by(*order))
        why = queries.topics_of([item.draft_id for item in items], membership.organisation)
        return sheet_file(TRIAGE, [(item, why.get(item.draft_id, [])) for item in items], kind)
    found = page(queue, order, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    matches = queries.topics_of([item.draft_id for item in found.rows], membership.organisation)
    rows = [
        {
            "item": item,
            "due": due_on_day(item.ends_on, on=on, days=days, lines=stated(item.ends_on, on))
            if item.ends_on
            else None,
            "shortfall": queries.shortfall(item.window, days),
            "matches": matches.get(item.draft_id, []),
        }
        for item in found.rows
    ]
    context = {"page": found, "rows": rows, "undated": undated}
    context["has_undated"] = not undated and everything.filter(ends_on__isnull=True).exists()
    return render(request, "projects/triage.html", context)


@require_POST
@member_view(Right.READ)
def join(request: HttpRequest, membership: Membership, pk: int) -> HttpResponse:
    """Take part in a draft: its dossier is opened, or shown if it is open already."""
    draft = access.draft(request.user, pk)  # type: ignore[arg-type]
    organisation = draft.organisation or membership.organisation
    require(request.user, organisation.pk, Right.TRIAGE)  # type: ignore[arg-type]
    form = JoinForm(request.POST, organisation=organisation)
    if not form.is_valid():
        return render(request, "projects/draft_join.html", {"draft": draft, "form": form}, status=422)
    at = timezone.now()
    dossier = dossiers.open_dossier(
        draft,
        organisation=organisation,
        owner=form.cleaned_data["owner"] or request.user,  # type: ignore[arg-type]
        priority=Priority(form.cleaned_data["priority"]),
        actor=request.user,  # type: ignore[arg-type]
        on=deadline_queries.day_of(at),
        at=at,
    )
    say(request, _("The dossier is open."))
    return redirect("monitoring:dossier", dossier.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.READ)
def decline(request: HttpRequest, _membership: Membership, pk: int) -> HttpResponse:
    item = access.triage_item(request.user, pk, Right.TRIAGE)  # type: ignore[arg-type]
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, at = form.cleaned_data["reason"], timezone.now()
        if attempt(request, lambda: dossiers.decline(item, reason, actor=request.user, at=at)):  # type: ignore[arg-type]
            say(request, _("Noted: not for us."), undo=reverse("projects:triage-undecide", args=[pk]))
        return redirect("projects:triage")
    return render(
        request,
        "projects/triage_decline.html",
        {"item": item, "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
@member_view(Right.READ)
def undecide(request: HttpRequest, _membership: Membership, pk: int) -> HttpResponse:
    item = access.triage_item(request.user, pk, Right.TRIAGE)  # type: ignore[arg-type]
    attempt(request, lambda: dossiers.undecide(item, actor=request.user, at=timezone.now()))  # type: ignore[arg-type]
    return redirect("projects:triage")
