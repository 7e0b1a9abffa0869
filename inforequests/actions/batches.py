"""Writing a batch: its text and its addressees."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from common.states import move_state
from inforequests.actions.base import WrongState, log, moved
from inforequests.actions.directory import holder_of
from inforequests.actions.requests import WRITTEN, Items
from inforequests.models import BatchLine, Holder, RequestBatch
from inforequests.states import BATCH_MOVES, BatchState
from projects.models import StateBody

MOST_LINES = 1_000


@transaction.atomic
def write_batch(
    organisation: Organisation,
    values: Mapping[str, Any],
    items: Items,
    *,
    key: str,
    actor: User,
    at: datetime,
) -> RequestBatch:
    """A new batch without addressees. `key`: of the form it was written in; sent twice, the first one's row is returned."""
    batch, is_new = RequestBatch.objects.get_or_create(
        organisation=organisation,
        key=key,
        defaults={
            **{name: values[name] for name in WRITTEN},
            "items": [list(pair) for pair in items],
            "created_by": actor,
            "created_at": at,
        },
    )
    if is_new:
        log(batch, "request_batch.written", actor=actor, at=at)
    return batch


@transaction.atomic
def change_batch(
    batch: RequestBatch, values: Mapping[str, Any], items: Items, *, seen: int, actor: User, at: datetime
) -> None:
    """Write the text anew. `seen`: its version on the writer's screen; AlreadyMoved if somebody has changed it since."""
    hold_batch(batch, {BatchState.DRAFT})
    if batch.version != seen:
        raise moved()
    for name in WRITTEN:
        setattr(batch, name, values[name])
    batch.items = [list(pair) for pair in items]
    batch.version += 1
    batch.save(update_fields=["items", "version", *WRITTEN])
    log(batch, "request_batch.changed", actor=actor, at=at)


@transaction.atomic
def add_addressees(
    batch: RequestBatch, holders: Sequence[Holder], bodies: Sequence[StateBody], *, at: datetime
) -> int:
    """Those of the directory, and bodies of the portal, which come into the directory by it; who is there already stays.

    Returns how many are new. ValidationError for more than a batch holds.
    """
    hold_batch(batch, {BatchState.DRAFT})
    entered = [holder_of(batch.organisation, body, "", "", at=at) for body in bodies]
    chosen = {holder.pk: holder for holder in (*holders, *entered) if holder is not None}
    known = set(batch.lines.values_list("holder_id", flat=True))
    new = [holder for pk, holder in chosen.items() if pk not in known]
    if len(known) + len(new) > MOST_LINES:
        raise ValidationError(
            _("A batch has at most %(most)s addressees. Divide it into two."),
            code="too_many",
            params={"most": MOST_LINES},
        )
    BatchLine.objects.bulk_create(
        BatchLine(organisation=batch.organisation, batch=batch, holder=holder) for holder in new
    )
    if new:
        _grown(batch)
    return len(new)


@transaction.atomic
def remove_addressees(batch: RequestBatch, lines: Collection[int] | None) -> int:
    """Take these lines out of a draft, or all of them (None); returns how many were there."""
    hold_batch(batch, {BatchState.DRAFT})
    rows = batch.lines.all() if lines is None else batch.lines.filter(pk__in=lines)
    gone, _by_class = rows.delete()
    if gone:
        _grown(batch)
    return gone


@transaction.atomic
def remove_batch(batch: RequestBatch, *, actor: User, at: datetime) -> None:
    """Take a draft out; what was issued stays."""
    move_state(batch, BATCH_MOVES, BatchState.REMOVED)
    log(batch, "request_batch.removed", actor=actor, at=at)


@transaction.atomic
def restore_batch(batch: RequestBatch, *, actor: User, at: datetime) -> None:
    hold_batch(batch, {BatchState.REMOVED})
    move_state(batch, BATCH_MOVES, BatchState.DRAFT)
    log(batch, "request_batch.restored", actor=actor, at=at)


def hold_batch(batch: RequestBatch, states: Collection[str]) -> None:
    """Keep others from changing the batch until the transaction ends; its state and version are read anew.

    Raises WrongState if it is in none of `states`.
    """
    fresh = RequestBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    batch.state, batch.version = fresh.state, fresh.version
    if batch.state not in states:
        raise WrongState(_("This step is not possible in the present state of the batch."), code="state")


def _grown(batch: RequestBatch) -> None:
    batch.version += 1
    batch.save(update_fields=["version"])
