"""The fate of a draft, the publication of the act and when it takes force."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from common.notices import attempt, say
from deadlines import queries as deadline_queries
from deadlines.wording import due_of
from monitoring import access
from monitoring.actions import adoption as actions
from monitoring.forms.adoption import FATE_FORMS, ForceForm, PublishedForm, fate_initial
from monitoring.forms.fields import ProofForm
from monitoring.models import Fate
from monitoring.queries import councils as council_queries
from monitoring.queries import life as queries
from monitoring.states import FATE_MOVES, FateState
from monitoring.views.life_forms import bound, dossier_crumbs, form_page, saved
from monitoring.wording import force_line
from projects import access as project_access
from projects.models import Dossier

HEADINGS: dict[str, Any] = {
    FateState.ADOPTED: lambda: _("The act is adopted"),
    FateState.WITHDRAWN: lambda: _("The draft is withdrawn"),
    FateState.STALLED: lambda: _("The draft has stalled"),
}


@require_safe
@person_view
def adoption(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    return adoption_page(request, person, pk)


def adoption_page(
    request: HttpRequest, person: User, pk: int, *, status: int = 200, proof_form: ProofForm | None = None
) -> HttpResponse:
    """Fate, publication and force of one draft's act on one screen; `proof_form` is one that was refused."""
    at = timezone.now()
    on, days = deadline_queries.day_of(at), deadline_queries.calendar()
    dossier = project_access.dossier(person, pk, Right.READ, **queries.life_columns(on))
    membership = membership_in(person, dossier.organisation_id)
    fate = queries.fate_of(dossier)
    forces = (
        [force_line(row, on, days) for row in queries.forces_of(fate)] if fate and fate.is_adopted else []
    )
    clock = fate.publication_deadline if fate and fate.is_adopted and not fate.published_on else None
    context = {
        "dossier": dossier,
        "draft": dossier.draft,
        "fate": fate,
        "life": queries.life_along(dossier),
        "steps": _steps(fate),
        "forces": forces,
        "publication_due": due_of(clock, on=on, days=days) if clock else None,
        "compared": queries.compared(dossier),
        "councils": council_queries.councils_at(dossier),
        "proofs": queries.proofs_of(fate=fate) if fate else [],
        "can_record": may(membership, Right.EDIT_DOSSIER),
        "may_follow": may(membership, Right.FOLLOW_ACTS),
        "proof_form": proof_form or ProofForm(initial={"on": on}),
    }
    return render(request, "monitoring/adoption.html", context, status=status)


def _steps(fate: Fate | None) -> list[tuple[str, str]]:
    """What may be recorded next."""
    state = fate.state if fate else FateState.UNKNOWN
    return [(to, HEADINGS[to]()) for to in FATE_FORMS if to in FATE_MOVES[state]]


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def fate_record(request: HttpRequest, person: User, pk: int, state: str) -> HttpResponse:
    dossier = project_access.dossier(person, pk, Right.EDIT_DOSSIER)
    if state not in FATE_FORMS:
        raise Http404
    fate, draft = queries.fate_of(dossier), dossier.draft
    initial = fate_initial(fate, state, draft.act_type, (draft.title_kk or "", draft.title_ru or ""))
    form, at = bound(request, FATE_FORMS[state], initial), timezone.now()
    on = deadline_queries.day_of(at)

    def save() -> object:
        seen, values = form.cleaned_data["seen"], form.values  # type: ignore[attr-defined]
        return actions.record_fate(dossier, state, values, seen=seen, actor=person, on=on, at=at)

    if saved(form, save):
        is_new = fate is None or fate.state != state
        say(
            request,
            _("It is written down."),
            undo=reverse("monitoring:fate-undo", args=[pk]) if is_new else "",
        )
        return redirect("monitoring:adoption", pk)
    return form_page(request, form, HEADINGS[state](), crumbs=dossier_crumbs(dossier))


@require_POST
@person_view
def fate_undo(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    dossier = project_access.dossier(person, pk, Right.EDIT_DOSSIER)
    fate, at = queries.fate_of(dossier), timezone.now()
    on = deadline_queries.day_of(at)
    if fate is not None and attempt(
        request, lambda: actions.take_back_fate(fate, actor=person, on=on, at=at)
    ):
        say(request, _("It is taken back; what was written is kept for the next time."))
    return redirect("monitoring:adoption", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def publication_record(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    dossier = project_access.dossier(person, pk, Right.EDIT_DOSSIER)
    fate = queries.fate_of(dossier)
    known = {name: getattr(fate, name) for name in actions.PUBLISHED} if fate else {}
    form = bound(request, PublishedForm, {**known, "seen": fate.version if fate else 0})
    at = timezone.now()
    on = deadline_queries.day_of(at)

    def save() -> object:
        seen, values = form.cleaned_data["seen"], form.values  # type: ignore[attr-defined]
        return actions.record_publication(dossier, values, seen=seen, actor=person, on=on, at=at)

    if saved(form, save):
        say(request, _("The publication is written down; the days of force are counted from it."))
        return redirect("monitoring:adoption", pk)
    return form_page(request, form, _("Official publication"), crumbs=dossier_crumbs(dossier))


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def force_add(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Another day of force for a provision."""
    dossier = project_access.dossier(person, pk, Right.EDIT_DOSSIER)
    fate = queries.fate_of(dossier)
    if fate is None or not fate.is_adopted:
        return redirect("monitoring:adoption", pk)
    form = bound(request, ForceForm, {}, is_whole=False)
    return _force(request, person, dossier, fate, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def force_edit(request: HttpRequest, person: User, pk: int, force_pk: int) -> HttpResponse:
    row = access.force(person, pk, force_pk, Right.EDIT_DOSSIER)
    initial = {name: getattr(row, name) for name in actions.FORCE}
    form = bound(request, ForceForm, initial, is_whole=row.is_whole)
    return _force(request, person, row.fate.dossier, row.fate, form, row)


def _force(
    request: HttpRequest, person: User, dossier: Dossier, fate: Fate, form: Any, row: Any
) -> HttpResponse:
    at = timezone.now()
    on = deadline_queries.day_of(at)
    if saved(form, lambda: actions.save_force(fate, row, form.cleaned_data, actor=person, on=on, at=at)):
        say(request, _("It is written down."))
        return redirect("monitoring:adoption", dossier.pk)
    heading = _("Force of the whole act") if row and row.is_whole else _("Force of a provision")
    hint = _(
        "Article 42 of the Law on legal acts counts from the first official publication, unless the act names another day."
        " A day off does not move this day."
    )
    return form_page(request, form, heading, crumbs=dossier_crumbs(dossier), hint=hint)


@require_POST
@person_view
def force_check(request: HttpRequest, person: User, pk: int, force_pk: int) -> HttpResponse:
    row = access.force(person, pk, force_pk, Right.EDIT_DOSSIER)
    if attempt(request, lambda: actions.check_force(row, actor=person, at=timezone.now())):
        say(request, _("Checked: it is in force."))
    return redirect("monitoring:adoption", pk)
