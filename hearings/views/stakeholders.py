"""The map of stakeholders, and the list of those invited to one hearing."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Right, may, member_view, membership_in, person_view, require
from accounts.delicate import personal_file
from accounts.models import Membership, User
from common.notices import attempt, say
from common.sheets import wanted
from deadlines import queries as deadline_queries
from hearings import access, queries
from hearings.actions import stakeholders as actions
from hearings.forms import AttendanceForm, ChooseForm, StakeholderForm, stakeholder_values
from hearings.sheets import STAKEHOLDERS
from hearings.states import StakeholderKind

MOST_SHOWN = 500


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.READ)
def stakeholder_list(request: HttpRequest, membership: Membership) -> HttpResponseBase:
    """The map, kind by kind, with each entry's history in figures; posted to, an entry is added."""
    organisation, at = membership.organisation, timezone.now()
    form = StakeholderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        require(membership.user, organisation.pk, Right.PLAN_HEARINGS)
        if form.is_valid():
            entry = actions.new_stakeholder(organisation, at)
            try:
                actions.save_stakeholder(entry, form.cleaned_data, actor=membership.user, at=at)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                say(request, _("The entry is on the map."))
                return redirect("hearings:stakeholder-list")
    kind = request.GET.get("kind", "")
    rows = queries.stakeholders(organisation)
    if kind in StakeholderKind.values:
        rows = rows.filter(kind=kind)
    if wanted(request):
        return personal_file(request, membership, STAKEHOLDERS, rows)
    context = {
        "rows": list(rows[:MOST_SHOWN]),
        "form": form,
        "kind": kind,
        "kinds": StakeholderKind.choices,
        "can_plan": may(membership, Right.PLAN_HEARINGS),
    }
    return render(request, "hearings/stakeholder_list.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def stakeholder(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """An entry with its history: to which hearings it was invited, whether it came and spoke."""
    entry = access.stakeholder(person, pk, Right.READ)
    form = StakeholderForm(
        request.POST if request.method == "POST" else None, initial=stakeholder_values(entry)
    )
    if request.method == "POST":
        require(person, entry.organisation_id, Right.PLAN_HEARINGS)
        if form.is_valid():
            try:
                actions.save_stakeholder(entry, form.cleaned_data, actor=person, at=timezone.now())
            except ValidationError as refusal:
                form.add_error(None, refusal)
                entry.refresh_from_db()
            else:
                say(request, _("Saved."))
                return redirect("hearings:stakeholder", pk)
    context = {
        "stakeholder": entry,
        "history": queries.history_of(entry)[:100],
        "form": form,
        "can_plan": may(membership_in(person, entry.organisation_id), Right.PLAN_HEARINGS),
    }
    return render(request, "hearings/stakeholder.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def invitations(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Choose from the map whom to invite to this hearing."""
    hearing = access.hearing(person, pk, Right.PLAN_HEARINGS)
    offered = queries.not_chosen(hearing)
    form = ChooseForm(request.POST if request.method == "POST" else None, offered=offered)
    if request.method == "POST" and form.is_valid():
        wanted = list(form.cleaned_data["stakeholders"])
        try:
            count = actions.choose(hearing, wanted, actor=person, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(
                request,
                ngettext("%(count)s entry is chosen.", "%(count)s entries are chosen.", count)
                % {"count": count},
            )
            return redirect(f"{reverse('hearings:hearing', args=[pk])}#invited")
    context = {"hearing": hearing, "form": form, "is_empty": not offered.exists()}
    return render(request, "hearings/invitations.html", context, status=422 if form.errors else 200)


@require_POST
@person_view
def invitation_remove(request: HttpRequest, person: User, pk: int, invitation_pk: int) -> HttpResponse:
    invitation = access.invitation(person, pk, invitation_pk, Right.PLAN_HEARINGS)
    attempt(request, lambda: actions.leave_out(invitation, actor=person, at=timezone.now()))
    return redirect(f"{reverse('hearings:hearing', args=[pk])}#invited")


@require_POST
@person_view
def invitation_attendance(request: HttpRequest, person: User, pk: int, invitation_pk: int) -> HttpResponse:
    invitation = access.invitation(person, pk, invitation_pk, Right.PLAN_HEARINGS)
    form, at = AttendanceForm(request.POST), timezone.now()
    if form.is_valid():
        part, on = form.cleaned_data["part"], deadline_queries.day_of(at)
        attempt(request, lambda: actions.note_attendance(invitation, part, actor=person, on=on, at=at))
    return redirect(f"{reverse('hearings:hearing', args=[pk])}#invited")
