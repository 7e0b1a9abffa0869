"""What of a file may go public: which findings only another file mends, which a person may let through. No database.

Law 94-V 'On personal data and their protection' art. 1, 7, 9: personal data go public by consent of the person or where
a law says so. A consent is nothing that a request for information brings with it.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from inforequests.hidden import Kind, Unread
from inforequests.hidden.personal import personal

# Of a private person in every case, or something that nobody has looked into: only a cleaned copy mends it.
NEVER = frozenset({Kind.IIN, Kind.IDENTITY_CARD, Kind.EMBEDDED_FILE, Kind.KEPT_DATA})
# May be those of a body or of an organisation: whose they are is to be said.
SOMEBODYS = frozenset({Kind.BANK_ACCOUNT, Kind.PHONE, Kind.EMAIL})
# A person has to look at what no program can read.
BY_EYE = "by_eye"


class Stop(StrEnum):
    """Why a file cannot go public as it stands."""

    NOT_CHECKED = "not_checked"
    OTHER_BYTES = "other_bytes"
    UNREAD = "unread"
    MORE = "more"
    NEVER = "never"
    UNSETTLED = "unsettled"
    NOT_SCANNED = "not_scanned"


@dataclass(frozen=True)
class Checked:
    """What a check said. `sha256`: of the bytes looked through, '' as long as it has not ended."""

    sha256: str
    findings: Sequence[Mapping[str, Any]]
    unread: str
    more: bool
    is_picture: bool


def key_of(finding: Mapping[str, Any]) -> str:
    """By which a finding is known again: what it is and where."""
    return hashlib.sha256(json.dumps(dict(finding), sort_keys=True).encode()).hexdigest()


def may_be_accepted(finding: Mapping[str, Any]) -> bool:
    return Kind(finding["kind"]) not in NEVER


def keys_to_settle(checked: Checked) -> list[str]:
    """Keys of everything that a person has to look at and let through."""
    keys = [key_of(finding) for finding in checked.findings if may_be_accepted(finding)]
    return [BY_EYE, *keys] if needs_eyes(checked) else keys


def needs_eyes(checked: Checked) -> bool:
    """Pictures, and pages that are pictures: what stands on them no program has read."""
    return checked.is_picture or checked.unread == Unread.PICTURE_ONLY


def stops(checked: Checked | None, sha256: str, accepted: Collection[str]) -> Iterator[Stop]:
    """What keeps the file with this `sha256` from going public; nothing for one that may."""
    if checked is None or not checked.sha256 and not checked.unread:
        yield Stop.NOT_CHECKED
        return
    if checked.unread and checked.unread != Unread.PICTURE_ONLY:
        yield Stop.UNREAD
        return
    if checked.sha256 != sha256:
        yield Stop.OTHER_BYTES
        return
    if checked.more:
        yield Stop.MORE
    if not all(may_be_accepted(finding) for finding in checked.findings):
        yield Stop.NEVER
    if not set(keys_to_settle(checked)) <= set(accepted):
        yield Stop.UNSETTLED


def personal_in(texts: Mapping[str, str]) -> list[tuple[str, Kind, str]]:
    """Personal numbers in texts that are to go public: the name of the text, what it is, the number masked."""
    return [
        (name, kind, excerpt)
        for name, text in texts.items()
        for kind, excerpt in personal(text)
        if kind in NEVER | SOMEBODYS
    ]
