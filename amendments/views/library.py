"""The organisation's library: what it has justified before, and the laws it refers to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, member_view, person_view
from accounts.models import Membership, User
from amendments import access
from amendments.actions import library
from amendments.forms.table import LibraryForm
from amendments.queries import table as queries
from amendments.sheets import LIBRARY
from amendments.states import LibraryKind
from common.keyset import page
from common.notices import say
from common.sheets import sheet_file, wanted

WORDS_LENGTH = 200


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in LibraryKind.values else ""


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.READ)
def entry_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """What is kept, to be searched; below, a form to keep something more."""
    may_add = may(membership, Right.WRITE_AMENDMENTS)
    if request.method == "POST" and may_add:
        form = LibraryForm(request.POST)
        if form.is_valid():
            library.add_entry(
                membership.organisation, **form.cleaned_data, actor=membership.user, at=timezone.now()
            )
            say(request, _("It is in the library."))
            return redirect("amendments:library")
    else:
        form = LibraryForm()
    words, kind = request.GET.get("q", "")[:WORDS_LENGTH], _kind(request)
    entries = queries.library(membership.organisation_id, words, kind).select_related("created_by")
    if file := wanted(request):
        return sheet_file(LIBRARY, entries.defer("stems"), file)
    found = page(entries, ("-id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {
        "page": found,
        "words": words,
        "kind": kind,
        "kinds": LibraryKind.choices,
        "form": form,
        "may_add": may_add,
    }
    status = 422 if form.errors else 200
    return render(request, "amendments/library.html", context, status=status)


@require_safe
@person_view
def library_search(request: HttpRequest, person: User, pk: int, row_pk: int) -> HttpResponse:
    """What the library has for the justification that is being written."""
    row = access.row(person, pk, row_pk, Right.WRITE_AMENDMENTS)
    words = request.GET.get("q", "")[:WORDS_LENGTH].strip()
    entries = queries.library(row.organisation_id, words)[: queries.MOST_FOUND] if words else []
    return render(request, "amendments/_library_found.html", {"row": row, "entries": entries, "words": words})


@require_POST
@person_view
def library_remove(request: HttpRequest, person: User, entry_pk: int) -> HttpResponse:
    entry = access.library_entry(person, entry_pk, Right.WRITE_AMENDMENTS)
    library.remove_entry(entry, actor=person, at=timezone.now())
    say(request, _("The entry is removed from the library."))
    return redirect("amendments:library")
