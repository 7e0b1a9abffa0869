"""What an organisation has done with its dossiers: proposals sent and answered, requests, hearings, in bulk."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from amendments.models import AmendmentRow, AmendmentTable, Outcome, Submission, SubmittedRow
from amendments.states import Category, OutcomeSource, Verdict
from correspondence.models import DocumentOrder
from hearings.models import CheckIn, Hearing, Proposal, Registration, Turn
from inforequests.models import Holder, InfoRequest, RequestEvent
from projects.models import Dossier, TriageItem
from tests.benchmarks.generate import BATCH, Filled
from tests.factories.amendments import TEXTS

ROWS_OF_A_TABLE = 4
REQUESTS, HEARINGS, PEOPLE = 500, 50, 40
ROWS_OF_FULL_DOSSIER, HEARINGS_OF_FULL_DOSSIER, REQUESTS_OF_FULL_DOSSIER = 200, 3, 20


@transaction.atomic
def work(filled: Filled) -> None:
    """Of every dossier of the coordinator's organisation a table; the first dossier gets the most of all."""
    dice, at = random.Random(2026), timezone.now()
    full = Dossier.objects.select_related("organisation").get(pk=filled.dossier_id)
    organisation, person = full.organisation, filled.coordinator
    for item in TriageItem.objects.filter(organisation=organisation):
        item.created_at = _day_of_year(at, dice)
        item.save(update_fields=["created_at"])
    dossiers = list(Dossier.objects.of(organisation).order_by("pk"))
    _tables(dossiers, full, dice, at)
    _requests(organisation, person, dossiers, full, dice, at)
    _hearings(organisation, full, dice, at)


def _day_of_year(at: datetime, dice: random.Random) -> datetime:
    first = at.replace(month=1, day=1, hour=12)
    return first + timedelta(dice.randint(0, max((at - first).days - 1, 0)))


def _tables(dossiers: Sequence[Dossier], full: Dossier, dice: random.Random, at: datetime) -> None:
    tables = AmendmentTable.objects.bulk_create(
        (
            AmendmentTable(
                organisation=one.organisation, dossier=one, state="submitted", approved_at=at - timedelta(400)
            )
            for one in dossiers
        ),
        batch_size=BATCH,
    )
    numbers = [ROWS_OF_FULL_DOSSIER if table.dossier_id == full.pk else ROWS_OF_A_TABLE for table in tables]
    rows = AmendmentRow.objects.bulk_create(
        (
            AmendmentRow(
                organisation=table.organisation,
                table=table,
                order=n,
                category=dice.choice(Category.values),
                **TEXTS,
            )
            for table, number in zip(tables, numbers, strict=True)
            for n in range(number)
        ),
        batch_size=BATCH,
    )
    of_table: dict[int, list[AmendmentRow]] = {}
    for row in rows:
        of_table.setdefault(row.table_id, []).append(row)
    sent = Submission.objects.bulk_create(
        (
            Submission(
                organisation=table.organisation,
                table=table,
                channel="portal",
                submitted_at=_day_of_year(at, dice),
                content={
                    "rows": [{"id": row.pk, "category": row.category, **TEXTS} for row in of_table[table.pk]]
                },
                sha256="0" * 64,
            )
            for table in tables
        ),
        batch_size=200,
    )
    SubmittedRow.objects.bulk_create(
        (
            SubmittedRow(organisation=one.organisation, submission=one, row=row, category=row.category)
            for one in sent
            for row in of_table[one.table_id]
        ),
        batch_size=BATCH,
    )
    Outcome.objects.bulk_create(
        (
            Outcome(
                organisation=row.organisation,
                row=row,
                state=dice.choice(Verdict.values),
                source=OutcomeSource.LETTER,
                adoption=dice.choice(["unknown", "verbatim", "partly", "absent"]),
                confirmed_at=at - timedelta(dice.randint(0, 300)) if dice.random() < 0.8 else None,
            )
            for row in rows
            if dice.random() < 0.75
        ),
        batch_size=BATCH,
    )


def _requests(
    organisation: Organisation,
    person: User,
    dossiers: Sequence[Dossier],
    full: Dossier,
    dice: random.Random,
    at: datetime,
) -> None:
    holders = Holder.objects.bulk_create(
        Holder(
            organisation=organisation,
            name_kk=f"{n}-басқарма",
            name_ru=f"Управление {n}",
            key=f"{n}",
            email=f"b{n}@example.kz",
        )
        for n in range(30)
    )
    orders = DocumentOrder.objects.bulk_create(
        DocumentOrder(
            organisation=organisation,
            kind="inforequests.request",
            language="kk",
            title_kk="Сұрау салу",
            title_ru="Запрос",
            description={},
            state="ready",
            ordered_by=person,
            ordered_at=at,
        )
        for _n in range(REQUESTS)
    )
    rows = InfoRequest.objects.bulk_create(
        InfoRequest(
            organisation=organisation,
            dossier=full if n < REQUESTS_OF_FULL_DOSSIER else dice.choice(dossiers),
            holder=dice.choice(holders),
            state="sent",
            subject_kk="Су тарифтері туралы",
            subject_ru="О тарифах на воду",
            order=order,
            ordered_on=_day_of_year(at, dice).date(),
        )
        for n, order in enumerate(orders)
    )
    events = []
    for row in rows:
        assert row.ordered_on is not None
        facts = {"organisation": organisation, "info_request": row, "recorded_at": at}
        events.append(RequestEvent(kind="sent", on=row.ordered_on, channel="email", **facts))
        if dice.random() < 0.7 and row.ordered_on + timedelta(12) < at.date():
            kind = dice.choice(["answered", "answered", "refused"])
            outcome = "full" if kind == "answered" else ""
            events.append(
                RequestEvent(
                    kind=kind, on=row.ordered_on + timedelta(dice.randint(2, 12)), outcome=outcome, **facts
                )
            )
    RequestEvent.objects.bulk_create(events, batch_size=BATCH)


def _hearings(organisation: Organisation, full: Dossier, dice: random.Random, at: datetime) -> None:
    rows = Hearing.objects.bulk_create(
        Hearing(
            organisation=organisation,
            dossier=full if n < HEARINGS_OF_FULL_DOSSIER else None,
            state="held",
            starts_at=(began := _day_of_year(at, dice)),
            announced_at=began,
            opened_at=began,
            closed_at=began,
            title_kk="Тыңдау",
            title_ru="Слушания",
        )
        for n in range(HEARINGS)
    )
    people = [(row, n) for row in rows for n in range(1, PEOPLE + 1)]
    same = {"organisation": organisation}
    Registration.objects.bulk_create(
        (
            Registration(
                hearing=row,
                number=n,
                state="seated",
                attendance="room",
                language="kk",
                email=f"k{n}@example.kz",
                form_key=f"{row.pk}-{n}",
                confirmed_at=at,
                **same,
            )
            for row, n in people
        ),
        batch_size=BATCH,
    )
    came = CheckIn.objects.bulk_create(
        (CheckIn(hearing=row, came_at=at, **same) for row, n in people if n % 2), batch_size=BATCH
    )
    Turn.objects.bulk_create(
        (
            Turn(hearing=one.hearing, check_in=one, order=n, started_at=at, ended_at=at, **same)
            for n, one in enumerate(came)
        ),
        batch_size=BATCH,
    )
    Proposal.objects.bulk_create(
        (
            Proposal(hearing=row, number=n, text="Тариф", language="kk", said_at=at, **same)
            for row, n in people
            if n % 4 == 0
        ),
        batch_size=BATCH,
    )
