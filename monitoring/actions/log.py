"""The line that every step after the adoption of an act leaves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import User
from common.states import AlreadyMoved


def log(
    row: models.Model,
    verb: str,
    *,
    actor: User,
    at: datetime,
    obj: models.Model | None = None,
    **details: Any,
) -> None:
    """`obj`: on whose page it is told, if not the row's own."""
    record(
        verb,
        actor=actor,
        organisation=row.organisation,  # type: ignore[attr-defined]
        subject=row,
        obj=obj or row,
        at=at,
        details=details,
    )


def is_changed(row: models.Model, values: Mapping[str, Any]) -> bool:
    """Whether a row that is there already would be another with `values`."""
    return row.pk is None or any(getattr(row, name) != value for name, value in values.items())


def faster() -> AlreadyMoved:
    return AlreadyMoved(
        _("Somebody changed this while you were writing. Nothing of theirs was overwritten."), code="moved"
    )


def not_in_future(day: Any, on: Any, name: str) -> None:
    """ValidationError on the field `name` for a day that has not come."""
    if day is not None and day > on:
        raise ValidationError({name: _("This day has not come yet.")})
