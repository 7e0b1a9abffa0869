from datetime import datetime
from typing import Any

from accounts.actions import record
from accounts.models import User
from hearings.models import Hearing


def log(
    hearing: Hearing, verb: str, *, actor: User | None, at: datetime, subject: object = "", **details: Any
) -> None:
    """An entry of the activity log that belongs to the hearing; `subject` is its title unless said."""
    record(
        verb,
        actor=actor,
        organisation=hearing.organisation,
        obj=hearing,
        subject=subject or hearing.title,
        at=at,
        details=details,
    )
