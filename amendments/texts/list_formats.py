"""How lists write a number: 3, 03, iii, III, c, в."""

from collections.abc import Callable

_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN: tuple[tuple[str, int], ...] = (
    ("m", 1000),
    ("cm", 900),
    ("d", 500),
    ("cd", 400),
    ("c", 100),
    ("xc", 90),
    ("l", 50),
    ("xl", 40),
)
_ROMAN += (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))


def roman(number: int) -> str:
    written = ""
    for sign, value in _ROMAN:
        written += sign * (number // value) if number < 5000 else ""
        number %= value
    return written


def letters(alphabet: str) -> Callable[[int], str]:
    """а, б, ..., я, аа, бб: Word doubles the letter after the last."""
    return lambda number: alphabet[(number - 1) % len(alphabet)] * min(1 + (number - 1) // len(alphabet), 5)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "none": lambda number: "",
    "bullet": lambda number: "",
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerLetter": letters(_LATIN),
    "upperLetter": letters(_LATIN.upper()),
    "russianLower": letters(_RUSSIAN),
    "russianUpper": letters(_RUSSIAN.upper()),
}
