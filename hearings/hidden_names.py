"""Names in what people said: whole, inflected, shortened to a surname or to initials, in Kazakh and in Russian."""

import re
from collections.abc import Iterable
from itertools import pairwise

from common.stems import stem_kk, stem_ru

HIDDEN = "***"
# A shorter stem is that of too many words: Дана and данные.
_SHORTEST_KK, _SHORTEST_RU = 3, 4
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
# Иванов, Ивановой; Ильинский, Ильинскую: these are inflected as names alone are.
_SURNAME = re.compile(
    r"(?P<root>\w+(?:[оеё]в|[иы]н))(?:а|у|ым|е|ой|ою|ы|ых|ыми)?|(?P<of>\w+[сц]к)(?:ий|ого|ому|им|ом|ая|ой|ую|ою|ие|их|ими)"
)


class HiddenNames:
    """`names` are those of people who may not be named; `shown`, of those who may, stay where they are spoken of alone.

    A word alone is hidden where it begins with a capital: it is a name, and not what the name means. Two words of one
    name, or an initial beside one, are hidden however they are written. Rather a word too many than a name.
    """

    def __init__(self, names: Iterable[str], shown: Iterable[str] = ()) -> None:
        allowed = list(shown)
        whole = {_squeezed(name) for name in allowed}
        self._people = [_words(name) for name in sorted(set(names)) if _squeezed(name) not in whole]
        self._owners: dict[str, set[int]] = {}
        for person, words in enumerate(self._people):
            for word in words:
                for key in _keys(word):
                    self._owners.setdefault(key, set()).add(person)
        self._of_the_shown = {key for name in allowed for word in _words(name) for key in _keys(word)}

    def clean(self, text: str) -> str:
        """The text with HIDDEN in the place of every such name."""
        words = list(_WORD.finditer(text)) if self._people else []
        hidden = {place for place, word in enumerate(words) if self._is_name(word.group())}
        for place, (one, other) in enumerate(pairwise(words)):
            if _touch(text, one, other) and self._are_of_one(one.group(), other.group()):
                hidden |= {place, place + 1}
        for step in (1, -1):  # Иванов П. С., П. С. Иванов
            for place in range(len(words))[::step]:
                beside = place - step
                first, second = sorted((place, beside))
                if beside in hidden and _is_initial(text, words[place]) and _touch(text, words[first], words[second]):
                    hidden.add(place)
        return _without(text, words, hidden)

    def _is_name(self, word: str) -> bool:
        if not word[0].isupper():
            return any(len(words) == 1 and _squeezed(word) == words[0] for words in self._people)
        keys = _keys(word)
        return not keys.isdisjoint(self._owners) and keys.isdisjoint(self._of_the_shown)

    def _are_of_one(self, one: str, other: str) -> bool:
        """Whether both words stand for different words of one name; a letter alone for a word that it begins."""
        if len(one) == 1 or len(other) == 1:
            letter, word = (one, other) if len(one) == 1 else (other, one)
            if not (letter.isupper() and word[0].isupper()):
                return False
            owners = self._owned(word)
            return any(
                part[0] == letter.casefold() and not _keys(part) & _keys(word)
                for person in owners
                for part in self._people[person]
            )
        if _keys(one) & _keys(other):
            return False
        return bool(self._owned(one) & self._owned(other))

    def _owned(self, word: str) -> set[int]:
        return set().union(*(self._owners.get(key, set()) for key in _keys(word)))


def without_common_words(name: str, ours: Iterable[str], said: Iterable[str]) -> str:
    """The name without words that are in `ours`, in any form, or stand in `said` with a small letter: they mean something.

    Whoever signs up with the name «Қоғамдық Кеңес» takes no council out of the minutes.
    """
    common = {key for text in ours for word in _WORD.findall(text) for key in _keys(word)}
    common |= {key for text in said for word in _WORD.findall(text) if word[0].islower() for key in _keys(word)}
    return " ".join(word for word in _WORD.findall(name) if common.isdisjoint(_keys(word)))


def _squeezed(name: str) -> str:
    return " ".join(name.casefold().split())


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(name) if len(word) > 1]


def _keys(word: str) -> set[str]:
    """What two forms of one name have in common, language by language."""
    word = word.casefold()
    kk, ru = stem_kk(word), stem_ru(word.replace("ё", "е"))
    keys = {f"={word}"}
    if len(kk) >= _SHORTEST_KK:
        keys.add(f"kk {kk}")
    if len(ru) >= _SHORTEST_RU:
        keys.add(f"ru {ru}")
    if surname := _SURNAME.fullmatch(word):
        keys.add(f"surname {surname['root'] or surname['of']}")
    return keys


def _is_initial(text: str, word: re.Match[str]) -> bool:
    return len(word.group()) == 1 and word.group().isupper() and text[word.end() : word.end() + 1] == "."


def _touch(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether nothing but a blank, or the dot of an initial, is between the two."""
    between = text[one.end() : other.start()]
    return between.isspace() or (_is_initial(text, one) and between.strip() == ".")


def _without(text: str, words: list[re.Match[str]], hidden: set[int]) -> str:
    """Neighbours that are hidden together become one HIDDEN; an initial goes with its dot."""
    cleaned, end = [], 0
    for place in sorted(hidden):
        word = words[place]
        if not (place - 1 in hidden and not text[end : word.start()].strip()):
            cleaned += [text[end : word.start()], HIDDEN]
        end = word.end() + _is_initial(text, word)
    return "".join((*cleaned, text[end:]))
