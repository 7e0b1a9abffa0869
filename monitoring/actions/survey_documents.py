from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from correspondence.actions import request_document
from correspondence.documents import Mode
from correspondence.models import DocumentOrder
from monitoring.actions.evidence_log import log
from monitoring.evidence_states import SurveyState
from monitoring.kinds import DocumentKind
from monitoring.models import Question, Survey
from monitoring.poster import poster
from monitoring.queries import surveys as queries
from monitoring.survey_results import as_csv, as_xlsx

MOST_LINES = 20_000


@transaction.atomic
def issue_poster(survey: Survey, mode: Mode, *, actor: User, at: datetime) -> DocumentOrder:
    """Ask for the poster of an open survey. Asked for again while nothing has changed, the same one is returned.

    ValidationError: the survey is not open.
    """
    if survey.state != SurveyState.OPEN:
        raise ValidationError(_("A poster is made of an open survey."), code="not_open")
    return request_document(
        survey.organisation,
        kind=DocumentKind.POSTER,
        description=poster(survey, mode),
        actor=actor,
        at=at,
        key=f"survey:{survey.pk}:poster:{survey.version}:{mode}",
        path=survey.path,
    )


@transaction.atomic
def export_answers(
    survey: Survey, questions: Sequence[Question], kind: str, *, actor: User, at: datetime
) -> bytes:
    """Each answer on a line, without contact data, as 'csv' or 'xlsx'. Who took it is in the activity log."""
    answers = list(queries.answers_of(survey, "counted").order_by("-id")[:MOST_LINES])
    rows = [[_("Day"), *(row.text for row in questions)]]
    for answer in answers:
        day = answer.answered_on.isoformat() if answer.answered_on else ""
        rows.append([day, *(text for _row, text in queries.shown_values(questions, answer))])
    log(survey, "survey.answers_exported", actor=actor, at=at, count=len(answers), format=kind.upper())
    return as_xlsx(rows) if kind == "xlsx" else as_csv(rows)
