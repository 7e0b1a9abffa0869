"""Confirming what the state body answered to each row. The machine proposes, a person decides, and may take it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.actions.outcome_clock import follow_outcomes, unfollow_outcomes
from amendments.actions.table import hold, log
from amendments.models import AmendmentTable, Outcome, OutcomeCandidate
from amendments.queries import outcomes as queries
from amendments.queries.outcome_standing import RowStanding, ShownCandidate, seen_token
from amendments.queries.outcomes import SentRow
from amendments.states import OutcomeSource, TableState, Verdict
from common.stems import written_in

WORDS_LENGTH = 20_000
NAME_LENGTH = 200


class SomebodyConfirmed(ValidationError):
    """Another person confirmed something else for the row meanwhile; nothing was overwritten."""


@dataclass(frozen=True)
class Answer:
    """What a person says the body answered. `candidate`: the comment it stands under, None for a letter or for silence.
    `words`: the body's own. `source_name`: what the letter is called, its number and date.
    """

    state: Verdict
    candidate: ShownCandidate | None = None
    words: str = ""
    source: OutcomeSource = OutcomeSource.BY_HAND
    source_name: str = ""


@transaction.atomic
def confirm_outcome(
    table: AmendmentTable, standing: RowStanding, answer: Answer, *, seen: str, actor: User, at: datetime
) -> Outcome:
    """Record the answer to one row. `seen`: `RowStanding.seen` as it stood on the person's page; the same answer twice is
    one. SomebodyConfirmed: another was recorded meanwhile. ValidationError: silence is no answer yet, or no words of the
    body are given.
    """
    hold(table, frozenset(TableState))
    _require_fitting(standing, answer)
    outcome = Outcome.objects.filter(row=standing.row.pk).select_related("confirmed_by").first()
    if outcome is not None and seen_token(outcome) != seen:
        if outcome.confirmed_at is not None and _is_same(outcome, answer):
            return outcome
        raise _somebody(outcome)
    if outcome is not None and outcome.confirmed_at is not None and _is_same(outcome, answer):
        return outcome
    kept = _write(outcome or _blank(table, standing.row), answer, actor=actor, at=at)
    log(table, "outcome.confirmed", actor=actor, at=at, subject=standing.row, verdict=answer.state)
    follow_outcomes(table, actor=actor, at=at)
    return kept


@transaction.atomic
def confirm_together(
    table: AmendmentTable, chosen: Sequence[tuple[RowStanding, str]], *, actor: User, at: datetime
) -> tuple[int, int]:
    """Confirm the best candidate of each row in `chosen`, given with the mark that the person's page had for it
    (`mark_of`): how many were confirmed, and how many were not because they look otherwise by now.
    """
    hold(table, frozenset(TableState))
    fresh = queries.outcomes_of(table)
    done = 0
    for standing, mark in chosen:
        best, outcome = standing.best, fresh.get(standing.row.pk)
        is_open = outcome is None or outcome.confirmed_at is None
        if best is None or not (is_open and standing.is_safe and mark == mark_of(standing)):
            continue
        answer = proposed_answer(standing)
        if answer is not None:
            _write(outcome or _blank(table, standing.row), answer, actor=actor, at=at)
            done += 1
    if done:
        log(table, "outcome.confirmed_together", actor=actor, at=at, number=done)
        follow_outcomes(table, actor=actor, at=at)
    return done, len(chosen) - done


def mark_of(standing: RowStanding) -> str:
    """What is ticked for the row: the row, the comment and the verdict as they are shown."""
    best = standing.best
    return f"{standing.row.pk}:{best.pk}:{best.proposal.outcome}" if best is not None else ""


def proposed_answer(standing: RowStanding) -> Answer | None:
    """What is proposed for the row; None where there is nothing to propose."""
    best = standing.best
    if best is not None:
        outcome = best.proposal.outcome
        return Answer(Verdict(outcome), best, best.words) if outcome else None
    return Answer(Verdict.NOT_ANSWERED) if standing.is_silent else None


def _require_fitting(standing: RowStanding, answer: Answer) -> None:
    if answer.state == Verdict.NOT_ANSWERED:
        if not standing.is_term_over:
            message = _(
                "Silence is no answer yet: the report is not out, and the day to look for it has not passed."
            )
            raise ValidationError({"state": message}, code="too_early")
        return
    if answer.candidate is None and not answer.words.strip():
        raise ValidationError({"words": _("Quote the words of the body.")}, code="words")


def _is_same(outcome: Outcome, answer: Answer) -> bool:
    key = answer.candidate.comment.key if answer.candidate else ""
    return (outcome.state, outcome.comment_id, outcome.body_words) == (
        answer.state,
        key,
        _words_of(answer),
    )


def _words_of(answer: Answer) -> str:
    return answer.words.replace("\x00", "").strip()[:WORDS_LENGTH]


def _somebody(outcome: Outcome) -> SomebodyConfirmed:
    if outcome.confirmed_at is None:
        message = _("This answer was taken back meanwhile. Look at the row as it stands now.")
        return SomebodyConfirmed(message, code="moved")
    message = _("%(who)s confirmed another answer meanwhile: %(verdict)s. Nothing was overwritten.")
    params = {"who": outcome.confirmed_by or "—", "verdict": outcome.get_state_display()}
    return SomebodyConfirmed(message, code="moved", params=params)


def _blank(table: AmendmentTable, row: SentRow) -> Outcome:
    return Outcome(organisation=table.organisation, row_id=row.pk)


def _write(outcome: Outcome, answer: Answer, *, actor: User, at: datetime) -> Outcome:
    shown, words = answer.candidate, _words_of(answer)
    outcome.state = answer.state
    outcome.body_words = words
    outcome.body_language = written_in(words, shown.page.language if shown else "ru") if words else ""
    outcome.source = OutcomeSource(shown.page.source) if shown else answer.source
    outcome.source_name = (shown.page.file_name if shown else answer.source_name)[:255]
    outcome.source_sha256 = shown.page.sha256 if shown else ""
    outcome.comment_id = shown.comment.key if shown else ""
    outcome.similarity = shown.candidate.similarity if shown else None
    outcome.found_at = shown.page.brought_at if shown else at
    outcome.confirmed_by, outcome.confirmed_at = actor, at
    outcome.save()
    return outcome


# --- Taking back ------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_back(
    table: AmendmentTable, confirmed_at: datetime, *, actor: User, at: datetime, row_id: int | None = None
) -> int:
    """Undo what was confirmed at the moment `confirmed_at`, of the one row or of all confirmed together; how many.

    The rows wait to be confirmed again; the clock of the report runs on if that step had met it.
    """
    hold(table, frozenset(TableState))
    outcomes = Outcome.objects.filter(row__table=table, confirmed_at=confirmed_at)
    if row_id is not None:
        outcomes = outcomes.filter(row=row_id)
    taken = outcomes.update(confirmed_at=None, confirmed_by=None)
    if taken:
        log(table, "outcome.taken_back", actor=actor, at=at, number=taken)
        unfollow_outcomes(table, closed_at=confirmed_at, actor=actor, at=at)
    return taken


@transaction.atomic
def reject_candidate(
    table: AmendmentTable, candidate: OutcomeCandidate, *, actor: User, at: datetime, back: bool = False
) -> None:
    """The comment is not about this row, on whichever page it stands; or, with `back`, perhaps it is."""
    hold(table, frozenset(TableState))
    same = OutcomeCandidate.objects.filter(row=candidate.row_id, comment__key=candidate.comment.key)
    if back:
        changed = same.filter(rejected_at__isnull=False).update(rejected_at=None, rejected_by=None)
    else:
        changed = same.filter(rejected_at__isnull=True).update(rejected_at=at, rejected_by=actor)
    if changed:
        verb = "outcome.candidate_restored" if back else "outcome.candidate_rejected"
        log(table, verb, actor=actor, at=at, subject=candidate.row)
