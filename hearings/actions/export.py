from datetime import datetime

from django.db import transaction

from accounts.models import User
from hearings import queries
from hearings.actions.log import log
from hearings.models import Hearing
from hearings.participants_file import as_csv, as_xlsx

MOST_LINES = 5_000


@transaction.atomic
def export_participants(hearing: Hearing, kind: str, *, actor: User, at: datetime) -> bytes:
    """The list of participants as 'csv' or 'xlsx'. Who took it and how many lines it has is in the activity log."""
    rows = list(queries.participants(hearing)[:MOST_LINES])
    body = as_xlsx(rows) if kind == "xlsx" else as_csv(rows)
    log(hearing, "participants.exported", actor=actor, at=at, count=len(rows), format=kind.upper())
    return body
