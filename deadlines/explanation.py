"""What a computed date says of itself: the rule, the days counted and skipped, and why. Kept as plain JSON.

Nothing here is in any language: reasons are codes with a name in Kazakh and in Russian, sentences are made
where they are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

REASON_CODES = (
    "weekend",
    "holiday",  # a public holiday on its own date
    "religious",  # 7 January and the first day of Qurban Ait: off, but never transferred
    "transferred",  # the day off that a holiday on a weekend moved to
    "moved_by_order",  # off by an order (or another dated decision) of that year
    "worked_weekend",  # a Saturday or Sunday worked by order
    "working_day",  # a weekday that is worked though some calendar lists it as off
)
UNITS = ("working_day", "calendar_day", "month")
DIRECTIONS = ("after", "before")
ROLL_OVERS = ("next_working", "none")
STEP_KINDS = ("counted", "skipped", "month_end", "rolled")


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day is off or worked. `code` is one of REASON_CODES.

    `paired_on` is the other date of a move where it is known: the holiday itself for a transferred day off,
    the worked weekend for a day off moved by order, the day off received for a worked weekend.
    `provisional`: the date is an estimate.
    """

    code: str
    name_kk: str
    name_ru: str
    paired_on: date | None = None
    provisional: bool = False

    def __post_init__(self) -> None:
        _one_of("reason code", self.code, REASON_CODES)

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "name_kk": self.name_kk,
            "name_ru": self.name_ru,
            "paired_on": self.paired_on and self.paired_on.isoformat(),
            "provisional": self.provisional,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        paired_on = data["paired_on"] and date.fromisoformat(data["paired_on"])
        return cls(data["code"], data["name_kk"], data["name_ru"], paired_on, data["provisional"])


@dataclass(frozen=True, slots=True)
class Rule:
    """A time limit as arithmetic: so many UNITS, in one of DIRECTIONS from the event, with one of ROLL_OVERS.

    A term counted backwards never rolls over: 'not less than N days before' may not grow shorter.
    """

    quantity: int
    unit: str
    direction: str
    roll_over: str

    def __post_init__(self) -> None:
        if isinstance(self.quantity, bool) or not isinstance(self.quantity, int) or self.quantity < 0:
            raise ValueError(
                f"A time limit is a whole number of days or months, 0 or more, not {self.quantity!r}."
            )
        _one_of("unit", self.unit, UNITS)
        _one_of("direction", self.direction, DIRECTIONS)
        _one_of("roll-over", self.roll_over, ROLL_OVERS)
        if self.direction == "before" and self.roll_over != "none":
            raise ValueError(
                "A time limit counted backwards must not grow shorter: set its roll-over to 'none'."
            )

    def to_json(self) -> dict[str, Any]:
        return {
            "quantity": self.quantity,
            "unit": str(self.unit),
            "direction": str(self.direction),
            "roll_over": str(self.roll_over),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["quantity"], data["unit"], data["direction"], data["roll_over"])


@dataclass(frozen=True, slots=True)
class Step:
    """A run of neighbouring days treated alike, `from_on` <= `until_on` whichever way was counted.

    kind: 'counted'; 'skipped' (days off that do not count); 'month_end' (the month has no such number, the
    term ends on its last day); 'rolled' (the last day fell on days off, the term ends after them).
    `from_number` and `until_number` are the places of the two end days in the count: backwards the earlier
    day has the greater number; None where days are not numbered. `reason`: why the days were skipped or
    rolled over, or why they count though one might doubt it.
    """

    kind: str
    from_on: date
    until_on: date
    from_number: int | None = None
    until_number: int | None = None
    reason: DayReason | None = None

    def __post_init__(self) -> None:
        _one_of("kind of step", self.kind, STEP_KINDS)

    @classmethod
    def of_run(
        cls,
        kind: str,
        days: Sequence[date],
        first_number: int | None = None,
        last_number: int | None = None,
        reason: DayReason | None = None,
    ) -> Self:
        """A step of `days` given in the order of counting, the first of which bears `first_number`."""
        if days[0] <= days[-1]:
            return cls(kind, days[0], days[-1], first_number, last_number, reason)
        return cls(kind, days[-1], days[0], last_number, first_number, reason)

    @property
    def days(self) -> int:
        """Calendar days in the run."""
        return (self.until_on - self.from_on).days + 1

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "from_on": self.from_on.isoformat(),
            "until_on": self.until_on.isoformat(),
            "from_number": self.from_number,
            "until_number": self.until_number,
            "reason": self.reason and self.reason.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            data["kind"],
            date.fromisoformat(data["from_on"]),
            date.fromisoformat(data["until_on"]),
            data["from_number"],
            data["until_number"],
            data["reason"] and DayReason.from_json(data["reason"]),
        )


@dataclass(frozen=True, slots=True)
class Computation:
    """A computed date and its explanation.

    `start_on` is the day of the event, `due_on` the last day of the term, `steps` run in the order of
    counting. `provisional`: a day off that is estimated or still to be announced may move the date.
    """

    due_on: date
    start_on: date
    rule: Rule
    steps: tuple[Step, ...]
    provisional: bool

    @property
    def rolled_over(self) -> bool:
        return any(step.kind == "rolled" for step in self.steps)

    def to_json(self) -> dict[str, Any]:
        """Plain dicts, lists, strings, numbers and booleans, for a JSON column."""
        return {
            "due_on": self.due_on.isoformat(),
            "start_on": self.start_on.isoformat(),
            "rule": self.rule.to_json(),
            "steps": [step.to_json() for step in self.steps],
            "provisional": self.provisional,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The reverse of `to_json`. Raises ValueError if `data` is not a stored computation."""
        try:
            return cls(
                date.fromisoformat(data["due_on"]),
                date.fromisoformat(data["start_on"]),
                Rule.from_json(data["rule"]),
                tuple(Step.from_json(step) for step in data["steps"]),
                data["provisional"],
            )
        except (KeyError, TypeError) as error:
            raise ValueError(
                f"Not the explanation of a date ({error!r}): compute the deadline again."
            ) from error


def _one_of(what: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"Unknown {what} {value!r}: use one of {', '.join(allowed)}.")
