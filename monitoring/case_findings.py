"""What in the copy of a case may say who the person is. The machine points, a person decides."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from hearings.hidden_names import HiddenNames
from inforequests.hidden.personal import personal

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CAPITAL = "А-ЯЁӘҒҚҢӨҰҮҺІ"
# Серікқызы, Ахметұлы, Петровна, Иванов, with their endings of case.
_NAME = re.compile(
    rf"\b[{_CAPITAL}]\w{{1,30}}(?:ұлы|қызы|улы|кызы|[ое]вич|[ое]вна|[её]в|ов|ова|ева|ский|ская|ин|ина)"
    r"(?:а|у|ы|е|ой|ом|ым|ую|ның|нің|тың|тің|дың|дің|ға|ге|қа|ке|на|не|ны|ні|нан|нен)?\b"
)
_ADDRESS = re.compile(
    r"\b(?:ул\.|улица|улице|пр\.|проспект|мкр\.?|микрорайон|көшесі|даңғылы|шағын ауданы)\s?[^\n]{0,40}?\d+"
    rf"|\b[{_CAPITAL}]\w+\s(?:көшесі|даңғылы)",
    re.IGNORECASE,
)
EXCERPT = 60


class Sign(StrEnum):
    """Kinds of signs; the first is the person's own name."""

    NAME = "name"
    LIKE_A_NAME = "like_a_name"
    ADDRESS = "address"
    IIN = "iin"
    IDENTITY_CARD = "identity_card"
    BANK_ACCOUNT = "bank_account"
    PHONE = "phone"
    EMAIL = "email"


# With one of these left in it a copy is never published: no judgement makes them harmless.
CERTAIN = frozenset({Sign.NAME, Sign.IIN, Sign.IDENTITY_CARD, Sign.BANK_ACCOUNT, Sign.PHONE, Sign.EMAIL})


@dataclass(frozen=True)
class Found:
    sign: Sign
    excerpt: str

    @property
    def is_certain(self) -> bool:
        return self.sign in CERTAIN


def found_in(texts: Iterable[str], names: Iterable[str]) -> list[Found]:
    """Each sign once, in the order of the texts. `names`: of the person, as far as they are known."""
    hidden = HiddenNames([name for name in names if name.strip()])
    found: dict[Found, None] = {}
    for text in texts:
        for one in _signs(text, hidden):
            found[one] = None
    return list(found)


def _signs(text: str, hidden: HiddenNames) -> Iterator[Found]:
    own = set(_WORD.findall(text)) - set(_WORD.findall(hidden.clean(text)))
    for word in sorted(own):
        yield Found(Sign.NAME, word[:EXCERPT])
    for kind, excerpt in personal(text):
        yield Found(Sign(kind.value), excerpt[:EXCERPT])
    for match in _NAME.finditer(text):
        if match[0] not in own:
            yield Found(Sign.LIKE_A_NAME, match[0][:EXCERPT])
    for match in _ADDRESS.finditer(text):
        yield Found(Sign.ADDRESS, match[0][:EXCERPT])


def hash_of_copy(texts: Iterable[str]) -> str:
    """Of the very words that a person looked at: another word, and somebody has to look again."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
