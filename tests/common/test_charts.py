"""Bars as long as what they show, and labels that do not stand on each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.charts import NEAREST, bars, lines

pytestmark = pytest.mark.any_engine


@given(st.lists(st.lists(st.integers(0, 5_000), min_size=1, max_size=6), min_size=1, max_size=10))
def test_parts_of_a_bar_touch_and_add_up(rows: list[list[int]]) -> None:
    whole = max(map(sum, rows))
    drawn = bars(
        [(f"{n}", "", [(value, "good") for value in row]) for n, row in enumerate(rows)], whole=whole
    )
    for bar, row in zip(drawn.bars, rows, strict=True):
        assert len(bar.pieces) == sum(value > 0 for value in row)
        long = sum(float(piece.width) for piece in bar.pieces)
        assert long == pytest.approx(260 * sum(row) / whole if whole else 0, abs=0.5)
        for one, two in zip(bar.pieces, bar.pieces[1:], strict=False):
            assert float(one.left) + float(one.width) == pytest.approx(float(two.left), abs=0.2)


def test_long_name_is_cut_and_narrow_part_bears_no_number() -> None:
    drawn = bars([("а" * 90, "5", [(1, "good"), (999, "no")])], whole=1000)
    assert len(drawn.bars[0].name) == 48
    assert [piece.label for piece in drawn.bars[0].pieces] == ["", "999"]


@given(st.lists(st.lists(st.integers(0, 100), min_size=4, max_size=4), min_size=1, max_size=5))
def test_names_of_lines_stand_apart_and_inside(values: list[list[int]]) -> None:
    drawn = lines("абвг", [(f"{n}", "good", row) for n, row in enumerate(values)])
    heights = sorted(float(stroke.name_y) for stroke in drawn.strokes)
    assert all(two - one >= NEAREST - 0.2 for one, two in zip(heights, heights[1:], strict=False))
    assert heights[-1] <= float(drawn.base_y) + 4.2


def test_chart_of_nothing_is_drawn() -> None:
    assert bars([], whole=0).bars == ()
    assert lines([], [("а", "good", [])]).strokes == ()
    assert lines(["қаңтар"], [("а", "good", [0])]).strokes[0].points == "0,164"
