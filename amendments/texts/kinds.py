"""The kinds of structural elements: their order from the widest to the narrowest, and their names."""

from amendments.texts.numbers import ordinal_kk, ordinal_ru

KINDS = (
    "annex",
    "section",
    "chapter",
    "subchapter",
    "article",
    "paragraph",
    "subparagraph",
    "part",
    "indent",
    "heading",
    "preamble",
    "amendment",
)
RANKS = {
    "annex": 0,
    "section": 10,
    "chapter": 20,
    "subchapter": 30,
    "article": 40,
    "paragraph": 50,
    "subparagraph": 60,
}
LETTERED_RANK = 70

Step = tuple[str, str]  # kind and number
Place = tuple[Step, ...]  # from the widest to the narrowest

# Russian: nominative, genitive, gender where the number is said as an ordinal.
_RU = {
    "annex": ("приложение", "приложения", ""),
    "section": ("раздел", "раздела", ""),
    "chapter": ("глава", "главы", ""),
    "subchapter": ("параграф", "параграфа", ""),
    "article": ("статья", "статьи", ""),
    "paragraph": ("пункт", "пункта", ""),
    "subparagraph": ("подпункт", "подпункта", ""),
    "part": ("часть", "части", "f"),
    "indent": ("абзац", "абзаца", "m"),
    "heading": ("заголовок", "заголовка", "m"),
    "preamble": ("преамбула", "преамбулы", ""),
}
# Kazakh: bare, genitive, and both with the possessive ending.
_KK = {
    "annex": ("қосымша", "қосымшаның", "қосымшасы", "қосымшасының"),
    "section": ("бөлім", "бөлімнің", "бөлімі", "бөлімінің"),
    "chapter": ("тарау", "тараудың", "тарауы", "тарауының"),
    "subchapter": ("параграф", "параграфтың", "параграфы", "параграфының"),
    "article": ("бап", "баптың", "бабы", "бабының"),
    "paragraph": ("тармақ", "тармақтың", "тармағы", "тармағының"),
    "subparagraph": ("тармақша", "тармақшаның", "тармақшасы", "тармақшасының"),
    "part": ("бөлік", "бөліктің", "бөлігі", "бөлігінің"),
    "indent": ("абзац", "абзацтың", "абзацы", "абзацының"),
    "heading": ("тақырып", "тақырыптың", "тақырыбы", "тақырыбының"),
    "preamble": ("кіріспе", "кіріспенің", "кіріспесі", "кіріспесінің"),
}
_IN_WORDS = frozenset({"part", "indent", "heading"})


def rank_of(kind: str, number: str) -> int:
    """How wide an element is; a subparagraph with a letter stands inside one with a digit."""
    if kind == "subparagraph" and not number[:1].isdigit():
        return LETTERED_RANK
    return RANKS[kind]


def path_of(place: Place) -> str:
    """'article 5 / paragraph 2 / subparagraph 1'."""
    return " / ".join(f"{kind} {number}".strip() for kind, number in place)


def label_of(place: Place, language: str, *, of_the_draft: bool = False) -> str:
    """The place as a lawyer names it: 'подпункт 1) пункта 2 статьи 5', '5-баптың 2-тармағының 1) тармақшасы'.

    `of_the_draft` adds whose place it is: 'пункт 1 проекта', 'жобаның 1-тармағы'.
    """
    if language == "kk":
        return f"жобаның {_label_kk(place, owned=True)}" if of_the_draft else _label_kk(place)
    return f"{_label_ru(place)} проекта" if of_the_draft else _label_ru(place)


def _label_ru(place: Place) -> str:
    names = []
    for case, (kind, number) in zip((0, *(1,) * len(place)), reversed(place), strict=False):
        *forms, gender = _RU[kind]
        if gender and number.isdigit():
            number = ordinal_ru(int(number), gender, case)
        elif kind == "subparagraph":
            number = f"{number})"
        elif (kind, number) == ("preamble", "1"):
            number = ""
        names.append(f"{forms[case]} {number}".strip())
    return " ".join(names)


def _label_kk(place: Place, *, owned: bool = False) -> str:
    names = []
    for position, (kind, number) in enumerate(place):
        is_last = position == len(place) - 1
        form = _KK[kind][2 * (owned or position > 0) + (not is_last)]
        names.append(_numbered_kk(kind, number, form))
    return " ".join(names)


def _numbered_kk(kind: str, number: str, name: str) -> str:
    if not number or (kind, number) == ("preamble", "1"):
        return name
    if kind == "subparagraph":
        return f"{number}) {name}"
    if kind in _IN_WORDS and number.isdigit():
        ordinal = ordinal_kk(int(number))
        return f"{ordinal}{name}" if ordinal.endswith("-") else f"{ordinal} {name}"
    return f"{number}-{name}" if number[-1:].isdigit() else f"{number} {name}"
