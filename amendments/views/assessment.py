"""The rapid assessment of a dossier: its versions, the form, what changed, and the page for paper."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Right, may, membership_in, person_view
from accounts.models import User
from amendments import access
from amendments.actions.assessment import SomebodySaved, issue_assessment, save_assessment
from amendments.forms.assessment import GROUPS_PREFIX, MOST_GROUPS, AssessmentForm, GroupRows, group_rows
from amendments.models import RapidAssessment
from amendments.models.table import LANGUAGES
from amendments.queries import assessment as queries
from amendments.states import Recommendation
from amendments.wording.assessment import changes, shown
from amendments.wording.table import reading_languages
from common.notices import say, warn
from correspondence.documents import Mode
from correspondence.queries import issued_for
from correspondence.states import LanguageMode
from correspondence.wording import issued_row
from deadlines import queries as deadline_queries
from deadlines.wording import due_of
from projects.models import Dossier
from projects.states import DossierState
from projects.wording import window_card


@require_safe
@person_view
def assessment(request: HttpRequest, person: User, pk: int, number: int | None = None) -> HttpResponse:
    """The latest version, or the one asked for; where there is none, the page that begins it."""
    dossier = access.dossier(person, pk, Right.READ)
    versions = queries.versions(dossier)
    chosen = next((row for row in versions if number in (None, row.number)), None)
    if chosen is None and number is not None:
        raise Http404
    membership = membership_in(person, dossier.organisation_id)
    languages = reading_languages(request.GET.get("language", ""))
    path = reverse("amendments:assessment", args=[pk])
    context = {
        **_term(dossier),
        "dossier": dossier,
        "shown": shown(chosen, languages) if chosen else None,
        "versions": versions,
        "is_latest": chosen is not None and chosen == versions[0],
        "language": "both" if len(languages) > 1 else languages[0],
        "saved": _saved_here(request, chosen, person),
        "can_write": may(membership, Right.WRITE_AMENDMENTS),
        "is_open": dossier.state == DossierState.OPEN,
        "may_close": may(membership, Right.TRIAGE) and dossier.state == DossierState.OPEN,
        "may_issue": may(membership, Right.ISSUE_DOCUMENTS),
        "modes": LanguageMode.choices,
        "rows": [issued_row(document) for document in issued_for(dossier.organisation, path)],
        "ADVICE": Recommendation,
    }
    return render(request, "amendments/assessment_page.html", context)


def _saved_here(request: HttpRequest, chosen: RapidAssessment | None, person: User) -> int:
    """The number of the version that this person has just saved, so that the browser may forget its own copy; else 0."""
    if chosen is None or request.GET.get("saved") != str(chosen.number):
        return 0
    return chosen.number if chosen.saved_by_id == person.pk else 0


def _term(dossier: Dossier) -> dict[str, object]:
    """The discussion's days beside the law, for projects/_window_card.html, and the countdown above the page."""
    days, on = deadline_queries.calendar(), deadline_queries.day_of(timezone.now())
    deadline = dossier.discussion_deadline
    return {
        "draft": dossier.draft,
        "card": window_card(queries.current_window(dossier), on, days),
        "due": due_of(deadline, on=on, days=days) if deadline else None,
    }


# --- Writing --------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@person_view
def assessment_edit(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """The form; what is saved is the next version. `add_group` asks for another row of it, without script."""
    dossier = access.dossier(person, pk, Right.WRITE_AMENDMENTS)
    if request.method != "POST":
        latest = queries.latest(dossier)
        form, rows = AssessmentForm(latest=latest), group_rows(latest=latest)
        return _form_page(request, dossier, form, rows, seen=latest.number if latest else 0)
    seen = _number(request.POST.get("seen", ""))
    if "add_group" in request.POST:
        return _form_page(
            request, dossier, AssessmentForm(request.POST), group_rows(_with_a_row(request.POST)), seen=seen
        )
    form, rows = AssessmentForm(request.POST), group_rows(request.POST)
    if not (form.is_valid() & rows.is_valid()):
        return _form_page(request, dossier, form, rows, seen=seen, status=422)
    answers = {**form.answers, "groups": rows.groups}
    try:
        saved = save_assessment(dossier, answers, seen=seen, actor=person, at=timezone.now())
    except SomebodySaved as other:
        return _form_page(request, dossier, form, rows, seen=seen, theirs=other.latest, status=409)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _form_page(request, dossier, form, rows, seen=seen, status=422)
    say(request, _("The assessment is saved as version %(number)s.") % {"number": saved.number})
    return redirect(f"{reverse('amendments:assessment', args=[pk])}?saved={saved.number}")


def _form_page(
    request: HttpRequest,
    dossier: Dossier,
    form: AssessmentForm,
    rows: GroupRows,
    *,
    seen: int,
    theirs: RapidAssessment | None = None,
    status: int = 200,
) -> HttpResponse:
    """`theirs`: what a colleague saved after `seen`; it stands beside what this person wrote."""
    context = {
        **_term(dossier),
        "dossier": dossier,
        "form": form,
        "groups": rows,
        "prefix": GROUPS_PREFIX,
        "most_groups": MOST_GROUPS,
        "seen": theirs.number if theirs else seen,
        "theirs": theirs,
        "their_changes": changes(queries.version(dossier, seen), theirs) if theirs else [],
        "has_group_errors": any(rows.errors) or bool(rows.non_form_errors()) if rows.is_bound else False,
    }
    return render(request, "amendments/assessment_edit.html", context, status=status)


def _with_a_row(posted: QueryDict) -> QueryDict:
    data = posted.copy()
    data[f"{GROUPS_PREFIX}-TOTAL_FORMS"] = str(_number(data.get(f"{GROUPS_PREFIX}-TOTAL_FORMS", "")) + 1)
    return data


def _number(word: str) -> int:
    """A small number of a hidden field; what is none is 0."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 6 else 0


# --- Comparing, paper, document -----------------------------------------------------------------------------


@require_safe
@person_view
def assessment_difference(request: HttpRequest, person: User, pk: int, number: int) -> HttpResponse:
    """What this version changed against an earlier one, `from`, else against the one before it."""
    later = access.assessment(person, pk, number, Right.READ)
    versions = [row for row in queries.versions(later.dossier) if row.number < number]
    wanted = _number(request.GET.get("from", "")) or number - 1
    earlier = next((row for row in versions if row.number == wanted), None)
    if earlier is None:
        raise Http404
    context = {
        "dossier": later.dossier,
        "later": later,
        "earlier": earlier,
        "versions": versions,
        "changes": changes(earlier, later),
    }
    return render(request, "amendments/assessment_difference.html", context)


@require_safe
@person_view
def assessment_print(request: HttpRequest, person: User, pk: int, number: int) -> HttpResponse:
    """One version in one language on a page for paper; the page speaks that language, whatever the reader's is."""
    row = access.assessment(person, pk, number, Right.READ)
    language = request.GET.get("language", "")
    if language not in LANGUAGES:
        language = reading_languages("")[0]
    with translation.override(language):
        context = {
            **_term(row.dossier),
            "dossier": row.dossier,
            "shown": shown(row, [language]),
            "language": language,
        }
        return render(request, "amendments/assessment_print.html", context)


@require_POST
@person_view
def assessment_issue(request: HttpRequest, person: User, pk: int, number: int) -> HttpResponse:
    """As a numbered document; the worker makes it."""
    row = access.assessment(person, pk, number, Right.ISSUE_DOCUMENTS)
    path = reverse("amendments:assessment", args=[pk])
    mode = request.POST.get("mode", "")
    if mode not in LanguageMode.values:
        warn(request, _("Choose the language of the document."))
        return redirect(path)
    try:
        order = issue_assessment(row, Mode(mode), path=path, actor=person, at=timezone.now())
    except ValidationError as refusal:
        warn(request, " ".join(refusal.messages))
        return redirect(path)
    return redirect("correspondence:document-order", order.pk)
