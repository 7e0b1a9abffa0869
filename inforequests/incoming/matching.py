"""Which of our requests a letter belongs to. Says 'this one' only where one rule points to one request alone."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from inforequests.incoming.letter import Letter, Nature

MAX_NUMBERS = 20
MAX_SUGGESTED = 5

# '№ 12/2026', 'шығ. № 12/2026', 'исх. N12-2026', 'No. 12/2026': our register writes number and year.
_NUMBER = re.compile(
    r"(?:№|N[o°º]?\.?|#|нөмірі?|номер(?:ом)?)\s{0,3}(?P<number>[0-9]{1,6})\s{0,2}[/\-–—]\s{0,2}(?P<year>20[0-9]{2})"
    r"(?![0-9/\-–—])",
    re.IGNORECASE,
)


class Found(Enum):
    """By what a request was found."""

    REPLY = "reply"
    NUMBER = "number"
    ADDRESS = "address"


class Reason(Enum):
    """Why no request was."""

    NOBODY = "nobody"
    SEVERAL = "several"
    AUTOMATIC = "automatic"
    REPORT = "report"


@dataclass(frozen=True)
class Match:
    """`request`: the one that it belongs to, found `by`; else the `reason`, and those that a person may look at."""

    request: int | None = None
    by: Found | None = None
    reason: Reason | None = None
    suggested: tuple[int, ...] = ()


def numbers_in(text: str) -> tuple[tuple[int, int], ...]:
    """The outgoing numbers with their years that `text` names, in their order, each once, at most MAX_NUMBERS."""
    found: dict[tuple[int, int], None] = {}
    for match in _NUMBER.finditer(text):
        found[int(match["number"]), int(match["year"])] = None
        if len(found) == MAX_NUMBERS:
            break
    return tuple(found)


def decide(
    letter: Letter,
    *,
    by_reply: Collection[int],
    by_number: Collection[int],
    by_address: Collection[int],
    by_domain: Collection[int] = (),
) -> Match:
    """The request of the letter, given the open requests that each rule finds.

    What it answers and what number it names must not contradict each other; an address counts only where nothing else
    does. A letter that no person wrote, or that holds what is not to be trusted, belongs to none: it is shown with what
    it may be about.
    """
    everything = tuple(dict.fromkeys([*by_reply, *by_number, *by_address, *by_domain]))[:MAX_SUGGESTED]
    if letter.nature != Nature.PERSON:
        reason = Reason.REPORT if letter.nature == Nature.REPORT else Reason.AUTOMATIC
        return Match(reason=reason, suggested=everything)
    if letter.trouble is not None:
        return Match(suggested=everything)
    replied, numbered = set(by_reply), set(by_number)
    pointed = replied & numbered if replied and numbered else replied or numbered
    if (replied or numbered) and len(pointed) != 1:
        return Match(reason=Reason.SEVERAL, suggested=everything)
    if pointed:
        return Match(request=next(iter(pointed)), by=Found.REPLY if replied else Found.NUMBER)
    addressed = set(by_address)
    if len(addressed) == 1:
        return Match(request=next(iter(addressed)), by=Found.ADDRESS)
    reason = Reason.SEVERAL if addressed else Reason.NOBODY
    return Match(reason=reason, suggested=everything)
