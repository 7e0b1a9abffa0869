"""How what was found in a file is said on the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inforequests.hidden import Finding, Kind, Unread
from inforequests.hidden.findings import PERSONAL
from inforequests.hidden.looking import finding_of

KINDS = {
    Kind.HIDDEN_SHEET: gettext_lazy("hidden sheet"),
    Kind.HIDDEN_ROW: gettext_lazy("hidden row"),
    Kind.HIDDEN_COLUMN: gettext_lazy("hidden column"),
    Kind.HIDDEN_TEXT: gettext_lazy("text that cannot be seen"),
    Kind.COVERED_TEXT: gettext_lazy("text under a box or a picture: it can be copied out"),
    Kind.COMMENT: gettext_lazy("comment in the file"),
    Kind.TRACKED_CHANGE: gettext_lazy("tracked change"),
    Kind.EMBEDDED_FILE: gettext_lazy("another file inside"),
    Kind.KEPT_DATA: gettext_lazy("source data of a pivot table"),
    Kind.OUTSIDE_LINK: gettext_lazy("link to another workbook"),
    Kind.AUTHOR: gettext_lazy("name of a person in the properties of the file"),
    Kind.PLACE_OF_PICTURE: gettext_lazy("place where the photograph was taken"),
    Kind.IIN: gettext_lazy("individual identification number (IIN)"),
    Kind.IDENTITY_CARD: gettext_lazy("number of an identity card"),
    Kind.BANK_ACCOUNT: gettext_lazy("bank account"),
    Kind.PHONE: gettext_lazy("mobile telephone number"),
    Kind.EMAIL: gettext_lazy("e-mail address"),
}
UNREAD = {
    Unread.DAMAGED: gettext_lazy("The file is damaged: it could not be looked through."),
    Unread.ENCRYPTED: gettext_lazy("The file is locked with a password: it could not be looked through."),
    Unread.TOO_LARGE: gettext_lazy("The file is too large: it was looked through only in part."),
    Unread.TIMEOUT: gettext_lazy("The file took too long: it could not be looked through."),
    Unread.PICTURE_ONLY: gettext_lazy(
        "The pages are pictures without text: what stands on them only a person can see."
    ),
}


@dataclass(frozen=True)
class FoundLine:
    what: str
    place: str
    excerpt: str
    is_personal: bool


def found_lines(findings: Iterable[Mapping[str, Any]]) -> list[FoundLine]:
    """Personal data first, then in the order of the file."""
    read = [finding_of(dict(plain)) for plain in findings]
    lines = [
        FoundLine(str(KINDS[found.kind]), _place(found), found.excerpt, found.kind in PERSONAL) for found in read
    ]
    return sorted(lines, key=lambda line: not line.is_personal)


def _place(found: Finding) -> str:
    """'sheet «List», C7', 'page 3', 'paragraph 12'; '' for the file as a whole."""
    if found.sheet and found.cell:
        return _("sheet «%(sheet)s», %(cell)s") % {"sheet": found.sheet, "cell": found.cell}
    if found.sheet:
        return _("sheet «%(sheet)s»") % {"sheet": found.sheet}
    if found.page:
        return _("page %(number)s") % {"number": found.page}
    if found.paragraph:
        return _("paragraph %(number)s") % {"number": found.paragraph}
    return ""
