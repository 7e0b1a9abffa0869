"""Search over everything that the organisation may open."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Right, member_view
from accounts.models import Membership
from common.keyset import Page
from monitoring.forms.search import SearchForm
from monitoring.queries import search as queries
from monitoring.search.hits import Hit, hits_of_drafts, hits_of_entries
from monitoring.search.kinds import Kind, open_to
from monitoring.search.marks import Marker


@dataclass(frozen=True)
class Section:
    """Hits of one kind. `count`: how many there are, None where nobody counts; `more`: there are more than these."""

    kind: Kind
    hits: list[Hit]
    count: int | None = None
    more: bool = False


@require_safe
@member_view(Right.READ)
def search(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The newest hits of each kind, or all of one kind page by page."""
    form = SearchForm(request.GET, kinds=open_to(membership), bodies=queries.central_bodies())
    exact = "exact" in request.GET
    words = queries.words_of(form.text, membership.organisation, exact=exact)
    wanted, marker = _wanted(form, membership, words), Marker(words)
    context = {"form": form, "asked": form.text, "exact": exact, "has_words": bool(words)}
    if words and form.asked("kind"):
        context["sections"], context["page"] = _one_kind(wanted, marker, request)
    elif words:
        context["sections"] = _every_kind(wanted, marker)
    if context.get("sections"):
        context["replaced"] = marker.replaced()
    return render(request, "monitoring/search.html", context)


def _wanted(form: SearchForm, membership: Membership, words: list[queries.Word]) -> queries.Wanted:
    kinds = (Kind(form.asked("kind")),) if form.asked("kind") else tuple(open_to(membership))
    return queries.Wanted(
        organisation=membership.organisation,
        words=words,
        kinds=kinds,
        body=form.body_asked,
        since=form.asked("since"),
        till=form.asked("till"),
        mine=membership.user if form.asked("whose") else None,
    )


def _every_kind(wanted: queries.Wanted, marker: Marker) -> list[Section]:
    entries, counts = queries.newest_of_each(wanted)
    hits = hits_of_entries(entries, marker)
    sections = [
        Section(kind, of_kind, counts[kind], counts[kind] > len(of_kind))
        for kind in wanted.kinds
        if (of_kind := [hit for hit in hits if hit.kind == kind])
    ]
    drafts = [] if wanted.mine else queries.newest_drafts(wanted)
    if drafts:
        shown = hits_of_drafts(drafts[: queries.SHOWN], marker)
        sections.append(Section(Kind.DRAFT, shown, more=len(drafts) > queries.SHOWN))
    return sections


def _one_kind(
    wanted: queries.Wanted, marker: Marker, request: HttpRequest
) -> tuple[list[Section], Page[Any]]:
    at = {name: request.GET.get(name, "") for name in ("after", "before")}
    kind = wanted.kinds[0]
    if kind == Kind.DRAFT:
        page: Page[Any] = queries.drafts_page(wanted, **at) if not wanted.mine else Page([], "", "")
        hits = hits_of_drafts(page.rows, marker)
    else:
        page = queries.entries_page(wanted, **at)
        hits = hits_of_entries(page.rows, marker)
    return [Section(kind, hits)] if hits else [], page
