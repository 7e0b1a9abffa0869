"""The hotline: the log, a call, the categories, figures by month."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries as account_queries
from accounts.access import Right, may, member_view, membership_in, person_view
from accounts.models import Membership, Organisation, User
from common.keyset import page
from common.notices import attempt, say
from deadlines import queries as deadline_queries
from deadlines.wording import due_of
from monitoring import evidence_access as access
from monitoring import keeping
from monitoring.actions import hotline as actions
from monitoring.consent_texts import text_of
from monitoring.evidence_states import CallState, Keeping, Purpose
from monitoring.forms.evidence import CallForm, CategoryForm, call_values
from monitoring.models import CallCategory
from monitoring.queries import evidence as queries
from monitoring.regions import region_choices
from monitoring.survey_results import as_csv, chart_of
from monitoring.views.downloads import own_file
from monitoring.views.surveys import asked_dossier, refuse

MOST_LINES = 20_000


def _filtered(request: HttpRequest, organisation: Organisation) -> Any:
    rows = queries.calls_of(organisation)
    state, region = request.GET.get("state", ""), request.GET.get("region", "")
    category = request.GET.get("category", "")
    if state in CallState.values:
        rows = rows.filter(state=state)
    if region:
        rows = rows.filter(region=region[:12])
    if category.isascii() and category.isdigit() and len(category) < 18:
        rows = rows.filter(category=int(category))
    return rows


@require_safe
@member_view(Right.COLLECT_EVIDENCE)
def call_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    organisation = membership.organisation
    found = page(
        _filtered(request, organisation),
        ("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "page": found,
        "categories": list(queries.categories_of(organisation)),
        "regions": region_choices()[1:],
        "state": request.GET.get("state", ""),
        "states": CallState.choices,
        "part": "calls",
    }
    return render(request, "monitoring/call_list.html", context)


@require_safe
@member_view(Right.COLLECT_EVIDENCE)
def call_export(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The log as filtered, as CSV, without contact data."""
    heads = ["№", _("When"), _("How they reached us"), _("Category"), _("Region"), _("What was asked")]
    rows = [[*heads, _("What was answered"), _("State")]]
    for call in _filtered(request, membership.organisation).order_by("-id")[:MOST_LINES]:
        when = timezone.localtime(call.called_at)
        facts = [
            str(call.number),
            f"{when:%Y-%m-%d %H:%M}",
            call.get_channel_display(),
            str(call.category or ""),
        ]
        rows.append([*facts, call.region_name, call.asked, call.answered, call.get_state_display()])
    return own_file(as_csv([[str(cell) for cell in row] for row in rows]), "hotline.csv")


@require_safe
@member_view(Right.READ)
def call_figures(request: HttpRequest, membership: Membership) -> HttpResponse:
    on = deadline_queries.day_of(timezone.now())
    months, lines = queries.calls_by_month(membership.organisation, on)
    whole = sum(line.whole for line in lines)
    counted = [(str(line.category or _("without a category")), line.whole) for line in lines]
    context = {
        "months": months,
        "lines": [
            (line.category, list(zip(months, line.numbers, strict=True)), line.whole) for line in lines
        ],
        "chart": chart_of(counted, whole),
        "part": "figures",
    }
    return render(request, "monitoring/call_figures.html", context)


def _form(
    request: HttpRequest, organisation: Organisation, initial: dict[str, Any], *, is_new: bool
) -> CallForm:
    on = deadline_queries.day_of(timezone.now())
    texts = None
    language = "kk" if (get_language() or "kk")[:2] == "kk" else "ru"
    if is_new:
        days = keeping.days_of(on)[Keeping.CALL]
        texts = {Purpose.CONTACT: text_of(Purpose.CONTACT, organisation, language, contact_days=days)}
    form = CallForm(
        request.POST if request.method == "POST" else None,
        people=account_queries.people(organisation),
        categories=CallCategory.objects.filter(organisation=organisation, is_used=True).order_by("pk"),
        texts=texts,
        initial=initial,
    )
    form.language = language
    return form


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.COLLECT_EVIDENCE)
def call_add(request: HttpRequest, membership: Membership) -> HttpResponse:
    person, organisation, at = membership.user, membership.organisation, timezone.now()
    dossier = asked_dossier(request, organisation)
    form = _form(request, organisation, {"called_at": at, "responsible": person.pk}, is_new=True)
    if form.is_bound and form.is_valid():
        call = actions.take_call(
            organisation,
            form.facts,
            dossier=dossier,
            given=form.contact,
            follow_up=form.follow_up,
            form_key=form.cleaned_data["key"] or str(at.timestamp()),
            actor=person,
            on=deadline_queries.day_of(at),
            at=at,
        )
        say(request, _("The call is written down."))
        return redirect(call.path)
    context = {"form": form, "dossier": dossier}
    return render(request, "monitoring/call_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def call_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    call, at = access.call(person, pk, Right.COLLECT_EVIDENCE), timezone.now()
    form = _form(request, call.organisation, call_values(call), is_new=False)
    theirs: list[tuple[Any, str]] = []
    if form.is_bound and form.is_valid():
        on = deadline_queries.day_of(at)
        facts: dict[str, Any] = {"follow_up": form.follow_up, "seen": form.seen, "on": on, "at": at}
        try:
            actions.change_call(call, form.facts, actor=person, **facts)
        except ValidationError as refusal:
            call = access.call(person, pk, Right.COLLECT_EVIDENCE)
            theirs = refuse(form, refusal, call_values(call))
        else:
            say(request, _("Saved."))
            return redirect(call.path)
    context = {"form": form, "call": call, "dossier": call.dossier, "theirs": theirs}
    return render(request, "monitoring/call_edit.html", context, status=422 if form.errors else 200)


@require_safe
@person_view
def call(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.call(person, pk, Right.COLLECT_EVIDENCE)
    on, days = deadline_queries.day_of(timezone.now()), deadline_queries.calendar()
    membership = membership_in(person, row.organisation_id)
    context = {
        "call": row,
        "due": due_of(row.follow_up, on=on, days=days) if row.follow_up else None,
        "contact": row.contact,
        "can_see_contact": may(membership, Right.SEE_CONTACTS),
    }
    return render(request, "monitoring/call_page.html", context)


@require_POST
@person_view
def call_settle(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.call(person, pk, Right.COLLECT_EVIDENCE)
    if attempt(request, lambda: actions.settle_call(row, actor=person, at=timezone.now())):
        say(request, _("The call is settled."), undo=reverse("monitoring:call-reopen", args=[pk]))
    return redirect(row.path)


@require_POST
@person_view
def call_reopen(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.call(person, pk, Right.COLLECT_EVIDENCE)
    if attempt(request, lambda: actions.reopen_call(row, actor=person, at=timezone.now())):
        say(request, _("The call waits for an answer again."))
    return redirect(row.path)


# --- Categories ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.COLLECT_EVIDENCE)
def category_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The categories; posted to, one is added."""
    organisation = membership.organisation
    form = CategoryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and _saved(request, CallCategory(organisation=organisation), form, membership.user):
        return redirect("monitoring:call-categories")
    context = {"categories": list(queries.categories_of(organisation)), "form": form, "part": "calls"}
    return render(request, "monitoring/category_list.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, category: CallCategory, form: CategoryForm, actor: User) -> bool:
    if not form.is_valid():
        return False
    is_used = form.cleaned_data["is_used"]
    try:
        actions.save_category(category, form.names, is_used=is_used, actor=actor, at=timezone.now())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    say(request, _("Saved."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def category_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    category = access.category(person, pk, Right.COLLECT_EVIDENCE)
    initial = {name: getattr(category, name) for name in ("name_kk", "name_ru", "is_used")}
    form = CategoryForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and _saved(request, category, form, person):
        return redirect("monitoring:call-categories")
    context = {"category": category, "form": form}
    return render(request, "monitoring/category_edit.html", context, status=422 if form.errors else 200)


@require_POST
@member_view(Right.COLLECT_EVIDENCE)
def categories_usual(request: HttpRequest, membership: Membership) -> HttpResponse:
    actions.take_usual_categories(membership.organisation, actor=membership.user, at=timezone.now())
    say(request, _("The usual categories are there: change them as you like."))
    return redirect("monitoring:call-categories")
