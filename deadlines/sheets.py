"""The lists of deadlines, of rules of law and of laws, for a spreadsheet."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.sheets import Sheet
from deadlines.models import Deadline, Law, TimeLimit
from deadlines.wording import mark_of


@dataclass(frozen=True)
class Tried:
    """A rule, and the last day by it where a day was tried."""

    rule: TimeLimit
    due_on: date | None


def _rule(row: Tried) -> tuple[object, ...]:
    rule = row.rule
    return (
        *(rule.name_kk, rule.name_ru, rule.quantity, rule.get_unit_display(), rule.start_event),
        *(rule.law, rule.article, mark_of(rule).text, rule.checked_on, row.due_on),
    )


DEADLINES: Sheet[Deadline] = Sheet(
    "deadlines",
    (_("In Kazakh"), _("In Russian"), pgettext_lazy("column", "Belongs to"), _("Last day"), _("State"), _("Responsible")),
    lambda row: (
        *(row.label_kk, row.label_ru, row.about, row.due_on),
        *(row.get_state_display(), row.responsible),
    ),
)
RULES: Sheet[Tried] = Sheet(
    "time-limits",
    (
        *(_("Name in Kazakh"), _("Name in Russian"), _("How many"), _("Unit"), _("Counted from")),
        *(_("Law or by-law"), _("Article"), _("How sure it is"), _("Compared with the law"), _("Last day")),
    ),
    _rule,
)
LAWS: Sheet[Law] = Sheet(
    "laws",
    (
        *(_("Title in Kazakh"), _("Title in Russian"), _("Number"), _("Date")),
        *(_("Rules"), _("Articles"), _("How sure it is"), _("Compared with the law")),
    ),
    lambda row: (
        *(row.title_kk, row.title_ru, row.number, row.adopted_on),
        *(row.rules, row.cited, mark_of(row).text, row.checked_on),  # type: ignore[attr-defined]
    ),
)
