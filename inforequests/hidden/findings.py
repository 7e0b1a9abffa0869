"""What can be found in a file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST = (
    200  # of findings; whoever has so many does not need the rest to see that the file cannot go out as it is
)
EXCERPT = 80


class Kind(StrEnum):
    """Kinds of findings. What is PERSONAL stands in the open as well as hidden."""

    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROW = "hidden_row"
    HIDDEN_COLUMN = "hidden_column"
    HIDDEN_TEXT = "hidden_text"
    COVERED_TEXT = "covered_text"
    COMMENT = "comment"
    TRACKED_CHANGE = "tracked_change"
    EMBEDDED_FILE = "embedded_file"
    KEPT_DATA = "kept_data"
    OUTSIDE_LINK = "outside_link"
    AUTHOR = "author"
    PLACE_OF_PICTURE = "place_of_picture"
    IIN = "iin"
    IDENTITY_CARD = "identity_card"
    BANK_ACCOUNT = "bank_account"
    PHONE = "phone"
    EMAIL = "email"


PERSONAL = frozenset({Kind.IIN, Kind.IDENTITY_CARD, Kind.BANK_ACCOUNT, Kind.PHONE, Kind.EMAIL})


class Unread(StrEnum):
    """Why a file, or a part of it, could not be looked through."""

    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    TIMEOUT = "timeout"
    PICTURE_ONLY = "picture_only"


@dataclass(frozen=True)
class Finding:
    """`sheet`, `cell`: of a spreadsheet; `page`: counted from 1; `paragraph`: counted from 1 in the text of a document.

    `excerpt`: the beginning of what is there, with personal numbers masked; at most EXCERPT characters.
    """

    kind: Kind
    excerpt: str = ""
    sheet: str = ""
    cell: str = ""
    page: int = 0
    paragraph: int = 0


@dataclass(frozen=True)
class Report:
    """`unread` says that the file was not looked through, or not to its end: then nothing found means nothing."""

    findings: tuple[Finding, ...] = ()
    unread: Unread | None = None
    more: bool = False

    @property
    def is_clean(self) -> bool:
        return not self.findings and self.unread is None


def report_of(findings: Iterable[Finding], unread: Unread | None = None) -> Report:
    """The first MOST findings, each once."""
    kept: dict[Finding, None] = {}
    for finding in findings:
        if len(kept) == MOST and finding not in kept:
            return Report(tuple(kept), unread, more=True)
        kept[finding] = None
    return Report(tuple(kept), unread)


def shortened(text: str) -> str:
    """One line of at most EXCERPT characters."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"
