"""What the pages propose for each row, beside what people confirmed; and where a later page says something else."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from amendments.answers.verdicts import OutcomeProposal, propose_outcome
from amendments.models import Outcome, OutcomeCandidate, OutcomePage, PageComment
from amendments.queries.outcomes import Sent, SentRow, current, is_term_over
from amendments.states import Verdict

SAFE_SIMILARITY = 0.6  # from here on a match may be confirmed together with others
UNSAFE_FLAGS = frozenset({"text_cut", "cut_short", "verdict_doubtful", "replies_cut"})


@dataclass(frozen=True)
class ShownCandidate:
    """A comment that may be about a row, and what its mark, reply or silence makes of the row."""

    candidate: OutcomeCandidate
    comment: PageComment
    page: OutcomePage
    proposal: OutcomeProposal

    @property
    def pk(self) -> int:
        return self.candidate.pk

    @property
    def words(self) -> str:
        """What the body wrote."""
        return "\n\n".join(self.comment.official_words)

    @property
    def is_safe(self) -> bool:
        """Likely and clear enough to be confirmed together with others."""
        return (
            self.candidate.is_proposed
            and not self.candidate.is_ambiguous
            and self.candidate.similarity >= SAFE_SIMILARITY
            and self.comment.is_ours is not False
            and self.proposal.outcome is not None
            and not self.proposal.is_doubtful
            and UNSAFE_FLAGS.isdisjoint(self.comment.flags)
            and "number_unknown" not in self.page.flags
        )


@dataclass(frozen=True)
class RowStanding:
    """A row with what was confirmed of it (`outcome`), and what the pages propose.

    `candidates`: the best first, without those that a person rejected; `rejected`: those. `is_term_over`: silence may be
    confirmed.
    """

    row: SentRow
    outcome: Outcome | None = None
    candidates: Sequence[ShownCandidate] = ()
    rejected: Sequence[ShownCandidate] = ()
    is_term_over: bool = False

    @property
    def is_confirmed(self) -> bool:
        return self.outcome is not None and self.outcome.confirmed_at is not None

    @property
    def seen(self) -> str:
        """What a form must give back, so that nobody overwrites what another person confirmed meanwhile."""
        return seen_token(self.outcome)

    @property
    def best(self) -> ShownCandidate | None:
        """The comment proposed for the row, if any is likely enough."""
        return next((one for one in self.candidates if one.candidate.is_proposed), None)

    @property
    def is_silent(self) -> bool:
        """No comment of ours was found, and silence is an answer by now."""
        return self.is_term_over and self.best is None

    @property
    def is_safe(self) -> bool:
        best = self.best
        if self.is_confirmed or best is None or not best.is_safe:
            return False
        said = {one.proposal.outcome for one in self.candidates if one.candidate.is_proposed}
        return said <= {best.proposal.outcome, Verdict.NOT_ANSWERED, None}


def seen_token(outcome: Outcome | None) -> str:
    return outcome.confirmed_at.isoformat() if outcome is not None and outcome.confirmed_at else ""


def standings(
    sent: Sent,
    rows: Collection[SentRow],
    outcomes: Mapping[int, Outcome],
    pages: Collection[OutcomePage],
    on: date,
) -> list[RowStanding]:
    """What stands of these `rows` of `sent` (one query). `pages`: all of the table."""
    over = is_term_over(sent, pages, on)
    by_id = {page.pk: page for page in current(pages)}
    found = OutcomeCandidate.objects.filter(row__in=[row.pk for row in rows], comment__page__in=by_id)
    shown: dict[int, list[ShownCandidate]] = defaultdict(list)
    for candidate in found.select_related("comment"):
        comment = candidate.comment
        proposal = propose_outcome(comment.verdict or None, comment.official_words, term_is_over=over)
        shown[candidate.row_id].append(ShownCandidate(candidate, comment, by_id[comment.page_id], proposal))
    return [_standing(row, outcomes.get(row.pk), shown[row.pk], is_over=over) for row in rows]


def _standing(
    row: SentRow, outcome: Outcome | None, shown: list[ShownCandidate], *, is_over: bool
) -> RowStanding:
    newest: dict[str, ShownCandidate] = {}
    for one in sorted(shown, key=lambda one: -one.page.pk):
        newest.setdefault(one.comment.key, one)
    ordered = sorted(newest.values(), key=_rank)
    return RowStanding(
        row=row,
        outcome=outcome,
        candidates=[one for one in ordered if one.candidate.rejected_at is None],
        rejected=[one for one in ordered if one.candidate.rejected_at is not None],
        is_term_over=is_over,
    )


def _rank(one: ShownCandidate) -> tuple[bool, bool, float, int]:
    """Proposed before not, answered before silent, then by score."""
    is_answered = one.proposal.outcome not in (None, Verdict.NOT_ANSWERED)
    return (not one.candidate.is_proposed, not is_answered, -one.candidate.score, one.pk)


# --- A later page -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """The comment from which an outcome was confirmed has another mark or reply on a page brought in later."""

    comment: PageComment
    page: OutcomePage


def differences(outcomes: Mapping[int, Outcome], pages: Collection[OutcomePage]) -> dict[int, Difference]:
    """By row (at most one query). Nothing of an outcome is changed by it."""
    confirmed = {
        row: outcome
        for row, outcome in outcomes.items()
        if outcome.confirmed_at is not None and outcome.comment_id and outcome.source_sha256
    }
    by_id, by_sha = {page.pk: page for page in pages}, {page.sha256: page for page in pages}
    if not confirmed or len(by_id) < 2:
        return {}
    wanted = {outcome.comment_id for outcome in confirmed.values()}
    said: dict[str, dict[int, PageComment]] = defaultdict(dict)
    for comment in PageComment.objects.filter(page__in=by_id, key__in=wanted).defer("text"):
        said[comment.key][comment.page_id] = comment
    found = {}
    for row, outcome in confirmed.items():
        page = by_sha.get(outcome.source_sha256)
        versions = said[outcome.comment_id]
        latest = versions[max(versions)] if versions else None
        then = versions.get(page.pk) if page else None
        if then and latest and latest.page_id > then.page_id and _says(latest) != _says(then):
            found[row] = Difference(latest, by_id[latest.page_id])
    return found


def _says(comment: PageComment) -> tuple[str, list[str]]:
    return comment.verdict, comment.official_words
