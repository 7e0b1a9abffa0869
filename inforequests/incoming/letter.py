"""The words for a letter that was read."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Nature(Enum):
    """Who wrote it: only a person's letter may be an answer (RFC 3834, RFC 3464)."""

    PERSON = "person"
    AUTOMATIC = "automatic"
    REPORT = "report"


class Trouble(Enum):
    """Why a letter is not to be trusted by a program."""

    TOO_LARGE = "too_large"
    NESTED = "nested"
    TOO_MANY_PARTS = "many_parts"
    HEADERS = "headers"
    BROKEN = "broken"
    BOMB = "bomb"
    FILE = "file"


@dataclass(frozen=True)
class Attached:
    """A file of a letter. `index`: its place among the parts. `refusal`: why it is not kept beside a request, or ''."""

    index: int
    name: str
    body: bytes
    refusal: str = ""


@dataclass(frozen=True)
class Letter:
    """What a message says, in plain text. `references`: the ids of the messages that it answers."""

    sender_name: str = ""
    sender: str = ""
    subject: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    written_at: datetime | None = None
    text: str = ""
    files: tuple[Attached, ...] = ()
    nature: Nature = Nature.PERSON
    trouble: Trouble | None = None
