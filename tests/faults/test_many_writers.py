"""W9: eight processes write into one SQLite file; the same with Django's own settings, to see that the test can fail."""

import json
import shutil
from pathlib import Path

import pytest

from tests.faults.installation import Born, Installation, installation, migrated_file

pytestmark = pytest.mark.slow

PROCESSES = 8
SECONDS = 10
SECONDS_OF_CONTROL = 4

# What most actions do: read a row, change it by what was read, write down who did it.
WRITE = """
import json, time
from django.db import OperationalError, connections, transaction
from django.utils import timezone
from accounts.actions import record
from projects.models import Source
SET_UP
done = locked = 0
until = time.monotonic() + SECONDS
while time.monotonic() < until:
    try:
        with transaction.atomic():
            source = Source.objects.order_by("pk").first()
            Source.objects.filter(pk=source.pk).update(deep_round=source.deep_round + 1)
            record("organisation.changed", actor=None, organisation=None, subject="x", at=timezone.now())
        done += 1
    except OperationalError as trouble:
        locked += "locked" in str(trouble)
print(json.dumps([done, locked]))
"""
DEFERRED = 'connections["default"].settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"'
COUNTED = """
import json
from accounts.models import ActivityEntry
from projects.models import Source
print(json.dumps([Source.objects.order_by("pk").first().deep_round, ActivityEntry.objects.count()]))
"""


def test_eight_processes_write_at_once(tmp_path: Path) -> None:
    file = tmp_path / "own.sqlite3"
    shutil.copy(migrated_file(), file)
    with installation(tmp_path, DATABASE_URL=f"sqlite:///{file}") as own:
        done, locked = _write(own, SECONDS, "")
        counted = own.run(COUNTED)
        _control_done, control_locked = _write(own, SECONDS_OF_CONTROL, DEFERRED)
    print(
        f"W9 {PROCESSES} processes, {done / SECONDS:.0f} transactions/s: 'database is locked' {locked} (bar 0);"
        f" without IMMEDIATE {control_locked} in {SECONDS_OF_CONTROL} s (more than 0)"
    )
    assert locked == 0
    assert counted == [done, done]  # no update was lost
    assert control_locked > 0


def _write(own: Installation, seconds: int, set_up: str) -> tuple[int, int]:
    """How many transactions all processes did in `seconds`, and how often they found the database locked."""
    code = WRITE.replace("SECONDS", str(seconds)).replace("SET_UP", set_up)
    results = [_result(process) for process in [own.begin(code) for _number in range(PROCESSES)]]
    return sum(done for done, _locked in results), sum(locked for _done, locked in results)


def _result(process: Born) -> list[int]:
    assert process.wait() == 0, process.said()
    result: list[int] = json.loads(process.said().strip().splitlines()[-1])
    return result
