"""What the address of a list of the report asks for."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from amendments.states import Category, Channel, Fate, Wording
from common.periods import Period, month_of
from hearings.held import Reach
from inforequests.asked import Ending
from projects.seen import Decided

NONE = "none"  # of what has no body, or no topic
MOST_YEARS = 5


class Of(StrEnum):
    """What the rows of a list are."""

    SEEN = "seen"
    DOSSIERS = "dossiers"
    SENT = "sent"
    ANSWERED = "answered"
    TABLES = "tables"
    SENDINGS = "sendings"
    ASKED = "asked"
    HELD = "held"


# The parts that a list can be narrowed to, and the only values that they may have.
_VALUES: dict[str, frozenset[str]] = {
    "decided": frozenset(Decided.values),
    "fate": frozenset(Fate.values),
    "wording": frozenset(Wording.values),
    "category": frozenset(Category.values),
    "channel": frozenset(Channel.values),
    "ending": frozenset(Ending.values),
    "reach": frozenset(Reach.values),
    "result": frozenset({"yes"}),
}
_NUMBERED = ("topic", "body", "holder")
_FITTING = {
    Of.SEEN: ("decided", "topic"),
    Of.DOSSIERS: (),
    Of.SENT: ("fate", "wording", "category", "topic", "body", "result"),
    Of.ANSWERED: ("fate",),
    Of.TABLES: (),
    Of.SENDINGS: ("channel",),
    Of.ASKED: ("ending", "holder"),
    Of.HELD: ("reach",),
}


@dataclass(frozen=True)
class Asked:
    """A list: what of, in which period, and narrowed to which parts. `month`: the month of the period it is narrowed to."""

    of: Of
    period: Period
    parts: dict[str, str] = field(default_factory=dict)
    month: date | None = None

    def part(self, name: str) -> str:
        return self.parts.get(name, "")

    def numbered(self, name: str) -> int | None:
        """The number that the part names; None for what has none. Ask it only of a part that is there."""
        return None if self.parts[name] == NONE else int(self.parts[name])

    @property
    def days(self) -> Period:
        """The days that the rows belong to."""
        if self.month is None:
            return self.period
        month = month_of(self.month)
        return Period(max(month.first, self.period.first), min(month.last, self.period.last))

    def narrowed(self, **parts: object) -> "Asked":
        return replace(self, parts={**self.parts, **{name: str(value) for name, value in parts.items()}})

    @property
    def query(self) -> str:
        month = {"month": f"{self.month:%Y-%m}"} if self.month else {}
        return urlencode({"of": self.of.value, **self.parts, **month, **days_of(self.period)})


def days_of(period: Period) -> dict[str, str]:
    """A period as the address carries it."""
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def read(said: Any, period: Period) -> Asked | None:
    """What the address asks for, the proposals where it names no list; None for a list or a part that there is not."""
    if said.get("of", Of.SENT) not in list(Of):
        return None
    of = Of(said.get("of", Of.SENT))
    parts = {name: said[name] for name in (*_VALUES, *_NUMBERED) if said.get(name)}
    if any(name not in _FITTING[of] or not _is_value(name, value) for name, value in parts.items()):
        return None
    month = _month(said.get("month", ""))
    if said.get("month") and (month is None or month not in list(period.months())):
        return None
    return Asked(of, period, parts, month)


def _is_value(name: str, value: str) -> bool:
    if name in _VALUES:
        return value in _VALUES[name]
    return (value == NONE and name != "holder") or (value.isascii() and value.isdigit() and len(value) < 16)


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
