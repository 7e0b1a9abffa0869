"""The words of our wording and of an adopted act, made comparable, and the wording within an instruction.

Pure: no Django, no database.
"""

import re
import unicodedata
from dataclasses import dataclass

from common.stems import stem_kk, stem_ru

MOST_TEXT = 50_000  # characters of one proposal
_LONGEST_ORDER = 200

_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u0300\u0301]")
_LATIN = re.compile("[a-z]")
_MIXED = re.compile("[a-zəɵ][а-ӿ]|[а-ӿ][a-zəɵ]")
_LATIN_TWINS = str.maketrans("aceopxyhikmtəɵ", "асеорхуһікмтәө")
# The number that a line bears: '5.', '5-1)', '«2)', 'Статья 5.', '5-бап.'
_OWN_NUMBER = re.compile(
    r"^[ \t\xa0«\"“]{0,5}(?:(?:статья|глава|раздел|пункт|подпункт)\s+\d[\d-]{0,6}\s?[.:)]?(?=\s|$)"
    r"|\d[\d-]{0,6}\s?-\s?(?:бап|тарау|бөлім|тармақ|тармақша)(?:\s?[.:]|(?=\s|$))"
    r"|\d{1,3}(?:-\d{1,2})?\s?[.)](?!\d)|[а-яәғқңөұүһі]\))\s*",
    re.IGNORECASE | re.MULTILINE,
)
# What we ask to be done with the text, and not the text itself.
_ANNOUNCED = re.compile(
    r"(?:в\s+(?:следующей|новой)\s+редакции|следующего\s+содержания"
    r"|мынадай\s+редакцияда(?:\s+(?:жазылсын|баяндалсын))?"
    r"|мынадай\s+мазмұндағы[^:\n]{0,120}толықтырылсын)\s*:\s*",
    re.IGNORECASE,
)
_QUOTES = '«»"“”„'
_REPLACED_RU = re.compile(
    rf"заменить\s+(?:словами|словом|цифрами|цифрой|на)\s+[{_QUOTES}]([^{_QUOTES}]{{1,2000}})[{_QUOTES}]",
    re.IGNORECASE,
)
_REPLACED_KK = re.compile(
    rf"[{_QUOTES}]([^{_QUOTES}]{{1,2000}})[{_QUOTES}]\s+деген\s+\w{{2,20}}(?:мен|бен|пен)\s+ауыстырылсын",
    re.IGNORECASE,
)
_ADDED_RU = re.compile(
    rf"дополнить\s+(?:словами|словом|предложением)\s+[{_QUOTES}]([^{_QUOTES}]{{1,2000}})[{_QUOTES}]",
    re.IGNORECASE,
)
_ADDED_KK = re.compile(
    rf"[{_QUOTES}]([^{_QUOTES}]{{1,2000}})[{_QUOTES}]\s+деген\s+\w{{2,20}}(?:мен|бен|пен)\s+толықтырылсын",
    re.IGNORECASE,
)
_DELETED = re.compile(
    r"\b(?:исключить|исключается|алып\s+тасталсын|алынып\s+тасталсын)\b[.;\s]*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Words:
    """Words as compared, their stems, and where each stands in the text; `bare` is the text without own numbers."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    text: str
    bare: str


def wording_asked_for(proposed: str) -> str:
    """The words that are to stand in the act: without 'пункт 5 изложить в следующей редакции' and the like.

    Empty where nothing is to be added: 'подпункт 3) исключить'.
    """
    proposed = proposed[:MOST_TEXT].strip()
    announced = list(_ANNOUNCED.finditer(proposed))
    if announced:
        ends = [*(found.start() for found in announced[1:]), len(proposed)]
        return "\n".join(
            _unquoted(proposed[found.end() : end]) for found, end in zip(announced, ends, strict=True)
        )
    phrases = [
        found.group(1)
        for pattern in (_REPLACED_RU, _REPLACED_KK, _ADDED_RU, _ADDED_KK)
        for found in pattern.finditer(proposed)
    ]
    if phrases:
        return "\n".join(phrases)
    return "" if _DELETED.search(proposed) and len(proposed) < _LONGEST_ORDER else proposed


def _unquoted(wording: str) -> str:
    """What stands between the first and the last quotation mark, if the wording is quoted; else all of it."""
    wording = wording.strip()
    if wording[:1] not in _QUOTES:
        return wording
    last = max(wording.rfind(mark) for mark in _QUOTES)
    return wording[1:last] if last > 0 else wording[1:]


def words_of(text: str, language: str) -> Words:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    bare = _OWN_NUMBER.sub(lambda found: " " * len(found.group()), text)
    stem = stem_kk if language == "kk" else stem_ru
    found = list(_WORD.finditer(bare))
    words = tuple(_compared(match.group()) for match in found)
    return Words(
        words, tuple(stem(word) for word in words), tuple(match.span() for match in found), text, bare
    )


def _compared(word: str) -> str:
    word = word.casefold().replace("ё", "е")
    return word.translate(_LATIN_TWINS) if _LATIN.search(word) and _MIXED.search(word) else word
