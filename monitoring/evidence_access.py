"""Which surveys, calls, cases and contacts a person may reach."""

from django.http import Http404

from accounts.access import Right, reach
from accounts.models import User
from accounts.secret_links import hash_of
from monitoring.models import Call, CallCategory, Case, EvidenceContact, Question, Survey, SurveyAnswer

_WITH_DOSSIER = ("organisation", "dossier", "dossier__draft")


def survey(user: User, pk: int, right: Right) -> Survey:
    return reach(user, Survey.objects.select_related(*_WITH_DOSSIER), right, pk=pk)


def question(survey: Survey, pk: int) -> Question:
    """A question, standing or removed, of a survey that was reached already; else Http404."""
    found = Question.objects.filter(survey=survey, pk=pk).first()
    if found is None:
        raise Http404
    return found


def answer(survey: Survey, pk: int) -> SurveyAnswer:
    found = SurveyAnswer.objects.filter(survey=survey, pk=pk).first()
    if found is None:
        raise Http404
    return found


def public_survey(code: str) -> Survey:
    """What strangers may see: a survey that was opened once; else Http404."""
    found = Survey.objects.select_related("organisation").public().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def public_results(code: str) -> Survey:
    found = public_survey(code)
    if found.published_at is None:
        raise Http404
    return found


def call(user: User, pk: int, right: Right) -> Call:
    rows = Call.objects.select_related(*_WITH_DOSSIER, "category", "taken_by", "follow_up", "contact", "case")
    return reach(user, rows, right, pk=pk)


def category(user: User, pk: int, right: Right) -> CallCategory:
    return reach(user, CallCategory.objects.select_related("organisation"), right, pk=pk)


def case(user: User, pk: int, right: Right) -> Case:
    return reach(user, Case.objects.select_related(*_WITH_DOSSIER, "contact"), right, pk=pk)


def public_case(code: str) -> Case:
    rows = Case.objects.select_related("organisation", "dossier__draft").public()
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def contact(user: User, pk: int, right: Right) -> EvidenceContact:
    """Where the right is missing, that there is such a contact may be known; what it says may not."""
    rows = EvidenceContact.objects.select_related("organisation", "survey", "case", "call", "answer")
    return reach(user, rows, right, pk=pk)


def own_contact(secret: str) -> EvidenceContact:
    """By the secret address that only the person has; erased already, or never there: Http404."""
    rows = EvidenceContact.objects.select_related("organisation", "survey", "case", "call")
    found = rows.filter(token_hash=hash_of(secret), erased_on__isnull=True).first()
    if found is None:
        raise Http404
    return found
