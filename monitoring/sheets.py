"""The lists of dossiers, of what is due, of councils and of evidence, for a spreadsheet."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.sheets import Sheet
from monitoring.influence.listing import Shown
from monitoring.models import Case, Council, Survey
from monitoring.work_rows import ShownWork
from projects.models import Dossier

_TITLES = (_("Title in Kazakh"), _("Title in Russian"))
_DRAFT = _("Draft act")


def _dossier(row: Dossier) -> tuple[object, ...]:
    draft = row.draft
    return (
        *(draft.title_kk, draft.title_ru, draft.body_label, draft.act_type, draft.ends_on),
        *(row.get_state_display(), row.get_priority_display(), row.owner),
    )


def _work(row: ShownWork) -> tuple[object, ...]:
    whom = row.person or ", ".join(str(person) for person in row.readers)
    return row.task, row.text, row.kind.label, row.on, whom


def _case(row: Case) -> tuple[object, ...]:
    """What the list shows of it: nothing of whom it happened to, and of the day only the month."""
    return (
        *(row.label, row.copy_title, row.get_source_display()),
        f"{row.happened_on:%m.%Y}" if row.happened_on else "",
        *(row.region_name if row.region else "", row.target_group),
        *(row.dossier.draft if row.dossier else "", row.get_state_display()),
    )


DOSSIERS: Sheet[Dossier] = Sheet(
    "dossiers",
    (
        *(*_TITLES, _("State body"), _("Type of act"), _("Discussion until"), _("State")),
        *(_("Priority"), _("Responsible")),
    ),
    _dossier,
)
WORK: Sheet[ShownWork] = Sheet(
    "work",
    (_("What has to be done"), pgettext_lazy("column", "Belongs to"), _("Kind"), _("Last day"), _("Responsible")),
    _work,
)
INFLUENCE_ROWS: Sheet[Shown] = Sheet(
    "influence-rows",
    (_("What it is"), pgettext_lazy("column", "Belongs to"), _("State"), _("Date"), _("How many")),
    lambda row: (row.task, row.text, row.chip, row.on, row.number),
)
COUNCILS: Sheet[Council] = Sheet(
    "councils",
    (
        *(_("Name in Kazakh"), _("Name in Russian"), _("State body"), _("Kind"), _("Link")),
        *(_("Our member"), _("Term until"), _("Waiting for an answer")),
    ),
    lambda row: (
        *(row.name_kk, row.name_ru, row.body_label, row.get_level_display(), row.link),
        *(row.our_member, row.term_to, row.waiting),  # type: ignore[attr-defined]
    ),
)
SURVEYS: Sheet[Survey] = Sheet(
    "surveys",
    (*_TITLES, _DRAFT, _("State"), _("Last day"), _("Answers")),
    lambda row: (
        *(row.title_kk, row.title_ru, row.dossier.draft if row.dossier else ""),
        *(row.get_state_display(), row.closes_on, row.counted or 0),  # type: ignore[attr-defined]
    ),
)
CASES: Sheet[Case] = Sheet(
    "cases",
    (
        *(_("Case"), _("Title"), _("Source"), _("Month"), _("Region"), _("Target group")),
        *(_DRAFT, _("State")),
    ),
    _case,
)
