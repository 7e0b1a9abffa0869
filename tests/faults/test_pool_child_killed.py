"""W2: only a child of the pool dies, by chance or of one letter again and again.

The pool of processes is that of the container set-up, so the broker is Redis, as there: with a broker of files the
children share one pipe, and a child killed while it holds the pipe's lock would take it along.
"""

import random
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from tests.faults.installation import Installation, installation, wait_until
from tests.faults.redis_server import own_redis

pytestmark = pytest.mark.slow

POISON = "POISON"  # the subject that tests.faults.deadly cannot bear
LETTERS = 40
KILLS = 4
ATTEMPTS = 7  # tests.faults.deadly: the first one and six retries
PATIENCE = 120

SET_UP = f"""
from django.utils import timezone
from accounts.models import Membership, Organisation, User
from correspondence.actions import queue_email
at = timezone.now()
organisation = Organisation.objects.create(name_kk="«Ашық орта» қоры", name_ru="Фонд «Ашық орта»")
aigerim = User.objects.create(email="aigerim@example.kz", name="Айгерім Серікова")
Membership.objects.create(user=aigerim, organisation=organisation, role="coordinator")
FIRST = []
subjects = [*FIRST, *(f"Хат {{number}}" for number in range({LETTERS}))]
for number, subject in enumerate(subjects):
    queue_email(key=f"letter:{{number}}", address=aigerim.email, subject=subject, text="Мәтін", at=at,
        organisation=organisation, recipient=aigerim)
"""
NUDGE = """
from config.celery import app
app.send_task("correspondence.tasks.deliver_mail")
"""
STATE = """
import json
from collections import Counter
from correspondence.models import OutgoingEmail
print(json.dumps(Counter(OutgoingEmail.objects.values_list("state", flat=True))))
"""
SEEN = """
import json
from django.test import Client
from accounts.models import User
from correspondence.models import OutgoingEmail
row = OutgoingEmail.objects.get(subject__contains="POISON")
client = Client(headers={"host": "localhost"})
client.cookies["language"] = "en"
client.force_login(User.objects.get(), backend="django.contrib.auth.backends.ModelBackend")
page = client.get("/outbox/?state=failed").content.decode()
health = client.get("/health/").content.decode()
print(json.dumps({"attempts": row.attempts, "error": row.last_error, "in_outbox": row.subject in page,
    "in_health": "Not delivered: 1" in health}))
"""


def nudge_until(own: Installation, wanted: dict[str, int]) -> None:
    def is_so() -> bool:
        own.run(NUDGE)
        return bool(own.run(STATE) == wanted)

    wait_until(is_so, seconds=PATIENCE, every=0.5, saying=str(wanted))


def test_killed_children_of_the_pool_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    with own_redis(tmp_path) as broker, installation(tmp_path, CELERY_BROKER_URL=broker.url(0)) as own:
        own.run(SET_UP)
        worker = own.start_worker("--concurrency=2", app="tests.faults.deadly", pool="prefork")
        for _kill in range(KILLS):
            own.run(NUDGE)
            time.sleep(chance.uniform(0.1, 0.6))
            for child in psutil.Process(worker.pid).children():
                child.kill()
        nudge_until(own, {"sent": LETTERS})
        copies = Counter(own.sink.taken)
        extra = sum(copies.values()) - len(copies)
        assert worker.is_alive()
    print(
        f"W2 children of the pool killed {2 * KILLS}: {len(copies)} of {LETTERS} sent, {extra} copies (bar 4 a kill)"
    )
    assert len(copies) == LETTERS
    assert extra <= 4 * KILLS


def test_letter_that_kills_its_process_is_parked_and_the_others_leave(tmp_path: Path) -> None:
    with own_redis(tmp_path) as broker, installation(tmp_path, CELERY_BROKER_URL=broker.url(0)) as own:
        own.run(SET_UP.replace("FIRST = []", f"FIRST = [{POISON!r}]"))
        own.start_worker("--concurrency=1", app="tests.faults.deadly", pool="prefork")
        nudge_until(own, {"sent": LETTERS, "failed": 1})
        seen = own.run(SEEN)
        copies = Counter(own.sink.taken)
    print(
        f"W2 poisoned letter parked after {seen['attempts']} attempts, {len(copies)} of {LETTERS} others sent"
    )
    assert seen == {"attempts": ATTEMPTS, "error": "attempts used up", "in_outbox": True, "in_health": True}
    assert len(copies) == LETTERS
