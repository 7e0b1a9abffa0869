"""Where a unit of text stands: the elements open around it, and what it is if it has no number."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from amendments.texts.kinds import LETTERED_RANK, RANKS, Place, Step, path_of, rank_of
from amendments.texts.lines import is_capitals, is_title
from amendments.texts.markers import Marker, marker_of
from amendments.texts.places import amended_place

_AMENDMENT_RANK = 100
_LOOK_AHEAD = 40
_UNSAID = frozenset({"section", "chapter", "subchapter"})
_FIRST_NUMBERS = frozenset({"1", "а", "a"})


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of one unit. `steps` are the elements of its label, `written` the number at its head."""

    kind: str
    number: str
    steps: Place
    path: str
    whole_path: str
    written: str = ""
    amends: Place = ()


@dataclass(slots=True)
class _Open:
    """An element that is open: what comes next may be inside. `counts` says how many parts, indents and headings
    are in it already; its own first line is the first part and the first indent, unless it is a title.
    """

    kind: str
    number: str
    rank: int
    segment: str
    amends: Place = ()
    own: str = ""
    last: str = ""  # the text in it that was read last
    counts: dict[str, int] = field(default_factory=dict)


class Outline:
    """Reads units in their order; `place` says where each stands."""

    def __init__(self) -> None:
        self.open: list[_Open] = [_Open("", "", -1, "")]
        self.begun = False

    def place(self, texts: Sequence[str], row: int) -> Spot:
        text = texts[row]
        head = text.partition("\n")[0]
        marker = marker_of(head)
        if marker and marker.kind == "annex" and not self.begun:
            marker = None
        if marker:
            spot = self._marked(marker, text)
        elif self.begun and (amends := amended_place(head)):
            spot = self._instruction(amends, text)
        else:
            spot = self._unnumbered(texts, row)
        for frame in self.open:
            frame.last = text
        return spot

    def _marked(self, marker: Marker, text: str) -> Spot:
        self.begun = True
        is_inner = marker.kind in ("part", "indent")
        rank = self._rank_within(marker.kind) if is_inner else rank_of(marker.kind, marker.number)
        self._close_from(rank)
        if marker.kind in ("paragraph", "subparagraph"):
            self._leave_part(even_announcing=marker.kind == "paragraph")
        amends = amended_place(text[len(marker.written) :].lstrip())
        return self._opened(marker.kind, marker.number, rank, text, written=marker.written, amends=amends)

    def _opened(
        self,
        kind: str,
        number: str,
        rank: int,
        text: str,
        *,
        written: str = "",
        amends: Place = (),
        segment: str = "",
    ) -> Spot:
        frame = _Open(kind, number, rank, segment or f"{kind} {number}".strip(), amends, own=text)
        title = kind in ("annex", "section", "chapter", "subchapter") or (
            kind == "article" and is_title(text)
        )
        frame.counts = {} if title else {"part": 1, "indent": 1}
        self.open.append(frame)
        return self._spot(kind, number, written=written)

    def _spot(self, kind: str, number: str, *, written: str = "", leaf: Step | None = None) -> Spot:
        """The spot of the element opened last, or of the `leaf` in it."""
        frames = self.open[1:]
        said = [frame for frame in frames if frame is frames[-1] or not _is_unsaid(frame)]
        steps = [(frame.kind, frame.number) for frame in said if frame.kind != "amendment"]
        own = [leaf] if leaf else []
        tail = [path_of((leaf,))] if leaf else []
        is_instruction = leaf is None and bool(frames[-1].amends)
        return Spot(
            kind=kind,
            number=number,
            steps=(*steps, *own),
            path=" / ".join([*(frame.segment for frame in said), *tail]),
            whole_path=" / ".join([*(frame.segment for frame in frames), *tail]),
            written=written,
            amends=tuple(step for frame in frames for step in frame.amends) if is_instruction else (),
        )

    def _instruction(self, amends: Place, text: str) -> Spot:
        kind, number = amends[-1]
        rank = _AMENDMENT_RANK + RANKS.get(amends[0][0], LETTERED_RANK + 10)
        self._close_from(rank)
        segment = f"amendment of {path_of(amends)}".replace(" / ", ", ")
        return self._opened("amendment", number, rank, text, amends=amends, segment=segment)

    def _unnumbered(self, texts: Sequence[str], row: int) -> Spot:
        text = texts[row]
        top = self.open[-1]
        if is_capitals(text) or (top.rank < RANKS["article"] and self._is_heading(text, top)):
            self._close_from(RANKS["article"])
            return self._leaf("heading")
        if not self.begun:
            return self._leaf("preamble")
        self._leave_list(texts, row)
        top = self.open[-1]
        if RANKS["article"] <= top.rank < _AMENDMENT_RANK and _begins_a_part(text, top):
            return self._part(text)
        return self._leaf("indent")

    def _is_heading(self, text: str, top: _Open) -> bool:
        return is_title(text) and (not self.begun or "indent" not in top.counts)

    def _leaf(self, kind: str) -> Spot:
        counts = self.open[-1].counts
        counts[kind] = counts.get(kind, 0) + 1
        number = str(counts[kind])
        return self._spot(kind, number, leaf=(kind, number))

    def _part(self, text: str) -> Spot:
        self._close_from(self._rank_within("part"))
        top = self.open[-1]
        top.counts["part"] = top.counts.get("part", 0) + 1
        return self._opened("part", str(top.counts["part"]), self._rank_within("part"), text)

    def _rank_within(self, kind: str) -> int:
        """Just below the numbered element that is open, so that a list may stand inside a part."""
        ranks = [
            frame.rank
            for frame in self.open
            if frame.kind not in ("part", "indent") and frame.rank < _AMENDMENT_RANK
        ]
        return max(max(ranks), RANKS["article"]) + (5 if kind == "part" else 7)

    def _close_from(self, rank: int) -> None:
        while self.open[-1].rank >= rank:
            self.open.pop()

    def _leave_part(self, *, even_announcing: bool) -> None:
        """A list belongs to a part only if the part announces it; a paragraph to none."""
        while self.open[-1].kind in ("part", "indent") and (even_announcing or not _announces(self.open[-1])):
            self.open.pop()

    def _leave_list(self, texts: Sequence[str], row: int) -> None:
        """After the last item of a list a new sentence belongs to the element around the list."""
        while self.open[-1].kind == "subparagraph" and _begins_a_part(texts[row], self.open[-1]):
            if self._list_goes_on(texts, row):
                return
            self.open.pop()

    def _list_goes_on(self, texts: Sequence[str], row: int) -> bool:
        for text in texts[row + 1 : row + 1 + _LOOK_AHEAD]:
            if marker := marker_of(text.partition("\n")[0]):
                return marker.kind == "subparagraph" and marker.number not in _FIRST_NUMBERS
        return False


def _is_unsaid(frame: _Open) -> bool:
    """Whether paths leave the element out: moving the border of a chapter does not move its articles, and what is
    in the first part of an article is named without it.
    """
    return frame.kind in _UNSAID or (frame.kind == "part" and frame.number == "1")


def _announces(frame: _Open) -> bool:
    return frame.own.endswith(":") or frame.last.endswith((":", ";"))


def _begins_a_part(text: str, around: _Open) -> bool:
    """A part is a sentence that begins with a capital after a full stop, or first thing after a title."""
    if not text.lstrip('«"“(')[:1].isupper() or is_title(text):
        return False
    return "part" not in around.counts or around.last.rstrip('»”" ').endswith((".", "!", "?"))
