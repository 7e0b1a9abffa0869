"""What a person sets for themselves, and the organisations they belong to."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts import access, actions
from accounts.access import person_view
from accounts.actions.people import PROFILE_FIELDS
from accounts.factors import has_second_factor
from accounts.forms import LanguageForm, ProfileForm
from accounts.language_cookie import set_language_cookie
from accounts.models import Membership, User
from accounts.views.moves import home_url, next_url, posted
from common.notices import attempt, say
from common.public_pages import without_language


@person_view
def profile(request: HttpRequest, person: User) -> HttpResponse:
    initial = {name: getattr(person, name) for name in PROFILE_FIELDS}
    form = ProfileForm(posted(request), initial=initial)
    if form.is_valid():
        actions.update_profile(person, changes=form.cleaned_data, at=timezone.now())
        with translation.override(person.interface_language):
            say(request, str(_("Your profile is saved.")))
        response = redirect("accounts:profile")
        set_language_cookie(response, person.interface_language)
        return response
    page = {"form": form, "has_factor": has_second_factor(person)}
    return render(request, "accounts/profile_edit.html", page, status=422 if form.errors else 200)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    form = LanguageForm(request.POST)
    response = HttpResponseRedirect(without_language(next_url(request, "/")))
    if form.is_valid():
        set_language_cookie(response, form.cleaned_data["language"])
        if request.user.is_authenticated:
            actions.set_interface_language(request.user, form.cleaned_data["language"])
    return response


@require_safe
@person_view
def organisations(request: HttpRequest, person: User) -> HttpResponse:
    return render(request, "accounts/organisation_choose.html", {"memberships": access.memberships(person)})


@require_POST
@person_view
def choose_organisation(request: HttpRequest, person: User) -> HttpResponse:
    membership = _own(person, organisation_id=request.POST.get("organisation", ""))
    request.session[access.SESSION_KEY] = membership.organisation_id
    say(request, _("You now work for %(organisation)s.") % {"organisation": membership.organisation})
    return HttpResponseRedirect(next_url(request, home_url(person)))


@require_POST
@person_view
def membership_leave(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    membership = _own(person, pk=pk)
    if attempt(request, lambda: actions.leave(membership, at=timezone.now())):
        say(request, _("You have left %(organisation)s.") % {"organisation": membership.organisation})
    return redirect("accounts:organisations")


def _own(person: User, **lookup: object) -> Membership:
    """The person's own current membership that `lookup` names, or Http404."""
    for membership in access.memberships(person):
        if all(str(getattr(membership, name)) == str(value) for name, value in lookup.items()):
            return membership
    raise Http404
