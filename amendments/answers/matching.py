"""Which comment on the portal is which of our rows? Proposals only: a person confirms every one.

How like the words are, which structural element a comment names and who wrote it make a score (`outcome_likeness`).
A comment may be about several rows: it is read whole and piece by piece. A row may stand in several comments.
Pure: no Django, no database.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import LCSseq

from amendments.answers.comment_words import OurRow, Reader, RowTexts, sides_of
from amendments.answers.likeness import Comparer, Likeness
from projects.portal import CommentsPage, ReportPage

__all__ = [
    "LISTED",
    "PROPOSED",
    "Candidate",
    "OurRow",
    "Reasons",
    "RowMatch",
    "RowTexts",
    "TheirComment",
    "comments_of",
    "match_comments",
]

PROPOSED = 0.5  # from this score on a comment is shown as the match
LISTED = 0.3  # from this score on it is shown as a candidate
_NEARLY = 0.08  # scores nearer to each other than this are as good as equal
_SHOWN_WORDS = 8


@dataclass(frozen=True, slots=True)
class TheirComment:
    """A comment of the portal, or a row of its report. `part` is the commented part as the portal names it.

    `is_ours`: its author is one of us, is not, or is not known (None). No name is needed here.
    """

    id: Hashable
    text: str
    part: str = ""
    is_ours: bool | None = None


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a comment is taken for a row's.

    `words`: words of our row found in the comment, as it writes them, the most telling first. `column`: where more of
    them stand, 'proposed' or 'justification'. `element`: the place as the comment names it, '' if it does not;
    `agreement`: 1 for the very place, less for a part of it, 0 if nothing is said, -1 for another place. `in_our_order`:
    the share of our proposed words that stand there in our order.
    """

    words: tuple[str, ...]
    column: str
    element: str
    agreement: float
    in_our_order: float
    is_ours: bool | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A comment that may be about the row.

    `similarity` (0 to 1) is how like the words are; `score` (0 to 1) adds element and author and gives the order.
    `is_proposed`: likely enough to be shown as the match. `is_ambiguous`: another row fits the comment about as well, or
    another comment has the same words of the row.
    """

    comment_id: Hashable
    similarity: float
    score: float
    reasons: Reasons
    is_proposed: bool = False
    is_ambiguous: bool = False

    @property
    def percent(self) -> int:
        return round(self.similarity * 100)


@dataclass(frozen=True, slots=True)
class RowMatch:
    """The candidates of one row, the best first."""

    row_id: Hashable
    candidates: tuple[Candidate, ...]

    @property
    def proposed(self) -> tuple[Candidate, ...]:
        return tuple(candidate for candidate in self.candidates if candidate.is_proposed)


def match_comments(comments: Iterable[TheirComment], rows: Iterable[OurRow]) -> list[RowMatch]:
    """A `RowMatch` for every row, in their order. Ids must be unique on either side."""
    return Matching(list(comments), list(rows)).matches()


def comments_of(page: CommentsPage | ReportPage, our_names: Iterable[str]) -> list[TheirComment]:
    """What a saved page says, to be matched. Of a report the author is not known, and its row's number is the id."""
    if isinstance(page, ReportPage):
        return [TheirComment(row.number, row.text, row.section) for row in page.rows]
    names = list(our_names)
    return [
        TheirComment(
            comment.id,
            comment.text,
            comment.part or "",
            comment.belongs_to(names) if comment.author and names else None,
        )
        for comment in page.comments
    ]


class Matching:
    """One run: the words of all rows and comments are weighed against each other."""

    def __init__(self, comments: Sequence[TheirComment], rows: Sequence[OurRow]) -> None:
        self.comments, self.rows = comments, rows
        self.sides = [sides_of(row) for row in rows]
        reader = Reader(rows)
        self.pieces = [reader.pieces_of(comment.text, comment.part) for comment in comments]
        self.comparer = Comparer(self.sides, self.pieces)

    def matches(self) -> list[RowMatch]:
        found: dict[int, list[tuple[int, Likeness]]] = defaultdict(list)
        for comment in range(len(self.comments)):
            for row, likeness in self.rows_like(comment):
                found[row].append((comment, likeness))
        return self.ranked(found)

    def ranked(self, found: dict[int, list[tuple[int, Likeness]]]) -> list[RowMatch]:
        """Row -> (comment, likeness) made into answers."""
        proposed, unsure = self._assigned(found)
        matches = []
        for row, our_row in enumerate(self.rows):
            pairs = sorted(found.get(row, ()), key=lambda pair: (-pair[1].score, pair[0]))
            unsure |= {
                (row, at) for at in _said_twice([pair for pair in pairs if (row, pair[0]) in proposed])
            }
            candidates = (
                replace(
                    self._candidate(at, likeness),
                    is_proposed=(row, at) in proposed,
                    is_ambiguous=(row, at) in unsure,
                )
                for at, likeness in pairs
            )
            matches.append(RowMatch(our_row.id, tuple(candidates)))
        return matches

    def rows_like(self, comment: int) -> Iterator[tuple[int, Likeness]]:
        """The rows that the comment may be about, each by its likest piece."""
        is_ours = self.comments[comment].is_ours
        best: dict[int, Likeness] = {}
        for piece in self.pieces[comment]:
            for row in self.comparer.worth_comparing(piece, is_ours, LISTED):
                likeness = self.comparer.likeness(piece, row, is_ours)
                if likeness and (row not in best or likeness.score > best[row].score):
                    best[row] = likeness
        return ((row, likeness) for row, likeness in best.items() if likeness.score >= LISTED)

    # --- answers

    def _assigned(
        self, found: dict[int, list[tuple[int, Likeness]]]
    ) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        """The (row, comment) pairs to propose, and those of which another row of the comment fits about as well.

        A comment goes to its likest row first, and to another only for words that the rows before leave unexplained.
        """
        rows_of: dict[int, list[tuple[int, Likeness]]] = defaultdict(list)
        for row, pairs in found.items():
            for comment, likeness in pairs:
                rows_of[comment].append((row, likeness))
        proposed: set[tuple[int, int]] = set()
        unsure: set[tuple[int, int]] = set()
        for comment, pairs in rows_of.items():
            taken: list[tuple[int, Likeness]] = []
            for row, likeness in sorted(pairs, key=lambda pair: (-pair[1].score, pair[0])):
                before = next((pair for pair in taken if self._explains(pair[1], likeness)), None)
                if likeness.score >= PROPOSED and before is None:
                    taken.append((row, likeness))
                elif before and before[1].score - likeness.score < _NEARLY:
                    unsure |= {(row, comment), (before[0], comment)}
            proposed |= {(row, comment) for row, _ in taken}
        return proposed, unsure

    def _explains(self, one: Likeness, other: Likeness) -> bool:
        """Whether most of what the comment shares with the other row, it shares with the one."""
        worth = self.comparer.worth(other.piece.language)
        own = other.shared & other.side.own
        return worth(own & one.shared) > worth(own) / 2

    def _candidate(self, comment: int, likeness: Likeness) -> Candidate:
        worth = self.comparer.worth(likeness.piece.language)
        telling = sorted(likeness.telling, key=lambda stem: (-worth((stem,)), stem))
        in_order = LCSseq.similarity(likeness.side.proposed, likeness.piece.order)
        return Candidate(
            comment_id=self.comments[comment].id,
            similarity=likeness.similarity,
            score=likeness.score,
            reasons=Reasons(
                words=tuple(likeness.piece.words[stem] for stem in telling[:_SHOWN_WORDS]),
                column=likeness.column,
                element=likeness.named,
                agreement=likeness.agreement,
                in_our_order=in_order / (len(likeness.side.proposed) or 1),
                is_ours=self.comments[comment].is_ours,
            ),
        )


def _said_twice(pairs: Sequence[tuple[int, Likeness]]) -> set[int]:
    """The comments that have the same words of the row about as well as another: which one was meant?"""
    twice: set[int] = set()
    for place, (comment, one) in enumerate(pairs):
        for other_comment, other in pairs[place + 1 :]:
            both = one.shared & other.shared
            if one.score - other.score < _NEARLY and len(both) > 0.8 * len(one.shared | other.shared):
                twice |= {comment, other_comment}
    return twice
