"""The list of hearings, the plan of one, and its page."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as account_queries
from accounts.access import Right, may, member_view, membership_in, person_view, require
from accounts.models import Membership, Organisation, User
from amendments.models import AmendmentRow
from common.notices import attempt, say
from common.sheets import sheet_file, wanted
from correspondence.queries import issued_for
from correspondence.wording import issued_row
from deadlines import queries as deadline_queries
from hearings import access, queries
from hearings.actions import checklist, planning
from hearings.announcement import lacking
from hearings.forms import NAMES, CancelForm, PlanForm, PosterForm, plan_of
from hearings.lead_time import Facts, RuleBook
from hearings.models import Hearing
from hearings.pack import frozen_since, missing
from hearings.sheets import HEARINGS
from hearings.states import BEGUN, PUBLIC, HearingState, Risk, RuleSet
from hearings.wording import date_rows
from projects import access as project_access
from projects.models import Dossier

AFTERNOON = time(15)
MOST_SHOWN = 100


@require_safe
@member_view(Right.READ)
def hearing_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Hearings to come, the nearest first, or those behind us."""
    past, at = request.GET.get("when") == "past", timezone.now()
    rows = queries.list_of(membership.organisation, past=past, at=at)
    if kind := wanted(request):
        return sheet_file(HEARINGS, rows, kind)
    context = {
        "hearings": rows[:MOST_SHOWN],
        "past": past,
        "can_plan": may(membership, Right.PLAN_HEARINGS),
    }
    return render(request, "hearings/hearing_list.html", context)


# --- The plan ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.PLAN_HEARINGS)
def hearing_add(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Plan a hearing; with `?dossier=` in the address it is about that dossier's draft, and begins from its amendments."""
    person, organisation = membership.user, membership.organisation
    dossier = _dossier(request, organisation)
    people = account_queries.people(organisation)
    if request.method != "POST":
        return _plan_page(
            request, PlanForm(initial=_proposal(organisation, dossier, person), people=people), dossier
        )
    form, at = PlanForm(request.POST, people=people), timezone.now()
    if form.is_valid():
        try:
            hearing = planning.plan_hearing(
                organisation,
                form.plan,
                dossier=dossier,
                actor=person,
                on=deadline_queries.day_of(at),
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The hearing is planned; its dates are on the list of deadlines."))
            return redirect("hearings:hearing", hearing.pk)
    return _plan_page(request, form, dossier)


def _dossier(request: HttpRequest, organisation: Organisation) -> Dossier | None:
    asked = request.GET.get("dossier", "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        raise Http404
    dossier = project_access.dossier(request.user, int(asked), Right.PLAN_HEARINGS)  # type: ignore[arg-type]
    if dossier.organisation_id != organisation.pk:
        raise Http404
    return dossier


def _proposal(organisation: Organisation, dossier: Dossier | None, person: User) -> dict[str, Any]:
    """What the form begins with: the first day that leaves the time of good practice, the draft, its amended norms."""
    on, days = timezone.localdate(), deadline_queries.calendar()
    facts = Facts(RuleSet.ORDINARY, on, on)
    earliest = RuleBook(RuleSet.ORDINARY, on, days).earliest(facts) or on + timedelta(days=30)
    begin = timezone.make_aware(datetime.combine(days.roll_forward(earliest), AFTERNOON))
    proposal: dict[str, Any] = {"starts_at": begin, "moderator": person.pk}
    if dossier is not None:
        draft = dossier.draft
        proposal |= {"title_kk": (draft.title_kk or "")[:300], "title_ru": (draft.title_ru or "")[:300]}
        proposal |= _amended_norms(dossier)
    return proposal


def _amended_norms(dossier: Dossier) -> dict[str, str]:
    rows = AmendmentRow.objects.filter(table__dossier=dossier).live()
    named = list(rows.values_list("structural_element_kk", "structural_element_ru"))
    kk, ru = ("\n".join(filter(None, column)) for column in zip(*named, strict=True)) if named else ("", "")
    return {"norms_kk": kk[:5_000], "norms_ru": ru[:5_000]}


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def hearing_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing = access.hearing(person, pk, Right.PLAN_HEARINGS)
    if hearing.announced_at is not None:
        require(person, hearing.organisation_id, Right.ANNOUNCE_HEARINGS)
    people = account_queries.people(hearing.organisation)
    if request.method != "POST":
        return _plan_page(
            request, PlanForm(initial=plan_of(hearing), people=people), hearing.dossier, hearing
        )
    form, at = PlanForm(request.POST, people=people), timezone.now()
    if form.is_valid():
        try:
            planning.change_hearing(
                hearing,
                form.plan,
                seen=form.cleaned_data["version"] or 0,
                actor=person,
                on=deadline_queries.day_of(at),
                at=at,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The plan is saved."))
            return redirect("hearings:hearing", pk)
    return _plan_page(request, form, hearing.dossier, hearing)


def _plan_page(
    request: HttpRequest, form: PlanForm, dossier: Dossier | None, hearing: Hearing | None = None
) -> HttpResponse:
    context = {"form": form, "dossier": dossier, "hearing": hearing}
    return render(request, "hearings/hearing_edit.html", context, status=422 if form.errors else 200)


# --- The hearing's page -----------------------------------------------------------------------------------------


def hearing_page(request: HttpRequest, hearing: Hearing, *, status: int = 200, **bound: Any) -> HttpResponse:
    """Everything of one hearing on one screen; `bound` are forms that were refused."""
    membership = membership_in(request.user, hearing.organisation_id)  # type: ignore[arg-type]
    at = timezone.now()
    on, days = deadline_queries.day_of(at), deadline_queries.calendar()
    found = RuleBook(RuleSet(hearing.rule_set), on, days).check(planning.facts_of(hearing))
    items = list(queries.agenda_of(hearing))
    materials = queries.whole_pack(hearing)
    pack = [material for material in materials if material.is_there]
    ticked = {row.risk for row in hearing.risk_checks.all()}
    is_planned, spent = hearing.state == HearingState.PLANNED, sum(item.minutes for item in items)
    context = {
        "hearing": hearing,
        "membership": membership,
        "can_plan": may(membership, Right.PLAN_HEARINGS)
        and hearing.state not in (HearingState.HELD, HearingState.CANCELLED),
        "can_announce": may(membership, Right.ANNOUNCE_HEARINGS)
        and hearing.state in (HearingState.PLANNED, HearingState.ANNOUNCED),
        "can_run": hearing.state in PUBLIC and access.runs(request.user, hearing),  # type: ignore[arg-type]
        "can_see_minutes": access.runs(request.user, hearing)  # type: ignore[arg-type]
        or may(membership, Right.ISSUE_DOCUMENTS),
        "has_begun": hearing.state in BEGUN,
        "can_restore": may(membership, Right.PLAN_HEARINGS)
        and hearing.state == HearingState.CANCELLED
        and hearing.announced_at is None,
        "lacking": lacking(hearing, items, pack) if is_planned else [],
        "pack_missing": missing(materials),
        "pack_since": frozen_since(hearing, at),
        "public_url": settings.SITE_URL + hearing.public_path,
        "poster_form": PosterForm(),
        "posters": [issued_row(document) for document in issued_for(hearing.organisation, hearing.path)],
        "is_planned": is_planned,
        "is_over": on > hearing.ends_on,
        "has_come": on >= hearing.starts_on,
        "dates": date_rows(found, queries.dates_of(hearing), on=on, days=days),
        "items": queries.timed(hearing, items),
        "spent": spent,
        "left": hearing.minutes - spent,
        "invitations": list(queries.invitations_of(hearing)),
        "risks": [(risk, risk in ticked) for risk in Risk],
        "ticked": len(ticked),
        "texts": [(NAMES[name], hearing.said(name)) for name in ("aim", "norms", "decisions")],
        "place": hearing.said("place"),
        "cancel_form": bound.get("cancel_form") or CancelForm(),
    }
    return render(request, "hearings/hearing_page.html", context, status=status)


@require_safe
@person_view
def hearing(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    return hearing_page(request, access.hearing(person, pk, Right.READ))


@require_POST
@person_view
def hearing_cancel(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.hearing(person, pk, Right.PLAN_HEARINGS)
    if row.announced_at is not None:
        require(person, row.organisation_id, Right.ANNOUNCE_HEARINGS)
    form, at = CancelForm(request.POST), timezone.now()
    if not form.is_valid():
        return hearing_page(request, row, status=422, cancel_form=form)
    try:
        planning.cancel_hearing(row, reason=form.reason, actor=person, at=at)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return hearing_page(request, row, status=422, cancel_form=form)
    if row.announced_at is None:
        say(request, _("The hearing is called off."), undo=reverse("hearings:hearing-restore", args=[pk]))
    else:
        say(request, _("The hearing is called off; everybody who was told of it is told."))
    return redirect("hearings:hearing", pk)


@require_POST
@person_view
def hearing_restore(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row, at = access.hearing(person, pk, Right.PLAN_HEARINGS), timezone.now()
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: planning.restore_hearing(row, actor=person, on=on, at=at)):
        say(request, _("The hearing is planned again."))
    return redirect("hearings:hearing", pk)


@require_POST
@person_view
def risk_tick(request: HttpRequest, person: User, pk: int, risk: str) -> HttpResponse:
    row = access.hearing(person, pk, Right.PLAN_HEARINGS)
    if risk not in Risk.values:
        raise Http404
    is_done = request.POST.get("done") == "yes"
    checklist.tick(row, Risk(risk), is_done=is_done, actor=person, at=timezone.now())
    return redirect(f"{reverse('hearings:hearing', args=[pk])}#checklist")
