"""What became of the proposals, and the library, for a spreadsheet."""

from django.utils.translation import gettext_lazy as _

from amendments.models import LibraryEntry
from amendments.wording.outcomes import WAITING_LABEL, OutcomeLine
from common.sheets import Sheet


def _outcome(line: OutcomeLine) -> tuple[object, ...]:
    row, outcome = line.row, line.outcome
    if outcome is None or not line.is_confirmed:
        return row.number, row.label, WAITING_LABEL, "", "", "", "", line.adoption
    return (
        *(row.number, row.label, outcome.get_state_display(), outcome.body_words),
        *(outcome.get_source_display(), outcome.confirmed_at, outcome.confirmed_by, line.adoption),
    )


OUTCOMES: Sheet[OutcomeLine] = Sheet(
    "answers",
    (
        *("№", _("Structural element"), _("Answer"), _("Words of the body"), _("Source")),
        *(_("Confirmed at"), _("Confirmed by"), _("Adopted text")),
    ),
    _outcome,
)
LIBRARY: Sheet[LibraryEntry] = Sheet(
    "library",
    (_("Kind"), _("Text in Kazakh"), _("Text in Russian"), _("Written"), _("Author")),
    lambda row: (row.get_kind_display(), row.text_kk, row.text_ru, row.created_at, row.created_by),
)
