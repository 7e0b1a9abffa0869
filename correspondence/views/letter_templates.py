"""The organisation's wording of its letters: the list, and the form with a preview beside it."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, member_view
from accounts.models import Membership, Organisation
from common.notices import say
from correspondence import actions
from correspondence.forms import LetterTemplateForm
from correspondence.letters import wording_of
from correspondence.previews import preview_of
from correspondence.shipped_letters import GAPS, GAPS_OF, SHIPPED
from correspondence.states import LetterKind


@require_safe
@member_view(Right.EDIT_TEMPLATES)
def template_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    rows = [(kind, wording_of(membership.organisation, kind)[1]) for kind in LetterKind]
    return render(request, "correspondence/template_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.EDIT_TEMPLATES)
def template_edit(request: HttpRequest, membership: Membership, kind: str) -> HttpResponse:
    organisation = membership.organisation
    wording, own = wording_of(organisation, _known(kind))
    initial = {**wording.whole, "seen": own.version if own else 0}
    form = LetterTemplateForm(request.POST if request.method == "POST" else None, kind=kind, initial=initial)
    if form.is_valid() and _saved(form, membership):
        say(request, _("The wording is saved. Letters that are written from now on use it."))
        return redirect("correspondence:template-list")
    context = {
        "form": form,
        "kind": LetterKind(kind),
        "own": own,
        "shipped": SHIPPED[kind],
        "gaps": [(f"{{{name}}}", GAPS[name]) for name in GAPS_OF[kind]],
        "preview": _preview(form, organisation),
    }
    return render(request, "correspondence/template_edit.html", context, status=422 if form.errors else 200)


@require_POST
@member_view(Right.EDIT_TEMPLATES)
def template_preview(request: HttpRequest, membership: Membership, kind: str) -> HttpResponse:
    """What a letter would look like with this wording, before anything is saved."""
    form = LetterTemplateForm(request.POST, kind=_known(kind))
    context = {"preview": _preview(form, membership.organisation), "form": form}
    return render(request, "correspondence/_template_preview.html", context)


def _preview(form: LetterTemplateForm, organisation: Organisation) -> object:
    wording = form.wording if not form.is_bound or form.is_valid() else None
    return preview_of(organisation, form.kind, wording) if wording else None


def _saved(form: LetterTemplateForm, membership: Membership) -> bool:
    try:
        actions.save_template(
            membership.organisation,
            form.kind,
            form.wording,
            seen=form.cleaned_data["seen"],
            actor=membership.user,
            at=timezone.now(),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _known(kind: str) -> str:
    if kind not in LetterKind.values:
        raise Http404
    return kind
