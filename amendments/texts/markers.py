"""How a line begins: 'Статья 5.', '5-бап.', '1.', '2)', 'Глава 1.', '1-тарау.', 'Приложение 2'."""

import re
from dataclasses import dataclass

from amendments.texts.numbers import NUMBER, ROMAN, normal_number

LONGEST_HEADING = 300

_ANY = rf"(?:{NUMBER}|{ROMAN})"
_RU_NAMES = {
    "раздел": "section",
    "подраздел": "subchapter",
    "глава": "chapter",
    "параграф": "subchapter",
    "статья": "article",
    "пункт": "paragraph",
    "подпункт": "subparagraph",
    "часть": "part",
    "абзац": "indent",
}
_KK_NAMES = {
    "бөлім": "section",
    "кіші бөлім": "subchapter",
    "тарау": "chapter",
    "параграф": "subchapter",
    "бап": "article",
    "тармақ": "paragraph",
    "тармақша": "subparagraph",
    "бөлік": "part",
    "абзац": "indent",
}
# The name first. What follows the number is a dot, the line's end, or a title that begins with a capital.
_RU_NAMED = re.compile(
    rf"(?P<name>{'|'.join(_RU_NAMES)})\s+(?P<number>{_ANY}|[а-яё](?=\)))(?:\s?[.):]+(?!\w)|(?=\s|$))",
    re.IGNORECASE,
)
_KK_NAMED = re.compile(
    rf"(?P<number>{_ANY})(?P<link>\s?\)\s*|\s?[-‐‑–—]\s?|\s+)"
    rf"(?P<name>{'|'.join(sorted(_KK_NAMES, key=len, reverse=True))})(?:\s?[.:]+|(?=\s|$))",
    re.IGNORECASE,
)
_DOTTED = re.compile(rf"(?P<number>{NUMBER})\s?\.(?!\d)\s*")
_LEVELLED = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3})+)(?=\s+[^\W\d_])")
_BRACKETED = re.compile(rf"(?P<number>{NUMBER}|[а-яёәғқңөұүһіa-z])\s?\)(?!\s*тармақша)\s*", re.IGNORECASE)
_ANNEX_RU = re.compile(
    rf"Приложение(?:\s*№?\s*(?P<number>{NUMBER}))?(?=\s*$|\s+к\s)"
    r"|Утвержд(?:ен|ена|ено|ены)(?=\s*$|\s+(?:приказ|постановлен|решен|распоряжен|указ))",
    re.IGNORECASE,
)
_ANNEX_KK = re.compile(
    rf"(?:(?:.{{0,{LONGEST_HEADING}}}?(?:на|не|ға|ге|қа|ке)\s+)?(?:(?P<number>{NUMBER})\s?[-‐‑–]\s?)?қосымша"
    rf"|(?:.{{0,{LONGEST_HEADING}}}?\s)?бекітілген)\s*$",
    re.IGNORECASE,
)
# 'Статья 5 Закона ...' speaks of another act; 'пункт 3 изложить ...' is an instruction.
_OF_AN_ACT = re.compile(
    r"(?:Закон|Кодекс|Конституци|Правил|Положени|Приказ|Постановлени|Указ|Устав|Инструкци|Стандарт|РК\b|Республик)"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """The head of a line: what it opens, the number, and the letters of it (`written`), white space after not
    included.
    """

    kind: str
    number: str
    written: str


def marker_of(line: str) -> Marker | None:
    """The marker that `line` begins with. A line in either language is understood."""
    return _named(line) or _annex(line) or _numbered(line)


def _named(line: str) -> Marker | None:
    if (found := _RU_NAMED.match(line)) and _is_title(line, found):
        return _marker(_RU_NAMES[found["name"].lower()], found)
    found = _KK_NAMED.match(line)
    if found is None or not _is_title(line, found):
        return None
    kind = _KK_NAMES[" ".join(found["name"].lower().split())]
    if (")" in found["link"]) != (kind == "subparagraph"):
        return None
    if not found["link"].strip() and not _is_roman(found["number"]):
        return None  # '2026 бап' is no number of an article, 'II бөлім' is
    return _marker(kind, found)


def _is_title(line: str, found: re.Match[str]) -> bool:
    """Whether the number stands as a title and not at the head of a sentence about the element."""
    rest = line[found.end() :].strip()
    if found.group().rstrip()[-1:] in ".:" or not rest:
        return True
    if rest[:1] in '(«"“' or not rest[:1].isupper():
        return False
    return not _OF_AN_ACT.match(rest) and len(rest) <= LONGEST_HEADING and rest[-1] not in ":;"


def _is_roman(number: str) -> bool:
    return re.fullmatch(ROMAN, number) is not None


def _annex(line: str) -> Marker | None:
    if len(line) > LONGEST_HEADING:
        return None
    found = _ANNEX_RU.match(line) or _ANNEX_KK.match(line)
    return _marker("annex", found, line) if found else None


def _numbered(line: str) -> Marker | None:
    if found := _BRACKETED.match(line):
        return _marker("subparagraph", found)
    if found := _DOTTED.match(line) or _LEVELLED.match(line):
        return _marker("paragraph", found)
    return None


def _marker(kind: str, found: re.Match[str], line: str = "") -> Marker:
    number = normal_number(found.groupdict().get("number") or "")
    return Marker(kind, number.lower() if kind == "subparagraph" else number, found.group().rstrip())
