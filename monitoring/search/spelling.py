"""Words as people type them on a phone: without the marks of Kazakh letters, on the wrong keyboard, with a letter wrong.

Pure: knows words, no database.
"""

from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from common.stems import INFLECTIONS, stem_kk, stem_ru, tokens

SHORTEST = 3  # letters of a stem that a mistyped word may be taken for; a word without marks may be shorter: уй is үй
_FOLDED = str.maketrans(
    {
        **dict(zip("қәғұүөңіһёйэ", "кагууонихеие", strict=True)),
        "ы": "и",
        "ь": "",
        "ъ": "",
    }
)
_FOLDED_ENDINGS = frozenset(key for ending in INFLECTIONS if len(key := ending.translate(_FOLDED)) > 1) | {
    "и",
    "н",
}
_MOST_ENDINGS = 5
# The same keys on the Latin and the Russian keyboard; on the Kazakh one the digits are letters too.
_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_KEYS_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_KEYS_KAZAKH = str.maketrans(_LATIN + "234589", _RUSSIAN + "әіңғүұ") | {
    ord("0"): "қ",
    ord("-"): "ө",
    ord("="): "һ",
}
_LOOK_ALIKES = str.maketrans("aceopxyhikmtb", "асеорхуһікмтв")


def folded(word: str) -> str:
    """A key that does not tell қ from к, ә from а, і and ы from и, and so on."""
    return word.translate(_FOLDED)


def on_other_keys(chunk: str) -> list[str]:
    """What somebody meant who forgot to switch the keyboard, or typed look-alikes: 'ghjtrn' is проект, 'cot' is сот."""
    if not chunk.isascii() or not any(letter.isalpha() for letter in chunk):
        return []
    small = chunk.casefold()
    meant = [small.translate(_KEYS_RUSSIAN), small.translate(_KEYS_KAZAKH), small.translate(_LOOK_ALIKES)]
    words = [tokens(text) for text in dict.fromkeys(meant)]
    return list(dict.fromkeys(word[0] for word in words if len(word) == 1 and not word[0].isascii()))


def unmarked(word: str) -> set[str]:
    """The folded stems that a word typed without marks may have: what is left as folded endings come off."""
    found, edge = {folded(stem_kk(word)), folded(stem_ru(word))}, {folded(word)}
    for _round in range(_MOST_ENDINGS):
        found |= edge
        edge = {
            rest
            for left in edge
            for size in range(1, 6)
            if len(rest := left[:-size]) >= SHORTEST and left[-size:] in _FOLDED_ENDINGS
        }
    return {key for key in found if len(key) >= SHORTEST} | {folded(word)}


def typed_forms(word: str) -> list[str]:
    """What is compared with the stems that there are, letter by letter: no less than half of what was typed."""
    forms = dict.fromkeys(folded(form) for form in (stem_kk(word), stem_ru(word), word))
    less = sorted(form for form in unmarked(word) if len(form) > max(SHORTEST, len(word) // 2))
    return [form for form in dict.fromkeys((*forms, *less)) if form]


def bound(form: str) -> int:
    """How many letters may be wrong: none in a short word, two in a long one."""
    return 0 if len(form) <= SHORTEST else 1 if len(form) < 7 else 2


def nearest(word: str, stems: Iterable[tuple[str, str]], most: int = 4) -> list[str]:
    """Of (stem, folded stem) those that take the fewest mistakes, the likeliest first; none beyond the bound.

    A mistake is a letter too many, missing, wrong, or changed places with its neighbour (optimal string alignment).
    """
    pairs = sorted(set(stems))
    choices = [key for _stem, key in pairs]
    found: dict[str, int] = {}
    for form in typed_forms(word):
        limit = bound(form)
        scored = process.extract(form, choices, scorer=OSA.distance, score_cutoff=limit, limit=None)
        for _key, distance, place in scored if limit else ():
            stem = pairs[place][0]
            found[stem] = min(int(distance), found.get(stem, 9))
    best = min(found.values(), default=0)
    likely = [stem for stem, distance in found.items() if distance == best]
    return sorted(likely, key=lambda stem: (stem[:1] != word[:1], stem))[:most]
