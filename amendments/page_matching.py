"""The comments of a page as rows to keep, and which of our rows each may be about."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.utils import timezone

from amendments.answers.matching import Candidate, OurRow, RowMatch, RowTexts, comments_of, match_comments
from amendments.models import OutcomeCandidate, PageComment
from projects.portal import CommentsPage, PortalComment, PortalReply, ReportPage, ReportRow

MOST_COMPARED = 2_000  # comments of one page; ours come first
MOST_CANDIDATES = 8  # kept of one row
_TEXTS = {"label": "structural_element", "draft": "draft_wording", "proposed": "proposed_wording"}


def kept_comments(
    page: CommentsPage | ReportPage, our_names: Collection[str], our_numbers: Collection[str]
) -> list[PageComment]:
    """Unsaved rows in the page's order, without names. `our_numbers`: those that the portal gave to our comments."""
    if isinstance(page, ReportPage):
        seen: Counter[str] = Counter()
        return [_of_report(row, seen) for row in page.rows]
    said = comments_of(page, our_names)
    whose = {one.id: True if str(one.id) in our_numbers else one.is_ours for one in said}
    return [
        _of_draft(comment, place, whose[comment.id]) for place, comment in enumerate(page.comments, start=1)
    ]


def _of_report(row: ReportRow, seen: Counter[str]) -> PageComment:
    """A report gives its comments no numbers: their words tell them, in whatever row they stand. `seen`: words so far."""
    words = sha256(f"{row.section}\n{row.text}".encode()).hexdigest()[:20]
    seen[words] += 1
    replies = [{"text": row.reply, "is_official": True, "at": None}] if row.reply else []
    return PageComment(
        order=row.number,
        key=f"report:{words}" if seen[words] == 1 else f"report:{words}:{seen[words]}",
        part=row.section[:500],
        text=row.text,
        verdict=row.verdict or "",
        replies=replies,
        flags=list(row.flags),
    )


def _of_draft(comment: PortalComment, place: int, is_ours: bool | None) -> PageComment:
    return PageComment(
        order=place,
        key=str(comment.id),
        part=(comment.part or "")[:500],
        text=comment.text,
        written_at=_almaty(comment.at),
        verdict=comment.verdict or "",
        replies=[_reply(reply) for reply in comment.replies],
        is_ours=is_ours,
        flags=list(comment.flags),
    )


def _reply(reply: PortalReply) -> dict[str, Any]:
    at = _almaty(reply.at)
    return {"text": reply.text, "is_official": reply.is_official, "at": at.isoformat() if at else None}


def _almaty(at: datetime | None) -> datetime | None:
    return timezone.make_aware(at) if at else None


def our_row(row_id: int, texts: Mapping[str, str], path: str = "") -> OurRow:
    """A row as it was sent, for comparing; `texts` by cell name (`structural_element_kk`)."""

    def in_language(language: str) -> RowTexts:
        cells = {name: texts.get(f"{column}_{language}", "") for name, column in _TEXTS.items()}
        return RowTexts(**cells, justification=texts.get(f"justification_{language}", ""))

    return OurRow(id=row_id, kk=in_language("kk"), ru=in_language("ru"), path=path)


def candidates_of(
    page: CommentsPage | ReportPage, comments: Iterable[PageComment], rows: list[OurRow]
) -> list[OutcomeCandidate]:
    """Unsaved candidates of every row, the best MOST_CANDIDATES each. A very long page is compared in part."""
    kept = {comment.key: comment for comment in comments}
    said = [
        replace(one, id=comment.key, is_ours=comment.is_ours)
        for one, comment in zip(comments_of(page, ()), kept.values(), strict=True)
    ]
    ours_first = sorted(said, key=lambda one: one.is_ours is not True)
    matches: list[RowMatch] = match_comments(ours_first[:MOST_COMPARED], rows)
    return [
        _candidate(int(str(match.row_id)), kept[str(one.comment_id)], one)
        for match in matches
        for one in match.candidates[:MOST_CANDIDATES]
    ]


def _candidate(row_id: int, comment: PageComment, one: Candidate) -> OutcomeCandidate:
    return OutcomeCandidate(
        row_id=row_id,
        comment=comment,
        similarity=min(1.0, max(0.0, one.similarity)),
        score=min(1.0, max(0.0, one.score)),
        reasons=asdict(one.reasons),
        is_proposed=one.is_proposed,
        is_ambiguous=one.is_ambiguous,
    )
