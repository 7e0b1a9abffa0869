"""Makers of documents that are killed at random points: nothing is lost, nothing is issued twice, no number is left out."""

import random
import time
from pathlib import Path

import pytest

from tests.faults.installation import Installation, installation, wait_until

pytestmark = pytest.mark.slow

ORGANISATIONS, EACH = 3, 8
MAKERS, KILLS = 3, 10
PATIENCE = 240

SET_UP = f"""
from django.utils import timezone
from accounts.models import Membership, Organisation, User
from correspondence.actions import request_document
from correspondence.documents import Document, Letterhead, Mode, Paragraph, Text
for number in range({ORGANISATIONS}):
    organisation = Organisation.objects.create(name_kk=f"«Ұйым {{number}}»", name_ru=f"Организация {{number}}")
    user = User.objects.create(email=f"user{{number}}@example.kz", name=f"Адам {{number}}")
    for n in range({EACH}):
        letter = Document(Text(f"Хат {{n}}", f"Письмо {{n}}"), Mode.KAZAKH, Letterhead(Text("Қор", "Фонд")),
            (Paragraph(Text("Ұсыныстарды жолдаймыз.", "")),))
        request_document(organisation, kind="letter.cover_body", description=letter, actor=user, at=timezone.now(),
            key=f"letter:{{n}}")
"""
# The lease is short and may run out while its maker still lives, so that two of them are at one document at times.
MAKER = """
import time
from datetime import timedelta
from django.utils import timezone
from correspondence import issuing
issuing.LEASE, issuing.AT_ONCE, issuing.MAX_ATTEMPTS = timedelta(seconds=8), 3, 1000
while True:
    issuing.issue_due(timezone.now())
    time.sleep(0.05)
"""
STATE = """
import json
from collections import Counter
from correspondence.models import DocumentOrder
print(json.dumps(Counter(DocumentOrder.objects.values_list("state", flat=True))))
"""
ISSUED = """
import json
from hashlib import sha256
from accounts.models import ActivityEntry
from correspondence.models import IssuedDocument, IssuedFile
numbers = {}
for organisation, number in IssuedDocument.objects.order_by("number").values_list("organisation_id", "number"):
    numbers.setdefault(organisation, []).append(number)
files = list(IssuedFile.objects.values_list("document_id", "kind", "sha256", "body"))
print(json.dumps({"numbers": list(numbers.values()), "files": len(files),
    "whole": all(sha256(body).hexdigest() == known for _document, _kind, known, body in files),
    "orders": IssuedDocument.objects.values("order").distinct().count(),
    "logged": ActivityEntry.objects.filter(verb="document.issued").count()}))
"""


def all_issued(own: Installation) -> bool:
    return bool(own.run(STATE) == {"ready": ORGANISATIONS * EACH})


def test_killed_makers_lose_nothing_and_issue_nothing_twice(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    with installation(tmp_path) as own:
        own.run(SET_UP)
        makers = [own.begin(MAKER) for _n in range(MAKERS)]
        began, kills = time.monotonic(), 0
        while kills < KILLS and not all_issued(own):
            time.sleep(chance.uniform(0.3, 1.5))
            victim = chance.randrange(MAKERS)
            makers[victim].kill()
            makers[victim] = own.begin(MAKER)
            kills += 1
        wait_until(lambda: all_issued(own), seconds=PATIENCE, every=1, saying="every document issued")
        seen = own.run(ISSUED)
    whole = ORGANISATIONS * EACH
    print(
        f"W1 makers of documents killed {kills} times: {seen['orders']} of {whole} issued once each, numbers without "
        f"a gap in {ORGANISATIONS} organisations, {time.monotonic() - began:.0f} s"
    )
    assert seen["numbers"] == [list(range(1, EACH + 1))] * ORGANISATIONS
    assert (seen["orders"], seen["logged"], seen["files"], seen["whole"]) == (whole, whole, whole * 2, True)
