"""Two batches of one organisation, and a worker killed in the middle: every letter once, numbers without a hole."""

import time
from pathlib import Path

import pytest

from tests.faults.installation import Installation, installation, wait_until

pytestmark = pytest.mark.slow

EACH = 7
WHOLE = 2 * EACH
AFTER = (2, 6)  # letters issued when the worker is killed
PATIENCE = 120

SET_UP = f"""
from django.utils import timezone
from accounts.models import Membership, Organisation, User
from inforequests.actions import batches
from inforequests.actions.batch_issuing import issue_batch
from inforequests.actions.directory import key_of
from inforequests.models import Holder
at = timezone.now()
organisation = Organisation.objects.create(name_kk="«Ұйым» қоры", name_ru="Фонд «Уйым»", bin="180440012340",
    signatory_name_kk="Ә. Сапар", signatory_name_ru="А. Сапар", signatory_post_kk="Директор",
    signatory_post_ru="Директор", email="uiym@example.kz", phone="+7 700 000 00 00",
    address_kk="Астана, Достық 0", address_ru="Астана, Достык 0")
user = User.objects.create(email="user@example.kz", name="Адам")
Membership.objects.create(user=user, organisation=organisation, role="coordinator")
values = dict(subject_kk="Су тарифтері", subject_ru="Тарифы на воду", preface_kk="", preface_ru="", period_from=None,
    period_to=None, mode="own", answer_form="electronic", answer_way="email")
for number in range(2):
    batch = batches.write_batch(organisation, values, [("Тариф құрылымы", "Структура тарифа")], key=str(number),
        actor=user, at=at)
    holders = [Holder.objects.create(organisation=organisation, key=key_of("", f"Управление {{number}} {{n}}"),
        name_kk=f"{{number}}-{{n}} басқармасы", name_ru=f"Управление {{number}} {{n}}") for n in range({EACH})]
    batches.add_addressees(batch, holders, [], at=at)
    for _twice in range(2):
        issue_batch(batch, seen=batch.version, actor=user, at=at)
"""
NUDGE = """
import json
from config.celery import app
from correspondence.models import IssuedDocument
for task in ("inforequests.tasks.feed_batches", "correspondence.tasks.issue_documents"):
    app.send_task(task)
print(json.dumps(IssuedDocument.objects.count()))
"""
ISSUED = """
import json
from accounts.models import ActivityEntry
from correspondence.models import DocumentOrder, IssuedDocument, IssuedFile
from inforequests.models import BatchLine, InfoRequest, RequestBatch
print(json.dumps({"numbers": sorted(IssuedDocument.objects.values_list("number", flat=True)),
    "asked": InfoRequest.objects.values("holder").distinct().count(), "requests": InfoRequest.objects.count(),
    "orders": DocumentOrder.objects.count(), "files": IssuedFile.objects.count(),
    "lines": list(BatchLine.objects.order_by().values_list("state", flat=True).distinct()),
    "batches": list(RequestBatch.objects.values_list("state", flat=True)),
    "logged": ActivityEntry.objects.filter(verb="document.issued").count()}))
"""


def test_worker_killed_in_the_middle_of_two_batches_issues_each_letter_once(tmp_path: Path) -> None:
    with installation(tmp_path) as own:
        own.run(SET_UP)
        began, killed_after = time.monotonic(), []
        for number in AFTER:
            worker = own.start_worker(app="tests.faults.hasty")
            wait_until(lambda number=number: own.run(NUDGE) >= number, seconds=PATIENCE, every=0.3)
            worker.kill()
            killed_after.append(own.run(ISSUED)["numbers"][-1])
        assert killed_after[-1] < WHOLE
        own.start_worker(app="tests.faults.hasty")
        wait_until(lambda: _is_done(own), seconds=PATIENCE, every=0.5, saying="every letter issued")
        seen = own.run(ISSUED)
    print(
        f"two batches of {EACH}, worker killed after {killed_after} letters: {len(seen['numbers'])} of {WHOLE} issued,"
        f" numbers 1-{seen['numbers'][-1]}, {time.monotonic() - began:.0f} s"
    )
    assert seen == {
        "numbers": list(range(1, WHOLE + 1)),
        **dict.fromkeys(("asked", "requests", "orders", "logged"), WHOLE),
        "files": 2 * WHOLE,
        "lines": ["ordered"],
        "batches": ["done", "done"],
    }


def _is_done(own: Installation) -> bool:
    return bool(own.run(NUDGE) == WHOLE and set(own.run(ISSUED)["batches"]) == {"done"})
