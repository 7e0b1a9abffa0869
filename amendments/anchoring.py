"""Finding the places of quotations again in a changed text, and saying what changed. Knows nothing of Django.

An anchor is the number of an element and its words as they were. In a new version it is the `same`, or stands
elsewhere (`moved`), or its words are others (`changed`), or there is nothing like it (`lost`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

SAME, MOVED, CHANGED, LOST = "same", "moved", "changed", "lost"
ALIKE_ELSEWHERE = 85.0  # of 100: so like must an element with another number be
ALIKE_IN_PLACE = 40.0  # so like one with the same number, to be the same norm in other words
ALIKE_NAMESAKE = 65.0  # and one with the same last number under another parent
MARKED = 0.35  # of the words must be common, else marking the rest would mark everything

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Numbered(Protocol):
    """What is read of an element of the new text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Anchor:
    path: str
    quote: str


@dataclass(frozen=True, slots=True)
class Found:
    """Where an anchor now is: `place` is the index of its element, None where it is lost; `similarity` 0 to 1."""

    state: str
    place: int | None
    similarity: float


def reattach(anchors: Sequence[Anchor], elements: Sequence[Numbered]) -> list[Found]:
    """For each anchor, in their order, what has become of it among `elements`."""
    texts = [_plain(element.text) for element in elements]
    at_path: dict[str, list[int]] = {}
    at_step: dict[str, list[int]] = {}
    for place, element in enumerate(elements):
        at_path.setdefault(element.path, []).append(place)
        at_step.setdefault(_last_step(element.path), []).append(place)
    return [
        _found(anchor, texts, at_path.get(anchor.path, []), at_step.get(_last_step(anchor.path), []))
        for anchor in anchors
    ]


def _last_step(path: str) -> str:
    return path.rpartition(" / ")[2]


def _found(anchor: Anchor, texts: Sequence[str], here: Sequence[int], namesakes: Sequence[int]) -> Found:
    """`here`: the elements with the anchor's number; `namesakes`: those with its last step, under whatever parent."""
    quote = _plain(anchor.quote)
    in_place = process.extractOne(quote, {place: texts[place] for place in here}, scorer=fuzz.ratio)
    if in_place and in_place[0] == quote:
        return Found(SAME, in_place[2], 1.0)
    elsewhere = process.extractOne(quote, texts, scorer=fuzz.ratio, score_cutoff=ALIKE_ELSEWHERE)
    alike_here = in_place[1] if in_place else 0.0
    if elsewhere and elsewhere[1] > alike_here:
        return Found(MOVED, elsewhere[2], elsewhere[1] / 100)
    if in_place and alike_here >= ALIKE_IN_PLACE:
        return Found(CHANGED, in_place[2], alike_here / 100)
    under_another = process.extractOne(
        quote, {place: texts[place] for place in namesakes}, scorer=fuzz.ratio, score_cutoff=ALIKE_NAMESAKE
    )
    if under_another:
        return Found(CHANGED, under_another[2], under_another[1] / 100)
    return Found(LOST, None, 0.0)


def _plain(text: str) -> str:
    """The words without what typing alone changes: spaces, quotation marks, dashes, letters' case."""
    text = re.sub(r"[«»“”„\"'‘’]", '"', text)
    return " ".join(re.sub(r"[‐-―−]", "-", text).split()).casefold()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words: `op` is 'same', 'added' or 'removed'."""

    op: str
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """What was taken out and put in, word by word, in the order of reading."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for step in LCSseq.opcodes(old, new):
        taken = "".join(old[step.src_start : step.src_end])
        put = "".join(new[step.dest_start : step.dest_end])
        if step.tag == "equal":
            pieces.append(Piece("same", put))
            continue
        if taken:
            pieces.append(Piece("removed", taken))
        if put:
            pieces.append(Piece("added", put))
    return _joined(pieces)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind as one; a lone space between two changes belongs to both of them."""
    result: list[Piece] = []
    removed, added = "", ""
    for place, piece in enumerate(pieces):
        is_gap = piece.op == "same" and not piece.text.strip() and 0 < place < len(pieces) - 1
        if piece.op == "removed" or (is_gap and (removed or added)):
            removed += piece.text
        if piece.op == "added" or (is_gap and (removed or added)):
            added += piece.text
        if piece.op == "same" and not (is_gap and (removed or added)):
            result += _changes(removed, added)
            removed = added = ""
            result.append(piece)
    return [*result, *_changes(removed, added)]


def _changes(removed: str, added: str) -> list[Piece]:
    """What changed in one place; the space that both sides begin or end with has not changed."""
    if not (removed.strip() or added.strip()):
        return [Piece("same", added or removed)] if removed or added else []
    before = added[: len(added) - len(added.lstrip())] if removed[:1].isspace() else ""
    if before:
        removed, added = removed.lstrip(), added.lstrip()
    after = added[len(added.rstrip()) :] if removed[-1:].isspace() else ""
    if after:
        removed, added = removed.rstrip(), added.rstrip()
    kinds = (("same", before), ("removed", removed), ("added", added), ("same", after))
    return [Piece(op, text) for op, text in kinds if text]


def is_worth_marking(pieces: Sequence[Piece]) -> bool:
    """Whether enough is common that the marks help to read."""
    same = sum(len(piece.text) for piece in pieces if piece.op == "same")
    longer = max(
        same + sum(len(piece.text) for piece in pieces if piece.op == op) for op in ("added", "removed")
    )
    return longer > 0 and same / longer >= MARKED and same < longer
