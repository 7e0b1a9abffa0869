"""One text to 300: from the click to the last letter with PDF and DOCX, as the worker makes them, and the table of them."""

from dataclasses import replace
from statistics import median
from time import perf_counter
from uuid import uuid4

from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from correspondence import issuing
from correspondence.models import IssuedDocument, IssuedFile
from deadlines.actions.reference import load_rules_and_calendar
from inforequests.actions.batch_issuing import feed_batches, issue_batch
from inforequests.actions.batches import add_addressees, write_batch
from inforequests.actions.directory import key_of
from inforequests.models import Holder, InfoRequest, RequestBatch, RequestEvent
from tests.benchmarks.figures import Figure
from tests.benchmarks.generate import SMALL
from tests.benchmarks.scratch import database, engine

NEEDS_DJANGO = True

LETTERS, REQUESTS = 300, 10
SECONDS_BAR, ORDER_BAR, PAGE_BAR = 600, 100, 500
# Its letters would stand in the lists of the others, so it has a database of its own.
ITS_OWN = replace(SMALL, drafts=SMALL.drafts - 1)


def run() -> list[Figure]:
    database(ITS_OWN)
    load_rules_and_calendar()
    reader, batch = _batch()
    began = perf_counter()
    ordering = 0.0
    while True:
        before = perf_counter()
        fed = feed_batches(timezone.now())
        ordering += perf_counter() - before
        if not fed + issuing.issue_due(timezone.now()):
            break
    whole = perf_counter() - began
    numbers = IssuedDocument.objects.filter(kind="inforequests.request").order_by("number")
    found = list(numbers.values_list("number", flat=True))
    is_whole = found == list(range(1, LETTERS + 1)) and IssuedFile.objects.count() == 2 * LETTERS
    each, page = ordering * 1000 / LETTERS, _page(reader, batch)
    named = f"batch of {LETTERS} letters"
    return [
        Figure(
            f"{named} with PDF and DOCX, one worker, {engine()}",
            whole,
            "s",
            f"<= {SECONDS_BAR}",
            whole <= SECONDS_BAR,
        ),
        Figure(f"{named}: numbers 1-{LETTERS}, two files each", float(is_whole), "", "1", is_whole),
        Figure(
            f"{named}: a request and its order, {engine()}", each, "ms", f"<= {ORDER_BAR}", each <= ORDER_BAR
        ),
        Figure(f"{named}: answers side by side, {engine()}", page, "ms", f"<= {PAGE_BAR}", page <= PAGE_BAR),
    ]


def _batch() -> tuple[User, RequestBatch]:
    at = timezone.now()
    organisation = Organisation.objects.create(
        name_kk="«Ұйым» қоры",
        name_ru="Фонд «Уйым»",
        bin="180440012340",
        signatory_name_kk="Ә. Сапар",
        signatory_name_ru="А. Сапар",
        signatory_post_kk="Директор",
        signatory_post_ru="Директор",
        email="uiym@example.kz",
        phone="+7 700 000 00 00",
        address_kk="Астана қаласы, Достық көшесі, 0",
        address_ru="город Астана, улица Достык, 0",
    )
    reader = User.objects.create(email="batch-reader@example.kz", name="Оқырман")
    Membership.objects.create(user=reader, organisation=organisation, role="coordinator")
    values = {
        **{
            "subject_kk": "Су тарифтері туралы",
            "subject_ru": "О тарифах на воду",
            "preface_kk": "",
            "preface_ru": "",
        },
        **{
            "period_from": None,
            "period_to": None,
            "mode": "own",
            "answer_form": "electronic",
            "answer_way": "email",
        },
    }
    items = [(f"{n}-көрсеткіш: тариф құрылымы", f"Показатель {n}: структура тарифа") for n in range(1, 6)]
    batch = write_batch(organisation, values, items, key=str(uuid4()), actor=reader, at=at)
    Holder.objects.bulk_create(
        Holder(
            organisation=organisation,
            key=key_of("", f"Вымышленный акимат {n}"),
            name_kk=f"Ойдан шығарылған {n}-әкімдік",
            name_ru=f"Вымышленный акимат {n}",
            email=f"akimat{n}@example.kz",
        )
        for n in range(LETTERS)
    )
    add_addressees(batch, list(Holder.objects.filter(organisation=organisation)), [], at=at)
    issue_batch(batch, seen=batch.version, actor=reader, at=at)
    return reader, batch


def _page(reader: User, batch: RequestBatch) -> float:
    """Milliseconds of the table when all were sent and half were answered."""
    at, on = timezone.now(), timezone.localdate()
    rows = list(InfoRequest.objects.filter(batch_line__batch=batch).order_by("pk"))
    InfoRequest.objects.filter(batch_line__batch=batch).update(state="sent")
    events = [(row, "sent", {"channel": "email"}) for row in rows]
    events += [(row, "answered", {"outcome": "full"}) for row in rows[::2]]
    RequestEvent.objects.bulk_create(
        RequestEvent(
            organisation=batch.organisation, info_request=row, kind=kind, on=on, recorded_at=at, **more
        )
        for row, kind, more in events
    )
    with override_settings(ALLOWED_HOSTS=["*"]):
        client = Client()
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        taken = [_milliseconds(client, f"/requests/batches/{batch.pk}/") for _n in range(REQUESTS)]
    return median(taken)


def _milliseconds(client: Client, address: str) -> float:
    begun = perf_counter()
    answer = client.get(address)
    taken = (perf_counter() - begun) * 1000
    if answer.status_code != 200 or answer.content.count(b"/requests/") < LETTERS:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return taken
