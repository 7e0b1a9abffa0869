"""The day's work of an organisation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef

from accounts import queries as account_queries
from accounts.models import Organisation, User
from deadlines import queries as deadline_queries

SHOWN_ON_TODAY = 6
COUNTED_ON_TODAY = 100


@dataclass(frozen=True)
class Load:
    """A person's share of the open deadlines; `person` is None for those nobody has taken."""

    person: User | None
    open: int
    overdue: int


def workload(organisation: Organisation, on: date) -> list[Load]:
    """Who has how much, people without any work included, the most burdened first (one query)."""
    counts = deadline_queries.open_counts(organisation, on)
    me = OuterRef("user_id")
    members: Iterable[Any] = account_queries.members(organisation).annotate(
        all_open=counts.open(me),
        all_overdue=counts.overdue(me),
        free=counts.untaken(),
        free_overdue=counts.untaken(overdue=True),
    )
    loads, nobodys = [], Load(None, 0, 0)
    for row in members:
        loads.append(Load(row.user, row.all_open, row.all_overdue))
        nobodys = Load(None, row.free, row.free_overdue)
    if nobodys.open:
        loads.append(nobodys)
    return sorted(loads, key=lambda load: (-load.overdue, -load.open, str(load.person or "")))
