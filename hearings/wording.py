"""How the pages say what is known of a hearing."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common import dates
from deadlines.calendar import WorkingCalendar
from deadlines.wording import Due, due_of, due_on_day, explain, law_of, term_of
from hearings.lead_time import Found
from hearings.models import HearingDate
from hearings.rule_sets import Force


def language() -> str:
    """The language of the page: 'kk', 'ru' or 'en'."""
    return (get_language() or "kk")[:2]


def _day(on: date, today: date) -> str:
    return dates.day(on, language(), today=today)


def label_of(found: Found) -> str:
    return found.step.label.ru if language() == "ru" else found.step.label.kk


def why_blocked(found: Found, on: date) -> str:
    """Why the hearing may not be on this day, with the rule and its article."""
    facts = {
        "what": label_of(found),
        "day": _day(found.due_on, on),
        "term": term_of(found.limit),
        "law": law_of(found.limit),
    }
    if found.done_on is not None:
        facts["done"] = _day(found.done_on, on)
        return (
            _(
                "%(what)s: by %(day)s at the latest (%(term)s the hearing; %(law)s), but it was done on %(done)s."
            )
            % facts
        )
    return (
        _("%(what)s: by %(day)s at the latest (%(term)s the hearing; %(law)s), and that day has passed.")
        % facts
    )


@dataclass(frozen=True)
class DateRow:
    """A date of the hearing as its page shows it: the countdown, what to do, what is wrong. `tone` of the chip."""

    label: str
    due: Due
    chip: str = ""
    tone: str = ""
    deadline_pk: int | None = None
    is_open: bool = False


def date_rows(
    found: list[Found], known: dict[str, HearingDate], *, on: date, days: WorkingCalendar
) -> list[DateRow]:
    """The dates in their order; what is on the list of deadlines is shown as it stands there."""
    rows = []
    for one in found:
        listed = known.get(one.step.code)
        if listed is not None:
            due = due_of(listed.deadline, on=on, days=days)
        else:
            due = due_on_day(
                one.due_on,
                on=on,
                days=days,
                title=str(one.limit),
                lines=explain(one.computation, on),
                limit=one.limit,
                provisional=one.computation.provisional,
            )
        if not one.step.is_listed:
            # Advice, not a duty: it is never late.
            due = replace(due, number="", unit=_("recommended"), tone="soon" if one.is_broken else "calm")
        chip, tone = _chip(one, on)
        rows.append(
            DateRow(
                label_of(one),
                due,
                chip,
                tone,
                listed.deadline_id if listed else None,
                bool(listed and listed.deadline.state == "open"),
            )
        )
    return rows


def _chip(found: Found, on: date) -> tuple[str, str]:
    if found.is_broken:
        return (
            (_("breaks the time limit"), "late")
            if found.step.force == Force.BLOCKS
            else (_("less time than good practice asks for"), "soon")
        )
    if found.done_on is not None:
        return _("done on %(day)s") % {"day": _day(found.done_on, on)}, "good"
    if found.step.force == Force.WARNS:
        return _("good practice"), ""
    return "", ""


def minutes_in_words(minutes: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
