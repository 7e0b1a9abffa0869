"""M2: two senders share 1,000 letters, and one of them is killed at random, ten times.

A death can repeat the one message of each connection whose answer was not noted yet (test_delivery.py holds the sender
to that). A sender has one connection unless it is told otherwise, so ten deaths may give ten copies.
"""

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.installation import installation

pytestmark = pytest.mark.slow

LETTERS = 1_000
KILLS = 10
PATIENCE = 180  # seconds from the first start until every letter is sent

SET_UP = f"""
from correspondence.actions import message_id
from correspondence.models import OutgoingEmail
OutgoingEmail.objects.bulk_create(
    OutgoingEmail(key=f"letter:{{n}}", address=f"user{{n}}@example.kz", subject=str(n), text="x",
        message_id=message_id(f"letter:{{n}}"))
    for n in range({LETTERS})
)
"""
# The lease is short, so that what a killed sender held comes back within the test.
SENDER = """
import time
from datetime import timedelta
from django.utils import timezone
from correspondence import delivery
delivery.LEASE, delivery.RENEW_EVERY, delivery.BATCH = timedelta(seconds=4), timedelta(seconds=1), 40
while True:
    delivery.deliver_due(timezone.now())
    time.sleep(0.1)
"""
STATE = """
import json
from django.db.models import Count
from correspondence.models import OutgoingEmail
print(json.dumps(dict(OutgoingEmail.objects.values_list("state").annotate(Count("id")))))
"""


def test_two_senders_of_which_one_is_killed_ten_times_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(7)
    with installation(tmp_path, seconds_a_message=0.02) as own:
        own.run(SET_UP)
        senders = [own.begin(SENDER), own.begin(SENDER)]
        began = time.monotonic()
        for _kill in range(KILLS):
            time.sleep(chance.uniform(1.0, 3.0))
            victim = chance.randrange(2)
            senders[victim].kill()
            senders[victim] = own.begin(SENDER)
        while len(set(own.sink.taken)) < LETTERS and time.monotonic() - began < PATIENCE:
            assert all(sender.is_alive() for sender in senders)
            time.sleep(0.5)
        time.sleep(6)  # longer than a lease: what is to be sent again is sent by then
        copies = Counter(own.sink.taken)
        state = own.run(STATE)
    duplicates = sum(copies.values()) - len(copies)
    print(
        f"M2 two senders, {KILLS} kills: {len(copies)} of {LETTERS} delivered, {duplicates} copies (bar 10), "
        f"{time.monotonic() - began:.0f} s"
    )
    assert state == {"sent": LETTERS}
    assert len(copies) == LETTERS
    assert duplicates <= KILLS
