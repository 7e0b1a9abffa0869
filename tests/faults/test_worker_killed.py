"""W1, and the issue's own words: one e-mail, in Kazakh, once, even after ten ticks and a kill -9."""

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.installation import Installation, installation

pytestmark = pytest.mark.slow

PEOPLE = 60
KILLS = 8
PATIENCE = 120  # seconds from the last start until every row is final

SET_UP = f"""
from django.utils import timezone
from accounts.models import Membership, Organisation, User
from deadlines import queries
from projects.actions import bring, dossiers
at = timezone.now(); on = queries.day_of(at); days = queries.calendar()
for number in range({PEOPLE}):
    organisation = Organisation.objects.create(name_kk=f"«Ұйым {{number}}»", name_ru=f"Организация {{number}}")
    user = User.objects.create(email=f"user{{number}}@example.kz", name=f"Адам {{number}}", mail_language="kk")
    Membership.objects.create(user=user, organisation=organisation, role="coordinator")
    draft = bring.bring_typed(organisation=organisation, actor=user, title_kk="Еңбек туралы бұйрық", title_ru="",
        at=at, on=on, created_on=on, ends_on=days.add(on, 3))
    dossiers.open_dossier(draft, organisation=organisation, owner=user, actor=user, on=on, at=at)
"""
NUDGE = """
from config.celery import app
for task in ("deadlines.tasks.send_due_reminders", "correspondence.tasks.compose_notices"):
    app.send_task(task)
app.send_task("correspondence.tasks.deliver_mail")
"""
STATE = """
import json
from collections import Counter
from correspondence.models import Notice, OutgoingEmail
print(json.dumps({"emails": Counter(OutgoingEmail.objects.values_list("state", flat=True)),
    "notices": Counter(Notice.objects.values_list("state", flat=True)),
    "languages": sorted(set(OutgoingEmail.objects.values_list("language", flat=True)))}))
"""


def test_reminders_survive_a_worker_killed_again_and_again(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    with installation(tmp_path) as own:
        own.run(SET_UP)
        for _tick in range(KILLS):
            worker = own.start_worker()
            own.run(NUDGE)
            time.sleep(chance.uniform(0.2, 1.5))
            worker.kill()
        seconds = _until_all_sent(own)
        copies = Counter(own.sink.taken)
        duplicates = sum(copies.values()) - len(copies)
        state = own.run(STATE)
        assert state == {"emails": {"sent": PEOPLE}, "notices": {"mailed": PEOPLE}, "languages": ["kk"]}
        assert len(copies) == PEOPLE
        assert duplicates <= KILLS
    print(
        f"W1 worker killed {KILLS} times: {PEOPLE} of {PEOPLE} sent, {duplicates} copies, {seconds:.0f} s (bar 120)"
    )


def _until_all_sent(own: Installation) -> float:
    own.start_worker()
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        own.run(NUDGE)
        state = own.run(STATE)
        if state["emails"] == {"sent": PEOPLE}:
            return time.monotonic() - began
        time.sleep(2)
    raise AssertionError(f"not final after {PATIENCE} s: {state}")


def test_ten_ticks_and_a_kill_give_one_letter_in_kazakh(tmp_path: Path) -> None:
    with installation(tmp_path, seconds_a_message=0) as own:
        own.run(SET_UP.replace(f"range({PEOPLE})", "range(1)"))
        worker = own.start_worker()
        for _tick in range(10):
            own.run(NUDGE)
        worker.kill()
        own.start_worker()
        for _tick in range(10):
            own.run(NUDGE)
            if own.run(STATE)["emails"] == {"sent": 1}:
                break
            time.sleep(2)
        assert own.run(STATE)["languages"] == ["kk"]
        assert len(own.sink.taken) == 1
