"""How the days of an act explain themselves on the screen."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from common import dates
from deadlines.calendar import Computation, WorkingCalendar
from deadlines.states import Confidence, DeadlineState
from deadlines.wording import Due, due_of, due_on_day, explain, language
from monitoring.models import ImplementationItem, InForce
from monitoring.models.councils import Entry
from monitoring.states import ForceRule


@dataclass(frozen=True)
class ForceLine:
    """`due` is None while the day cannot be told; `missing` says then what it waits for. `can_check`: somebody may say
    that they looked."""

    row: InForce
    due: Due | None
    missing: str = ""
    can_check: bool = False


def force_line(row: InForce, on: date, days: WorkingCalendar) -> ForceLine:
    if row.force_on is None:
        return ForceLine(row, None, _missing(row))
    limit = row.time_limit
    due = due_on_day(row.force_on, on=on, days=days, lines=_lines(row, on), limit=limit)
    if row.force_on <= on:
        exact = dates.whole_day(row.force_on, language())
        due = replace(
            due, number="", unit=_("in force since"), exact=exact, tone="done", sentence=_("in force")
        )
    if limit is not None and limit.confidence == Confidence.INFERRED:
        due = replace(due, caveat=_("Counted by our reading of the law: check the day in the official text."))
    is_open = row.deadline is not None and row.deadline.state == DeadlineState.OPEN
    return ForceLine(row, due, can_check=is_open and row.force_on <= on)


def _lines(row: InForce, on: date) -> list[str]:
    if row.rule == ForceRule.STATED:
        return [_("The act itself names this day: %(source)s.") % {"source": row.source}]
    if not row.explanation or row.force_on is None:
        return []
    counted = Computation.from_json(row.explanation)
    if not counted.rule.quantity:
        return [_("On that very day: %(day)s.") % {"day": dates.whole_day(row.force_on, language())}]
    note = row.time_limit.note if row.time_limit else ""
    return [*explain(counted, on), *([note] if note else [])]


def _missing(row: InForce) -> str:
    if row.rule == ForceRule.COURT:
        return _("The rule is not in the table of time limits.")
    return _("Counted from the official publication, whose day is not recorded yet.")


def item_due(item: ImplementationItem, on: date, days: WorkingCalendar) -> Due | None:
    """The countdown of what is open, the last day of what is not."""
    if item.deadline is None:
        return None
    due = due_of(item.deadline, on=on, days=days)
    if item.is_open and item.deadline.state != DeadlineState.OPEN:
        law = item.deadline.time_limit
        shown = due_on_day(item.deadline.due_on, on=on, days=days, title=str(item.deadline.label), limit=law)
        return replace(shown, lines=[*due.lines, *shown.lines])
    return due


def entry_due(row: Entry, on: date, days: WorkingCalendar) -> Due | None:
    """The countdown of what an entry waits for; none once it has come."""
    for name in ("answer_deadline", "deadline"):
        deadline = getattr(row, name, None)
        if deadline is not None and deadline.state == DeadlineState.OPEN:
            return due_of(deadline, on=on, days=days)
    return None
