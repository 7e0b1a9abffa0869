"""W6: PostgreSQL ends every connection again and again, while drafts come in, a worker runs and people read."""

import json
import os
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from tests.faults.installation import Installation, installation, wait_until
from tests.faults.test_broker_gone import SET_UP

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not os.environ.get("DATABASE_URL", "").startswith("postgres"),
        reason="SQLite has no connections to lose",
    ),
]

BATCHES, BATCH = 12, 200
CUTS = 15
PAGES = ("/", "/drafts/", "/deadlines/")
RECOVER_WITHIN = 5

INGEST = f"""
import json
from datetime import date
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from projects.actions.ingest import ingest_cards
from projects.models import Source
from projects.portal import merge_cards, parse_list
from tests.projects.pages import Act, list_page
cut = 0
for batch in range({BATCHES}):
    acts = [Act(15_000_000 + batch * {BATCH} + number) for number in range({BATCH})]
    kk, ru = (parse_list(list_page(acts, language), language).cards for language in ("kk", "ru"))
    cards = merge_cards(kk, ru)
    while True:
        try:
            source = Source.objects.exclude(address="").order_by("pk").first()
            ingest_cards(source, cards, at=timezone.now(), on=date(2026, 9, 10))
            break
        except (DatabaseError, InterfaceError):
            cut += 1
            connection.close()
print(json.dumps(cut))
"""
# All three in one transaction that sees one moment: a batch that comes in between two counts is no half of one.
COUNTED = """
import json
from django.db import connection, transaction
from projects.models import DiscussionWindow, DraftAct, Snapshot
with transaction.atomic():
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    counts = [model.objects.count() for model in (DraftAct, DiscussionWindow, Snapshot)]
print(json.dumps(counts))
"""
PULSE = """
import json
from monitoring.models import Loop
pulses = Loop.objects.filter(finished_at__isnull=False).order_by("finished_at").values_list("finished_at", flat=True)
print(json.dumps([pulse.timestamp() for pulse in pulses]))
"""


def test_lost_connections_leave_no_half_of_a_batch(tmp_path: Path) -> None:
    with installation(tmp_path) as own:
        own.run(SET_UP)
        web = own.start_web()
        web.sign_in("aigerim@example.kz")
        own.start_worker("-B", "--schedule", str(tmp_path / "schedule"), app="tests.faults.hurried")
        ingest = own.begin(INGEST)
        seen: list[list[int]] = []
        failed = requests = 0
        for _cut in range(CUTS):
            _end_all_connections(own)
            statuses = [web.status(page) for page in PAGES]
            requests, failed = requests + len(statuses), failed + sum(status >= 500 for status in statuses)
            seen.append(own.run(COUNTED))
        assert ingest.wait() == 0, ingest.said()[-3000:]
        cut = json.loads(ingest.said().strip().splitlines()[-1])
        seen.append(own.run(COUNTED))
        began = time.time()
        wait_until(lambda: own.run(PULSE)[0] > began, seconds=60, saying="every loop runs again")
    half = [counts for counts in seen if counts[0] % BATCH or counts != [counts[0], counts[0], 2 * counts[0]]]
    print(
        f"W6 connections ended {CUTS} times: batches cut and repeated {cut}, half-written {len(half)} (bar 0);"
        f" pages right after: {requests}, failed {failed} (bar 0)"
    )
    assert half == []
    assert seen[-1][0] == BATCHES * BATCH
    assert cut > 0, "no batch was cut: the test saw nothing"
    assert failed == 0


def _end_all_connections(own: Installation) -> None:
    url = urlsplit(own.env["DATABASE_URL"])
    admin = psycopg2.connect(url._replace(path="/postgres").geturl())
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [url.path.lstrip("/")],
        )
    admin.close()
