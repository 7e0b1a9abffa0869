"""Endings of Kazakh numbers written in digits: '142-нің 44-і', 'сағат 24:00-ге дейін'.

The ending follows the word that is read last (142 ends in 'екі', 50 in 'елу', 18:00 in 'нөл'): its vowels
choose the front or the back form, its last sound the first consonant. Before a noun an ordinal takes a bare
hyphen: '3-тармақ'.
"""

from typing import Literal

Case = Literal[
    "nominative", "genitive", "dative", "accusative", "locative", "ablative", "instrumental", "ordinal"
]

_COLUMNS = (
    "genitive",
    "dative",
    "accusative",
    "locative",
    "ablative",
    "instrumental",
    "ordinal",
    "possessive",
)
_ENDINGS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("екі", "жеті"): ("нің", "ге", "ні", "де", "ден", "мен", "нші", "сі"),
    ("алты",): ("ның", "ға", "ны", "да", "дан", "мен", "ншы", "сы"),
    ("жиырма",): ("ның", "ға", "ны", "да", "дан", "мен", "сыншы", "сы"),
    ("нөл", "бір", "елу"): ("дің", "ге", "ді", "де", "ден", "мен", "інші", "і"),
    ("сегіз", "жүз"): ("дің", "ге", "ді", "де", "ден", "бен", "інші", "і"),
    ("тоғыз", "отыз"): ("дың", "ға", "ды", "да", "дан", "бен", "ыншы", "ы"),
    ("сексен",): ("нің", "ге", "ді", "де", "нен", "мен", "інші", "і"),
    ("он", "тоқсан", "мың", "миллион", "триллион"): ("ның", "ға", "ды", "да", "нан", "мен", "ыншы", "ы"),
    ("үш", "төрт", "бес", "жетпіс"): ("тің", "ке", "ті", "те", "тен", "пен", "інші", "і"),
    ("қырық", "алпыс", "миллиард"): ("тың", "қа", "ты", "та", "тан", "пен", "ыншы", "ы"),
}
_BY_WORD = {
    word: dict(zip(_COLUMNS, endings, strict=True)) for words, endings in _ENDINGS.items() for word in words
}
# After the possessive ending: (front, back).
_AFTER_POSSESSIVE: dict[str, tuple[str, str]] = {
    "nominative": ("", ""),
    "genitive": ("нің", "ның"),
    "dative": ("не", "на"),
    "accusative": ("н", "н"),
    "locative": ("нде", "нда"),
    "ablative": ("нен", "нан"),
    "instrumental": ("мен", "мен"),
}

_UNITS = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
_TENS = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")


def last_word(number: int) -> str:
    """The word that a reader says last: 142 -> 'екі', 50 -> 'елу', 3000 -> 'мың', 0 -> 'нөл'."""
    size = abs(number)
    if size == 0:
        return "нөл"
    if size % 10:
        return _UNITS[size % 10]
    if size % 100:
        return _TENS[size // 10 % 10]
    if size % 1000:
        return "жүз"
    for power, word in ((10**6, "мың"), (10**9, "миллион"), (10**12, "миллиард")):
        if size % power:
            return word
    return "триллион"


def kk_suffix(number: int, case: Case, *, possessive: bool = False) -> str:
    """The ending with its hyphen: f"{142}{kk_suffix(142, 'genitive')}" is '142-нің'.

    `possessive` says 'of them': nominative 44 -> '-і' ('142-нің 44-і'), dative 38 -> '-іне' ('38-іне жауап
    берілмеді'). The nominative without `possessive` has no ending and gives ''. A possessive ordinal does not
    exist (KeyError).
    """
    endings = _BY_WORD[last_word(number)]
    if possessive:
        owned = endings["possessive"]
        front, back = _AFTER_POSSESSIVE[case]
        return f"-{owned}{front if owned.endswith('і') else back}"
    return "" if case == "nominative" else f"-{endings[case]}"


def kk_collective(number: int) -> str:
    """'2-еуі', '7-еуі', '6-ауы' of a group; from eight on the plain possessive: '9-ы'. With its hyphen."""
    if number == 6:
        return "-ауы"
    return "-еуі" if 1 <= number <= 7 else kk_suffix(number, "nominative", possessive=True)


def kk_clock(hour: int, minute: int, case: Case) -> str:
    """A time of day with its ending: '14:00-де', '18:30-ға', '24:00-ге'. The minutes are read last."""
    return f"{hour:02d}:{minute:02d}{kk_suffix(minute, case)}"
