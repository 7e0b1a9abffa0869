"""What a change of wording adds and removes, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from amendments.texts.alignment import Match, matches

Op = Literal["same", "added", "removed"]

# A word with its inner hyphens, apostrophes and dots ('5-1', 'жүз-жүзден', '01.02.2026'), or one sign.
_TOKEN = re.compile(r"\w+(?:[-‐‑'’.]\w+)*|[^\w\s]")
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Piece:
    """`op` is 'same', 'added' or 'removed'; `text` ends with a space where one follows in its text."""

    op: Op
    text: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The way from `before` to `after`. White space counts for nothing.

    The 'same' and 'removed' pieces joined are the words of `before`, the 'same' and 'added' those of `after`.
    Where only a sign or a little word stands unchanged between two changes it is part of the change.
    """
    one, other = _words(before), _words(after)
    ids: dict[str, int] = {}
    found = matches(
        [ids.setdefault(word.strip(), len(ids)) for word in one],
        [ids.setdefault(word.strip(), len(ids)) for word in other],
    )
    return tuple(_pieces(one, other, _readable(found, one, other)))


def _words(text: str) -> list[str]:
    """The tokens, each with a space after it where white space follows."""
    return [
        found.group() + " " if _SPACE.match(text, found.end()) else found.group()
        for found in _TOKEN.finditer(text)
    ]


def _readable(found: Sequence[Match], one: Sequence[str], other: Sequence[str]) -> list[Match]:
    """Without the runs that are shorter than the changes on both sides of them."""
    kept: list[Match] = []
    at = to = 0
    for position, (start, other_start, size) in enumerate(found):
        following = found[position + 1][:2] if position + 1 < len(found) else (len(one), len(other))
        letters = sum(map(len, one[start : start + size])) if size <= 3 else 1_000
        left = _changed(one[at:start], other[to:other_start])
        right = _changed(one[start + size : following[0]], other[other_start + size : following[1]])
        if 2 * letters <= min(left, right):
            continue
        kept.append((start, other_start, size))
        at, to = start + size, other_start + size
    return kept


def _changed(removed: Sequence[str], added: Sequence[str]) -> int:
    return max(sum(map(len, removed[:100])), sum(map(len, added[:100])))


def _pieces(one: Sequence[str], other: Sequence[str], found: Sequence[Match]) -> Iterator[Piece]:
    at = to = 0
    for start, other_start, size in (*found, (len(one), len(other), 0)):
        if start > at:
            yield Piece("removed", "".join(one[at:start]))
        if other_start > to:
            yield Piece("added", "".join(other[to:other_start]))
        if size:
            yield Piece("same", "".join(other[other_start : other_start + size]))
        at, to = start + size, other_start + size
