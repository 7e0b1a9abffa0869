"""What a changed calendar or rule moves: first shown, then done."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import User
from deadlines import queries
from deadlines.actions.work import move_deadline
from deadlines.calendar import Computation, OutsideCalendar, WorkingCalendar, compute
from deadlines.models import Deadline
from deadlines.states import DateSource


@dataclass(frozen=True)
class Shift:
    """A computed deadline that the calendar and the rules as they are now would explain otherwise, or move."""

    deadline: Deadline
    computation: Computation

    @property
    def due_on(self) -> date:
        return self.computation.due_on

    @property
    def moves(self) -> bool:
        return self.due_on != self.deadline.due_on


def shifts() -> list[Shift]:
    """What would move if open computed deadlines were computed again now. Writes nothing."""
    return [shift for shift in _recomputed() if shift.moves]


def _recomputed() -> list[Shift]:
    days = queries.calendar()
    open_ = (
        Deadline.objects.open()
        .filter(source=DateSource.COMPUTED)
        .select_related("time_limit", "organisation")
    )
    found = []
    for deadline in open_.order_by("due_on", "pk"):
        computation = _computed(deadline, days)
        if computation is not None and computation.to_json() != deadline.explanation:
            found.append(Shift(deadline, computation))
    return found


def _computed(deadline: Deadline, days: WorkingCalendar) -> Computation | None:
    """The deadline computed by its rule now; None where the rule or the calendar has nothing to say any more."""
    limit, start = deadline.time_limit, deadline.start_on
    if limit is None or start is None or limit.quantity is None:
        return None
    try:
        return compute(queries.rule_of(limit), start, days)
    except OutsideCalendar:
        return None


def apply_shifts(*, actor: User, on: date, at: datetime) -> int:
    """Move the deadlines that `shifts` names and tell those responsible; returns how many.

    Explanations that read otherwise now are written anew, and the days of all reminders are planned again.
    """
    moved = 0
    for shift in _recomputed():
        if shift.moves:
            moved += move_deadline(
                shift.deadline,
                shift.due_on,
                on=on,
                at=at,
                reason="calendar",
                actor=actor,
                computation=shift.computation,
            )
        else:
            unmoved = Deadline.objects.filter(pk=shift.deadline.pk, version=shift.deadline.version)
            unmoved.update(explanation=shift.computation.to_json())
    Deadline.objects.open().filter(next_reminder_on__gt=on).update(next_reminder_on=on)
    return moved
