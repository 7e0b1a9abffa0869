"""Public councils: the directory, a council's page, and what is kept of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as account_queries
from accounts.access import Right, may, member_view, membership_in, person_view
from accounts.models import Membership, User
from common.keyset import page
from common.notices import attempt, say
from common.sheets import sheet_file, wanted
from deadlines import queries as deadline_queries
from monitoring import access
from monitoring.actions import councils as actions
from monitoring.forms.councils import (
    ENTRY_FORMS,
    CouncilForm,
    answer_form,
    council_initial,
    entry_initial,
)
from monitoring.forms.fields import ProofForm
from monitoring.models import Council, CouncilMeeting, CouncilOpinion
from monitoring.models.councils import Entry
from monitoring.queries import councils as queries
from monitoring.queries import life as life_queries
from monitoring.sheets import COUNCILS
from monitoring.states import ENTRY_BACK, EntryKind
from monitoring.views.life_forms import Crumb, bound, form_page, saved
from monitoring.wording import entry_due
from projects import access as project_access

HEADINGS: dict[str, Any] = {
    EntryKind.PROPOSAL: lambda: _("Proposal for the agenda"),
    EntryKind.OPINION: lambda: _("Opinion on a draft act"),
    EntryKind.MEETING: lambda: _("Meeting of the council"),
    EntryKind.RECOMMENDATION: lambda: _("Recommendation of the council"),
}


@require_safe
@member_view(Right.READ)
def council_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    rows = queries.councils_of(membership.organisation)
    if kind := wanted(request):
        return sheet_file(COUNCILS, rows.order_by("id"), kind)
    found = page(rows, ("id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {
        "page": found,
        "councils": found.rows,
        "on": deadline_queries.day_of(timezone.now()),
        "may_follow": may(membership, Right.FOLLOW_ACTS),
    }
    return render(request, "monitoring/council_list.html", context)


def _crumbs(council: Council | None = None) -> list[Crumb]:
    top: list[Crumb] = [(reverse("monitoring:council-list"), _("Public councils"))]
    return [*top, (reverse("monitoring:council", args=[council.pk]), str(council)[:80])] if council else top


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.FOLLOW_ACTS)
def council_add(request: HttpRequest, membership: Membership) -> HttpResponse:
    people = account_queries.people(membership.organisation)
    form: Any = bound(request, CouncilForm, {}, people=people)
    made: list[Council] = []

    def save() -> None:
        values, at = form.cleaned_data, timezone.now()
        made.append(actions.save_council(membership.organisation, None, values, actor=membership.user, at=at))

    if saved(form, save):
        say(request, _("The council is in the directory."))
        return redirect("monitoring:council", made[0].pk)
    return form_page(request, form, _("Add a public council"), crumbs=_crumbs())


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def council_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.council(person, pk, Right.FOLLOW_ACTS)
    people = account_queries.people(row.organisation)
    form: Any = bound(request, CouncilForm, council_initial(row), people=people)

    def save() -> object:
        return actions.save_council(row.organisation, row, form.cleaned_data, actor=person, at=timezone.now())

    if saved(form, save):
        say(request, _("Saved."))
        return redirect("monitoring:council", pk)
    return form_page(request, form, _("Public council"), crumbs=_crumbs(row))


@require_safe
@person_view
def council(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Its card, what waits for an answer, its chronology, and letters that went to it."""
    row = access.council(person, pk, Right.READ)
    on, days = deadline_queries.day_of(timezone.now()), deadline_queries.calendar()
    kind = request.GET.get("kind", "")
    kind = kind if kind in EntryKind.values else ""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    found: Any = (
        page(queries.entries_of(row, kind), ("-on", "-id"), after=after, before=before) if kind else None
    )
    context = {
        "council": row,
        "on": on,
        "waiting": [_shown(one, on, days) for one in queries.waiting_of(row)],
        "kind": kind,
        "kinds": EntryKind.choices,
        "page": found,
        "entries": [_shown(one, on, days) for one in (found.rows if found else queries.chronology(row))],
        "letters": queries.letters_of(row),
        "dossiers": queries.dossiers_to_write_on(row),
        "may_follow": may(membership_in(person, row.organisation_id), Right.FOLLOW_ACTS),
    }
    return render(request, "monitoring/council_page.html", context)


def _shown(row: Entry, on: Any, days: Any) -> tuple[Entry, Any, bool]:
    """The entry, what it waits for, and whether the council's silence has become agreement."""
    is_silent = isinstance(row, CouncilOpinion) and row.is_silent(on)
    return row, None if is_silent else entry_due(row, on, days), is_silent


# --- What is kept of a council --------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def entry_add(request: HttpRequest, person: User, pk: int, kind: str) -> HttpResponse:
    """`?dossier=7`: about its draft."""
    row = access.council(person, pk, Right.FOLLOW_ACTS)
    if kind not in ENTRY_FORMS:
        raise Http404
    number = request.GET.get("dossier", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    dossier = project_access.dossier(person, int(number), Right.READ) if is_number else None
    if dossier is not None and dossier.organisation_id != row.organisation_id:
        raise Http404
    return _entry_form(request, person, row, kind, None, entry_initial(kind, None, dossier))


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def entry_edit(request: HttpRequest, person: User, pk: int, kind: str, entry_pk: int) -> HttpResponse:
    row = access.entry(person, pk, kind, entry_pk, Right.FOLLOW_ACTS)
    return _entry_form(request, person, row.council, kind, row, entry_initial(kind, row, None))


def _entry_form(
    request: HttpRequest,
    person: User,
    council: Council,
    kind: str,
    row: Entry | None,
    initial: dict[str, Any],
) -> HttpResponse:
    people = account_queries.people(council.organisation)
    options = {"organisation": council.organisation, "council": council, "row": row, "people": people}
    form: Any = bound(request, ENTRY_FORMS[kind], initial, **options)
    at = timezone.now()
    on = deadline_queries.day_of(at)
    if saved(
        form, lambda: actions.save_entry(council, row, kind, form.cleaned_data, actor=person, on=on, at=at)
    ):
        say(request, _("It is written down."))
        return redirect("monitoring:council", council.pk)
    return form_page(request, form, HEADINGS[kind](), crumbs=_crumbs(council))


@require_safe
@person_view
def entry(request: HttpRequest, person: User, pk: int, kind: str, entry_pk: int) -> HttpResponse:
    row = access.entry(person, pk, kind, entry_pk, Right.READ)
    if isinstance(row, CouncilMeeting):
        return meeting_page(request, person, row)
    return entry_page(request, person, row)


def entry_page(
    request: HttpRequest, person: User, row: Entry, *, status: int = 200, **more: Any
) -> HttpResponse:
    """One proposal, opinion, meeting or recommendation with what came of it."""
    on, days = deadline_queries.day_of(timezone.now()), deadline_queries.calendar()
    kind = str(row.kind)  # type: ignore[attr-defined]
    shown = queries.entries_of(row.council, kind).get(pk=row.pk)
    asked = answer_form(row)
    context = {
        "council": row.council,
        "entry": shown,
        "due": _shown(shown, on, days)[1],
        "is_silent": _shown(shown, on, days)[2],
        "heading": HEADINGS[kind](),
        "answer_form": asked[0](states=asked[1]) if asked else None,
        "can_take_back": getattr(row, "state", "") in ENTRY_BACK,
        "may_follow": may(membership_in(person, row.organisation_id), Right.FOLLOW_ACTS),
        **more,
    }
    return render(request, "monitoring/entry_page.html", context, status=status)


def meeting_page(
    request: HttpRequest, person: User, row: CouncilMeeting, *, status: int = 200, proof_form: Any = None
) -> HttpResponse:
    on = deadline_queries.day_of(timezone.now())
    more = {
        "proofs": life_queries.proofs_of(meeting=row),
        "proof_form": proof_form or ProofForm(initial={"on": min(on, row.on)}),
        "recommended": queries.recommended_at(row),
        "proposed": queries.proposed_for(row),
    }
    return entry_page(request, person, row, status=status, **more)


@require_POST
@person_view
def entry_answer(request: HttpRequest, person: User, pk: int, kind: str, entry_pk: int) -> HttpResponse:
    row: Any = access.entry(person, pk, kind, entry_pk, Right.FOLLOW_ACTS)
    asked = answer_form(row)
    if asked is None:
        return redirect("monitoring:entry", pk, kind, entry_pk)
    form, at = asked[0](request.POST, states=asked[1]), timezone.now()
    on = deadline_queries.day_of(at)
    if saved(form, lambda: actions.answer_entry(row, form.to, form.values, actor=person, on=on, at=at)):
        say(
            request,
            _("The answer is recorded."),
            undo=reverse("monitoring:entry-undo", args=[pk, kind, entry_pk]),
        )
        return redirect("monitoring:entry", pk, kind, entry_pk)
    return entry_page(request, person, row, status=422, answer_form=form)


@require_POST
@person_view
def entry_undo(request: HttpRequest, person: User, pk: int, kind: str, entry_pk: int) -> HttpResponse:
    row: Any = access.entry(person, pk, kind, entry_pk, Right.FOLLOW_ACTS)
    at = timezone.now()
    on = deadline_queries.day_of(at)
    if getattr(row, "state", "") in ENTRY_BACK and attempt(
        request, lambda: actions.take_back_answer(row, actor=person, on=on, at=at)
    ):
        say(request, _("It is taken back."))
    return redirect("monitoring:entry", pk, kind, entry_pk)
