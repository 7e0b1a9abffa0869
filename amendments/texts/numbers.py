"""Numbers of structural elements as they are written and as they are compared: '5–1' is '5-1', 'ІІ' is 'II'."""

import re

# A number as acts write it: 5, 5-1, 5¹, 5.1. Dashes of any length join, spaces around them do not.
NUMBER = r"\d{1,4}(?:[-‐‑–—]\d{1,3}|\.\d{1,3})*[¹²³⁰⁴⁵⁶⁷⁸⁹]{0,3}"
# Roman numbers are typed with Latin, Cyrillic or Kazakh letters that look alike.
ROMAN = r"[IVXLІХӀ]{1,8}"

_DASHES = str.maketrans("‐‑–—", "----")
_RAISED = str.maketrans("¹²³⁰⁴⁵⁶⁷⁸⁹", "1230456789")
_ROMAN_LETTERS = str.maketrans("ІХӀ", "IXI")
_RAISED_TAIL = re.compile(r"(?<=\d)([¹²³⁰⁴⁵⁶⁷⁸⁹]+)$")

_RU_UNITS = [
    "перв",
    "втор",
    "трет",
    "четверт",
    "пят",
    "шест",
    "седьм",
    "восьм",
    "девят",
    "десят",
    "одиннадцат",
    "двенадцат",
    "тринадцат",
]
_RU_UNITS += ["четырнадцат", "пятнадцат", "шестнадцат", "семнадцат", "восемнадцат", "девятнадцат"]
_RU_TENS = {20: "двадцат", 30: "тридцат", 40: "сороков", 50: "пятидесят"}
_RU_TENS_BEFORE = {20: "двадцать", 30: "тридцать", 40: "сорок", 50: "пятьдесят"}
_KK_UNITS = [
    "бірінші",
    "екінші",
    "үшінші",
    "төртінші",
    "бесінші",
    "алтыншы",
    "жетінші",
    "сегізінші",
    "тоғызыншы",
]
_KK_TENS = {10: "оныншы", 20: "жиырмасыншы", 30: "отызыншы", 40: "қырқыншы", 50: "елуінші"}
_KK_TENS_BEFORE = {10: "он", 20: "жиырма", 30: "отыз", 40: "қырық", 50: "елу"}
# Endings by gender and case: masculine and feminine, nominative and genitive.
_RU_ENDINGS = {
    "m": ("ый", "ого"),
    "f": ("ая", "ой"),
}
_RU_ODD = {
    ("втор", "m"): ("ой", "ого"),
    ("шест", "m"): ("ой", "ого"),
    ("седьм", "m"): ("ой", "ого"),
    ("восьм", "m"): ("ой", "ого"),
    ("сороков", "m"): ("ой", "ого"),
    ("трет", "m"): ("ий", "ьего"),
    ("трет", "f"): ("ья", "ьей"),
}
LARGEST_WORD = 59


def normal_number(written: str) -> str:
    """The number without its brackets and dots, dashes short, raised digits as a part of their own."""
    number = written.strip().rstrip(".)").strip()
    number = _RAISED_TAIL.sub(lambda raised: "-" + raised.group(1).translate(_RAISED), number)
    number = number.translate(_DASHES)
    return number.translate(_ROMAN_LETTERS) if re.fullmatch(ROMAN, number) else number


def ordinal_ru(number: int, gender: str, case: int) -> str:
    """'второй', 'вторая', 'второго', 'второй': `gender` is 'm' or 'f', `case` 0 nominative or 1 genitive."""
    if not 1 <= number <= LARGEST_WORD:
        return str(number)
    if number < 20:
        before, stem = "", _RU_UNITS[number - 1]
    elif number % 10 == 0:
        before, stem = "", _RU_TENS[number]
    else:
        before, stem = _RU_TENS_BEFORE[number - number % 10] + " ", _RU_UNITS[number % 10 - 1]
    return before + stem + _RU_ODD.get((stem, gender), _RU_ENDINGS[gender])[case]


def ordinal_kk(number: int) -> str:
    """'екінші', 'он бірінші', 'жиырмасыншы'."""
    if not 1 <= number <= LARGEST_WORD:
        return f"{number}-"
    tens, unit = number - number % 10, number % 10
    if not unit:
        return _KK_TENS[tens]
    return f"{_KK_TENS_BEFORE[tens]} {_KK_UNITS[unit - 1]}" if tens else _KK_UNITS[unit - 1]


def ordinal_value(words: str) -> int | None:
    """The number that an ordinal in words says, in any case of Russian, in Kazakh bare; None for other words."""
    words = " ".join(words.casefold().split())
    return _KK_VALUES.get(words) or _ru_value(words)


def _ru_value(words: str) -> int | None:
    before, _, last = words.rpartition(" ")
    tens = next((value for value, word in _RU_TENS_BEFORE.items() if word == before), None)
    if before and tens is None:
        return None
    for stem, value in _RU_STEMS:
        if last.startswith(stem) and _RU_CASE.fullmatch(last, len(stem)):
            return (tens or 0) + value if not before or value < 10 else None
    return None


_RU_CASE = re.compile(r"(?:ый|ой|ий|ого|ому|ым|ом|ая|ую|ые|ых|ым|ья|ью|ьей|ьего|ьему|ьем|ьим|ьи|ьих)")
_RU_STEMS = sorted(
    [(stem, value) for value, stem in enumerate(_RU_UNITS, 1)] + [(s, v) for v, s in _RU_TENS.items()],
    key=lambda pair: -len(pair[0]),
)
_KK_VALUES = {ordinal_kk(number): number for number in range(1, LARGEST_WORD + 1)}
