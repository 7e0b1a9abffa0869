"""One door for every change of state: the allowed moves are a table, and the slower of two people is told."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

Moves = Mapping[str, frozenset[str]]


class IllegalMove(ValidationError):
    """The table of moves does not allow this step from the state the row is in."""


class AlreadyMoved(ValidationError):
    """Somebody else changed the row first; nothing was overwritten."""


def move_state(row: models.Model, moves: Moves, to: str, **fields: Any) -> None:
    """Move `row.state` to `to` if `moves` allows it and nobody was faster; set `fields` in the same update.

    Raises IllegalMove or AlreadyMoved. Call it inside the transaction that also writes the activity entry.
    """
    before = row.state  # type: ignore[attr-defined]
    if to not in moves.get(before, frozenset()):
        raise IllegalMove(_("This step is not possible in the present state."), code="illegal_move")
    changed = type(row)._default_manager.filter(pk=row.pk, state=before).update(state=to, **fields)
    if not changed:
        raise AlreadyMoved(
            _("Somebody changed this a moment ago. Look at the new state and try again."), code="moved"
        )
    for name, value in {"state": to, **fields}.items():
        setattr(row, name, value)
