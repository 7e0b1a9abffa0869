"""What every deed on a request does first and last: hold the row, write the log."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import User
from common.states import AlreadyMoved
from inforequests.models import InfoRequest, RequestBatch


class WrongState(ValidationError):
    """The request is not in a state in which this may be done."""


def hold(info_request: InfoRequest, states: Collection[str]) -> None:
    """Keep others from changing the request until the transaction ends, and read its state anew.

    Raises WrongState if it is in none of `states`.
    """
    fresh = InfoRequest.objects.select_for_update(of=("self",)).get(pk=info_request.pk)
    info_request.state, info_request.version = fresh.state, fresh.version
    if info_request.state not in states:
        raise WrongState(_("This step is not possible in the present state of the request."), code="state")


def log(
    row: InfoRequest | RequestBatch, verb: str, *, actor: User | None, at: datetime, **details: Any
) -> None:
    record(
        verb,
        actor=actor,
        organisation=row.organisation,
        subject=row.subject,
        obj=row,
        at=at,
        details=details,
    )


def moved() -> AlreadyMoved:
    return AlreadyMoved(
        _("Somebody changed this request while you were writing. Nothing of theirs was overwritten."),
        code="moved",
    )
