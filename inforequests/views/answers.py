"""What an answer gave: verdicts item by item, and the facts taken out of it."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from common.keyset import page
from common.notices import say, warn
from common.sheets import sheet_file, wanted
from inforequests import access
from inforequests.actions.evaluation import ANSWERED, judge_items
from inforequests.actions.facts import note_fact, remove_fact, restore_fact
from inforequests.answers import facts_along, facts_of, history_of_verdicts, last_answer, overall, verdicts_of
from inforequests.forms.answer import EvaluationForm, FactForm
from inforequests.models import Fact, InfoRequest
from inforequests.sheets import FACTS
from inforequests.states import Completeness
from projects import access as project_access


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def evaluation(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """How far each item was answered; who judged it before stays to be read."""
    row = access.info_request(person, pk, Right.WRITE_REQUESTS)
    answer = last_answer(row)
    if answer is None or row.state not in ANSWERED:
        warn(request, _("No answer is recorded: there is nothing to judge."))
        return redirect("inforequests:request", pk)
    items, verdicts, status = list(row.items.all()), verdicts_of(row), 200
    form = EvaluationForm(request.POST or None, items=items, verdicts=verdicts)
    if request.method == "POST":
        if form.is_valid() and _judged(request, row, form, person):
            return redirect("inforequests:request", pk)
        status = 422
    found = overall([verdict.verdict for verdict in verdicts], len(items))
    context = {
        "info_request": row,
        "dossier": row.dossier,
        "form": form,
        "overall": found,
        "recorded": Completeness(answer.outcome).label if found and found != answer.outcome else "",
        "history": list(history_of_verdicts(row).select_related("item"))[::-1],
    }
    return render(request, "inforequests/evaluation.html", context, status=status)


def _judged(request: HttpRequest, row: InfoRequest, form: EvaluationForm, person: User) -> bool:
    try:
        judge_items(row, form.judged, actor=person, at=timezone.now())
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    say(request, _("Saved."))
    return True


# --- Facts ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def fact_list(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """What was taken out of the answer, and one more of it."""
    row = access.info_request(person, pk, Right.WRITE_REQUESTS if request.method == "POST" else Right.READ)
    if kind := wanted(request):
        return sheet_file(FACTS, _with_letters(facts_of(row)), kind)
    form, status = FactForm(request.POST or None, info_request=row), 200
    if request.method == "POST":
        if form.is_valid():
            try:
                fact = note_fact(row, form.noted, form.file, actor=person, at=timezone.now())
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                undo = reverse("inforequests:fact-remove", args=[pk, fact.pk])
                say(request, _("Kept: %(what)s.") % {"what": fact.label}, undo=undo)
                return redirect("inforequests:fact-list", pk)
        status = 422
    may_write = may(membership_in(person, row.organisation_id), Right.WRITE_REQUESTS)
    context = {
        "info_request": row,
        "dossier": row.dossier,
        "facts": list(facts_of(row)),
        "form": form if may_write and row.state in ANSWERED else None,
        "may_write": may_write,
    }
    return render(request, "inforequests/fact_list.html", context, status=status)


@require_POST
@person_view
def fact_remove(request: HttpRequest, person: User, pk: int, fact_pk: int) -> HttpResponse:
    fact = access.fact(person, pk, fact_pk, Right.WRITE_REQUESTS)
    remove_fact(fact, actor=person, at=timezone.now())
    undo = reverse("inforequests:fact-restore", args=[pk, fact_pk])
    say(request, _("Removed: %(what)s.") % {"what": fact.label}, undo=undo)
    return redirect("inforequests:fact-list", pk)


@require_POST
@person_view
def fact_restore(request: HttpRequest, person: User, pk: int, fact_pk: int) -> HttpResponse:
    fact = access.fact(person, pk, fact_pk, Right.WRITE_REQUESTS)
    restore_fact(fact, actor=person, at=timezone.now())
    say(request, _("Kept: %(what)s.") % {"what": fact.label})
    return redirect("inforequests:fact-list", pk)


def _with_letters(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    return facts.select_related("info_request__holder", "info_request__order__issued")


@require_safe
@person_view
def dossier_facts(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The facts of all the answers about one draft."""
    dossier = project_access.dossier(person, pk, Right.READ)
    rows = facts_along(dossier)
    if kind := wanted(request):
        return sheet_file(FACTS, rows, kind)
    found = page(rows, ("-id",), after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    return render(
        request, "inforequests/dossier_facts.html", {"dossier": dossier, "page": found, "facts": found.rows}
    )
