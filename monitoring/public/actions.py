"""Publishing: the page of an organisation, its positions one by one, surveys on lists; and taking each back."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import actions as account_actions
from accounts.actions import record
from accounts.models import Organisation, User
from amendments.models import AmendmentTable, Submission
from common.embargo import require_to_come
from common.states import AlreadyMoved, move_state
from correspondence.actions.shares import draw_due, drop_pictures
from correspondence.models import IssuedDocument, SharePicture
from deadlines import queries as deadline_queries
from hearings.models import Hearing
from inforequests.publishing import NEVER, personal_in
from monitoring.actions.log import log
from monitoring.actions.open_data import withhold
from monitoring.models import Position, PublicFigures, Survey
from monitoring.public import queries
from monitoring.public.cards import organisation_key, position_key, wanted_cards
from monitoring.public.figures import counted
from monitoring.states import POSITION_MOVES, PositionState

PICTURES_A_RUN = 20  # a third of a second each
FIGURES_OLD = 300  # seconds after which the figures of a page are counted anew


@transaction.atomic
def open_page(organisation: Organisation, *, actor: User, at: datetime) -> None:
    """See accounts.actions.open_public_page; with its figures from the first moment."""
    account_actions.open_public_page(organisation, actor=actor, at=at)
    count_figures(Organisation.objects.get(pk=organisation.pk), at=at)


@transaction.atomic
def close_page(organisation: Organisation, *, actor: User, at: datetime) -> None:
    account_actions.close_public_page(organisation, actor=actor, at=at)
    keys = [position_key(row) for row in Position.objects.filter(organisation=organisation)]
    drop_pictures([organisation_key(organisation), *keys])


# --- Positions --------------------------------------------------------------------------------------------------------


@transaction.atomic
def publish_position(
    table: AmendmentTable,
    *,
    seen: int,
    embargo_until: date | None,
    documents: Collection[IssuedDocument],
    actor: User,
    at: datetime,
) -> Position:
    """Show the latest submission of the table and what came of it, from `embargo_until` on, or at once.

    `seen`: the submission that the person read; AlreadyMoved if another was sent since. The same said twice is done once.
    ValidationError: the embargo is in the past, or a number of a private person stands in the text.
    """
    table = (
        AmendmentTable.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=table.pk)
    )
    submission = queries.latest_submission(table)
    if submission is None or submission.pk != seen:
        raise AlreadyMoved(_("Something else was sent since. Read it before you publish."), code="moved")
    _require_fitting(submission, embargo_until, deadline_queries.day_of(at))
    fresh = {"organisation": table.organisation, "submission": submission, "published_at": at}
    position, _made = Position.objects.get_or_create(table=table, defaults=fresh)
    if _stands(position, submission, embargo_until, documents):
        return position
    move_state(
        position,
        POSITION_MOVES,
        PositionState.PUBLISHED,
        submission=submission,
        embargo_until=embargo_until,
        published_by=actor,
        published_at=at,
    )
    position.documents.set(documents)
    if embargo_until is not None:
        drop_pictures([position_key(position)])
        withhold(table.organisation)
        log_position(position, "position.embargoed", actor=actor, at=at, day=embargo_until.isoformat())
    else:
        log_position(position, "position.published", actor=actor, at=at)
    count_figures(table.organisation, at=at)
    return position


def _stands(
    position: Position, submission: Submission, embargo_until: date | None, documents: Collection[IssuedDocument]
) -> bool:
    """Whether this very thing is published already, with every answer confirmed by now."""
    return (
        position.state == PositionState.PUBLISHED
        and position.submission_id == submission.pk
        and position.embargo_until == embargo_until
        and set(position.documents.values_list("pk", flat=True)) == {document.pk for document in documents}
        and not queries.newer_answers(position)
    )


@transaction.atomic
def withdraw_position(position: Position, *, actor: User, at: datetime) -> None:
    """Strangers see nothing of it from the next request on. IllegalMove or AlreadyMoved: it is not published."""
    move_state(position, POSITION_MOVES, PositionState.WITHDRAWN)
    drop_pictures([position_key(position)])
    withhold(position.organisation)
    log_position(position, "position.withdrawn", actor=actor, at=at)
    count_figures(position.organisation, at=at)


def log_position(position: Position, verb: str, *, actor: User, at: datetime, **details: Any) -> None:
    """It is told on the page of the dossier."""
    dossier = position.table.dossier
    record(
        verb,
        actor=actor,
        organisation=position.organisation,
        subject=dossier.draft,
        obj=dossier,
        at=at,
        details=details,
    )


def _require_fitting(submission: Submission, embargo_until: date | None, on: date) -> None:
    require_to_come(embargo_until, on)
    found = [excerpt for _name, kind, excerpt in personal_in(texts_of(submission)) if kind in NEVER]
    if found:
        message = _("A number of a private person stands in the text: %(found)s. It cannot be published.")
        raise ValidationError(message % {"found": ", ".join(found)}, code="personal")


def texts_of(submission: Submission) -> dict[str, str]:
    """Every text of ours that the page of the position would show, by a name that a person finds it by."""
    return dict(_texts(submission.content))


def _texts(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for column in ("summary_kk", "summary_ru"):
        yield column, content.get(column, "")
    for row in content["rows"]:
        words = [
            value for name, value in row.items() if name.endswith(("_kk", "_ru")) and isinstance(value, str)
        ]
        yield str(row["number"]), "\n".join(words)


# --- Surveys ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def list_survey(survey: Survey, *, is_listed: bool, actor: User, at: datetime) -> None:
    """Put an open survey on public lists, or take it off them. AlreadyMoved: somebody was faster."""
    if not Survey.objects.filter(pk=survey.pk, is_listed=not is_listed).update(is_listed=is_listed):
        raise AlreadyMoved(
            _("Somebody changed this a moment ago. Look at the new state and try again."), code="moved"
        )
    log(survey, "survey.listed" if is_listed else "survey.unlisted", actor=actor, at=at)


# --- In the background ------------------------------------------------------------------------------------------------


def count_figures(organisation: Organisation, *, at: datetime) -> None:
    figures = counted(organisation, deadline_queries.day_of(at))
    values = {"figures": figures, "counted_at": at}
    PublicFigures.objects.update_or_create(organisation=organisation, defaults=values)


def keep_figures(at: datetime) -> int:
    """Count anew what was counted a while ago; returns for how many organisations."""
    known = dict(PublicFigures.objects.values_list("organisation", "counted_at"))
    due = [
        one
        for one in queries.organisations()
        if one.pk not in known or (at - known[one.pk]).total_seconds() >= FIGURES_OLD
    ]
    for organisation in due:
        count_figures(organisation, at=at)
    return len(due)


def keep_pictures(at: datetime) -> int:
    """Draw what lacks, drop what belongs to no public page any more; returns how many were drawn."""
    wanted = wanted_cards(at)
    _drop_forsaken({key for key, _language in wanted})
    return draw_due(wanted, at=at, most=PICTURES_A_RUN)


def _drop_forsaken(wanted: set[str]) -> None:
    """The picture of a hearing that is over stays with its page."""
    loose = set(SharePicture.objects.values_list("key", flat=True)) - wanted
    codes = [key.partition(":")[2] for key in loose if key.startswith("hearing:")]
    kept = {row.share_key for row in Hearing.objects.public().filter(code__in=codes)}
    if loose - kept:
        drop_pictures(loose - kept)
