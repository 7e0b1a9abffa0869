from datetime import datetime
from typing import Any

from accounts.actions import record
from accounts.models import User
from monitoring.models import Call, Case, EvidenceContact, Survey


def log(
    row: "Survey | Call | Case | EvidenceContact",
    verb: str,
    *,
    actor: User | None,
    at: datetime,
    subject: object = "",
    **details: Any,
) -> None:
    """An entry of the activity log. `subject`: never what a person said, for the log cannot be erased."""
    record(
        verb,
        actor=actor,
        organisation=row.organisation,
        subject=subject or _Named(row),
        obj=row,
        at=at,
        details=details,
    )


class _Named:
    """The name of the row in the language in which it is asked for."""

    def __init__(self, row: "Survey | Call | Case | EvidenceContact") -> None:
        self._row = row

    def __str__(self) -> str:
        return str(self._row)
