"""The columns of the calendar's two queries are joined by place: no order that Python draws by lot may decide them."""

import os
import subprocess
import sys

import pytest

QUERY = """
import django
django.setup()
from unittest import mock
from django.db import connection
from django.db.models.query import QuerySet
from deadlines import queries
asked = []
def note(rows):
    asked.append(str(rows.query))
    rows._result_cache = []
with mock.patch.object(QuerySet, "_fetch_all", note):
    queries.calendar()
print(asked)
"""


@pytest.mark.slow
def test_calendar_is_asked_for_in_the_same_words_whatever_the_hash_seed() -> None:
    said = set()
    for seed in ("0", "1", "2", "3"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", QUERY], env=env, capture_output=True, text=True, check=True
        )
        said.add(done.stdout)
    assert len(said) == 1
    assert "UNION ALL" in said.pop()
