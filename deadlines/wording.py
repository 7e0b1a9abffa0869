"""How a date explains itself on the screen: which days were counted, which were skipped, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common import dates
from deadlines.calendar import Computation, DayReason, OutsideCalendar, Step, WorkingCalendar
from deadlines.models import Checked, Deadline, TimeLimit
from deadlines.states import Confidence, DateSource, DeadlineState, Direction, Unit

UNVERIFIED = frozenset({Confidence.MEMORY, Confidence.UNKNOWN})


@dataclass(frozen=True)
class Mark:
    """A mark beside a rule, an act or an article: words and the tone of the chip."""

    text: str
    tone: str


@dataclass(frozen=True)
class Due:
    """The countdown as the template shows it: number, unit and exact date, and how it was counted."""

    number: str
    unit: str
    exact: str
    tone: str
    sentence: str
    title: str
    lines: list[str] = field(default_factory=list)
    law: str = ""
    law_path: str = ""
    caveat: str = ""


def due_of(deadline: Deadline, *, on: date, days: WorkingCalendar) -> Due:
    """The countdown of a deadline as of the day `on`, in the active language."""
    if deadline.state != DeadlineState.OPEN:
        exact = dates.day(deadline.due_on, language(), today=on)
        state = str(DeadlineState(deadline.state).label)
        return Due("", state, exact, "done", state, str(deadline.label), _why(deadline, on))
    return due_on_day(
        deadline.due_on,
        on=on,
        days=days,
        title=str(deadline.label),
        lines=_why(deadline, on),
        limit=deadline.time_limit,
        provisional=bool(deadline.explanation.get("provisional")),
    )


def due_on_day(
    due_on: date,
    *,
    on: date,
    days: WorkingCalendar,
    title: str = "",
    lines: Iterable[str] = (),
    limit: TimeLimit | None = None,
    provisional: bool = False,
) -> Due:
    """The countdown to any day; `lines` say where the date comes from, the working days left are added."""
    left = working_days_left(due_on, on=on, days=days)
    count = dates.countdown(left, due_on, on, language())
    return Due(
        number=count.number,
        unit=count.unit,
        exact=count.exact,
        tone=count.tone,
        sentence=count.sentence,
        title=title or _("How this date was found"),
        lines=[*lines, *_what_is_left(due_on, on, days)],
        law=law_of(limit) if limit else "",
        law_path=reverse("deadlines:rule", args=[limit.pk]) if limit else "",
        caveat=_caveat(limit, provisional),
    )


def working_days_left(due_on: date, *, on: date, days: WorkingCalendar) -> int:
    """Working days after `on` up to and including `due_on`; 0 when it has passed.

    Of a day beyond the calendar only the weeks are known: five working days each.
    """
    if due_on <= on:
        return 0
    try:
        return days.count(on, due_on)
    except OutsideCalendar:
        return (due_on - on).days * 5 // 7


def stated(due_on: date, on: date) -> list[str]:
    """What is to be said of a date that the portal states."""
    return [_("The portal names this date: %(day)s.") % {"day": dates.until(due_on, language(), on)}]


def explain(computation: Computation, on: date) -> list[str]:
    """The computation in sentences, in the order of counting."""
    start = dates.day(computation.start_on, language(), today=on)
    lines = [_("Counted from %(day)s; that day itself does not count.") % {"day": start}]
    return [*lines, *(_step(step, on) for step in computation.steps)]


def law_of(limit: TimeLimit) -> str:
    """Law and article, as a reader would cite them."""
    return ", ".join(part for part in (limit.law, limit.article) if part)


def mark_of(row: Checked) -> Mark:
    """How sure a row about the law is; nothing where it was read there."""
    tone = "soon" if row.confidence in UNVERIFIED else "plain"
    return Mark("" if row.confidence == Confidence.READ else row.get_confidence_display(), tone)


def term_of(limit: TimeLimit) -> str:
    """'10 working days', 'not later than 15 calendar days before', or that nobody knows."""
    if limit.quantity is None:
        return _("the number is not known")
    term = _span(limit.quantity, Unit(limit.unit))
    if limit.direction == Direction.BEFORE:
        return _("not later than %(term)s before") % {"term": term}
    return term


def _span(count: int, unit: Unit) -> str:
    if unit == Unit.WORKING_DAY:
        text = ngettext("%(count)s working day", "%(count)s working days", count)
    elif unit == Unit.CALENDAR_DAY:
        text = ngettext("%(count)s calendar day", "%(count)s calendar days", count)
    else:
        text = ngettext("%(count)s month", "%(count)s months", count)
    return text % {"count": count}


def _why(deadline: Deadline, on: date) -> list[str]:
    if because := deadline.explanation.get("because"):
        return [because["kk" if language() == "kk" else "ru"]]
    if deadline.source == DateSource.STATED:
        return stated(deadline.due_on, on)
    if deadline.source == DateSource.OWN:
        return [_("Your organisation set this date itself.")]
    return explain(Computation.from_json(deadline.explanation), on)


def _step(step: Step, on: date) -> str:
    days = dates.period(step.from_on, step.until_on, language(), today=on)
    why = day_reason(step.reason) if step.reason else ""
    if step.kind == "counted" and step.from_number is not None and step.until_number is not None:
        return _numbered(step, days, why)
    if step.kind == "counted":
        return _("Counted: %(days)s.") % {"days": days}
    if step.kind == "skipped":
        return _("Not counted: %(days)s (%(why)s).") % {"days": days, "why": why}
    if step.kind == "month_end":
        return _("The month has no such day: its last day is taken, %(days)s.") % {"days": days}
    return _("The last day would be a day off, %(days)s (%(why)s): it moves to the next working day.") % {
        "days": days,
        "why": why,
    }


def _numbered(step: Step, days: str, why: str) -> str:
    first, last = sorted((step.from_number or 0, step.until_number or 0))
    facts = {"first": first, "last": last, "days": days, "why": why}
    if first == last and why:
        return _("Day %(first)s: %(days)s (%(why)s).") % facts
    if first == last:
        return _("Day %(first)s: %(days)s.") % facts
    if why:
        return _("Days %(first)s–%(last)s: %(days)s (%(why)s).") % facts
    return _("Days %(first)s–%(last)s: %(days)s.") % facts


def day_reason(reason: DayReason) -> str:
    """Why a day is off, or worked against expectation, in the words of a sentence about counting."""
    known = {"weekend": _("weekend"), "worked_weekend": _("a weekend worked by order")}
    return _marked(known[reason.code], reason) if reason.code in known else day_name(reason)


def day_name(reason: DayReason) -> str:
    """The holiday's name, or the words of whoever set the day, in the active language."""
    return _marked(reason.name_ru if language() == "ru" else reason.name_kk, reason)


def _marked(text: str, reason: DayReason) -> str:
    return _("%(day)s, provisional") % {"day": text} if reason.provisional else text


def _what_is_left(due_on: date, on: date, days: WorkingCalendar) -> list[str]:
    left = working_days_left(due_on, on=on, days=days)
    if due_on <= on or not left:
        return []
    last = dates.day(due_on, language(), today=on)
    return [
        ngettext(
            "From tomorrow to %(day)s there is %(count)s working day.",
            "From tomorrow to %(day)s there are %(count)s working days.",
            left,
        )
        % {"day": last, "count": left}
    ]


def _caveat(limit: TimeLimit | None, provisional: bool) -> str:
    said = []
    if limit is not None and limit.confidence in UNVERIFIED:
        said.append(_("Unverified rule: check the text of the law before you rely on it."))
    if provisional:
        said.append(_("Provisional: the days off of this period are not confirmed yet, the date may move."))
    return " ".join(said)


def language() -> str:
    """The language of the page: 'kk', 'ru' or 'en'."""
    return (get_language() or "kk")[:2]
