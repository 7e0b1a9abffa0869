"""What SQLite must be taught: case-blind search and the alphabetical order of Kazakh.

Without it `icontains` finds nothing in 'ӘЛІМ' for 'әлім', and Ә, Ғ, Қ sort after Я.
"""

import re
from functools import lru_cache
from typing import Any

KAZAKH_ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
_PLACE = {letter: f"{index:02d}" for index, letter in enumerate(KAZAKH_ALPHABET)}


@lru_cache(maxsize=512)
def _like_pattern(pattern: str, escape: str | None) -> re.Pattern[str]:
    parts: list[str] = []
    letters = iter(pattern)
    for letter in letters:
        if escape is not None and letter == escape:
            parts.append(re.escape(next(letters, "")))
        else:
            parts.append({"%": ".*", "_": "."}.get(letter) or re.escape(letter))
    return re.compile("".join(parts), re.DOTALL)


def like(pattern: str | None, value: object, escape: str | None = None) -> bool | None:
    """SQL LIKE without regard to case in any alphabet; NULL in, NULL out."""
    if pattern is None or value is None:
        return None
    return _like_pattern(pattern.casefold(), escape).fullmatch(str(value).casefold()) is not None


@lru_cache(maxsize=50_000)
def kazakh_sort_key(text: str) -> str:
    """A key whose plain order is the order of the Kazakh alphabet (Latin letters and digits first)."""
    return "".join(_PLACE.get(letter, f" {letter}") for letter in text.casefold())


def compare_kazakh(left: str, right: str) -> int:
    a, b = kazakh_sort_key(left), kazakh_sort_key(right)
    return (a > b) - (a < b)


def teach_cyrillic(connection: Any, **_kwargs: object) -> None:
    if connection.vendor != "sqlite":
        return
    connection.connection.create_function("LIKE", 2, like, deterministic=True)
    connection.connection.create_function("LIKE", 3, like, deterministic=True)
    connection.connection.create_collation("kk", compare_kazakh)
