"""The road map of a dossier, and what is done with it as a whole."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from common.notices import attempt, say
from common.sheets import sheet_file, wanted
from deadlines import queries as deadline_queries
from deadlines.wording import due_of
from projects import access
from projects import queries_road_map as queries
from projects.actions import road_map as actions
from projects.forms_road_map import PlanForm, ReasonForm
from projects.models import Dossier
from projects.road_map import wording
from projects.sheets import ROAD_MAP
from projects.states import DossierState, RoadMapDirection, RoadMapPart, TaskState

SKIPPABLE = {RoadMapPart.HEARING.value, RoadMapPart.PLAN_B.value}


def road_map_page(
    request: HttpRequest, dossier: Dossier, person: User, *, status: int = 200, **bound: Any
) -> HttpResponse:
    """`bound`: forms that were refused."""
    at = timezone.now()
    on, days = deadline_queries.day_of(at), deadline_queries.calendar()
    membership = membership_in(person, dossier.organisation_id)
    outlook = queries.outlook(queries.tasks_of(dossier), on, days)
    can_plan = may(membership, Right.EDIT_DOSSIER) and dossier.state == DossierState.OPEN
    deadline = dossier.discussion_deadline
    states = {task.standing for task in outlook.tasks if task.part == RoadMapPart.PLAN_B}
    context = {
        "dossier": dossier,
        "membership": membership,
        "road_map": outlook.tasks[0].road_map if outlook.tasks else None,
        "outlook": outlook,
        "due": due_of(deadline, on=on, days=days) if deadline is not None else None,
        "weeks": wording.weeks_of(dossier, outlook, queries.paths_of(dossier), on=on, days=days),
        "troubles": wording.troubles_of(outlook),
        "late": wording.late_sentence(outlook),
        "undated": wording.undated_sentence(outlook),
        "shortened": wording.shortened_sentence(outlook.tasks, days),
        "spare": wording.spare(outlook.slack) if outlook.slack is not None else "",
        "has_reserve": TaskState.RESERVE in states,
        "can_plan": can_plan,
        "can_finish": may(membership, Right.CLOSE_DEADLINES) and dossier.state == DossierState.OPEN,
        "plan_form": bound.get("plan_form") or PlanForm(initial=_usual(dossier, outlook)),
        "reason_form": bound.get("reason_form") or ReasonForm(),
    }
    return render(request, "projects/road_map.html", context, status=status)


def _usual(dossier: Dossier, outlook: queries.Outlook) -> dict[str, Any]:
    """As the map was planned; a first one backwards, where there is an end to count from."""
    if outlook.tasks:
        road_map = outlook.tasks[0].road_map
        return {"direction": road_map.direction, "starts_on": road_map.starts_on}
    has_end = dossier.discussion_deadline is not None
    return {"direction": RoadMapDirection.BACKWARDS if has_end else RoadMapDirection.FORWARDS}


@require_safe
@person_view
def road_map(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    dossier = access.dossier(person, pk, Right.READ)
    if kind := wanted(request):
        on, days = deadline_queries.day_of(timezone.now()), deadline_queries.calendar()
        outlook = queries.outlook(queries.tasks_of(dossier), on, days)
        weeks = wording.weeks_of(dossier, outlook, {}, on=on, days=days)
        return sheet_file(ROAD_MAP, [row for week in weeks for row in week.rows], kind)
    return road_map_page(request, dossier, person)


@require_POST
@person_view
def road_map_plan(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Plan the map, or what is open of it anew; from the dossier's page with one button, backwards where that is possible."""
    dossier, at = access.dossier(person, pk, Right.EDIT_DOSSIER), timezone.now()
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            actions.plan_road_map(
                dossier,
                direction=RoadMapDirection(form.cleaned_data["direction"]),
                starts_on=form.cleaned_data["starts_on"],
                actor=person,
                on=deadline_queries.day_of(at),
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The road map is planned."))
            return redirect("projects:road-map", pk)
    return road_map_page(request, dossier, person, status=422, plan_form=form)


@require_POST
@person_view
def part_skip(request: HttpRequest, person: User, pk: int, part: str) -> HttpResponse:
    """Skip the hearing, or plan B, as a whole, with a reason."""
    dossier, at = access.dossier(person, pk, Right.EDIT_DOSSIER), timezone.now()
    access.require_part(part, SKIPPABLE)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return road_map_page(request, dossier, person, status=422, reason_form=form)
    reason = form.cleaned_data["reason"]
    if attempt(request, lambda: actions.skip_part(dossier, RoadMapPart(part), reason, actor=person, at=at)):
        undo = reverse("projects:road-map-part-restore", args=[pk, part])
        say(request, _("Skipped. The rest is not moved: plan it anew if you want its days again."), undo=undo)
    return redirect("projects:road-map", pk)


@require_POST
@person_view
def part_restore(request: HttpRequest, person: User, pk: int, part: str) -> HttpResponse:
    dossier, at = access.dossier(person, pk, Right.EDIT_DOSSIER), timezone.now()
    access.require_part(part, SKIPPABLE)
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: actions.restore_part(dossier, RoadMapPart(part), actor=person, on=on, at=at)):
        say(request, _("These tasks are open again."))
    return redirect("projects:road-map", pk)


@require_POST
@person_view
def plan_b(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Plan B is needed: its tasks get their days."""
    dossier, at = access.dossier(person, pk, Right.EDIT_DOSSIER), timezone.now()
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: actions.start_plan_b(dossier, actor=person, on=on, at=at)):
        say(request, _("Plan B has begun: its tasks have their days."))
    return redirect("projects:road-map", pk)
