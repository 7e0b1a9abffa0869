"""Evidence, and taking rows out and back, for whatever follows an act."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, person_view
from accounts.models import User
from common.held_back import held_back_answer
from common.notices import attempt, say
from correspondence.scanning import held_back
from deadlines import queries as deadline_queries
from monitoring import access
from monitoring.actions.proofs import keep_proof
from monitoring.actions.removal import remove, restore
from monitoring.forms.fields import ProofForm
from monitoring.models import Council, CouncilMeeting, Fate, GroupEffect, InForce, Measurement, Proof
from monitoring.views.adoption import adoption_page
from monitoring.views.councils import meeting_page
from monitoring.views.implementation import item_page
from monitoring.views.life_forms import saved


@require_POST
@person_view
def proof_add(request: HttpRequest, person: User, what: str, pk: int) -> HttpResponse:
    """Put evidence to the fate of a draft, to an item or to a meeting; a refused form stands on its page."""
    parent: Any = access.proved(person, what, pk)
    form, at = ProofForm(request.POST, request.FILES), timezone.now()
    on = deadline_queries.day_of(at)

    def save() -> object:
        values = {name: form.cleaned_data[name] for name in ("on", "note", "link")}
        return keep_proof(parent, what, values, form.cleaned_data["file"], actor=person, on=on, at=at)

    if saved(form, save):
        say(request, _("The evidence is kept."))
        return redirect(page_of(parent))
    if isinstance(parent, Fate):
        return adoption_page(request, person, parent.dossier_id, status=422, proof_form=form)
    if isinstance(parent, CouncilMeeting):
        return meeting_page(request, person, parent, status=422, proof_form=form)
    return item_page(request, person, parent, status=422, proof_form=form)


@require_safe
@person_view
def proof_file(_request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The bytes, to be saved and never shown by the browser as a page of ours; Http404 where the file is lost."""
    kept = access.proof(person, pk, Right.READ)
    if sentence := held_back([kept.sha256]):
        return held_back_answer(sentence)
    try:
        with kept.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type=kept.content_type)
    except FileNotFoundError as gone:
        raise Http404 from gone
    response["Content-Disposition"] = content_disposition_header(True, kept.file_name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@person_view
def thing_remove(request: HttpRequest, person: User, what: str, pk: int) -> HttpResponse:
    row: Any = access.removable(person, what, pk)
    if attempt(request, lambda: remove(row, actor=person, at=timezone.now())):
        undo = reverse("monitoring:thing-restore", args=[what, pk])
        say(request, _("Removed: %(what)s.") % {"what": str(row)[:100]}, undo=undo)
    return redirect(reverse("monitoring:council-list") if isinstance(row, Council) else page_of(row))


@require_POST
@person_view
def thing_restore(request: HttpRequest, person: User, what: str, pk: int) -> HttpResponse:
    row: Any = access.removable(person, what, pk)
    at = timezone.now()
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: restore(row, actor=person, on=on, at=at)):
        say(request, _("It is back: %(what)s.") % {"what": str(row)[:100]})
    return redirect(page_of(row))


def page_of(row: Any) -> str:
    """Where a row is shown."""
    if isinstance(row, Proof):
        return page_of(row.fate or row.item or row.meeting)
    if isinstance(row, InForce):
        return page_of(row.fate)
    if isinstance(row, Fate):
        return reverse("monitoring:adoption", args=[row.dossier_id])
    if isinstance(row, GroupEffect):
        return reverse("monitoring:dossier-items", args=[row.dossier_id])
    if isinstance(row, Measurement):
        return reverse("monitoring:item", args=[row.item_id])
    if isinstance(row, CouncilMeeting) and row.removed_at is None:
        return reverse("monitoring:entry", args=[row.council_id, row.kind, row.pk])
    if council_pk := getattr(row, "council_id", None):
        return reverse("monitoring:council", args=[council_pk])
    return reverse("monitoring:council" if isinstance(row, Council) else "monitoring:item", args=[row.pk])
