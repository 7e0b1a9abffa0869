"""The lists of issued documents and of letters, for a spreadsheet."""

from django.utils.translation import gettext_lazy as _

from common.sheets import Sheet
from correspondence.kinds import kind_name
from correspondence.models import IssuedDocument, OutgoingEmail
from correspondence.wording import delivery


def _letter(row: OutgoingEmail) -> tuple[object, ...]:
    told = delivery(row)
    return (row.subject, row.recipient, row.address, row.created_at, told.state, told.at, told.why, row.attempts)


DOCUMENTS: Sheet[IssuedDocument] = Sheet(
    "documents",
    (
        *(_("Number"), _("Date"), _("Kind"), _("Title in Kazakh"), _("Title in Russian")),
        *(_("Language"), _("Issued by")),
    ),
    lambda row: (
        *(row.full_number, row.issued_on, kind_name(row.kind), row.title_kk, row.title_ru),
        *(row.get_language_display(), row.issued_by),
    ),
)
LETTERS: Sheet[OutgoingEmail] = Sheet(
    "letters",
    (
        *(_("Letter"), _("To"), _("E-mail"), _("Written"), _("State")),
        *(_("Sent, or to be sent again"), _("Cause"), _("Attempts")),
    ),
    _letter,
    _("Outbox"),
)
