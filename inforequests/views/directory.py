"""The directory of bodies: list, entries, and its file in and out."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Right, may, member_view, person_view
from accounts.models import Membership, User
from common.notices import say
from common.sheets import sheet_file, wanted
from inforequests import access, queries
from inforequests.actions.directory import save_holder
from inforequests.actions.directory_import import import_directory
from inforequests.forms.directory import HolderForm, ImportForm, entry_of
from inforequests.models import Holder
from inforequests.sheets import directory_sheet

MOST_SHOWN = 300


@require_safe
@member_view(Right.READ)
def directory(request: HttpRequest, membership: Membership) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "")[: queries.SEARCH_LENGTH]
    found = queries.directory(membership.organisation, words)
    if kind := wanted(request):
        return sheet_file(directory_sheet((get_language() or "kk")[:2]), found, kind)
    rows = list(found[: MOST_SHOWN + 1])
    context = {
        "holders": rows[:MOST_SHOWN],
        "is_cut": len(rows) > MOST_SHOWN,
        "words": words,
        "may_write": may(membership, Right.WRITE_REQUESTS),
    }
    return render(request, "inforequests/directory.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.WRITE_REQUESTS)
def holder_add(request: HttpRequest, membership: Membership) -> HttpResponse:
    organisation = membership.organisation
    form = HolderForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if form.is_bound and form.is_valid():
        try:
            save_holder(organisation, form.cleaned_data, actor=membership.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The entry is in the directory."))
            return redirect("inforequests:directory")
    return _entry_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def holder_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    holder = access.holder(person, pk, Right.WRITE_REQUESTS)
    posted = request.POST if request.method == "POST" else None
    form = HolderForm(posted, organisation=holder.organisation, holder=holder, initial=entry_of(holder))
    if form.is_bound and form.is_valid():
        try:
            save_holder(
                holder.organisation, form.cleaned_data, holder=holder, actor=person, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("Saved."))
            return redirect("inforequests:directory")
    return _entry_page(request, form, holder)


def _entry_page(request: HttpRequest, form: HolderForm, holder: Holder | None) -> HttpResponse:
    context = {"form": form, "holder": holder}
    return render(request, "inforequests/holder_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.WRITE_REQUESTS)
def directory_import(request: HttpRequest, membership: Membership) -> HttpResponse:
    """A whole directory from a CSV file; a file with faults changes nothing, and each fault is named by its line."""
    form = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        reading = form.cleaned_data["file"]
        try:
            new, changed = import_directory(
                membership.organisation, reading, actor=membership.user, at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _imported(new, changed))
            return redirect("inforequests:directory")
        context = {"form": form, "faults": sorted(reading.faults, key=lambda fault: fault.line)}
        return render(request, "inforequests/directory_import.html", context, status=422)
    status = 422 if form.errors else 200
    return render(request, "inforequests/directory_import.html", {"form": form}, status=status)


def _imported(new: int, changed: int) -> str:
    first = ngettext("%(count)s new entry.", "%(count)s new entries.", new) % {"count": new}
    second = ngettext("%(count)s entry is changed.", "%(count)s entries are changed.", changed) % {
        "count": changed
    }
    return f"{first} {second}"
