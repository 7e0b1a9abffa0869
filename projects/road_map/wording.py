"""A road map in the words of a screen: its weeks, what is in its way, and what can be done about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common import dates
from deadlines.calendar import WorkingCalendar
from deadlines.queries import day_of
from deadlines.wording import Due, due_of, language
from projects.models import Dossier
from projects.queries_road_map import Outlook
from projects.road_map.models import WEEKS, RoadMapTask
from projects.road_map.places import Place, place_of
from projects.road_map.planning import Conflict
from projects.states import RoadMapFact, RoadMapPart, TaskState


@dataclass(frozen=True)
class TaskRow:
    """A task on the page. `span`: its planned days; `note`: how it was closed, or why not; `chip` with its `tone`."""

    task: RoadMapTask
    state: str
    owner: User | None
    due: Due | None
    span: str
    note: str
    chip: str
    tone: str
    place: Place | None

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN


@dataclass(frozen=True)
class Week:
    number: int
    rows: list[TaskRow] = field(default_factory=list)


@dataclass(frozen=True)
class Trouble:
    """A conflict as a sentence, what else it drags along, and what can be done. `part`: may be skipped as a whole."""

    sentence: str
    also: str
    advice: list[str]
    part: str = ""


def weeks_of(
    dossier: Dossier,
    outlook: Outlook,
    paths: Mapping[str, str],
    *,
    on: date,
    days: WorkingCalendar,
) -> list[Week]:
    """The tasks week by week, plan B at the end of its week."""
    weeks = {number: Week(number) for number in range(1, WEEKS + 1)}
    for task in outlook.tasks:
        weeks[task.week].rows.append(_row(task, dossier, outlook, paths, on=on, days=days))
    return [week for week in weeks.values() if week.rows]


def _row(
    task: RoadMapTask,
    dossier: Dossier,
    outlook: Outlook,
    paths: Mapping[str, str],
    *,
    on: date,
    days: WorkingCalendar,
) -> TaskRow:
    deadline, state = task.deadline, task.standing
    is_shown = deadline is not None and state in (TaskState.OPEN, TaskState.DONE)
    chip, tone = _chip(task, outlook)
    return TaskRow(
        task,
        state,
        owner=deadline.responsible if deadline is not None else task.responsible,
        due=due_of(deadline, on=on, days=days) if deadline is not None and is_shown else None,
        span=_span(task, on) if state == TaskState.OPEN else "",
        note=closed_how(task, on),
        chip=chip,
        tone=tone,
        place=place_of(task, dossier.pk, paths),
    )


def _span(task: RoadMapTask, on: date) -> str:
    if task.starts_on is None or task.due_on is None:
        return ""
    span = dates.period(task.starts_on, task.due_on, language(), today=on)
    if task.is_pinned:
        return _("%(days)s, chosen by hand") % {"days": span}
    return span


def _chip(task: RoadMapTask, outlook: Outlook) -> tuple[str, str]:
    """What the row says of its state at a glance, and the tone of it."""
    state = task.standing
    if state == TaskState.RESERVE:
        return _("in reserve"), "plain"
    if state == TaskState.SKIPPED:
        return _("skipped"), "plain"
    if state == TaskState.DONE:
        return "", ""
    slot = outlook.plan.slots.get(task.key) if outlook.plan else None
    if task.due_on is None and slot is not None and slot.ends_on is not None:
        return _("no day yet"), "soon"
    if task.due_on is None:
        return _("no time for it"), "late"
    if task.key in outlook.late:
        return _("late"), "late"
    if task.key in outlook.at_risk:
        return _("at risk"), "soon"
    if slot is None or slot.slack is None:
        return "", ""
    return spare(slot.slack), "soon" if slot.slack == 0 else "plain"


def spare(slack: int) -> str:
    """'3 working days to spare'."""
    if slack == 0:
        return _("no day to spare")
    return ngettext("%(count)s working day to spare", "%(count)s working days to spare", slack) % {
        "count": slack
    }


def closed_how(task: RoadMapTask, on: date) -> str:
    """How the task was closed: by a fact, by a person, or skipped and why; '' of one that is not closed."""
    state = task.standing
    closed_at = task.closed_at or (task.deadline.closed_at if task.deadline is not None else None)
    day = dates.day(day_of(closed_at), language(), today=on) if closed_at else ""
    if state == TaskState.SKIPPED:
        return _("Skipped on %(day)s: %(reason)s") % {"day": day, "reason": task.reason}
    if state != TaskState.DONE:
        return ""
    if task.closed_by_fact and task.state == TaskState.DONE:
        fact = RoadMapFact(task.closed_by_fact).label
        return _("Closed itself on %(day)s: %(fact)s.") % {"day": day, "fact": fact}
    if task.closed_by is not None:
        return _("Done on %(day)s, by %(who)s.") % {"day": day, "who": task.closed_by}
    return _("Done on %(day)s.") % {"day": day}


# --- What is in the way ------------------------------------------------------------------------------------------------


def troubles_of(outlook: Outlook) -> list[Trouble]:
    """The conflicts as they stand today, the worst first."""
    by_key = {task.key: task for task in outlook.tasks}
    conflicts = sorted(outlook.conflicts, key=lambda one: -one.days)
    return [_trouble(one, by_key) for one in conflicts]


def _trouble(conflict: Conflict, by_key: Mapping[str, RoadMapTask]) -> Trouble:
    task = by_key[conflict.key]
    also = "; ".join(f"«{by_key[key].label}»" for key in conflict.also)
    also = _("With it there is no time for: %(tasks)s.") % {"tasks": also} if also else ""
    is_whole = conflict.kind == "no_room" and task.part == RoadMapPart.HEARING
    return Trouble(
        conflict_sentence(conflict, task), also, _advice(conflict, task), task.part if is_whole else ""
    )


def conflict_sentence(conflict: Conflict, task: RoadMapTask) -> str:
    """'«Announce the hearing» would be 4 working days late, however fast everything is done.'"""
    facts = {"task": task.label, "count": conflict.days}
    if conflict.kind == "too_late":
        return (
            ngettext(
                "The day chosen for «%(task)s» is %(count)s working day too late for what follows it.",
                "The day chosen for «%(task)s» is %(count)s working days too late for what follows it.",
                conflict.days,
            )
            % facts
        )
    if conflict.kind == "too_early":
        return (
            ngettext(
                "The day chosen for «%(task)s» is %(count)s working day too early: what it waits for is not over.",
                "The day chosen for «%(task)s» is %(count)s working days too early: what it waits for is not over.",
                conflict.days,
            )
            % facts
        )
    return (
        ngettext(
            "«%(task)s» would be %(count)s working day late, however fast everything is done.",
            "«%(task)s» would be %(count)s working days late, however fast everything is done.",
            conflict.days,
        )
        % facts
    )


def _advice(conflict: Conflict, task: RoadMapTask) -> list[str]:
    if conflict.kind in ("too_late", "too_early"):
        return [_("Choose another day for it, give it back to the plan, or skip what can be done without.")]
    if task.part == RoadMapPart.HEARING:
        return [
            _("Skip the hearing, and say why."),
            _(
                "Or choose the day of the hearing yourself, after the end of the discussion: its proposals then go by letter."
            ),
            _(
                "Or hold it online with a shorter notice: for an ordinary hearing the 10–15 days are good practice, "
                "for an environmental one the law sets them."
            ),
        ]
    if task.part == RoadMapPart.ESSENTIAL:
        return [
            _("Send the most important amendments without waiting for the rest, or by letter after the end.")
        ]
    return [_("Skip what can be done without, and say why.")]


def late_sentence(outlook: Outlook) -> str:
    """How many tasks are past their day; '' where none is."""
    number = len(outlook.late)
    if not number:
        return ""
    return ngettext("%(count)s task is late.", "%(count)s tasks are late.", number) % {"count": number}


def undated_sentence(outlook: Outlook) -> str:
    """How many open tasks have no day though there is time for them by now; '' where none."""
    slots = outlook.plan.slots if outlook.plan else {}
    number = sum(
        1 for task in outlook.tasks if task.is_open and task.due_on is None and slots[task.key].ends_on
    )
    if not number:
        return ""
    return (
        ngettext(
            "There is time now for %(count)s task that has no day: plan anew.",
            "There is time now for %(count)s tasks that have no day: plan anew.",
            number,
        )
        % {"count": number}
    )


def shortened_sentence(tasks: Sequence[RoadMapTask], days: WorkingCalendar) -> str:
    """How many open tasks got fewer working days than the template wants; '' where none did."""
    number = sum(
        1
        for task in tasks
        if task.is_open
        and task.starts_on
        and task.due_on
        and days.count(task.starts_on, task.due_on) + days.is_working(task.starts_on) < task.days
    )
    if not number:
        return ""
    return ngettext(
        "The discussion is short: %(count)s task has fewer working days than the template gives it.",
        "The discussion is short: %(count)s tasks have fewer working days than the template gives them.",
        number,
    ) % {"count": number}


def days_of_work(task: RoadMapTask) -> str:
    return ngettext("%(count)s working day", "%(count)s working days", task.days) % {"count": task.days}
