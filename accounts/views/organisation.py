"""The organisation's card and logo."""

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts import access, actions, queries
from accounts.access import Right, member_view, person_view
from accounts.forms import CardForm
from accounts.models import Membership, User
from accounts.views.moves import posted
from common.notices import say


@require_safe
@member_view(Right.READ)
def organisation(request: HttpRequest, membership: Membership) -> HttpResponse:
    page = {
        "organisation": membership.organisation,
        "missing": queries.missing_in_letters(membership.organisation),
    }
    return render(request, "accounts/organisation_detail.html", page)


@member_view(Right.EDIT_ORGANISATION)
def organisation_edit(request: HttpRequest, membership: Membership) -> HttpResponse:
    card = membership.organisation
    initial = {name: getattr(card, name) for name in queries.CARD_FIELDS} | {
        "seen": queries.fingerprint(card)
    }
    form = CardForm(card, posted(request), request.FILES or None, initial=initial)
    if form.is_valid() and _saved(form, membership):
        say(request, _("The card is saved."))
        return redirect("accounts:organisation")
    page = {"form": form, "organisation": card}
    return render(request, "accounts/organisation_edit.html", page, status=422 if form.errors else 200)


def _saved(form: CardForm, membership: Membership) -> bool:
    cleaned = form.cleaned_data
    try:
        actions.update_organisation(
            membership.organisation,
            changes={name: cleaned[name] for name in queries.CARD_FIELDS},
            logo=cleaned["logo"],
            remove_logo=cleaned.get("remove_logo", False),
            seen=cleaned["seen"],
            actor=membership.user,
            at=timezone.now(),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@require_safe
@person_view
def organisation_logo(_request: HttpRequest, person: User, pk: int) -> HttpResponseBase:
    """The logo's bytes, for members only. The address changes with the picture: it may be kept for a day."""
    logo = access.require(person, pk, Right.READ).organisation.logo
    if not logo or not default_storage.exists(logo.name):
        raise Http404
    response = FileResponse(default_storage.open(logo.name), content_type="image/png")
    response["Cache-Control"] = "private, max-age=86400"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
