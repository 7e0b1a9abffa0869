"""Choosing the addressees of a batch."""

from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Right, person_view
from accounts.models import User
from common.notices import attempt, say
from common.sqlite import kazakh_sort_key
from inforequests import access, queries
from inforequests.actions import batches as actions
from inforequests.batch_choice import Filter, Sort, candidates, picked
from inforequests.models import RequestBatch
from inforequests.states import BatchState

MOST_SHOWN = 300


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def batch_addressees(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The directory with filters; what is posted is added: those that are ticked, or with `all` whatever the filter fits."""
    batch = access.batch(person, pk, Right.WRITE_REQUESTS)
    if batch.state != BatchState.DRAFT:
        return redirect("inforequests:batch", pk)
    wanted = _filter(request.GET)
    if request.method == "POST":
        _add(request, batch, wanted)
        asked = request.GET.urlencode()
        return redirect(f"{request.path}?{asked}" if asked else request.path)
    everybody = candidates(batch)
    fitting = [one for one in everybody if wanted.fits(one)]
    context = {
        "batch": batch,
        "candidates": fitting[:MOST_SHOWN],
        "is_cut": len(fitting) > MOST_SHOWN,
        "left": sum(not one.is_chosen for one in fitting),
        "chosen": sum(one.is_chosen for one in everybody),
        "wanted": wanted,
        "sorts": Sort,
        "regions": sorted({one.region for one in everybody}, key=kazakh_sort_key),
    }
    return render(request, "inforequests/batch_addressees.html", context)


def _add(request: HttpRequest, batch: RequestBatch, wanted: Filter) -> None:
    values = request.POST.getlist("pick")
    if "all" in request.POST:
        values = [one.value for one in candidates(batch) if wanted.fits(one) and not one.is_chosen]
    holders, bodies = picked(batch.organisation, values)
    added: list[int] = []
    if attempt(
        request, lambda: added.append(actions.add_addressees(batch, holders, bodies, at=timezone.now()))
    ):
        number = added[0]
        said = ngettext("%(count)s addressee is added.", "%(count)s addressees are added.", number)
        say(request, said % {"count": number})


def _filter(asked: QueryDict) -> Filter:
    sort = asked.get("sort", "")
    return Filter(
        sort if sort in Sort.values else "",
        asked.get("region", "")[:300],
        asked.get("q", "").replace("\0", "")[: queries.SEARCH_LENGTH],
    )


@require_POST
@person_view
def batch_addressee_remove(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Take out the lines that are named, or all."""
    batch = access.batch(person, pk, Right.WRITE_REQUESTS)
    chosen = [int(value) for value in request.POST.getlist("line") if _is_number(value)]
    lines = None if "all" in request.POST else chosen
    gone: list[int] = []
    if attempt(request, lambda: gone.append(actions.remove_addressees(batch, lines))):
        said = ngettext("%(count)s addressee is taken out.", "%(count)s addressees are taken out.", gone[0])
        say(request, said % {"count": gone[0]})
    return redirect("inforequests:batch", pk)


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 18
