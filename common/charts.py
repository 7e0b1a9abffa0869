"""Where bars and lines of a chart stand: numbers only, as a drawing takes them. Pure; templates/components draw them.

All figures are texts already, so that no page writes them with its reader's decimal sign.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NARROW = 360  # units across: what a telephone shows without making the letters smaller
ROW = 46
LEAST_FOR_LABEL = 18  # units that a number needs inside its part of a bar
NEAREST = 14  # units between the labels of two lines


@dataclass(frozen=True)
class Piece:
    """A part of a bar. `tone`: how it is coloured; `label`: its number, where there is room for it."""

    left: str
    width: str
    tone: str
    label: str = ""
    middle: str = ""


@dataclass(frozen=True)
class Bar:
    """A name, the bar under it and what is said beside it. `name_y`, `bar_y`, `said_y`: how far down each stands."""

    name: str
    said: str
    name_y: str
    bar_y: str
    said_y: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Bars:
    width: str
    height: str
    left: str
    track: str
    said_x: str
    bars: tuple[Bar, ...]


def bars(
    rows: Sequence[tuple[str, str, Sequence[tuple[float, str]]]],
    *,
    whole: float,
    width: int = NARROW,
    left: int = 0,
    top: int = 0,
    track: int = 260,
    longest: int = 48,
    numbered: bool = True,
) -> Bars:
    """`rows`: name, what is said beside the bar, and its parts as (value, tone); a bar of `whole` fills the track.

    `numbered`: each part bears its number where there is room.
    """
    drawn = []
    for number, (name, said, parts) in enumerate(rows):
        y, x, pieces = top + ROW * number, float(left), []
        for value, tone in parts:
            length = track * value / whole if whole else 0.0
            if length > 0:
                label = f"{value:g}" if numbered and length >= LEAST_FOR_LABEL + 7 * len(f"{value:g}") else ""
                pieces.append(Piece(_u(x), _u(length), tone, label, _u(x + length / 2)))
            x += length
        drawn.append(Bar(shortened(name, longest), said, _u(y + 14), _u(y + 20), _u(y + 31), tuple(pieces)))
    height = top + ROW * max(len(drawn), 1)
    return Bars(_u(width), _u(height), _u(left), _u(track), _u(left + track + 10), tuple(drawn))


def shortened(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


@dataclass(frozen=True)
class Stroke:
    """One line. `name_y`: where its name stands, at its end; `tone`: how it is drawn."""

    name: str
    last: str
    tone: str
    points: str
    end_x: str
    end_y: str
    name_y: str


@dataclass(frozen=True)
class Lines:
    """`ticks`: what is written under the first and the last place; `most`: the value of the upper edge."""

    width: str
    height: str
    base_y: str
    top_y: str
    right_x: str
    label_x: str
    most: str
    first: str
    last: str
    strokes: tuple[Stroke, ...]


def lines(
    places: Sequence[Any],
    series: Sequence[tuple[str, str, Sequence[int]]],
    *,
    width: int = NARROW,
    height: int = 190,
) -> Lines:
    """`series`: name, tone and a value for each of `places`."""
    right, top, base = width - 158, 18, height - 26
    most = max((value for _name, _tone, values in series for value in values), default=0) or 1
    step = right / max(len(places) - 1, 1)
    found = []
    for name, tone, values in series:
        spots = [(step * at, base - (base - top) * value / most) for at, value in enumerate(values)]
        found.append((name, tone, values[-1] if values else 0, spots))
    heights = _apart([spots[-1][1] if spots else base for _n, _t, _v, spots in found], top, base)
    return Lines(
        *(_u(width), _u(height), _u(base), _u(top), _u(right), _u(right + 8), f"{most:g}"),
        first=str(places[0]) if places else "",
        last=str(places[-1]) if len(places) > 1 else "",
        strokes=tuple(
            Stroke(name, f"{last:g}", tone, _path(spots), _u(spots[-1][0]), _u(spots[-1][1]), _u(y + 4))
            for (name, tone, last, spots), y in zip(found, heights, strict=True)
            if spots
        ),
    )


def _apart(heights: Sequence[float], top: float, base: float) -> list[float]:
    """The same heights, moved so that no two labels stand on each other."""
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    placed, lowest = dict[int, float](), top - NEAREST
    for at in order:
        lowest = max(heights[at], lowest + NEAREST)
        placed[at] = lowest
    over = max(0.0, lowest - base)
    return [placed[at] - over for at in range(len(heights))]


def _path(spots: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_u(x)},{_u(y)}" for x, y in spots)


def _u(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
