"""The words of a text that were looked for, marked as they stand there, and the piece of the text around the first of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from common.stems import tokens
from common.word_index import forms_of
from monitoring.queries.search import Word

# A word of a text with what is invisible in it: soft hyphens, zero-width characters, stress marks.
_RUN = re.compile("(?:[^\\W_]|[\u00ad\u200b\u200c\u200d\u2060\ufeff\u0300\u0301])+")
_READ = 20_000  # characters that are looked through for a word
BEFORE, PIECE = 60, 240  # characters before the first word found, and in all


@dataclass
class _Sought:
    word: Word
    exact: frozenset[str]
    beginnings: tuple[str, ...]
    guessed: frozenset[str]
    shown: dict[str, None] = field(default_factory=dict)


class Marker:
    """Marks the words of one query, and remembers what was found in place of a mistyped word."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._sought = [
            _Sought(
                word,
                frozenset(form for form, is_beginning in word.exact if not is_beginning),
                tuple(form for form, is_beginning in word.exact if is_beginning),
                frozenset(word.guessed),
            )
            for word in words
        ]
        self._known: dict[str, bool] = {}

    def holds(self, text: str) -> bool:
        return self._first(text) is not None

    def whole(self, text: str) -> SafeString:
        return self._marked(text)

    def piece(self, text: str) -> SafeString:
        """The text around the first word found; '' where there is none."""
        first = self._first(text)
        if first is None:
            return SafeString("")
        begin = max(0, first - BEFORE)
        if begin:  # at a word's edge
            begin = next((n + 1 for n in range(begin, first) if text[n].isspace()), first)
        end = begin + PIECE
        if end < len(text):
            end = next((n for n in range(end, first, -1) if text[n].isspace()), end)
        cut = " ".join(text[begin:end].split())
        return self._marked(("… " if begin else "") + cut + (" …" if end < len(text) else ""))

    def replaced(self) -> list[tuple[str, list[str]]]:
        """Mistyped words with what was found in their place, in the forms in which it stands in what was marked."""
        return [
            (one.word.typed, list(one.shown)[:3] or one.word.guessed[:3])
            for one in self._sought
            if one.word.guessed
        ]

    def _first(self, text: str) -> int | None:
        runs = _RUN.finditer(text[:_READ])
        return next((run.start() for run in runs if self._is_sought(run[0])), None)

    def _marked(self, text: str) -> SafeString:
        parts, done = [], 0
        for run in _RUN.finditer(text):
            if self._is_sought(run[0]):
                parts += [escape(text[done : run.start()]), f"<mark>{escape(run[0])}</mark>"]
                done = run.end()
        parts.append(escape(text[done:]))
        return mark_safe("".join(parts))  # noqa: S308 - every part is escaped

    def _is_sought(self, run: str) -> bool:
        if run not in self._known:
            self._known[run] = any(self._fits(one, run, tokens(run)) for one in self._sought)
        return self._known[run]

    def _fits(self, one: _Sought, run: str, words: Iterable[str]) -> bool:
        for word in words:
            forms = set(forms_of(word))
            if forms & one.exact or any(form.startswith(one.beginnings) for form in forms if one.beginnings):
                return True
            if forms & one.guessed:
                one.shown[run.casefold()] = None
                return True
        return False
