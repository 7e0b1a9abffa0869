"""Writing a survey: its frame, its questions, opening and closing it."""

from collections.abc import Mapping
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from common.states import AlreadyMoved, IllegalMove, move_state
from monitoring.actions.evidence_log import log
from monitoring.evidence_states import SURVEY_MOVES, SurveyState
from monitoring.models import Question, Survey
from monitoring.queries import surveys as queries
from projects.models import Dossier

FRAME = (
    "title_kk",
    "title_ru",
    "intro_kk",
    "intro_ru",
    "opens_on",
    "closes_on",
    "smallest_group",
    "asks_contact",
)
ASKED = ("kind", "text_kk", "text_ru", "options", "is_required", "is_group")
TEXTS = ("text_kk", "text_ru")
MOST_QUESTIONS = 30
# How much of a text has to stay for a change to be a mended mistake.
SAME_MEANING = 0.8


class NotReady(ValidationError):
    """The survey cannot be opened yet; the messages say what it lacks."""


@transaction.atomic
def begin_survey(
    organisation: Organisation,
    frame: Mapping[str, Any],
    *,
    dossier: Dossier | None,
    actor: User,
    at: datetime,
) -> Survey:
    """A new survey without questions. `frame`: a value for each name in FRAME."""
    survey = Survey(organisation=organisation, dossier=dossier, created_by=actor, created_at=at)
    for name in FRAME:
        setattr(survey, name, frame[name])
    survey.save()
    log(survey, "survey.begun", actor=actor, at=at)
    return survey


@transaction.atomic
def change_survey(survey: Survey, frame: Mapping[str, Any], *, seen: int, actor: User, at: datetime) -> None:
    """Write another frame over that of version `seen`. AlreadyMoved: somebody has changed it since. NotReady: the survey
    was opened, and the change would take one of its languages away. ValidationError: people were promised larger groups.
    """
    changed = {name: frame[name] for name in FRAME if frame[name] != getattr(survey, name)}
    if not changed:
        return
    if survey.is_fixed and changed.get("smallest_group", survey.smallest_group) < survey.smallest_group:
        raise ValidationError(
            {"smallest_group": _("The survey was open with this number: it can only grow.")}
        )
    _claim(survey, seen)
    for name, value in changed.items():
        setattr(survey, name, value)
    if survey.is_fixed:
        _require_ready(survey)
    survey.save(update_fields=list(changed))
    log(survey, "survey.changed", actor=actor, at=at)


def _claim(row: "Survey | Question", seen: int) -> None:
    if not type(row)._default_manager.filter(pk=row.pk, version=seen).update(version=F("version") + 1):
        message = _(
            "Somebody changed this while you were writing. Their words are shown; yours are kept below."
        )
        raise AlreadyMoved(message, code="moved")
    row.version = seen + 1


@transaction.atomic
def open_survey(survey: Survey, *, actor: User, on: date, at: datetime) -> None:
    """From now on strangers may answer, within its days. NotReady: something is missing in one of the languages."""
    _require_ready(survey)
    if survey.closes_on is not None and survey.closes_on < on:
        raise NotReady(_("Its last day has passed: choose a later one."), code="over")
    opened_at = survey.opened_at or at
    facts: dict[str, Any] = {"opened_at": opened_at, "closed_at": None, "published_at": None, "figures": {}}
    was_opened = survey.is_fixed
    move_state(survey, SURVEY_MOVES, SurveyState.OPEN, **facts)
    log(survey, "survey.reopened" if was_opened else "survey.opened", actor=actor, at=at)


@transaction.atomic
def close_survey(survey: Survey, *, actor: User, at: datetime) -> None:
    move_state(survey, SURVEY_MOVES, SurveyState.CLOSED, closed_at=at)
    log(survey, "survey.closed", actor=actor, at=at)


def _require_ready(survey: Survey) -> None:
    if lacking := queries.lacking(survey, list(survey.questions.standing())):
        raise NotReady(lacking, code="not_ready")


# --- Questions ----------------------------------------------------------------------------------------------------


@transaction.atomic
def add_question(survey: Survey, asked: Mapping[str, Any], *, actor: User, at: datetime) -> Question:
    """`asked`: a value for each name in ASKED. IllegalMove: the survey was opened, its questions stand."""
    _hold_draft(survey)
    if survey.questions.standing().count() >= MOST_QUESTIONS:
        raise ValidationError(_("A survey has at most %(most)s questions.") % {"most": MOST_QUESTIONS})
    last = survey.questions.aggregate(last=Max("order"))["last"] or 0
    question = Question(survey=survey, order=last + 1)
    for name in ASKED:
        setattr(question, name, asked[name])
    _keep_one_group(question)
    question.save()
    log(survey, "survey.question_added", actor=actor, at=at)
    return question


@transaction.atomic
def change_question(
    question: Question, asked: Mapping[str, Any], *, seen: int, actor: User, at: datetime
) -> None:
    """Write another question over that of version `seen`. Once the survey was opened only mistakes are mended.

    AlreadyMoved: somebody has changed it since. ValidationError: the change would give it another meaning.
    """
    survey = question.survey
    Survey.objects.filter(pk=survey.pk).update(version=F("version"))
    survey.refresh_from_db(fields=["opened_at"])
    changed = {name: asked[name] for name in ASKED if asked[name] != getattr(question, name)}
    if not changed:
        return
    if survey.is_fixed:
        _require_same_meaning(question, changed)
    _claim(question, seen)
    for name, value in changed.items():
        setattr(question, name, value)
    _keep_one_group(question)
    question.save(update_fields=list(changed))
    if survey.is_fixed:
        _require_ready(survey)
    verb = "survey.question_mended" if survey.is_fixed else "survey.question_changed"
    log(survey, verb, actor=actor, at=at)


def _require_same_meaning(question: Question, changed: Mapping[str, Any]) -> None:
    message = _(
        "People may have answered already: only slips can be mended. To ask otherwise, make a new version."
    )
    pairs = [(getattr(question, name), changed[name]) for name in TEXTS if name in changed]
    options = changed.get("options", question.options)
    if set(changed) - {*TEXTS, "options"} or len(options) != len(question.options):
        raise ValidationError(message, code="meaning")
    for before, after in zip(question.options, options, strict=True):
        pairs += [(before[language], after[language]) for language in ("kk", "ru")]
    if not all(is_same_meaning(before, after) for before, after in pairs):
        raise ValidationError(message, code="meaning")


def is_same_meaning(before: str, after: str) -> bool:
    """Whether the second text is the first with a slip mended: the same figures and negations, nearly the same letters."""
    if _weighty(before) != _weighty(after):
        return False
    return before == after or SequenceMatcher(None, before, after, autojunk=False).ratio() >= SAME_MEANING


def _weighty(text: str) -> list[str]:
    """What changes the meaning however short it is."""
    words = [word.strip(".,;:!?()«»\"'").casefold() for word in text.split()]
    return sorted(
        word for word in words if word in ("не", "нет", "ни", "емес", "жоқ") or any(map(str.isdigit, word))
    )


def _keep_one_group(question: Question) -> None:
    if question.is_group:
        others = Question.objects.filter(survey=question.survey_id, is_group=True).exclude(pk=question.pk)
        others.update(is_group=False, version=F("version") + 1)


def _hold_draft(survey: Survey) -> None:
    """Keep everybody else from the survey until the transaction ends. IllegalMove: it was opened."""
    if not Survey.objects.filter(pk=survey.pk, opened_at__isnull=True).update(version=F("version")):
        raise IllegalMove(
            _("The survey was opened: its questions stand. Make a new version of it."), code="fixed"
        )


@transaction.atomic
def move_question(question: Question, *, up: bool, actor: User, at: datetime) -> None:
    _hold_draft(question.survey)
    rows = list(question.survey.questions.standing())
    place = next((at_ for at_, row in enumerate(rows) if row.pk == question.pk), None)
    beside = None if place is None else place + (-1 if up else 1)
    if place is None or beside is None or not 0 <= beside < len(rows):
        return
    rows[place], rows[beside] = rows[beside], rows[place]
    for order, row in enumerate(rows, 1):
        Question.objects.filter(pk=row.pk).exclude(order=order).update(order=order)
    log(question.survey, "survey.question_moved", actor=actor, at=at)


@transaction.atomic
def remove_question(question: Question, *, actor: User, at: datetime) -> None:
    """Out of a survey that is being written; `restore_question` takes it back."""
    _hold_draft(question.survey)
    if Question.objects.filter(pk=question.pk, removed_at__isnull=True).update(removed_at=at):
        log(question.survey, "survey.question_removed", actor=actor, at=at)


@transaction.atomic
def restore_question(question: Question, *, actor: User, at: datetime) -> None:
    _hold_draft(question.survey)
    question.refresh_from_db()
    if question.removed_at is None:
        return
    _keep_one_group(question)
    Question.objects.filter(pk=question.pk).update(removed_at=None)
    log(question.survey, "survey.question_restored", actor=actor, at=at)


@transaction.atomic
def copy_survey(survey: Survey, *, actor: User, at: datetime) -> Survey:
    """A new version to write on: the same questions, without answers and days."""
    frame = {name: getattr(survey, name) for name in FRAME} | {"opens_on": None, "closes_on": None}
    made = begin_survey(survey.organisation, frame, dossier=survey.dossier, actor=actor, at=at)
    Question.objects.bulk_create(
        Question(survey=made, order=row.order, **{name: getattr(row, name) for name in ASKED})
        for row in survey.questions.standing()
    )
    return made
