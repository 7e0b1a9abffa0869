"""Single tasks of a road map."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import queries as account_queries
from accounts.access import Right, person_view
from accounts.models import User
from common.notices import attempt, say
from deadlines import queries as deadline_queries
from deadlines.wording import due_of
from projects import access
from projects import queries_road_map as queries
from projects.actions import road_map as actions
from projects.forms_road_map import NewTaskForm, ReasonForm, TaskForm
from projects.models import RoadMapTask
from projects.road_map import wording
from projects.states import RoadMapAnchor


def _page(
    request: HttpRequest, task: RoadMapTask, form: TaskForm, reason_form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    at = timezone.now()
    on, days = deadline_queries.day_of(at), deadline_queries.calendar()
    context = {
        "task": task,
        "dossier": task.road_map.dossier,
        "form": form,
        "reason_form": reason_form,
        "due": due_of(task.deadline, on=on, days=days) if task.deadline is not None else None,
        "closed_how": wording.closed_how(task, on),
        "work": wording.days_of_work(task),
    }
    return render(request, "projects/road_map_task.html", context, status=status)


def _form(task: RoadMapTask, data: Any = None) -> TaskForm:
    now = {"due_on": task.due_on if task.is_pinned else None, "responsible": task.owner_id}
    return TaskForm(data, people=account_queries.people(task.organisation), initial=now)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def task(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Another day, another person."""
    row, at = access.road_map_task(person, pk, Right.EDIT_DOSSIER), timezone.now()
    if request.method != "POST":
        return _page(request, row, _form(row), ReasonForm())
    form, on = _form(row, request.POST), deadline_queries.day_of(at)
    if form.is_valid():
        try:
            if row.is_open and (form.cleaned_data["due_on"] or row.is_pinned):
                actions.move_task(row, form.cleaned_data["due_on"], actor=person, on=on, at=at)
            actions.assign_task(row, form.cleaned_data["responsible"], actor=person, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("Saved."))
            return redirect("projects:road-map", row.road_map.dossier_id)
    return _page(request, row, form, ReasonForm(), status=422)


@require_POST
@person_view
def task_done(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row, at = access.road_map_task(person, pk, Right.CLOSE_DEADLINES), timezone.now()
    if attempt(request, lambda: actions.finish_task(row, actor=person, at=at)):
        undo = reverse("projects:road-map-task-reopen", args=[pk])
        say(request, _("Done: %(label)s") % {"label": row.label}, undo=undo)
    return redirect("projects:road-map", row.road_map.dossier_id)


@require_POST
@person_view
def task_reopen(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row, at = access.road_map_task(person, pk, Right.CLOSE_DEADLINES), timezone.now()
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: actions.reopen_task(row, actor=person, on=on, at=at)):
        say(request, _("Open again: %(label)s") % {"label": row.label})
    return redirect("projects:road-map", row.road_map.dossier_id)


@require_POST
@person_view
def task_skip(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row, at = access.road_map_task(person, pk, Right.EDIT_DOSSIER), timezone.now()
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, _form(row), form, status=422)
    if attempt(request, lambda: actions.skip_task(row, form.cleaned_data["reason"], actor=person, at=at)):
        undo = reverse("projects:road-map-task-reopen", args=[pk])
        say(request, _("Skipped: %(label)s") % {"label": row.label}, undo=undo)
    return redirect("projects:road-map", row.road_map.dossier_id)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def task_add(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    dossier, at = access.dossier(person, pk, Right.EDIT_DOSSIER), timezone.now()
    people = account_queries.people(dossier.organisation)
    usual = {"week": 1, "days": 1, "anchor": RoadMapAnchor.BEFORE, "responsible": dossier.owner_id}
    form = NewTaskForm(request.POST or None, people=people, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            on = deadline_queries.day_of(at)
            actions.add_task(dossier, form.task(), actor=person, on=on, at=at)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The task is added."))
            return redirect("projects:road-map", pk)
    if not queries.has_map(dossier):
        return redirect("projects:road-map", pk)
    context = {"form": form, "dossier": dossier}
    return render(request, "projects/road_map_task_add.html", context, status=422 if form.errors else 200)
