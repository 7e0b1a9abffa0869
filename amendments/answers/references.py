"""Which structural element a text speaks of: 'подпункт 2) пункта 5 статьи 10', '10-баптың 5-тармағының 2) тармақшасы'.

Russian names the kind before the number and the small before the large, Kazakh the number before the kind and the
large before the small; people write both ways round and shorten: 'ст. 10 п. 5 пп. 2'.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from amendments.texts.numbers import normal_number, ordinal_value

# From the large to the small.
KINDS = ("annex", "section", "chapter", "article", "paragraph", "subparagraph", "part", "indent")
_PLACE = {kind: place for place, kind in enumerate(KINDS)}
MOST = 200  # mentions read of one text
_MAX_TEXT = 50_000

# Every repetition is bounded: comments are other people's text.
_NUMBER = r"\d{1,4}(?:[-‐‑–—]\d{1,3}|\.\d{1,3}){0,4}[¹²³⁰⁴⁵⁶⁷⁸⁹]{0,3}"
_WORD = r"[^\W\d_]{1,30}"
_RU = (
    r"(?P<annex>прил(?:ожени\w{1,3}|\.)(?:\s?№)?)|(?P<section>раздел\w{0,3})|(?P<chapter>глав\w{1,3}|гл\.)"
    r"|(?P<article>стат(?:ь\w{1,3}|ей)|ст\.)|(?P<subparagraph>подпункт\w{0,3}|подп\.|пп\.|п/п)|(?P<paragraph>пункт\w{0,3}|п\.)"
    r"|(?P<part>част(?:ь\w{0,2}|и|ей|ях|ям)|ч\.)|(?P<indent>абзац\w{0,3}|абз\.)"
)
_KK = (
    r"(?P<annex>қосымша\w{0,8})|(?P<section>бөлім\w{0,8})|(?P<chapter>тарау\w{0,8})|(?P<article>бап(?:т\w{0,8})?|бабы\w{0,6})"
    r"|(?P<subparagraph>тармақша\w{0,8})|(?P<paragraph>тармақ(?!ша)\w{0,8}|тармағы\w{0,6})"
    r"|(?P<part>бөліг(?:і)\w{0,6}|бөлік\w{0,6})|(?P<indent>абзац\w{0,8})"
)
_NUMBERS_RU = rf"{_NUMBER}\)?(?:\s?(?:,|и|или)\s?{_NUMBER}\)?(?!\w)){{0,20}}"
_NUMBERS_KK = rf"{_NUMBER}\)?(?:\s?(?:,|және|мен|не)\s?{_NUMBER}\)?){{0,20}}"
_NAME_FIRST = re.compile(rf"(?<!\w)(?:{_RU})\s*(?P<numbers>{_NUMBERS_RU}|{_WORD})", re.IGNORECASE)
_NUMBER_FIRST = re.compile(
    rf"(?<!\w)(?P<numbers>{_NUMBERS_KK}|(?:(?:он|жиырма|отыз)\s)?{_WORD}нш[іы])\s?[-‐‑–—]?\s?(?:{_KK})(?!\w)",
    re.IGNORECASE,
)
_RUSSIAN_ORDINAL_FIRST = re.compile(rf"(?<!\w)(?P<numbers>{_WORD})\s(?:{_RU})", re.IGNORECASE)
_ONE = re.compile(_NUMBER)
_BETWEEN = re.compile(r"[\s,;.:()«»\"-]{0,6}")
# 'статья 4 Закона «О ...»': of another act, unless the draft amends that act.
_OTHER_ACT = re.compile(
    r"[\s,]{0,3}(?:[А-ЯӘҒҚҢӨҰҮҺІ][\w-]{2,30}\s){0,3}"
    r"(?i:закона|кодекса|конституции|конвенции|пакта|указа|правил|методики|устава)(?!\w)"
)
_OTHER_ACT_BEFORE = re.compile(
    r"(?:заң\w{0,8}|кодекс\w{0,8}|конституция\w{0,8}|конвенция\w{0,8}|қағида\w{0,8})[\s«»\"]{1,3}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One place: the numbers by kind, the large first; `words` as written, `start` where they stand.

    `of_other_act`: the words next to it name a law or a code.
    """

    numbers: tuple[tuple[str, str], ...]
    words: str
    start: int
    of_other_act: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    kind: str
    numbers: tuple[str, ...]
    start: int
    end: int


def references_in(text: str) -> tuple[Reference, ...]:
    """The places that `text` names, in their order; a list ('пункты 3 и 4') gives one for each number."""
    return _references_in(text[:_MAX_TEXT])


def reference_of_path(path: str) -> Reference | None:
    """The place of 'article 5 / paragraph 2 / subparagraph 1', as `amendments.texts` writes it."""
    steps = dict(step.split(" ", 1) for step in path.split(" / ") if " " in step)
    numbers = tuple((kind, steps[kind]) for kind in KINDS if kind in steps)
    return Reference(numbers, path, 0) if numbers else None


@lru_cache(maxsize=4096)
def _references_in(text: str) -> tuple[Reference, ...]:
    found: list[Reference] = []
    chain: list[_Mention] = []
    for mention in _mentions(text):
        if chain and not _continues(text, chain, mention):
            found += _chained(text, chain)
            chain = []
        chain.append(mention)
    found += _chained(text, chain)
    return tuple(found[:MOST])


def _mentions(text: str) -> list[_Mention]:
    mentions: list[_Mention] = []
    for pattern in (_NUMBER_FIRST, _NAME_FIRST, _RUSSIAN_ORDINAL_FIRST):
        position = 0
        while len(mentions) < MOST and (found := pattern.search(text, position)):
            numbers = _numbers(found["numbers"])
            if numbers and not any(found.start() < one.end and one.start < found.end() for one in mentions):
                kind = next(name for name in KINDS if found.groupdict().get(name))
                mentions.append(_Mention(kind, numbers, found.start(), found.end()))
                position = found.end()
            else:  # 'абзац статьи 5': the word after a name may be a name itself
                position = max(found.start() + 1, found.start("numbers"))
    return sorted(mentions, key=lambda mention: mention.start)


def _numbers(written: str) -> tuple[str, ...]:
    if any(character.isdigit() for character in written):
        return tuple(normal_number(number) for number in _ONE.findall(written))
    value = ordinal_value(written)
    return (str(value),) if value else ()


def _continues(text: str, chain: list[_Mention], mention: _Mention) -> bool:
    """Whether `mention` narrows or widens the place that `chain` names, and does not begin another."""
    last = chain[-1]
    if not _BETWEEN.fullmatch(text, last.end, mention.start):
        return False
    if mention.kind in {one.kind for one in chain}:
        return False
    if len(chain) == 1:
        return True
    return (_PLACE[chain[0].kind] < _PLACE[chain[1].kind]) == (_PLACE[last.kind] < _PLACE[mention.kind])


def _chained(text: str, chain: list[_Mention]) -> Iterator[Reference]:
    if not chain:
        return
    start, end = chain[0].start, chain[-1].end
    several = max(chain, key=lambda mention: len(mention.numbers))
    for number in several.numbers:
        numbers = {one.kind: number if one is several else one.numbers[0] for one in chain}
        yield Reference(
            numbers=tuple((kind, numbers[kind]) for kind in KINDS if kind in numbers),
            words=" ".join(text[start:end].split()),
            start=start,
            of_other_act=bool(
                _OTHER_ACT.match(text, end) or _OTHER_ACT_BEFORE.search(text, max(0, start - 40), start)
            ),
        )


def agreement(ours: Reference, theirs: Iterable[Reference]) -> tuple[float, Reference | None]:
    """How well the best of `theirs` names our place, and that one: 1 the very place, less where a part is left
    unsaid, -1 where what is said is another place, 0 where nothing comparable is said.
    """
    best: tuple[float, Reference | None] = (0.0, None)
    contradicted: Reference | None = None
    for reference in theirs:
        score = _agreement(dict(ours.numbers), dict(reference.numbers))
        if reference.of_other_act and not ours.of_other_act:
            continue
        if score > best[0]:
            best = (score, reference)
        elif score < 0 and contradicted is None:
            contradicted = reference
    if best[0] == 0 and contradicted is not None:
        return -1.0, contradicted
    return best


def _agreement(ours: dict[str, str], theirs: dict[str, str]) -> float:
    shared = ours.keys() & theirs.keys()
    if not shared:
        return 0.0
    if any(ours[kind] != theirs[kind] for kind in shared):
        return -1.0
    smallest = max(ours, key=_PLACE.__getitem__)
    share = len(shared) / len(ours)
    # 'статья 48' of our 'пункт 2 статьи 48' says little, 'пункт 2' alone says more.
    return share if smallest in shared else share * 0.6
