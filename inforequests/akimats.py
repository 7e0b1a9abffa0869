"""The akimat of a region or a city of republican significance, whom a letter goes to. Pure.

The portal names the place ('Абай облысы', «Область Абай»); a letter is addressed to its executive body.
"""

import re

_NAMES_RU = (
    (re.compile(r"^Город (.+)$"), r"Акимат города \1"),
    (re.compile(r"^Область (.+)$"), r"Акимат области \1"),
    (re.compile(r"^(.+)ая область$"), r"Акимат \1ой области"),
)
_PLACES_KK = ("облысы", "қаласы")


def akimat_of(name_kk: str, name_ru: str) -> tuple[str, str]:
    """The names of the akimat of the place, in Kazakh and in Russian; a name that is built otherwise stays as it is."""
    kk = f"{name_kk}ның әкімдігі" if name_kk.endswith(_PLACES_KK) else name_kk
    for pattern, form in _NAMES_RU:
        if pattern.match(name_ru):
            return kk, pattern.sub(form, name_ru)
    return kk, name_ru
