"""W4: two beats and two workers share the slots of a loop."""

import time
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.installation import installation

pytestmark = pytest.mark.slow

SECONDS = 15


def test_each_slot_runs_once_with_two_beats_and_two_workers(tmp_path: Path) -> None:
    with installation(tmp_path) as own:
        for number in range(2):
            own.begin_worker(
                *("-B", "--schedule", str(tmp_path / f"schedule-{number}"), "--hostname", f"{number}@here"),
                app="tests.faults.ticking",
            )
        for worker in own.born:
            worker.wait_until_it_says(" ready.")
        time.sleep(SECONDS)
        for worker in own.born:
            worker.kill()
        lines = [line.split() for line in (tmp_path / "slots").read_text().splitlines()]
    claimed = Counter(slot for word, *rest in lines for slot in rest if word == "claimed")
    refused = sum(word == "refused" for word, *_rest in lines)
    ran = sum(word == "ran" for word, *_rest in lines)
    twice = sum(claimed.values()) - len(claimed)
    print(f"W4 slots that ran: {ran}, twice: {twice} (bar 0), second calls turned away: {refused}")
    assert twice == 0
    assert len(claimed) - 2 <= ran <= len(claimed)  # the kill may come between a claim and its run
    assert ran >= SECONDS // 2
    assert refused > 0, "only one of the schedulers was at work"
