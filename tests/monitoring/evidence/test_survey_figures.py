"""No group smaller than the smallest can be seen in the figures, nor computed from them."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.actions.surveys import is_same_meaning
from monitoring.survey_figures import Asked, as_json, figures, from_json, pooled

GROUP, SCALE = Asked(1, "single", 6, is_group=True), Asked(2, "scale")
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
people = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 5)), st.one_of(st.none(), st.integers(1, 5))), max_size=60
)


def answers_of(said: list[tuple[int | None, int | None]]) -> list[tuple[int | None, dict[str, int]]]:
    return [
        (group, {key: value for key, value in (("1", group), ("2", step)) if value is not None})
        for group, step in said
    ]


@unhurried
@given(st.dictionaries(st.one_of(st.none(), st.integers(0, 9)), st.integers(0, 12)), st.integers(3, 7))
def test_rows_part_the_groups_and_none_is_too_small(sizes: dict[int | None, int], smallest: int) -> None:
    parts = pooled(sizes, smallest)
    shown = [group for part in parts for group in part]
    assert len(shown) == len(set(shown))
    if parts:
        assert set(shown) == {group for group, size in sizes.items() if size}
    elif sum(sizes.values()) >= smallest:
        pytest.fail("enough people, and nothing shown")
    assert all(sum(sizes[group] for group in part) >= smallest for part in parts)


@unhurried
@given(people, st.integers(3, 7))
def test_whatever_is_added_or_subtracted_is_about_enough_people(
    said: list[tuple[int | None, int | None]], smallest: int
) -> None:
    for found in figures([GROUP, SCALE], answers_of(said), smallest):
        answered = [row.answered for row in found.rows]
        if found.whole is not None:
            assert found.whole.answered >= smallest
            assert not answered or sum(answered) == found.whole.answered
        sums = {
            sum(chosen) for size in range(1, len(answered) + 1) for chosen in combinations(answered, size)
        }
        whole = sum(answered)
        assert all(number >= smallest for number in sums)
        assert all(number == whole or whole - number >= smallest for number in sums)


@unhurried
@given(people)
def test_counts_add_up_to_those_who_answered(said: list[tuple[int | None, int | None]]) -> None:
    found = figures([SCALE], answers_of(said), 3)[0]
    if found.whole is not None:
        assert (
            sum(found.whole.counts) == found.whole.answered == sum(step is not None for _group, step in said)
        )
    assert from_json(as_json([found])) == [found]


def test_group_of_two_is_joined_with_the_next_larger() -> None:
    assert pooled({0: 20, 1: 2, 2: 7}, 5) == [(0,), (1, 2)]
    assert pooled({0: 20, 1: 2, 2: 1}, 5) == [(1, 2, 0)] or pooled({0: 20, 1: 2, 2: 1}, 5) == [(2, 1, 0)]
    assert pooled({0: 2, 1: 2}, 5) == []


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        ("Сізге көмек керек пе?", "Сізге көмек керек пе ?", True),
        ("Вы получали посбие?", "Вы получали пособие?", True),
        ("Вы получали пособие?", "Вы не получали пособие?", False),
        ("Бұл дұрыс", "Бұл дұрыс емес", False),
        ("За 3 месяца", "За 5 месяцев", False),
        ("Вы довольны?", "Где вы живёте?", False),
    ],
)
def test_only_slips_keep_the_meaning(before: str, after: str, is_same: bool) -> None:
    assert is_same_meaning(before, after) is is_same
