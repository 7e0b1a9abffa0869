"""What acts promise: the list across the organisation, a dossier's, an item's page, and what is done with it."""

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
from common.downloads import CSV, XLSX, own_file
from common.keyset import page
from common.notices import attempt, say, warn
from deadlines import queries as deadline_queries
from inforequests import access as request_access
from monitoring import access, items_file
from monitoring.actions import implementation as actions
from monitoring.forms.fields import ProofForm
from monitoring.forms.implementation import (
    DoneForm,
    DropForm,
    ItemForm,
    LinkRequestForm,
    MeasurementForm,
    item_initial,
)
from monitoring.models import ImplementationItem
from monitoring.queries import life as queries
from monitoring.states import ITEM_MOVES, ItemKind, ItemState
from monitoring.views.life_forms import bound, form_page, promise_crumbs, saved
from monitoring.wording import item_due
from projects import access as project_access

BIGGEST = 2**31
ALL_STATES = [("open", lambda: _("open")), ("overdue", lambda: _("overdue"))]
SIZE_OF_FILE = 5_000


# --- Lists ----------------------------------------------------------------------------------------------------


@require_safe
@member_view(Right.READ)
def item_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Across the organisation: what is overdue first, then by the last day; what is finished comes last."""
    on, days = deadline_queries.day_of(timezone.now()), deadline_queries.calendar()
    wanted = _wanted(request)
    rows = queries.items_of(membership.organisation, wanted, on)
    found = page(
        rows, ("sort_on", "id"), after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "page": found,
        "rows": [(item, item_due(item, on, days)) for item in found.rows],
        "wanted": wanted,
        "states": [(value, label()) for value, label in ALL_STATES] + ItemState.choices,
        "kinds": ItemKind.choices,
        "bodies": queries.promising_bodies(membership.organisation),
    }
    return render(request, "monitoring/item_list.html", context)


def _wanted(request: HttpRequest) -> queries.Wanted:
    asked = request.GET
    return queries.Wanted(
        state=asked.get("state", "")[:20], kind=asked.get("kind", "")[:20], body=_number(asked.get("body", "")),
        dossier=_number(asked.get("dossier", "")),
    )  # fmt: skip


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@require_safe
@member_view(Right.READ)
def item_export(request: HttpRequest, membership: Membership, kind: str) -> HttpResponse:
    """The items of the list as CSV or XLSX, the first SIZE_OF_FILE of them."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    on = deadline_queries.day_of(timezone.now())
    rows = queries.with_requests(queries.items_of(membership.organisation, _wanted(request), on))[
        :SIZE_OF_FILE
    ]
    if kind == "csv":
        return own_file(items_file.as_csv(rows, on), "implementation.csv", CSV)
    return own_file(items_file.as_xlsx(rows, on), "implementation.xlsx", XLSX)


@require_safe
@person_view
def dossier_items(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """What one act promises, and what it does to target groups."""
    on, days = deadline_queries.day_of(timezone.now()), deadline_queries.calendar()
    dossier = project_access.dossier(person, pk, Right.READ, **queries.life_columns(on))
    rows = queries.items_of(dossier.organisation, queries.Wanted(dossier=dossier.pk), on)
    found = page(
        rows, ("sort_on", "id"), after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "dossier": dossier,
        "life": queries.life_along(dossier),
        "page": found,
        "rows": [(item, item_due(item, on, days)) for item in found.rows],
        "effects": queries.effects_of(dossier),
        "may_follow": may(membership_in(person, dossier.organisation_id), Right.FOLLOW_ACTS),
    }
    return render(request, "monitoring/dossier_items.html", context)


# --- An item --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def item_add(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    dossier = project_access.dossier(person, pk, Right.FOLLOW_ACTS)
    people = account_queries.people(dossier.organisation)
    form: Any = bound(request, ItemForm, {"seen": 0, "body": dossier.draft.body_id}, people=people)
    at = timezone.now()
    on = deadline_queries.day_of(at)
    if saved(form, lambda: actions.add_item(dossier, form.values, form.due, actor=person, on=on, at=at)):
        say(request, _("It is written down."))
        return redirect("monitoring:dossier-items", pk)
    return form_page(request, form, _("What the act promises"), crumbs=promise_crumbs(dossier))


@require_safe
@person_view
def item(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    return item_page(request, person, access.item(person, pk, Right.READ))


def item_page(
    request: HttpRequest, person: User, row: ImplementationItem, *, status: int = 200, **refused: Any
) -> HttpResponse:
    """An item on one screen; `refused` are forms that were."""
    on, days = deadline_queries.day_of(timezone.now()), deadline_queries.calendar()
    membership = membership_in(person, row.organisation_id)
    may_follow = may(membership, Right.FOLLOW_ACTS)
    asked = queries.requests_of_item(row)
    linked = [one.info_request_id for one in asked]
    context = {
        "item": row,
        "due": item_due(row, on, days),
        "days_late": items_file.days_late(row, on),
        "asked": asked,
        "measurements": queries.measurements_of(row) if row.kind == ItemKind.KPI else [],
        "proofs": queries.proofs_of(item=row),
        "may_follow": may_follow,
        "may_ask": may(membership, Right.WRITE_REQUESTS),
        "moves": [(to, ItemState(to).label) for to in _open_moves(row)],
        "done_form": DoneForm(initial={"done_on": on}),
        "drop_form": DropForm(),
        "measurement_form": MeasurementForm(initial={"on": on}),
        "link_form": LinkRequestForm(item=row, linked=linked) if may_follow else None,
        "proof_form": ProofForm(initial={"on": on}),
        **refused,
    }
    return render(request, "monitoring/item_page.html", context, status=status)


def _open_moves(row: ImplementationItem) -> list[str]:
    """To the states that need no form."""
    return [to for to in (ItemState.IN_PROGRESS, ItemState.EXPECTED) if to in ITEM_MOVES[row.state]]


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def item_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.item(person, pk, Right.FOLLOW_ACTS)
    people = account_queries.people(row.organisation)
    form: Any = bound(request, ItemForm, item_initial(row), people=people)
    at = timezone.now()
    on = deadline_queries.day_of(at)

    def save() -> None:
        seen = form.cleaned_data["seen"]
        actions.change_item(row, form.values, form.due, seen=seen, actor=person, on=on, at=at)

    if saved(form, save):
        say(request, _("Saved."))
        return redirect("monitoring:item", pk)
    crumbs = [*promise_crumbs(row.dossier), (reverse("monitoring:item", args=[pk]), row.title[:80])]
    return form_page(request, form, _("What the act promises"), crumbs=crumbs)


@require_POST
@person_view
def item_move(request: HttpRequest, person: User, pk: int, state: str) -> HttpResponse:
    """In progress, expected again, done on a day, or not followed any more for a reason."""
    row = access.item(person, pk, Right.FOLLOW_ACTS)
    if state not in ItemState.values:
        raise Http404
    forms = {ItemState.DONE: ("done_form", DoneForm), ItemState.DROPPED: ("drop_form", DropForm)}
    name, kind = forms.get(ItemState(state), ("", None))
    form: Any = kind(request.POST) if kind else None
    at = timezone.now()
    on = deadline_queries.day_of(at)

    def move() -> None:
        said = form.cleaned_data if form else {}
        actions.move_item(row, state, actor=person, on=on, at=at, **said)

    if form is not None and not saved(form, move):
        return item_page(request, person, access.item(person, pk, Right.READ), status=422, **{name: form})
    if form is not None or attempt(request, move):
        say(request, _("It is written down."), undo=reverse("monitoring:item-undo", args=[pk]))
    return redirect("monitoring:item", pk)


@require_POST
@person_view
def item_undo(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row, at = access.item(person, pk, Right.FOLLOW_ACTS), timezone.now()
    on = deadline_queries.day_of(at)
    if attempt(request, lambda: actions.take_back_item(row, actor=person, on=on, at=at)):
        say(request, _("It is taken back."))
    return redirect("monitoring:item", pk)


# --- Requests and figures -------------------------------------------------------------------------------------


@require_POST
@person_view
def item_ask(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """A pre-filled request to the body, linked with the item; where no body is named, the form asks whom."""
    row = access.item(person, pk, Right.WRITE_REQUESTS)
    asked = actions.ask_body(row, actor=person, at=timezone.now())
    if asked is None:
        warn(
            request,
            _("No body is named here: say whom you ask, and link the request with the item afterwards."),
        )
        return redirect(f"{reverse('inforequests:request-compose')}?dossier={row.dossier_id}&text=adopted")
    say(request, _("The request is filled in and linked: read it before you issue it."))
    return redirect("inforequests:request", asked.pk)


@require_POST
@person_view
def item_request_link(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.item(person, pk, Right.FOLLOW_ACTS)
    linked = [one.info_request_id for one in queries.requests_of_item(row)]
    form, at = LinkRequestForm(request.POST, item=row, linked=linked), timezone.now()
    if saved(form, lambda: actions.link_request(row, form.cleaned_data["info_request"], actor=person, at=at)):
        say(request, _("The request is linked."))
        return redirect("monitoring:item", pk)
    return item_page(request, person, row, status=422, link_form=form)


@require_POST
@person_view
def item_request_unlink(request: HttpRequest, person: User, pk: int, request_pk: int) -> HttpResponse:
    row = access.item(person, pk, Right.FOLLOW_ACTS)
    asked = request_access.info_request(person, request_pk, Right.READ)
    actions.unlink_request(row, asked, actor=person, at=timezone.now())
    say(request, _("The request is not linked any more; it stays among the requests."))
    return redirect("monitoring:item", pk)


@require_POST
@person_view
def measurement_add(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.item(person, pk, Right.FOLLOW_ACTS)
    form, at = MeasurementForm(request.POST), timezone.now()
    on = deadline_queries.day_of(at)

    def save() -> object:
        said = form.cleaned_data
        return actions.add_measurement(
            row, said["on"], said["value"], said["source"], actor=person, on=on, at=at
        )

    if saved(form, save):
        say(request, _("The value is written down."))
        return redirect("monitoring:item", pk)
    return item_page(request, person, row, status=422, measurement_form=form)
