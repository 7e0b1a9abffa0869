"""The effect of an act on target groups."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Right, person_view
from accounts.models import User
from common.notices import say
from deadlines import queries as deadline_queries
from monitoring import access
from monitoring.actions.effects import save_effect, take_groups
from monitoring.forms.implementation import EffectForm
from monitoring.models import GroupEffect
from monitoring.views.life_forms import bound, form_page, promise_crumbs, saved
from projects import access as project_access
from projects.models import Dossier


@require_POST
@person_view
def effects_take(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The groups of the rapid assessment, with what was expected for them."""
    dossier = project_access.dossier(person, pk, Right.FOLLOW_ACTS)
    count = take_groups(dossier, actor=person, at=timezone.now())
    if count:
        say(
            request,
            ngettext("%(count)s group came over.", "%(count)s groups came over.", count) % {"count": count},
        )
    else:
        say(request, _("The assessment has no group that is not here already."))
    return redirect("monitoring:dossier-items", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def effect_add(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    dossier = project_access.dossier(person, pk, Right.FOLLOW_ACTS)
    return _effect(request, person, dossier, None)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def effect_edit(request: HttpRequest, person: User, pk: int, effect_pk: int) -> HttpResponse:
    row = access.effect(person, pk, effect_pk, Right.FOLLOW_ACTS)
    return _effect(request, person, row.dossier, row)


def _effect(request: HttpRequest, person: User, dossier: Dossier, row: GroupEffect | None) -> HttpResponse:
    at = timezone.now()
    on = deadline_queries.day_of(at)
    initial: dict[str, Any] = {"noted_on": on}
    if row is not None:
        names = ("name_kk", "name_ru", "effect", "note_kk", "note_ru")
        initial |= {name: getattr(row, name) for name in names}
    form = bound(request, EffectForm, initial)
    if saved(form, lambda: save_effect(dossier, row, form.cleaned_data, actor=person, on=on, at=at)):
        say(request, _("It is written down."))
        return redirect("monitoring:dossier-items", dossier.pk)
    return form_page(request, form, _("Effect on a target group"), crumbs=promise_crumbs(dossier))
