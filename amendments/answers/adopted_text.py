"""Did our wording come into the adopted act: word for word, in part, or not at all? A proposal; a person corrects it.

Word for word means the same words in the same order. Spaces, line breaks, quotation marks, dashes, ё for е, letter case
and the number that an element bears do not matter; an ending does. In part means that some of what we changed is there:
where the draft's wording is known only our changes count, for the rest of the paragraph would be there without us.
Pure: no Django, no database.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from rapidfuzz.distance import LCSseq

from amendments.answers.adopted_words import Words, wording_asked_for, words_of

VERBATIM, PARTLY, ABSENT = "verbatim", "partly", "absent"
_ENOUGH_OF_CHANGES = 0.2
_ENOUGH_OF_WORDS = 0.4
_LITTLE_WORD = 0.15
_KEPT_WORD = 0.35
_WORD_BETWEEN = 0.12  # what a word not ours between two of ours takes away, in words of ours
_LONGEST_PASSAGE = 1_200  # characters quoted
_BEST_WINDOWS = 3

_SENTENCE_ENDS = frozenset(".;:!?\n")
_LITTLE_WORDS = (
    "а без бы в во для до же за и из или к как ко на не ни о об от по под при про с со так также то у что"
    " бойынша да де және мен бен пен не немесе туралы үшін"
)
_LITTLE = frozenset(_LITTLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class AdoptedElement:
    """A piece of the adopted text. `label` is shown beside the passage quoted."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """How our wording stands to the adopted text.

    `adoption`: 'verbatim', 'partly', 'absent', or None where words cannot tell (we ask only to strike something out, or
    propose nothing). `share` (0 to 1): of our words found in the passage, in our order, whatever their endings;
    `share_of_changes`: of those that the draft did not have, None without the draft. `passage` is the adopted wording
    nearest to ours, as it is written there, `label` where. `missing`: our words that are not in it, as we write them.
    `only_numbers_differ`: all that is missing are numbers, most often of elements that were renumbered.
    """

    adoption: str | None
    share: float
    share_of_changes: float | None
    passage: str
    label: str
    missing: tuple[str, ...]
    only_numbers_differ: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    """What we changed in the draft: the places of our new words, and the draft's words that we left out."""

    added: frozenset[int]
    removed: tuple[str, ...]
    removed_stems: frozenset[str]


class AdoptedText:
    """An adopted text made ready to be compared with many rows. `language` is 'kk' or 'ru'.

    `adopted` is plain text or its elements in their order.
    """

    def __init__(self, adopted: str | Iterable[AdoptedElement], language: str) -> None:
        elements = [AdoptedElement(adopted)] if isinstance(adopted, str) else list(adopted)
        self._language = language
        self._labels = [element.label for element in elements]
        self._starts: list[int] = []
        at = 0
        for element in elements:
            self._starts.append(at)
            at += len(element.text) + 1
        self._read = words_of("\n".join(element.text for element in elements), language)
        self._joined = f" {' '.join(self._read.words)} "
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, stem in enumerate(self._read.stems):
            self._places[stem].append(place)

    def compare(self, proposed: str, draft: str = "") -> Finding:
        """Our `proposed` wording beside this text; `draft` is the norm of the draft that it was to replace."""
        ours = words_of(wording_asked_for(proposed), self._language)
        if not ours.words:
            return Finding(None, 0.0, None, "", "", ())
        change = _change(ours, words_of(draft, self._language))
        first = self._verbatim_at(ours, change)
        if first is not None:
            everything = frozenset(range(len(ours.words)))
            return self._finding(VERBATIM, ours, range(first, first + len(ours.words)), everything, change)
        passage, found = self._best_passage(ours, self._weights(ours, change))
        return self._finding(self._judged(ours, passage, found, change), ours, passage, found, change)

    # --- looking

    def _verbatim_at(self, ours: Words, change: _Change | None) -> int | None:
        """Where our words stand in their order, and do not only stand there because the draft's still do."""
        sought = f" {' '.join(ours.words)} "
        at = self._joined.find(sought)
        while at != -1:
            first = self._joined.count(" ", 0, at)
            if change is None or change.added or self._stands_alone(first, first + len(ours.words)):
                return first
            at = self._joined.find(sought, at + 1)
        return None

    def _stands_alone(self, first: int, after: int) -> bool:
        """Whether the words from `first` on begin and end as sentences do: where we only struck words out, they would
        stand there all the same, with those words behind them.
        """
        spans, text = self._read.spans, self._read.bare
        before = text[spans[first - 1][1] : spans[first][0]] if first else "\n"
        behind = text[spans[after - 1][1] : spans[after][0]] if after < len(spans) else "\n"
        return not _SENTENCE_ENDS.isdisjoint(before) and not _SENTENCE_ENDS.isdisjoint(behind)

    def _best_passage(self, ours: Words, weights: Sequence[float]) -> tuple[range, frozenset[int]]:
        """The passage that has most of our words in our order, and which of our words those are."""
        best = (0.0, range(0), frozenset[int]())
        for window in self._windows(ours, weights):
            theirs = self._read.stems[window.start : window.stop]
            pairs = [
                (mine, window.start + other)
                for block in LCSseq.opcodes(ours.stems, theirs)
                if block.tag == "equal"
                for mine, other in zip(
                    range(block.src_start, block.src_end),
                    range(block.dest_start, block.dest_end),
                    strict=True,
                )
            ]
            worth, close = _densest(pairs, weights)
            if worth > best[0]:
                best = (worth, range(close[0][1], close[-1][1] + 1), frozenset(mine for mine, _ in close))
        return best[1], best[2]

    def _windows(self, ours: Words, weights: Sequence[float]) -> list[range]:
        """The stretches of the text, half again as long as our wording, that have the most of its words."""
        worth: dict[str, float] = {}
        for stem, weight in zip(ours.stems, weights, strict=True):
            worth[stem] = max(weight, worth.get(stem, 0.0))
        wanted = Counter(ours.stems)
        hits = sorted((place, stem) for stem in wanted for place in self._places.get(stem, ()))
        length = len(ours.words) * 3 // 2 + 10
        have: Counter[str] = Counter()
        total, left = 0.0, 0
        scored: list[tuple[float, int]] = []
        for place, stem in hits:
            have[stem] += 1
            total += worth[stem] if have[stem] <= wanted[stem] else 0.0
            while hits[left][0] <= place - length:
                gone = hits[left][1]
                total -= worth[gone] if have[gone] <= wanted[gone] else 0.0
                have[gone] -= 1
                left += 1
            scored.append((total, hits[left][0]))
        return self._apart(scored, length)

    def _apart(self, scored: list[tuple[float, int]], length: int) -> list[range]:
        chosen: list[range] = []
        for _, start in sorted(scored, key=lambda pair: (-pair[0], pair[1])):
            if all(abs(start - window.start) > length // 3 for window in chosen):
                chosen.append(range(start, min(start + length, len(self._read.words))))
            if len(chosen) == _BEST_WINDOWS:
                break
        return chosen

    def _weights(self, ours: Words, change: _Change | None) -> list[float]:
        """Rare words of the text tell more than those on every line, what we changed more than what we kept."""
        total = len(self._read.words) + 1
        added = change.added if change and change.added else frozenset(range(len(ours.words)))
        return [
            (_LITTLE_WORD if word in _LITTLE else 1.0)
            * (1.0 if at in added else _KEPT_WORD)
            * log(2 + total / (1 + len(self._places.get(stem, ()))))
            for at, (word, stem) in enumerate(zip(ours.words, ours.stems, strict=True))
        ]

    # --- judging

    def _judged(self, ours: Words, passage: range, found: frozenset[int], change: _Change | None) -> str:
        weights = self._weights(ours, None)
        share = _share(found, range(len(ours.words)), weights)
        if change is None:
            return PARTLY if share >= _ENOUGH_OF_WORDS else ABSENT
        theirs = frozenset(self._read.words[passage.start : passage.stop])
        if change.added:
            return (
                PARTLY
                if _share(self._truly(found, ours, theirs, change), change.added, weights)
                >= _ENOUGH_OF_CHANGES
                else ABSENT
            )
        # What we only struck out would stand beside the words that we kept.
        reach = len(change.removed) + 2
        near = self._read.words[max(0, passage.start - reach) : passage.stop + reach]
        struck = [word for word in change.removed if word not in _LITTLE] or change.removed
        gone = sum(word not in near for word in struck)
        return PARTLY if gone > len(struck) / 2 and share >= _ENOUGH_OF_WORDS else ABSENT

    def _truly(
        self, found: frozenset[int], ours: Words, theirs: frozenset[str], change: _Change
    ) -> frozenset[int]:
        """The words found, without those that are only another form of a word of the draft."""
        return frozenset(
            at for at in found if ours.stems[at] not in change.removed_stems or ours.words[at] in theirs
        )

    def _finding(
        self, adoption: str, ours: Words, passage: range, found: frozenset[int], change: _Change | None
    ) -> Finding:
        of_changes = None
        if change is not None and change.added:
            theirs = frozenset(self._read.words[passage.start : passage.stop])
            truly = self._truly(found, ours, theirs, change)
            of_changes = len(truly & change.added) / len(change.added)
        missing = [at for at in range(len(ours.words)) if at not in found]
        return Finding(
            adoption=adoption,
            share=len(found) / len(ours.words),
            share_of_changes=of_changes,
            passage=self._quoted(passage),
            label=self._label(passage),
            missing=tuple(ours.text[slice(*ours.spans[at])] for at in missing),
            only_numbers_differ=bool(missing) and all(ours.words[at].isdigit() for at in missing),
        )

    def _quoted(self, passage: range) -> str:
        if not passage:
            return ""
        start, end = self._read.spans[passage.start][0], self._read.spans[passage.stop - 1][1]
        quoted = " ".join(self._read.text[start:end].split())
        return quoted if len(quoted) <= _LONGEST_PASSAGE else quoted[: _LONGEST_PASSAGE - 1].rstrip() + "…"

    def _label(self, passage: range) -> str:
        if not passage:
            return ""
        return self._labels[bisect_right(self._starts, self._read.spans[passage.start][0]) - 1]


# --- counting -----------------------------------------------------------------------------------------------


def _change(ours: Words, draft: Words) -> _Change | None:
    """None where there is no draft, or nothing is changed in it."""
    if not draft.words or draft.words == ours.words:
        return None
    kept: set[int] = set()
    left: set[int] = set()
    for block in LCSseq.opcodes(ours.words, draft.words):
        if block.tag == "equal":
            kept |= set(range(block.src_start, block.src_end))
            left |= set(range(block.dest_start, block.dest_end))
    removed = [at for at in range(len(draft.words)) if at not in left]
    return _Change(
        added=frozenset(range(len(ours.words))) - kept,
        removed=tuple(draft.words[at] for at in removed),
        removed_stems=frozenset(draft.stems[at] for at in removed),
    )


def _densest(
    pairs: Sequence[tuple[int, int]], weights: Sequence[float]
) -> tuple[float, Sequence[tuple[int, int]]]:
    """The stretch of (our word, its place in the text) that has the most worth for the words between them."""
    between = _WORD_BETWEEN * sum(weights) / len(weights)
    best, best_reach = 0.0, (0, 0)
    worth, start = 0.0, 0
    for at, (mine, place) in enumerate(pairs):
        if at:
            worth -= between * (place - pairs[at - 1][1] - 1)
        if worth <= 0:
            worth, start = 0.0, at
        worth += weights[mine]
        if worth > best:
            best, best_reach = worth, (start, at + 1)
    return best, pairs[slice(*best_reach)]


def _share(found: Iterable[int], of: Iterable[int], weights: Sequence[float]) -> float:
    wanted = frozenset(of)
    total = sum(weights[at] for at in wanted)
    return sum(weights[at] for at in found if at in wanted) / total if total else 0.0
