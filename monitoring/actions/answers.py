"""Taking the answers of strangers, setting spam aside, publishing what came of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from common.states import move_state
from monitoring.actions.contacts import Given, keep_contact
from monitoring.actions.evidence_log import log
from monitoring.evidence_states import ANSWER_MOVES, AnswerState, Keeping, SurveyState
from monitoring.models import Question, Survey, SurveyAnswer
from monitoring.models.surveys import unordered_number
from monitoring.queries import surveys as queries
from monitoring.survey_figures import as_json


class Closed(ValidationError):
    """The survey does not take answers now."""


@dataclass(frozen=True)
class Sent:
    """What a person sent. `nonce`: the form's own number. `is_doubtful`: set aside by the machine, for a person to look at.

    `contact`: only with a consent to be contacted; `asks_back`: whether it may be tied to the answer.
    """

    values: Mapping[int, Any]
    nonce: str
    is_doubtful: bool = False
    contact: Given | None = None
    asks_back: bool = False


def key_of_form(survey: Survey, nonce: str) -> str:
    return hashlib.sha256(f"survey:{survey.pk}:{nonce}".encode()).hexdigest()


def secret_of_form(survey: Survey, nonce: str) -> str:
    """The secret of the contact left with this form: the same when the form is sent again, and told to nobody else."""
    return salted_hmac(
        f"survey:{survey.pk}", nonce, secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()


def take_answer(survey: Survey, questions: Sequence[Question], sent: Sent, *, on: date) -> bool:
    """Keep an answer; the same form sent twice counts once. Returns whether it is new. Closed: no answers are taken now.

    Nothing is held but the row itself, so that a thousand people a minute do not wait for each other. No moment is kept.
    """
    survey.refresh_from_db(fields=["state", "opens_on", "closes_on", "asks_contact"])
    key = key_of_form(survey, sent.nonce)
    if SurveyAnswer.objects.filter(form_key=key).exists():
        return False
    if not survey.takes_answers(on):
        raise Closed(_("This survey takes no answers now."), code="closed")
    group = next((sent.values.get(row.pk) for row in questions if row.is_group), None)
    try:
        with transaction.atomic():
            answer = SurveyAnswer.objects.create(
                pk=unordered_number(),
                survey=survey,
                answered_on=None if survey.asks_contact else on,
                group=group,
                values={str(pk): value for pk, value in sent.values.items()},
                form_key=key,
                state=AnswerState.SET_ASIDE if sent.is_doubtful else AnswerState.COUNTED,
                set_aside_by_machine=sent.is_doubtful,
            )
            if sent.contact is not None:
                keep_contact(
                    survey.organisation,
                    sent.contact,
                    keeping=Keeping.SURVEY,
                    secret=secret_of_form(survey, sent.nonce),
                    on=on,
                    survey=survey,
                    answer=answer if sent.asks_back else None,
                )
    except IntegrityError:  # the same form came twice at once
        if not SurveyAnswer.objects.filter(form_key=key).exists():
            raise
        return False
    return True


@transaction.atomic
def set_aside(survey: Survey, answer: SurveyAnswer, *, actor: User, at: datetime) -> None:
    """Spam, a test, a prank: it does not count any more, and `count_again` takes that back."""
    move_state(answer, ANSWER_MOVES, AnswerState.SET_ASIDE, set_aside_by_machine=False)
    log(survey, "survey.answer_set_aside", actor=actor, at=at)


@transaction.atomic
def count_again(survey: Survey, answer: SurveyAnswer, *, actor: User, at: datetime) -> None:
    move_state(answer, ANSWER_MOVES, AnswerState.COUNTED, set_aside_by_machine=False)
    log(survey, "survey.answer_counted", actor=actor, at=at)


@transaction.atomic
def count_doubtful(survey: Survey, *, actor: User, at: datetime) -> int:
    """All that the machine set aside was a hall full of people: it counts. Returns how many."""
    doubtful = SurveyAnswer.objects.filter(
        survey=survey, state=AnswerState.SET_ASIDE, set_aside_by_machine=True
    )
    number = doubtful.update(state=AnswerState.COUNTED, set_aside_by_machine=False)
    if number:
        log(survey, "survey.doubtful_counted", actor=actor, at=at, count=number)
    return number


@transaction.atomic
def publish_results(survey: Survey, *, actor: User, at: datetime) -> None:
    """Freeze the figures as they are and show them to everybody. ValidationError: the survey is not closed; too few
    people answered; or so few answers changed since the last time that they could be computed from both.
    """
    questions = list(survey.questions.standing())
    if survey.state != SurveyState.CLOSED:
        raise ValidationError(_("Close the survey first: figures that grow would show each new answer."))
    counted = queries.standing(survey).counted
    if counted < survey.smallest_group:
        raise ValidationError(
            _("Fewer than %(number)s people answered: nothing can be published.")
            % {"number": survey.smallest_group}
        )
    if queries.too_small_changes(survey):
        message = _(
            "So few answers have changed since the results were published last that they could be computed from the "
            "difference. Wait for more, or leave the results as they were."
        )
        raise ValidationError(message, code="difference")
    found = as_json(queries.figures_of(survey, questions))
    facts = {"published_at": at, "figures": {"counted": counted, "questions": found}}
    if not Survey.objects.filter(pk=survey.pk, state=SurveyState.CLOSED).update(**facts):
        raise ValidationError(_("Close the survey first: figures that grow would show each new answer."))
    answers = SurveyAnswer.objects.filter(survey=survey)
    answers.filter(state=AnswerState.COUNTED).update(in_results=True)
    answers.filter(state=AnswerState.SET_ASIDE).update(in_results=False)
    log(survey, "survey.results_published", actor=actor, at=at, count=counted)


@transaction.atomic
def withdraw_results(survey: Survey, *, actor: User, at: datetime) -> None:
    """Take the results off the public page at once. What was read stays read: see `publish_results`."""
    if Survey.objects.filter(pk=survey.pk, published_at__isnull=False).update(published_at=None, figures={}):
        log(survey, "survey.results_withdrawn", actor=actor, at=at)
