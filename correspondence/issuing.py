"""Making the documents that were asked for, and issuing them.

Truth is the row: an order is claimed with a lease in a transaction of its own, its files are made outside any
transaction, and then order, document, files and the line in the log are written in one. A process that dies leaves a
lease that runs out, and the next sweep begins anew; whoever comes too late finds that the order is not his any more,
and writes nothing.

The number is part of the document and of no other: it is the next of the organisation's year, taken when the files are
made and kept only if they are issued. Of one organisation one document is made at a time (a constraint), so that
numbers leave no gap and nobody's are given twice.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.actions import record
from correspondence import queries
from correspondence.documents.rendering import LAYOUT, RenderingFailure, render
from correspondence.documents.storing import from_json
from correspondence.models import DocumentOrder, DocumentOrderQuerySet, IssuedDocument, IssuedFile
from correspondence.states import OrderState, RenderingTrouble

LEASE = timedelta(seconds=120)  # longer than rendering may take, which is a minute
MAX_ATTEMPTS = 3
AT_ONCE = 2  # on two cores more only wait for each other
A_SWEEP = 5


def issue_due(at: datetime) -> int:
    """Make and issue what is waiting, at most five documents; returns how many were issued."""
    park_exhausted(at)
    issued = 0
    for _turn in range(A_SWEEP):
        order = claim(max(at, timezone.now()))
        if order is None:
            break
        issued += make(order)
    return issued


# --- Claims --------------------------------------------------------------------------------------------------------


def claim(at: datetime) -> DocumentOrder | None:
    """Take the next order for this process, under a lease; None when there is none, or enough are being made.

    First what a dead process left behind, for it keeps its organisation waiting; then the oldest of an organisation
    that nothing is being made for.
    """
    if DocumentOrder.objects.held(at).count() >= AT_ONCE:
        return None
    abandoned = DocumentOrder.objects.abandoned(at).order_by("lease_until", "id")
    busy = DocumentOrder.objects.filter(state=OrderState.RENDERING).values("organisation_id")
    waiting = DocumentOrder.objects.filter(state=OrderState.WAITING).exclude(organisation_id__in=busy)
    for rows in (abandoned, waiting.order_by("id")):
        for pk in list(rows.values_list("pk", flat=True)[:A_SWEEP]):
            if claimed := _claimed(pk, at):
                return claimed
    return None


def _claimed(pk: int, at: datetime) -> DocumentOrder | None:
    """The row with our lease on it; None if another process was faster, with it or with its organisation."""
    key = uuid.uuid4().hex
    untaken = DocumentOrder.objects.filter(pk=pk, state=OrderState.WAITING) | (
        DocumentOrder.objects.abandoned(at).filter(pk=pk)
    )
    try:
        with transaction.atomic():
            taken = untaken.update(
                state=OrderState.RENDERING, lease_key=key, lease_until=at + LEASE, attempts=F("attempts") + 1
            )
    except IntegrityError:
        return None
    rows = DocumentOrder.objects.select_related("organisation", "ordered_by", "template")
    return rows.filter(lease_key=key).first() if taken else None


def park_exhausted(at: datetime) -> int:
    """What killed its process each time stops, and is shown as failed."""
    spent = DocumentOrder.objects.abandoned(at).filter(attempts__gte=MAX_ATTEMPTS)
    return spent.update(state=OrderState.FAILED, trouble=RenderingTrouble.EXHAUSTED, lease_until=None)


# --- Making and issuing --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Made:
    """The files of one order, and what is written on them."""

    number: int
    on: date
    code: str
    files: dict[str, bytes]


def make(order: DocumentOrder, *, at: datetime | None = None) -> int:
    """Make the files of a claimed order and issue them; 1 if they were issued. `at`: the moment that they bear, now if it
    is not said.
    """
    moment = at or timezone.now()
    try:
        made = _made(order, timezone.localdate(moment))
    except RenderingFailure as failure:
        _ours(order).update(state=OrderState.FAILED, trouble=failure.code, lease_until=None)
        return 0
    try:
        return issue(order, made, at=at)
    except IntegrityError:  # the number was given to another while a lost lease let two of us work
        _ours(order).update(state=OrderState.WAITING, lease_until=None)
        return 0


def _made(order: DocumentOrder, on: date) -> Made:
    number, code = queries.next_number(order.organisation_id, on.year), secrets.token_hex(16)
    address = settings.SITE_URL + reverse("correspondence:verify", args=[code])
    description = from_json(order.description)
    files = render(description.issued(number=f"{number}/{on.year}", on=on, verify_url=address))
    return Made(number, on, code, files)


@transaction.atomic
def issue(order: DocumentOrder, made: Made, *, at: datetime | None = None) -> int:
    now = at or timezone.now()
    if not _ours(order).update(state=OrderState.READY, description={}, lease_until=None):
        return 0
    document = IssuedDocument.objects.create(
        organisation=order.organisation,
        order=order,
        kind=order.kind,
        year=made.on.year,
        number=made.number,
        language=order.language,
        title_kk=order.title_kk,
        title_ru=order.title_ru,
        issued_on=made.on,
        rendered_at=now,
        issued_by=order.ordered_by,
        template=order.template,
        layout=LAYOUT,
        path=order.path,
        code=made.code,
    )
    IssuedFile.objects.bulk_create(
        IssuedFile(document=document, kind=kind, sha256=sha256(body).hexdigest(), size=len(body), body=body)
        for kind, body in made.files.items()
    )
    record(
        "document.issued",
        actor=order.ordered_by,
        organisation=order.organisation,
        subject=document,
        obj=document,
        at=now,
        details={"sha256": {kind: sha256(body).hexdigest() for kind, body in made.files.items()}},
    )
    return 1


def _ours(order: DocumentOrder) -> DocumentOrderQuerySet:
    return DocumentOrder.objects.filter(pk=order.pk, lease_key=order.lease_key, state=OrderState.RENDERING)
