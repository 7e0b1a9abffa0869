"""The deadlines of an organisation, and what is done about them."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as account_queries
from accounts.access import Right, member_view, person_view
from accounts.models import Membership, User
from common.keyset import page
from common.notices import attempt, say
from common.sheets import sheet_file, wanted
from correspondence.queries import notices_of
from correspondence.wording import told as in_words
from deadlines import access, actions, queries
from deadlines.forms import MINE, NOBODY, AssignForm, DeadlineFilterForm
from deadlines.sheets import DEADLINES
from deadlines.states import DeadlineState
from deadlines.views.moves import back
from deadlines.wording import due_of

BY_URGENCY, LATEST_FIRST = ("due_on", "id"), ("-due_on", "-id")


@require_safe
@member_view(Right.READ)
def deadline_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Deadlines by urgency; those that are settled, the latest first."""
    on, days = timezone.localdate(), queries.calendar()
    members = account_queries.people(membership.organisation)
    form = DeadlineFilterForm(request.GET, members=members)
    state, who, within = form.asked("state") or DeadlineState.OPEN, form.asked("who"), form.asked("within")
    responsible = membership.user if who == MINE else next((m for m in members if str(m.pk) == who), None)
    rows = queries.deadlines_by(
        membership.organisation,
        state=state,
        responsible=responsible,
        untaken=who == NOBODY,
        due_by=None if within is None else days.add(on, within),
    )
    order = BY_URGENCY if state == DeadlineState.OPEN else LATEST_FIRST
    if kind := wanted(request):
        return sheet_file(DEADLINES, rows.order_by(*order), kind)
    found = page(rows, order, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    context = {
        "form": form,
        "page": found,
        "rows": [(deadline, due_of(deadline, on=on, days=days)) for deadline in found],
        "filtered": bool(who or within is not None or state != DeadlineState.OPEN),
    }
    return render(request, "deadlines/deadline_list.html", context)


@require_POST
@person_view
def close(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    deadline = access.deadline(person, pk, Right.CLOSE_DEADLINES)
    if attempt(request, lambda: actions.close_deadline(deadline, actor=person, at=timezone.now())):
        undo = reverse("deadlines:reopen", args=[pk])
        say(request, _("Done: %(label)s") % {"label": deadline.label}, undo=undo)
    return redirect(back(request, reverse("deadlines:list")))


@require_POST
@person_view
def reopen(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    deadline, at = access.deadline(person, pk, Right.CLOSE_DEADLINES), timezone.now()
    on = queries.day_of(at)
    if attempt(request, lambda: actions.reopen_deadline(deadline, actor=person, on=on, at=at)):
        say(request, _("Open again: %(label)s") % {"label": deadline.label})
    return redirect(back(request, reverse("deadlines:list")))


@require_safe
@person_view
def told(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Whom we reminded of the deadline, and whether it arrived: a page, or what the page holds for htmx."""
    deadline = access.deadline(person, pk, Right.READ)
    notices = notices_of(deadline.organisation, actions.thread_of(deadline))
    context = {
        "notices": in_words(notices, timezone.localdate()),
        "subject": deadline.label,
        "back_url": deadline.path or reverse("deadlines:list"),
        "back_name": deadline.about or _("Deadlines"),
    }
    template = "correspondence/_notices.html" if request.htmx else "correspondence/told.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def assign(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Who takes the deadline over: a member of the organisation whose deadline it is."""
    deadline, at = access.deadline(person, pk, Right.CLOSE_DEADLINES), timezone.now()
    members = account_queries.people(deadline.organisation)
    before = deadline.responsible_id or ""
    data = _asked_person(request) if request.method == "POST" else {"responsible": before}
    form = AssignForm(data, members=members)
    if request.method == "POST" and form.is_valid():
        actions.assign_deadline(deadline, form.person, actor=person, at=at)
        taken = _("%(name)s is responsible now.") % {"name": form.person}
        undo = f"{reverse('deadlines:assign', args=[pk])}?responsible={before}"
        say(request, taken if form.person else _("Nobody is responsible now."), undo=undo)
        return redirect(back(request, reverse("deadlines:list")))
    context = {
        "form": form,
        "deadline": deadline,
        "due": due_of(deadline, on=queries.day_of(at), days=queries.calendar()),
        "next": back(request, reverse("deadlines:list")),
    }
    return render(request, "deadlines/deadline_assign.html", context, status=422 if form.errors else 200)


def _asked_person(request: HttpRequest) -> QueryDict:
    """What the form says; an undo names the person in its address."""
    return request.POST if "responsible" in request.POST else request.GET
