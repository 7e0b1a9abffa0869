"""Which words of two texts stand for each other: anchors first, then the longest common subsequence between.

Words that occur once in both texts are matched in their common order (patience), which cuts two long texts into
short gaps; a gap is settled exactly by bit-parallel dynamic programming. A large gap without a common rare word
is settled with linear memory.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq, Levenshtein

Match = tuple[int, int, int]  # where in the one, where in the other, how many words

_EXACT_CELLS = 100_000_000  # of the matrix of a gap, one bit each


def matches(before: Sequence[int], after: Sequence[int]) -> list[Match]:
    """Runs of equal words in both orders, in ascending order and not touching."""
    found: list[Match] = []
    gaps = [(0, len(before), 0, len(after))]
    while gaps:
        low, high, other_low, other_high = gaps.pop()
        start = low
        while low < high and other_low < other_high and before[low] == after[other_low]:
            low, other_low = low + 1, other_low + 1
        if low > start:
            found.append((start, other_low - (low - start), low - start))
        end = high
        while low < high and other_low < other_high and before[high - 1] == after[other_high - 1]:
            high, other_high = high - 1, other_high - 1
        if end > high:
            found.append((high, other_high, end - high))
        if low == high or other_low == other_high:
            continue
        one, other = before[low:high], after[other_low:other_high]
        anchors = [] if len(one) * len(other) <= _EXACT_CELLS else _anchors(one, other)
        if not anchors:
            found += [(low + at, other_low + to, size) for at, to, size in _settled(one, other)]
            continue
        corners = [(-1, -1), *anchors, (len(one), len(other))]
        found += [(low + at, other_low + to, 1) for at, to in anchors]
        gaps += [
            (low + at + 1, low + next_at, other_low + to + 1, other_low + next_to)
            for (at, to), (next_at, next_to) in zip(corners, corners[1:], strict=False)
        ]
    return _joined(sorted(found))


def _settled(one: Sequence[int], other: Sequence[int]) -> list[Match]:
    way = LCSseq if len(one) * len(other) <= _EXACT_CELLS else Levenshtein
    return [
        (step.src_start, step.dest_start, step.src_end - step.src_start)
        for step in way.opcodes(one, other)
        if step.tag == "equal"
    ]


def _anchors(one: Sequence[int], other: Sequence[int]) -> list[tuple[int, int]]:
    """The longest run of pairs of words unique on both sides that ascends on both."""
    counts, other_counts = Counter(one), Counter(other)
    places = {word: place for place, word in enumerate(other) if other_counts[word] == 1}
    pairs = [(at, places[word]) for at, word in enumerate(one) if counts[word] == 1 and word in places]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for position, (_, to) in enumerate(pairs):
        length = bisect_left(tails, to)
        tails[length : length + 1] = [to]
        ends[length : length + 1] = [position]
        before.append(ends[length - 1] if length else -1)
    chain = []
    position = ends[-1] if ends else -1
    while position >= 0:
        chain.append(pairs[position])
        position = before[position]
    return chain[::-1]


def _joined(found: Sequence[Match]) -> list[Match]:
    joined: list[Match] = []
    for at, to, size in found:
        if joined and joined[-1][0] + joined[-1][2] == at and joined[-1][1] + joined[-1][2] == to:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + size)
        else:
            joined.append((at, to, size))
    return joined
