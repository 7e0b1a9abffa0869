"""A template of the road map in the words of a screen."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.states import Role
from projects.road_map.models import TemplateTask
from projects.road_map.network import CALENDAR_DAY
from projects.states import RoadMapFact


@dataclass(frozen=True)
class TemplateRow:
    """`work`: how long it takes; `after`: what it waits for, a sentence each; `who`: who gets it; `closes`: by what fact."""

    task: TemplateTask
    work: str
    after: list[str]
    who: str
    closes: str


@dataclass(frozen=True)
class TemplateWeek:
    number: int
    rows: list[TemplateRow] = field(default_factory=list)


def template_weeks(tasks: list[TemplateTask]) -> list[TemplateWeek]:
    labels = {task.key: task.label for task in tasks}
    weeks: dict[int, TemplateWeek] = {}
    for task in tasks:
        week = weeks.setdefault(task.week, TemplateWeek(task.week))
        week.rows.append(_row(task, labels))
    return [weeks[number] for number in sorted(weeks)]


def _row(task: TemplateTask, labels: dict[str, str]) -> TemplateRow:
    after = [
        _after(labels[link["key"]], link["days"], link["unit"])
        for link in task.after
        if link["key"] in labels
    ]
    work = ngettext("%(count)s working day", "%(count)s working days", task.days) % {"count": task.days}
    return TemplateRow(
        task,
        work,
        after,
        who=_who(task),
        closes=str(RoadMapFact(task.fact).label) if task.fact else "",
    )


def _who(task: TemplateTask) -> str:
    if task.person is not None:
        return str(task.person)
    return str(Role(task.role).label) if task.role else _("owner of the dossier")


def _after(label: str, days: int, unit: str) -> str:
    facts = {"task": label, "count": days}
    if not days:
        return _("after «%(task)s»") % facts
    if unit == CALENDAR_DAY:
        text = ngettext(
            "not earlier than %(count)s calendar day after «%(task)s»",
            "not earlier than %(count)s calendar days after «%(task)s»",
            days,
        )
    else:
        text = ngettext(
            "not earlier than %(count)s working day after «%(task)s»",
            "not earlier than %(count)s working days after «%(task)s»",
            days,
        )
    return text % facts
