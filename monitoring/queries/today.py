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
    """A person's share of the open deadlines; `person` is None for those nobody has taken. `soon`: due from today within
    five working days. `role`: the person's in the organisation."""

    person: User | None
    open: int
    overdue: int
    soon: int = 0
    role: str = ""

    @property
    def asked(self) -> str:
        """What the address of the list of everything due says to show these deadlines."""
        return f"?who={self.person.pk if self.person else 'nobody'}&kind=deadline"


def workload(organisation: Organisation, on: date, until: date) -> list[Load]:
    """Who has how much, people without any work included, the most burdened first (one query).

    `until`: the last of the five working days that are counted as soon.
    """
    counts = deadline_queries.open_counts(organisation, on)
    me = OuterRef("user_id")
    members: Iterable[Any] = account_queries.members(organisation).annotate(
        all_open=counts.open(me),
        all_overdue=counts.overdue(me),
        free=counts.untaken(),
        free_overdue=counts.untaken(overdue=True),
        all_soon=counts.soon(me, until),
        free_soon=counts.untaken(until=until),
    )
    loads, nobodys = [], Load(None, 0, 0)
    for row in members:
        loads.append(Load(row.user, row.all_open, row.all_overdue, row.all_soon, row.role))
        nobodys = Load(None, row.free, row.free_overdue, row.free_soon)
    if nobodys.open:
        loads.append(nobodys)
    return sorted(loads, key=lambda load: (-load.overdue, -load.open, str(load.person or "")))
