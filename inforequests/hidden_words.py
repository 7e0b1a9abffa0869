"""How what was found in a file is said on the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inforequests.hidden import Finding, Kind, Unread
from inforequests.hidden.findings import PERSONAL
from inforequests.hidden.looking import finding_of
from inforequests.publishing import Stop, key_of, may_be_accepted

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
STOPS = {
    Stop.NOT_CHECKED: gettext_lazy("not looked through for hidden data yet"),
    Stop.OTHER_BYTES: gettext_lazy("the file is not the one that was looked through"),
    Stop.UNREAD: gettext_lazy("it could not be looked through: add a copy that can be"),
    Stop.MORE: gettext_lazy("more was found in it than can be shown: add a cleaned copy"),
    Stop.NEVER: gettext_lazy("something in it may not go public: add a cleaned copy"),
    Stop.UNSETTLED: gettext_lazy("not everything that was found in it is settled"),
    Stop.NOT_SCANNED: gettext_lazy("not scanned for viruses yet"),
}


@dataclass(frozen=True)
class FoundLine:
    """`key`: by which it is accepted; `may_go`: whether it can be at all; `accepted`: with which reason it was."""

    what: str
    place: str
    excerpt: str
    is_personal: bool
    key: str = ""
    may_go: bool = True
    accepted: str = ""


def found_lines(
    findings: Iterable[Mapping[str, Any]], accepted: Mapping[str, str] | None = None
) -> list[FoundLine]:
    """Personal data first, then in the order of the file. `accepted`: reasons by the keys of what may go public."""
    lines = [_line(plain, accepted or {}) for plain in findings]
    return sorted(lines, key=lambda line: not line.is_personal)


def _line(plain: Mapping[str, Any], accepted: Mapping[str, str]) -> FoundLine:
    found, key = finding_of(dict(plain)), key_of(plain)
    return FoundLine(
        str(KINDS[found.kind]),
        _place(found),
        found.excerpt,
        found.kind in PERSONAL,
        key,
        may_be_accepted(plain),
        accepted.get(key, ""),
    )


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
