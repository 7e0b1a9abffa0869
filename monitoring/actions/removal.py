"""Taking a row out, and bringing it back."""

from datetime import date, datetime

from django.db import models, transaction

from accounts.models import User
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from monitoring.actions.adoption import follow
from monitoring.actions.dates import drop, run_again
from monitoring.actions.log import log
from monitoring.models import ENTRIES, Council, InForce
from monitoring.models.removal import Removable


@transaction.atomic
def remove(row: Removable, *, actor: User, at: datetime) -> None:
    """Twice is once. The whole act's day of force cannot be taken out: it is changed."""
    out = type(row)._default_manager.filter(pk=row.pk, removed_at__isnull=True)
    if isinstance(row, InForce) and row.is_whole or not out.update(removed_at=at, removed_by=actor):
        return
    row.removed_at = at
    for deadline in _deadlines(row):
        drop(deadline, actor=actor, at=at)
    log(row, "life.removed", actor=actor, at=at)


@transaction.atomic
def restore(row: Removable, *, actor: User, on: date, at: datetime) -> None:
    gone = type(row)._default_manager.filter(pk=row.pk, removed_at__isnull=False)
    if not gone.update(removed_at=None, removed_by=None):
        return
    row.removed_at = None
    for deadline in _deadlines(row):
        if deadline.state == DeadlineState.CANCELLED:
            run_again(deadline, actor=actor, on=on, at=at)
    if isinstance(row, InForce):
        follow(row.fate, actor=actor, on=on, at=at)
    log(row, "life.restored", actor=actor, at=at)


def _deadlines(row: models.Model) -> list[Deadline]:
    """Its own; of a council those of everything that is kept of it."""
    rows: list[models.Model] = [row]
    if isinstance(row, Council):
        for model in ENTRIES.values():
            rows += model.objects.filter(council=row, removed_at__isnull=True)
    found = [getattr(one, name, None) for one in rows for name in ("deadline", "answer_deadline")]
    return [deadline for deadline in found if deadline is not None]
