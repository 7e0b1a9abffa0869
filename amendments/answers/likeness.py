"""How like a comment and a row are, by words, place and author; and which pairs are worth looking at.

A word counts the more, the fewer rows and comments have it. A row's own words are those of the proposed wording that the
draft has not, and those of the justification: everybody who comments on an article quotes the draft.
Pure: no Django, no database.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, log

from amendments.answers.comment_words import LANGUAGES, LITTLE_STEMS, Piece, Side
from amendments.answers.references import agreement

_QUOTED_PART = 0.8  # of the words of the commented part stand in the draft's wording: it is that element
_HALF_THE_PLACE = 0.5
_ROUNDING = 1e-9
# The worth of words.
_LITTLE_WORD = 0.1
_QUOTED_WORD = 0.35  # one that stands in the draft too
# How the score comes about, in logits: words half alike and nothing else known are an even chance.
_STEEP, _EVEN = 6.0, 0.5
_SAME_PLACE, _OTHER_PLACE = 1.2, -1.5
_BY_US, _BY_OTHERS = 0.8, -1.0


@dataclass(frozen=True, slots=True)
class Likeness:
    """One comment beside one row, by its likest piece: the words they share, and which of them are the row's own."""

    similarity: float
    score: float
    shared: frozenset[str]
    telling: frozenset[str]
    agreement: float
    named: str
    column: str
    piece: Piece
    side: Side


@dataclass(frozen=True, slots=True)
class _Index:
    """The rows in one language: what each word adds to each row's likeness.

    `shares`: stem -> (row, share of its wording, share of its justification, worth). `totals`: row -> the worth of its
    wording and of its justification. `wordless`: the rows that no word gives away.
    """

    shares: dict[str, list[tuple[int, float, float, float]]]
    totals: dict[int, tuple[float, float]]
    wordless: list[int]


class Comparer:
    """Compares pieces of comments with rows, all of which are known beforehand: their words are weighed together.

    `sides` are the rows by language, `pieces` those of each comment, the whole comment first.
    """

    def __init__(self, sides: Sequence[dict[str, Side]], pieces: Sequence[Sequence[Piece]]) -> None:
        self._sides = sides
        self._total = len(sides) + len(pieces)
        self._weights = {language: self._weighed(language, pieces) for language in LANGUAGES}
        self._index = {language: self._indexed(language) for language in LANGUAGES}

    def worth_comparing(self, piece: Piece, is_ours: bool | None, least: float) -> Iterator[int]:
        """The rows that may come to the score `least`: likeness is summed up word by word, for all rows at once.

        None is left out for which `likeness` gives that score.
        """
        index = self._index[piece.language]
        yield from index.wordless
        wording, why, said = ([0.0] * len(self._sides) for _ in range(3))
        for stem in piece.words:
            for row, of_wording, of_why, worth in index.shares.get(stem, ()):
                wording[row] += of_wording
                why[row] += of_why
                said[row] += worth
        all_said = self.worth(piece.language)(piece.words)
        for row, found in enumerate(said):
            if not found:
                continue
            similarity = _together(wording[row], why[row], found / all_said) + _ROUNDING
            if _score(similarity, 1.0, is_ours) < least:
                continue
            agrees, _ = _place_of(self._sides[row][piece.language], piece)
            if _score(similarity, agrees, is_ours) >= least:
                yield row

    def likeness(self, piece: Piece, row: int, is_ours: bool | None) -> Likeness | None:
        """None where the two have no word in common that is the row's own.

        A row that only strikes something out has hardly any: the very order, given of the very place, will do.
        """
        side = self._sides[row].get(piece.language)
        if side is None:
            return None
        shared = side.all & piece.words.keys()
        agrees, named = _place_of(side, piece)
        telling = (shared & side.own) - LITTLE_STEMS[piece.language]
        is_ordered = side.is_wordless and agrees >= _HALF_THE_PLACE and side.new <= shared
        if not telling and not is_ordered:
            return None
        worth = self.worth(piece.language)
        wording, why = self._index[piece.language].totals[row]
        of_wording = (worth(side.new & shared) + _QUOTED_WORD * worth(side.kept & shared)) / wording
        if side.is_wordless and not is_ordered:
            of_wording = 0.0
        of_why = worth(side.why & shared) / why
        own = worth(side.own & shared)
        of_said = (own + _QUOTED_WORD * worth(side.quoted & shared)) / (worth(piece.words) or 1.0)
        # One word that is ours is not yet a comment that is.
        similarity = _together(of_wording, of_why, of_said * len(telling) / (len(telling) + 1))
        return Likeness(
            similarity=similarity,
            score=_score(similarity, agrees, is_ours),
            shared=shared,
            telling=telling,
            agreement=agrees,
            named=named,
            column="proposed" if of_wording >= of_why else "justification",
            piece=piece,
            side=side,
        )

    def _weighed(self, language: str, comments: Sequence[Sequence[Piece]]) -> dict[str, float]:
        """What a word of a row or a whole comment is worth; one that all have is worth little."""
        seen: Counter[str] = Counter()
        for sides in self._sides:
            if language in sides:
                seen.update(sides[language].all)
        for pieces in comments:
            if pieces[0].language == language:
                seen.update(pieces[0].words.keys())
        little = LITTLE_STEMS[language]
        return {
            stem: log(1 + self._total / count) * (_LITTLE_WORD if stem in little else 1.0)
            for stem, count in seen.items()
        }

    def worth(self, language: str) -> Callable[[Iterable[str]], float]:
        weights = self._weights[language]
        unseen = log(1 + self._total)
        return lambda stems: sum(weights.get(stem, unseen) for stem in stems)

    def _indexed(self, language: str) -> _Index:
        index = _Index({}, {}, [])
        worth = self.worth(language)
        for row, sides in enumerate(self._sides):
            side = sides.get(language)
            if side is None:
                continue
            wording = worth(side.new) + _QUOTED_WORD * worth(side.kept) or 1.0
            why = worth(side.why) or 1.0
            index.totals[row] = (wording, why)
            if side.is_wordless:
                index.wordless.append(row)
                continue  # always compared
            for stem in side.all:
                one = worth((stem,))
                as_wording = one if stem in side.new else _QUOTED_WORD * one if stem in side.kept else 0.0
                index.shares.setdefault(stem, []).append(
                    (
                        row,
                        as_wording / wording,
                        one / why if stem in side.why else 0.0,
                        one if stem in side.own else _QUOTED_WORD * one,
                    )
                )
        return index


def _together(of_wording: float, of_why: float, of_said: float) -> float:
    """How like a comment and a row are: the row stands in the comment, or the comment is made of the row's words.

    The one alone is a row quoted in a long comment, the other alone a row told in short.
    """
    contained = max(of_wording, 0.9 * of_why)
    return 1 - (1 - contained) * (1 - 0.7 * of_said)


def _place_of(side: Side, piece: Piece) -> tuple[float, str]:
    """How far the comment names our place, by its number or by quoting the draft's words, and how it is named."""
    agrees, reference = agreement(side.place, piece.places) if side.place else (0.0, None)
    named = reference.words if reference else ""
    if piece.hangs_on and len(piece.hangs_on & side.draft) >= _QUOTED_PART * len(piece.hangs_on):
        return 1.0, named if agrees > 0 else piece.part
    return agrees, named


def _score(similarity: float, agrees: float, is_ours: bool | None) -> float:
    place = _SAME_PLACE * agrees if agrees >= 0 else _OTHER_PLACE * -agrees
    author = {True: _BY_US, False: _BY_OTHERS, None: 0.0}[is_ours]
    return 1 / (1 + exp(-(_STEEP * (similarity - _EVEN) + place + author)))
