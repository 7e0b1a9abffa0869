"""Issuing a batch: its letters are ordered a few at a time by the worker, which looks at the table.

A line and its request are written in one transaction: a process that dies leaves the line waiting, and the next sweep
takes it. The letters themselves are made as all others are (correspondence.issuing), which gives each its number.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.states import move_state
from correspondence.actions import retry_document
from correspondence.models import DocumentOrder, DocumentOrderQuerySet
from correspondence.states import OrderState, RenderingTrouble
from inforequests.actions.base import WrongState, log
from inforequests.actions.batches import hold_batch
from inforequests.actions.issuing import issue_request
from inforequests.actions.requests import WRITTEN, write_request
from inforequests.batch_requirements import lacks_of
from inforequests.models import BatchLine, RequestBatch
from inforequests.states import BATCH_MOVES, LINE_MOVES, BatchState, LineState, LineTrouble

# So many letters of one batch wait to be made at a time: other letters find their turn between them, and a batch that is
# stopped stops within seconds.
AHEAD = 6
ISSUED = frozenset({BatchState.RUNNING, BatchState.STOPPED, BatchState.DONE})
_TOO_LARGE = frozenset({RenderingTrouble.TOO_LARGE.value, RenderingTrouble.TEXT_TOO_LONG.value})


class BatchLacking(ValidationError):
    """The letters do not hold what the law asks for."""


# --- What people do -----------------------------------------------------------------------------------------------


@transaction.atomic
def issue_batch(batch: RequestBatch, *, seen: int, actor: User, at: datetime) -> None:
    """Let the worker issue a letter to each addressee; asked for twice, they are issued once.

    `seen`: the version that was read before. Raises BatchLacking where a letter would lack something that the law asks
    for, and ValidationError for what has been changed since, or has no addressees.
    """
    hold_batch(batch, ISSUED | {BatchState.DRAFT})
    if batch.state != BatchState.DRAFT:
        return
    if batch.version != seen:
        message = _("The batch was changed after you opened this page. Read it again before you issue it.")
        raise ValidationError(message, code="moved")
    lines = list(batch.lines.select_related("holder"))
    if not lines:
        raise ValidationError(_("Choose the addressees first."), code="nobody")
    if lacks_of(batch, lines).stops:
        raise BatchLacking(_("The letters lack something that the law asks for: see below."), code="lacking")
    move_state(batch, BATCH_MOVES, BatchState.RUNNING, issued_by=actor, issued_at=at)
    log(batch, "request_batch.issued", actor=actor, at=at, letters=len(lines))


@transaction.atomic
def stop_batch(batch: RequestBatch, *, actor: User, at: datetime) -> int:
    """Order no more letters; returns how many addressees are left without one. What is ordered or issued stays."""
    hold_batch(batch, {BatchState.RUNNING})
    left = batch.lines.filter(state=LineState.WAITING).update(state=LineState.STOPPED)
    move_state(batch, BATCH_MOVES, BatchState.STOPPED)
    log(batch, "request_batch.stopped", actor=actor, at=at, letters=left)
    return left


@transaction.atomic
def resume_batch(batch: RequestBatch, *, actor: User, at: datetime) -> None:
    """Go on with a stopped batch where it was stopped."""
    hold_batch(batch, {BatchState.STOPPED})
    batch.lines.filter(state=LineState.STOPPED).update(state=LineState.WAITING)
    move_state(batch, BATCH_MOVES, BatchState.RUNNING)
    log(batch, "request_batch.resumed", actor=actor, at=at)


@transaction.atomic
def retry_lines(batch: RequestBatch, *, actor: User, at: datetime) -> int:
    """Try again what could not be ordered or made; returns how many letters that is. A stopped batch goes on by it."""
    hold_batch(batch, ISSUED)
    failed = batch.lines.filter(state=LineState.FAILED).update(state=LineState.WAITING, trouble="")
    if failed and batch.state != BatchState.RUNNING:
        batch.lines.filter(state=LineState.STOPPED).update(state=LineState.WAITING)
        move_state(batch, BATCH_MOVES, BatchState.RUNNING)
    orders = list(orders_of(batch).filter(state=OrderState.FAILED).select_related("organisation"))
    for order in orders:
        retry_document(order, actor=actor, at=at)
    if not failed and not orders:
        raise WrongState(_("Nothing has failed."), code="nothing")
    log(batch, "request_batch.retried", actor=actor, at=at, letters=failed + len(orders))
    return failed + len(orders)


def orders_of(batch: RequestBatch) -> DocumentOrderQuerySet:
    made = batch.lines.filter(state=LineState.ORDERED).values("info_request__order")
    return DocumentOrder.objects.filter(pk__in=made)


# --- What the worker does -----------------------------------------------------------------------------------------


def feed_batches(at: datetime) -> int:
    """Order the next letters of every batch that is being issued; returns how many were ordered."""
    running = RequestBatch.objects.filter(state=BatchState.RUNNING, organisation__is_active=True)
    return sum(
        _feed(batch, at) for batch in running.select_related("organisation", "issued_by").order_by("id")
    )


def _feed(batch: RequestBatch, at: datetime) -> int:
    unmade = orders_of(batch).filter(state__in=[OrderState.WAITING, OrderState.RENDERING]).count()
    waiting = batch.lines.filter(state=LineState.WAITING).order_by("id")
    ordered = 0
    for line in waiting.select_related("holder")[: max(AHEAD - unmade, 0)]:
        ordered += _ordered(batch, line, at)
    if unmade < AHEAD and not waiting.exists():
        _finish(batch)
    return ordered


def _ordered(batch: RequestBatch, line: BatchLine, at: datetime) -> bool:
    """Whether the letter was ordered by us; False if another process was faster, it was stopped, or it was refused."""
    try:
        return _order(batch, line, at)
    except ValidationError as refusal:
        code = getattr(refusal, "code", "")
    trouble = LineTrouble.REFUSED
    if code == "lacking":
        trouble = LineTrouble.LACKING
    elif code in _TOO_LARGE:
        trouble = LineTrouble.TOO_LARGE
    waiting = BatchLine.objects.filter(pk=line.pk, state=LineState.WAITING)
    waiting.update(state=LineState.FAILED, trouble=trouble)
    return False


@transaction.atomic
def _order(batch: RequestBatch, line: BatchLine, at: datetime) -> bool:
    """The request, its letter's order and the line that says so, together or not at all."""
    actor = batch.issued_by
    assert actor is not None  # a constraint of the table
    # Held first: whoever else takes this line waits here, and then finds it taken.
    held = BatchLine.objects.select_for_update().filter(pk=line.pk, state=LineState.WAITING)
    if held.first() is None:
        return False
    values = {name: getattr(batch, name) for name in WRITTEN}
    info_request = write_request(
        batch.organisation,
        line.holder,
        {**values, "mode": batch.mode_for(line.holder)},
        [(kk, ru) for kk, ru in batch.items],
        actor=actor,
        at=at,
    )
    path = reverse("inforequests:request", args=[info_request.pk])
    issue_request(info_request, seen=info_request.version, path=path, actor=actor, at=at)
    move_state(line, LINE_MOVES, LineState.ORDERED, info_request=info_request)
    return True


@transaction.atomic
def _finish(batch: RequestBatch) -> None:
    """Nothing is left to be ordered, unless somebody has just tried again what had failed."""
    try:
        hold_batch(batch, {BatchState.RUNNING})
    except WrongState:
        return
    if not batch.lines.filter(state=LineState.WAITING).exists():
        move_state(batch, BATCH_MOVES, BatchState.DONE)
