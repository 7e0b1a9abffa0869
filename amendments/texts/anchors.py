"""Rows of an amendment table found again in a changed version of the draft."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from amendments.texts.elements import Element

State = Literal["same", "changed", "moved", "lost"]

SURE = 85.0  # of 100: another place is believed in
LIKELY = 65.0
_MUCH_BETTER = 12.0
_SHORT = 25  # letters: so short a text stands in many places
_CANDIDATES = 8
_COMPARED = 40


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a row holds on to: `key` is the caller's, `path` and `number` the element's, `text` the norm quoted."""

    key: str
    path: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """Where an anchor is in the changed version. `path` is '' if lost; `similarity` is 0 to 100.

    Flags: 'no_quote' (nothing was quoted, only the place is the same), 'doubtful' (little of the text is left),
    'ambiguous' (the same text stands in several places), 'shared' (another row moved to the same element),
    'contested' (the likeliest element was taken by another row).
    """

    anchor: Anchor
    state: State
    path: str
    similarity: float
    flags: tuple[str, ...] = ()


def reattach(anchors: Sequence[Anchor], elements: Sequence[Element]) -> tuple[Attachment, ...]:
    """One answer to each anchor, in their order."""
    finder = _Finder(elements)
    answers = {n: answer for n, anchor in enumerate(anchors) if (answer := finder.unchanged(anchor))}
    claimed = {answer.path: _claim(answer.anchor) for answer in answers.values()}
    wishes = sorted(
        (-score, index, path)
        for index, anchor in enumerate(anchors)
        if index not in answers
        for path, score in finder.candidates(anchor)
    )
    refused: set[int] = set()
    for _, index, path in wishes:
        if index in answers:
            continue
        if claimed.setdefault(path, _claim(anchors[index])) == _claim(anchors[index]):
            answers[index] = finder.found(anchors[index], path)
        else:
            refused.add(index)
    whole = [
        _flagged(answers.get(n) or finder.left_over(anchor, claimed), n in refused)
        for n, anchor in enumerate(anchors)
    ]
    return _shared(whole)


def _claim(anchor: Anchor) -> tuple[str, str]:
    """Rows about one element and one text may go to one element together."""
    return anchor.path, normal_text(anchor.text)


def _flagged(answer: Attachment, was_refused: bool) -> Attachment:
    if not was_refused:
        return answer
    return Attachment(
        answer.anchor, answer.state, answer.path, answer.similarity, (*answer.flags, "contested")
    )


def _shared(answers: Sequence[Attachment]) -> tuple[Attachment, ...]:
    moved = [answer.path for answer in answers if answer.state == "moved"]
    return tuple(
        Attachment(one.anchor, one.state, one.path, one.similarity, (*one.flags, "shared"))
        if one.state == "moved" and moved.count(one.path) > 1
        else one
        for one in answers
    )


def normal_text(text: str) -> str:
    return " ".join(text.casefold().split())


class _Finder:
    def __init__(self, elements: Sequence[Element]) -> None:
        self.paths = [element.path for element in elements]
        self.order = {path: place for place, path in enumerate(self.paths)}
        self.bodies = [normal_text(element.body) for element in elements]
        self.markers = [normal_text(element.marker) for element in elements]
        self.places: dict[str, list[int]] = {}
        for place, body in enumerate(self.bodies):
            self.places.setdefault(body, []).append(place)
        words: dict[str, list[int]] = {}
        for place, body in enumerate(self.bodies):
            for word in set(body.split()):
                words.setdefault(word, []).append(place)
        common = max(_COMPARED, len(self.bodies) // 10)
        self.rare = {word: places for word, places in words.items() if len(places) <= common}

    def unchanged(self, anchor: Anchor) -> Attachment | None:
        """The anchor at its own path with its own text; also where there is no text to look for."""
        place = self.order.get(anchor.path)
        if place is None:
            return None
        quoted = normal_text(anchor.text)
        if not quoted:
            return Attachment(anchor, "changed", anchor.path, 0.0, ("no_quote",))
        return Attachment(anchor, "same", anchor.path, 100.0) if self._score(quoted, place) == 100.0 else None

    def candidates(self, anchor: Anchor) -> list[tuple[str, float]]:
        """(path, likelihood) of the elements where the text of the anchor may stand now; its own place is the
        likelier the less another one is better.
        """
        quoted = normal_text(anchor.text)
        if not quoted:
            return []
        exact = self.places.get(quoted) or self.places.get(self._body(quoted, anchor)) or []
        near = sorted(exact, key=lambda place: self._distance(anchor, place))[:_CANDIDATES]
        found = {self.paths[place]: 100.0 - rank * 0.01 for rank, place in enumerate(near)}
        own = self.order.get(anchor.path)
        if own is not None and (here := self._score(quoted, own)) >= LIKELY:
            found.setdefault(anchor.path, min(99.5, here + _MUCH_BETTER))
        if not exact and len(quoted) >= _SHORT:
            for place in self._alike(quoted):
                if (score := self._score(quoted, place)) >= LIKELY:
                    found.setdefault(self.paths[place], score)
        return list(found.items())

    def found(self, anchor: Anchor, path: str) -> Attachment:
        place = self.order[path]
        score = self._score(normal_text(anchor.text), place)
        if path == anchor.path:
            return Attachment(anchor, "changed", path, score)
        is_ambiguous = len(self.places[self.bodies[place]]) > 1
        flags = (("ambiguous", is_ambiguous), ("doubtful", score < SURE))
        return Attachment(anchor, "moved", path, score, tuple(flag for flag, is_met in flags if is_met))

    def left_over(self, anchor: Anchor, claimed: Mapping[str, object]) -> Attachment:
        """Its own place, if no other row has it and a part of the text is left; else the row is lost."""
        place = self.order.get(anchor.path)
        score = self._score(normal_text(anchor.text), place) if place is not None else 0.0
        if score < LIKELY / 2 or anchor.path in claimed:
            return Attachment(anchor, "lost", "", 0.0)
        return Attachment(anchor, "changed", anchor.path, score, ("doubtful",))

    def _alike(self, quoted: str) -> list[int]:
        """The elements that share the most words with a text, the commonest words not counted."""
        shared = Counter(place for word in set(quoted.split()) for place in self.rare.get(word, ()))
        return [place for place, _ in shared.most_common(_COMPARED)]

    def _score(self, quoted: str, place: int) -> float:
        body, marker = self.bodies[place], self.markers[place]
        if quoted in (body, f"{marker} {body}".strip()) or (len(quoted) >= _SHORT and quoted in body):
            return 100.0
        return min(99.0, max(fuzz.ratio(quoted, body), fuzz.ratio(quoted, f"{marker} {body}".strip())))

    def _body(self, quoted: str, anchor: Anchor) -> str:
        """The quoted text without the number at its head."""
        head, _, rest = quoted.partition(" ")
        return rest if head.rstrip(".)") == anchor.number.casefold() else quoted

    def _distance(self, anchor: Anchor, place: int) -> tuple[bool, bool, int]:
        """Nearer is the element under the same parent, then of the same number, then of like order."""
        path = self.paths[place]
        here = self.order.get(anchor.path, self.order.get(anchor.path.rpartition(" / ")[0], place))
        return (
            path.rpartition(" / ")[0] != anchor.path.rpartition(" / ")[0],
            path.rpartition(" ")[2] != anchor.number,
            abs(place - here),
        )
