"""The language of a whole text: laws in Russian quote Kazakh names, so single letters do not decide."""

import re

from common.language import KAZAKH_LETTERS

_WORD = re.compile(r"[^\W\d_]{2,}")
# Kazakh: about every second word of a law has a letter of its own; a Russian text has hardly one in fifty.
_KAZAKH_SHARE = 0.2
_BOTH_AT_LEAST = 0.1
_SAMPLE = 200_000


def language_of_text(text: str) -> str:
    """'kk' or 'ru'."""
    return "kk" if _share([text[:_SAMPLE]]) > _KAZAKH_SHARE else "ru"


def has_both_languages(lines: list[str]) -> bool:
    """Whether a good part of the text is in the one language and a good part in the other."""
    long_lines = [line for line in lines if len(line) > 60]
    if len(long_lines) < 4:
        return False
    kazakh = sum(_share([line]) > _KAZAKH_SHARE for line in long_lines)
    return _BOTH_AT_LEAST < kazakh / len(long_lines) < 1 - _BOTH_AT_LEAST


def _share(texts: list[str]) -> float:
    words = [word for text in texts for word in _WORD.findall(text)]
    return sum(not KAZAKH_LETTERS.isdisjoint(word) for word in words) / len(words) if words else 0.0
