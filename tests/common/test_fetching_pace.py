import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.fetching.pace import backoff, parse_retry_after

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3600", 3600),
        (" 0 ", 0),
        ("9" * 5000, 86_400),
        ("Fri, 20 Nov 2026 12:30:00 GMT", 1800),
        ("Fri, 20 Nov 2026 17:30:00 +0500", 1800),
        ("Fri, 20 Nov 2026 12:30:00 -0000", 1800),
        ("Fri, 20 Nov 2026 11:00:00 GMT", 0),
        ("Fri, 20 Nov 2037 11:00:00 GMT", 86_400),
        (None, None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("²", None),
    ],
)
def test_parse_retry_after(header: str | None, seconds: float | None) -> None:
    assert parse_retry_after(header, NOON) == seconds


@given(st.text(st.characters(max_codepoint=255)) | st.from_regex(r"\w{3}, \d+ Nov \d+ \d+:\d+:\d+ [+-]?\w+"))
def test_parse_retry_after_any_header_gives_seconds_or_nothing(header: str) -> None:
    seconds = parse_retry_after(header, NOON)
    assert seconds is None or 0 <= seconds <= 86_400


@given(st.integers(1, 10_000), st.none() | st.floats(0, 86_400), st.integers())
def test_backoff_stays_in_bounds_and_never_undercuts_retry_after(
    failures: int, retry_after: float | None, seed: int
) -> None:
    seconds = backoff(failures, retry_after, random.Random(seed))
    assert seconds >= max(60, retry_after or 0)
    assert seconds <= max(6 * 3600, (retry_after or 0) * 1.1)


def test_backoff_doubles_and_spreads() -> None:
    rng = random.Random(2)
    drawn = {n: [backoff(n, None, rng) for _ in range(200)] for n in (1, 2, 5, 9, 50)}
    bounds = {1: (60, 120), 2: (120, 240), 5: (960, 1920), 9: (10_800, 21_600), 50: (10_800, 21_600)}
    for failures, (shortest, longest) in bounds.items():
        assert shortest <= min(drawn[failures]) < max(drawn[failures]) <= longest
        assert len(set(drawn[failures])) > 190


def test_backoff_without_a_failure_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        backoff(0, None, random.Random())
