"""Cases of an organisation, the copy that may be published, consents, contact data; and what strangers see."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, member_view, membership_in, person_view
from accounts.models import Membership, Organisation, User
from common.keyset import page
from common.notices import attempt, say
from common.sheets import sheet_file, wanted
from deadlines import queries as deadline_queries
from monitoring import evidence_access as access
from monitoring import keeping
from monitoring.actions import cases as actions
from monitoring.actions import contacts as contact_actions
from monitoring.consent_texts import text_of
from monitoring.evidence_states import OF_CASES, Keeping, Purpose, Way
from monitoring.forms.evidence import CaseForm, ConsentForm, CopyForm, case_values, copy_values
from monitoring.models import Call, Case
from monitoring.queries import evidence as queries
from monitoring.sheets import CASES
from monitoring.views.surveys import asked_dossier, refuse

NOT_LISTED = (
    *("story", "body_did", "consequence", "papers", "copy_kk", "copy_ru"),
    *(f"dossier__draft__{name}" for name in ("search_text", "stems_kk", "stems_ru")),
)


@require_safe
@member_view(Right.COLLECT_EVIDENCE)
def case_list(request: HttpRequest, membership: Membership) -> HttpResponse:
    rows = queries.cases_of(membership.organisation)
    if kind := wanted(request):
        return sheet_file(CASES, rows.order_by("-id").defer(*NOT_LISTED), kind)
    found = page(rows, ("-id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    return render(request, "monitoring/case_list.html", {"page": found, "part": "cases"})


def _language() -> str:
    return "kk" if (get_language() or "kk")[:2] == "kk" else "ru"


def consent_texts(organisation: Organisation) -> dict[Purpose, str]:
    """What the person is asked or read out, in the language of the page."""
    days = keeping.days_of(deadline_queries.day_of(timezone.now()))
    terms = {"contact_days": days[Keeping.CASE], "story_days": days[Keeping.STORY]}
    return {purpose: text_of(purpose, organisation, _language(), **terms) for purpose in OF_CASES}


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Right.COLLECT_EVIDENCE)
def case_add(request: HttpRequest, membership: Membership) -> HttpResponse:
    """A new case; `?call=` in the address makes it of a call, `?dossier=` of a dossier."""
    organisation, at = membership.organisation, timezone.now()
    call = _asked_call(request, organisation)
    dossier = call.dossier if call is not None else asked_dossier(request, organisation)
    initial: dict[str, Any] = _begins_with(call)
    form = CaseForm(
        request.POST if request.method == "POST" else None, texts=consent_texts(organisation), initial=initial
    )
    if form.is_bound and form.is_valid():
        facts: dict[str, Any] = {
            "dossier": dossier,
            "call": call,
            "on": deadline_queries.day_of(at),
            "at": at,
        }
        try:
            case = actions.write_case(
                organisation, form.facts, form.given(_language()), actor=membership.user, **facts
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            say(request, _("The case is kept."))
            return redirect(case.path)
    context = {"form": form, "call": call, "dossier": dossier}
    return render(request, "monitoring/case_edit.html", context, status=422 if form.errors else 200)


def _asked_call(request: HttpRequest, organisation: Organisation) -> Call | None:
    asked = request.GET.get("call", "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        raise Http404
    call = access.call(request.user, int(asked), Right.COLLECT_EVIDENCE)  # type: ignore[arg-type]
    if call.organisation_id != organisation.pk:
        raise Http404
    return call


def _begins_with(call: Call | None) -> dict[str, Any]:
    if call is None:
        return {}
    facts = actions.from_call(call)
    return facts | {"month": f"{facts['happened_on']:%Y-%m}"}


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def case_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    case = access.case(person, pk, Right.COLLECT_EVIDENCE)
    form = CaseForm(request.POST if request.method == "POST" else None, texts=None, initial=case_values(case))
    theirs: list[tuple[Any, str]] = []
    if form.is_bound and form.is_valid():
        try:
            actions.change_case(case, form.facts, seen=form.seen, actor=person, at=timezone.now())
        except ValidationError as refusal:
            case = access.case(person, pk, Right.COLLECT_EVIDENCE)
            theirs = refuse(form, refusal, case_values(case))
        else:
            say(request, _("Saved."))
            return redirect(case.path)
    context = {"form": form, "case": case, "dossier": case.dossier, "theirs": theirs}
    return render(request, "monitoring/case_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def case_copy(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    case = access.case(person, pk, Right.COLLECT_EVIDENCE)
    form = CopyForm(request.POST if request.method == "POST" else None, initial=copy_values(case))
    theirs: list[tuple[Any, str]] = []
    if form.is_bound and form.is_valid():
        try:
            actions.write_copy(case, form.texts, seen=form.seen, actor=person, at=timezone.now())
        except ValidationError as refusal:
            case = access.case(person, pk, Right.COLLECT_EVIDENCE)
            theirs = refuse(form, refusal, copy_values(case))
        else:
            say(request, _("The copy is saved; look at what the machine found in it."))
            return redirect(case.path)
    return render(
        request,
        "monitoring/case_copy.html",
        {"form": form, "case": case, "theirs": theirs},
        status=422 if form.errors else 200,
    )


def case_page(request: HttpRequest, case: Case, **more: Any) -> HttpResponse:
    membership = membership_in(request.user, case.organisation_id)  # type: ignore[arg-type]
    standing = contact_actions.standing_purposes(case.contact)
    found = actions.signs_in(case)
    texts = consent_texts(case.organisation)
    context = {
        "case": case,
        "contact": case.contact,
        "found": found,
        "has_certain": any(one.is_certain for one in found),
        "is_settled": actions.is_settled(case, found),
        "lacking": actions.lacking(case, standing, found),
        "consents": [(purpose, purpose in standing, texts[purpose]) for purpose in OF_CASES],
        "can_see_contact": may(membership, Right.SEE_CONTACTS),
        "can_publish": may(membership, Right.PUBLISH_EVIDENCE),
        "public_url": settings.SITE_URL + case.public_path,
        **more,
    }
    return render(request, "monitoring/case_page.html", context)


@never_cache
@require_safe
@person_view
def case(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    return case_page(request, access.case(person, pk, Right.COLLECT_EVIDENCE))


@require_POST
@person_view
def case_settle(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.case(person, pk, Right.COLLECT_EVIDENCE)
    if attempt(request, lambda: actions.settle_signs(row, actor=person, at=timezone.now())):
        say(request, _("Noted: nothing of it says who the person is."))
    return redirect(row.path)


@require_POST
@person_view
def case_publish(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.case(person, pk, Right.PUBLISH_EVIDENCE)
    if attempt(request, lambda: actions.publish_case(row, actor=person, at=timezone.now())):
        say(request, _("The case is published."), undo=reverse("monitoring:case-take-down", args=[pk]))
    return redirect(row.path)


@require_POST
@person_view
def case_take_down(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    row = access.case(person, pk, Right.PUBLISH_EVIDENCE)
    if attempt(request, lambda: actions.take_down(row, actor=person, at=timezone.now())):
        say(request, _("The case is no longer public."))
    return redirect(row.path)


@require_POST
@person_view
def case_consent(request: HttpRequest, person: User, pk: int, purpose: str) -> HttpResponse:
    """Write down a consent given later, or one withdrawn; the latter takes effect at once."""
    row, at = access.case(person, pk, Right.COLLECT_EVIDENCE), timezone.now()
    if purpose not in OF_CASES:
        raise Http404
    wanted, on = Purpose(purpose), deadline_queries.day_of(at)
    form = ConsentForm({"purpose": purpose, "way": request.POST.get("way", "")})
    if request.POST.get("agree") != "yes":
        actions.withdraw_consent(row, wanted, actor=person, on=on, at=at)
        say(request, _("The withdrawal is written down and has taken effect."))
    elif form.is_valid():
        facts: dict[str, Any] = {
            "shown_in": _language(),
            "way": Way(form.cleaned_data["way"]),
            "actor": person,
            "on": on,
            "at": at,
        }
        if attempt(request, lambda: contact_actions.add_consent(row.contact, wanted, **facts)):
            say(request, _("The consent is written down."))
    return redirect(row.path)


@never_cache
@require_POST
@person_view
def case_link(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """An address for the person, shown once."""
    row = access.case(person, pk, Right.SEE_CONTACTS)
    try:
        secret = actions.new_own_link(row.contact, actor=person, at=timezone.now())
    except ValidationError:
        return redirect(row.path)
    own = settings.SITE_URL + reverse("monitoring:contact-own", args=[secret])
    return case_page(request, row, own_url=own)


# --- Contact data -------------------------------------------------------------------------------------------------


@never_cache
@require_POST
@person_view
def contact_read(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Show how to reach somebody; who looked, and when, is in the log before anything is shown."""
    contact = access.contact(person, pk, Right.SEE_CONTACTS)
    contact_actions.read_contact(contact, actor=person, at=timezone.now())
    context = {
        "contact": contact,
        "about": str(contact_actions.about(contact)),
        "consents": contact.consents.filter(withdrawn_on__isnull=True).order_by("pk"),
        "back": _page_of(contact),
        "can_erase": True,
    }
    return render(request, "monitoring/contact_page.html", context)


def _page_of(contact: Any) -> str:
    for name in ("case", "call"):
        if hasattr(contact, name):
            return str(getattr(contact, name).path)
    return reverse("monitoring:survey-answers", args=[contact.survey_id])


@require_POST
@person_view
def contact_erase(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The person asked for it, or the purpose is met: who they are is erased before its term."""
    contact, at = access.contact(person, pk, Right.SEE_CONTACTS), timezone.now()
    back = _page_of(contact)
    contact_actions.erase_contact(contact, actor=person, on=deadline_queries.day_of(at), at=at)
    say(request, _("The contact data are erased."))
    return redirect(back)


# --- What strangers see -------------------------------------------------------------------------------------------


@require_safe
def public_cases(request: HttpRequest) -> HttpResponse:
    found = page(
        queries.published_cases(),
        ("-id",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return render(request, "monitoring/public_cases.html", {"page": found})


@never_cache
@require_safe
def public_case(request: HttpRequest, code: str) -> HttpResponse:
    """The copy alone; whoever withdraws their consent takes the page down with it."""
    return render(request, "monitoring/public_case.html", {"case": access.public_case(code)})
