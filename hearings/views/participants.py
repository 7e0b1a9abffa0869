"""Who registered, and what they need: for those who run the hearing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from common.notices import attempt, say
from deadlines import queries as deadline_queries
from hearings import access, queries
from hearings.actions import needs
from hearings.states import NeedState, Purpose
from hearings.terms import TermBook

MOST_SHOWN = 1_000


@never_cache
@require_safe
@person_view
def participant_list(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    hearing = access.hearing(person, pk, Right.SEE_PARTICIPANTS)
    rows = list(queries.participants(hearing)[:MOST_SHOWN])
    labels = {purpose.value: purpose.label for purpose in Purpose if purpose != Purpose.TAKING_PART}
    context = {
        "hearing": hearing,
        "rows": [
            (row, [labels[one.purpose] for one in row.current_consents if one.purpose in labels])  # type: ignore[attr-defined]
            for row in rows
        ],
        "needs": [(row, need) for row in rows for need in row.asked_needs],  # type: ignore[attr-defined]
        "places": queries.places(hearing),
        "keeping": TermBook(deadline_queries.day_of(timezone.now())).of_hearing(hearing),
        "may_set_terms": may(membership_in(person, hearing.organisation_id), Right.EDIT_ORGANISATION),
        "written": list(queries.written_proposals(hearing)[:MOST_SHOWN]),
    }
    return render(request, "hearings/participants.html", context)


@require_POST
@person_view
def need_take(request: HttpRequest, person: User, pk: int, need_pk: int) -> HttpResponse:
    need = access.need(person, pk, need_pk, Right.SEE_PARTICIPANTS)
    needs.take_need(need, actor=person, at=timezone.now())
    return redirect("hearings:participants", pk)


@require_POST
@person_view
def need_settle(request: HttpRequest, person: User, pk: int, need_pk: int) -> HttpResponse:
    need = access.need(person, pk, need_pk, Right.SEE_PARTICIPANTS)
    state = NeedState.ARRANGED if request.POST.get("state") == "arranged" else NeedState.DECLINED
    if attempt(request, lambda: needs.settle_need(need, state, actor=person, at=timezone.now())):
        say(request, _("The person is told by letter."))
    return redirect("hearings:participants", pk)
