"""The organisation's template of the road map."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as account_queries
from accounts.access import Right, may, member_view
from accounts.models import Membership
from common.notices import attempt, say
from projects.actions import road_map as actions
from projects.forms_road_map import TemplateTaskForm
from projects.models import TemplateTask
from projects.road_map.template import has_own_template, template_of
from projects.road_map.template_wording import template_weeks


@require_safe
@member_view(Right.READ)
def template(request: HttpRequest, membership: Membership) -> HttpResponse:
    tasks = template_of(membership.organisation)
    context = {
        "weeks": template_weeks(tasks),
        "is_own": has_own_template(tasks),
        "can_edit": may(membership, Right.EDIT_ROAD_MAP),
    }
    return render(request, "projects/road_map_template.html", context)


def _task(tasks: list[TemplateTask], key: str) -> TemplateTask:
    found = next((task for task in tasks if task.key == key), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.EDIT_ROAD_MAP)
def template_task(request: HttpRequest, membership: Membership, key: str = "") -> HttpResponse:
    """Change a task of the template, or, without a key, add one."""
    organisation, tasks = membership.organisation, template_of(membership.organisation)
    row = _task(tasks, key) if key else None
    form = TemplateTaskForm(
        request.POST or None,
        people=account_queries.people(organisation),
        others=[task for task in tasks if task.key != key],
        initial=TemplateTaskForm.initial_of(row) if row else {"week": 1, "days": 1, "part": "other"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            fields = form.fields_of_task()
            actions.save_template_task(organisation, key, fields, actor=membership.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("Saved. Road maps that are planned already keep their tasks."))
            return redirect("projects:road-map-template")
    context = {"form": form, "task": row}
    return render(
        request, "projects/road_map_template_task.html", context, status=422 if form.errors else 200
    )


@require_POST
@member_view(Right.EDIT_ROAD_MAP)
def template_move(request: HttpRequest, membership: Membership, key: str) -> HttpResponse:
    organisation, up = membership.organisation, request.POST.get("to") == "up"
    _task(template_of(organisation), key)
    at = timezone.now()
    attempt(
        request,
        lambda: actions.move_template_task(organisation, key, up=up, actor=membership.user, at=at),
    )
    return redirect("projects:road-map-template")


@require_POST
@member_view(Right.EDIT_ROAD_MAP)
def template_switch(request: HttpRequest, membership: Membership, key: str) -> HttpResponse:
    organisation, is_on = membership.organisation, request.POST.get("on") == "yes"
    row, at = _task(template_of(organisation), key), timezone.now()
    step = lambda: actions.switch_template_task(  # noqa: E731
        organisation, key, is_on=is_on, actor=membership.user, at=at
    )
    if attempt(request, step):
        said = _("In the template again: %(label)s") if is_on else _("Switched off: %(label)s")
        say(request, said % {"label": row.label})
    return redirect("projects:road-map-template")


@require_POST
@member_view(Right.EDIT_ROAD_MAP)
def template_reset(request: HttpRequest, membership: Membership) -> HttpResponse:
    if actions.reset_template(membership.organisation, actor=membership.user, at=timezone.now()):
        undo = reverse("projects:road-map-template-restore")
        say(request, _("The template of the methodology is back."), undo=undo)
    return redirect("projects:road-map-template")


@require_POST
@member_view(Right.EDIT_ROAD_MAP)
def template_restore(request: HttpRequest, membership: Membership) -> HttpResponse:
    if actions.restore_template(membership.organisation, actor=membership.user, at=timezone.now()):
        say(request, _("Your own template is back."))
    return redirect("projects:road-map-template")
