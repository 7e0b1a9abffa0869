"""The charts of the report's page: the longest lines of a table as bars, the months as lines."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from common.charts import Bars, Lines, bars, lines
from monitoring.influence.figures import Grid, Report

MOST_BARS = 10
# How the parts of a bar are coloured, from the left; of the months' lines, which are drawn and how.
TONES = ("good", "fair", "no", "late", "wait", "back", "more", "rest")
DRAWN = (("seen", "more"), ("sent", "no"), ("accepted", "good"))
_OF = {
    "seen_topics": ("good", "no", "wait", "late"),
    "asked_bodies": ("good", "fair", "more", "no", "back", "late", "wait", "rest"),
}


@dataclass(frozen=True)
class Chart:
    """`legend`: tone and name of each part that is there."""

    kind: str
    title: Any
    drawn: Bars | Lines
    legend: tuple[tuple[str, Any], ...] = ()


def charts_of(report: Report) -> dict[str, Chart]:
    """By the key of the table that it shows."""
    grids = [grid for section in report.sections for grid in section.grids if grid.lines]
    return {grid.key: _bars(grid) if grid.chart == "bars" else _lines(grid) for grid in grids}


def _bars(grid: Grid) -> Chart:
    tones = _OF.get(grid.key, TONES)
    shown = [line for line in grid.lines if line.numbers[0].value][:MOST_BARS]
    whole = max((line.numbers[0].value for line in shown), default=0)
    rows = [
        (
            capfirst(str(line.label)),
            f"{line.numbers[0].value}",
            [(number.value, tone) for number, tone in zip(line.numbers[1:], tones, strict=False)],
        )
        for line in shown
    ]
    there = [any(line.numbers[at].value for line in shown) for at in range(1, len(grid.keys))]
    named = zip(tones, grid.heads[1:], there, strict=False)
    legend = tuple((tone, head) for tone, head, is_there in named if is_there)
    return Chart("bars", grid.title, bars(rows, whole=whole, track=300), legend)


def _lines(grid: Grid) -> Chart:
    series = []
    for key, tone in DRAWN:
        at = grid.keys.index(key)
        series.append((str(grid.heads[at]), tone, [line.numbers[at].value for line in grid.lines]))
    return Chart("lines", grid.title, lines([line.label for line in grid.lines], series))
