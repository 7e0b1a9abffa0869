"""Words of our rows and of comments made comparable: stems, without Kazakh letters, misspellings understood.

Pure: no Django, no database.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from amendments.answers.references import Reference, reference_of_path, references_in
from common.stems import stem_kk, stem_ru, tokens, written_in

MOST_TEXT = 20_000
MOST_PIECES = 40
LANGUAGES = ("kk", "ru")

# Kazakh is typed with Russian letters as often as not.
_LETTERS = str.maketrans("әғқңөұүһіё", "агкноуухие")
_LITTLE = {
    "ru": "а без бы в во вот для до его ее если же за и из или их к как ко ли на не него нет но о об он она они от по под при про"
    " с со так также то того той только у уже что чтобы эта это этого этот я мы вы просим прошу предлагаем предлагаю считаю нужно"
    " необходимо должен должно редакция редакции следующей изложить дополнить словами слово слова заменить исключить"
    " обоснование пункт пункте подпункт статья статьи абзац часть после",
    "kk": "біз бір бойынша болсын да де деген деп егер емес ескеру және жоқ керек мен мынадай не негіздеме осы өзгертілсін"
    " сіз тиіс тармақ тармақша бап абзац редакцияда жазылсын баяндалсын сөз сөздер туралы үшін ұсынамыз толықтырылсын"
    " ауыстырылсын алып тасталсын",
}
_SENTENCE = re.compile(r"(?<=[.;:!?»])\s+|\n+")
_ENUMERATED = re.compile(r"[«\"]?\d{1,2}[.)]\s")
_NEAR_THE_START = 25
_ENOUGH_QUOTED = 4
_SHORTEST_MISSPELT, _LONG = 6, 9


def _stem(word: str, language: str) -> str:
    return (stem_kk(word) if language == "kk" else stem_ru(word)).translate(_LETTERS)


LITTLE_STEMS = {
    language: frozenset(_stem(word, language) for text in tokens(words) for word in (text,))
    for language, words in _LITTLE.items()
}


@dataclass(frozen=True, slots=True)
class RowTexts:
    """A row of our table in one language; what is not written in it is empty."""

    label: str = ""
    draft: str = ""
    proposed: str = ""
    justification: str = ""


@dataclass(frozen=True, slots=True)
class OurRow:
    """A row of our table. Its place is that of `path` (see `amendments.texts`), else what its label names."""

    id: Hashable
    kk: RowTexts = RowTexts()
    ru: RowTexts = RowTexts()
    path: str = ""


@dataclass(frozen=True)
class Side:
    """A row in one language, its words as stems. `place` is the element that its label names."""

    proposed: tuple[str, ...]
    draft: frozenset[str]
    why: frozenset[str]
    place: Reference | None

    @cached_property
    def new(self) -> frozenset[str]:
        """The words of our wording that the draft has not."""
        return frozenset(self.proposed) - self.draft

    @cached_property
    def kept(self) -> frozenset[str]:
        return frozenset(self.proposed) & self.draft

    @cached_property
    def own(self) -> frozenset[str]:
        """What nobody takes from the draft: the new words and those of the justification."""
        return self.new | (self.why - self.draft)

    @cached_property
    def is_wordless(self) -> bool:
        """Whether our wording is but an order that anybody may give of any element: 'исключить'."""
        return not self.new - LITTLE_STEMS["kk"] - LITTLE_STEMS["ru"]

    @cached_property
    def quoted(self) -> frozenset[str]:
        return (self.draft | frozenset(self.proposed) | self.why) - self.own

    @cached_property
    def all(self) -> frozenset[str]:
        return self.own | self.quoted


@dataclass(frozen=True)
class Piece:
    """A comment or a part of it: stem -> the word as written, the stems in order, the places it names.

    `hangs_on`: the stems of the commented part, where the portal quotes enough of it to know it again.
    """

    language: str
    words: dict[str, str]
    order: tuple[str, ...]
    places: tuple[Reference, ...]
    hangs_on: frozenset[str] = frozenset()
    part: str = ""


def sides_of(row: OurRow) -> dict[str, Side]:
    """The row by the languages in which it proposes or justifies something."""
    place = reference_of_path(row.path)
    return {
        language: _side(texts, language, place or next(iter(references_in(texts.label)), None))
        for language, texts in (("kk", row.kk), ("ru", row.ru))
        if texts.proposed.strip() or texts.justification.strip()
    }


def _side(texts: RowTexts, language: str, place: Reference | None) -> Side:
    def stems_of(text: str) -> Iterator[str]:
        return (_stem(word, language) for word in tokens(text[:MOST_TEXT]))

    return Side(
        proposed=tuple(stems_of(texts.proposed)),
        draft=frozenset(stems_of(texts.draft)),
        why=frozenset(stems_of(texts.justification)),
        place=place,
    )


class Vocabulary:
    """The words of all rows in one language, and what a comment's words are among them."""

    def __init__(self, rows: Iterable[OurRow], language: str) -> None:
        self.language = language
        self.stems: set[str] = set()
        self.forms: dict[str, str] = {}
        for row in rows:
            texts = row.kk if language == "kk" else row.ru
            for text in (texts.draft, texts.proposed, texts.justification):
                for word in tokens(text[:MOST_TEXT]):
                    stem = self.forms[word.translate(_LETTERS)] = _stem(word, language)
                    self.stems.add(stem)
        self._near: dict[tuple[str, int], list[str]] = defaultdict(list)
        for stem in sorted(self.stems):
            self._near[stem[0], len(stem)].append(stem)
        self._understood: dict[str, str] = {}

    def understood(self, words: Iterable[str]) -> tuple[str, ...]:
        """The stems of `words` in their order; one that no row has is taken for the row's word nearest to it."""
        return tuple(self._understood.get(word) or self._learn(word) for word in words)

    def _learn(self, word: str) -> str:
        # A form of the rows first: endings typed without Kazakh letters ('жаска') are none to the stemmer.
        stem = self.forms.get(word.translate(_LETTERS)) or _stem(word, self.language)
        if stem not in self.stems:
            stem = self._nearest(stem) or stem
        self._understood[word] = stem
        return stem

    def _nearest(self, stem: str) -> str | None:
        """One letter may be wrong in a word of six letters, two in one of nine; the first letter is right."""
        if len(stem) < _SHORTEST_MISSPELT or not stem.isalpha():
            return None
        wrong = 2 if len(stem) >= _LONG else 1
        lengths = range(max(len(stem) - wrong, _SHORTEST_MISSPELT - 1), len(stem) + wrong + 1)
        choices = [near for length in lengths for near in self._near.get((stem[0], length), ())]
        found = process.extractOne(stem, choices, scorer=OSA.distance, score_cutoff=wrong)
        return found[0] if found else None


class Reader:
    """Cuts comments into pieces and reads them with the words of the rows at hand."""

    def __init__(self, rows: Sequence[OurRow]) -> None:
        self._vocabulary = {language: Vocabulary(rows, language) for language in LANGUAGES}

    def pieces_of(self, text: str, part: str) -> list[Piece]:
        """The whole comment first, then its parts, if it has several. `part` is the commented part."""
        text = text[:MOST_TEXT]
        hangs_on = references_in(part)
        whole = self._piece(text, (*hangs_on, *references_in(text)), part)
        parts = parts_of(text)
        if len(parts) < 2:
            return [whole]
        # A part that names no place is about the one that the whole comment hangs on.
        places = [references_in(one) for one in parts]
        return [
            whole,
            *(
                self._piece(one, named or hangs_on, "" if named else part)
                for one, named in zip(parts, places, strict=True)
            ),
        ]

    def _piece(self, text: str, places: tuple[Reference, ...], part: str) -> Piece:
        written = tokens(text)
        language = self._language(text, written)
        order = self._vocabulary[language].understood(written)
        words: dict[str, str] = {}
        for stem, word in zip(order, written, strict=True):
            words.setdefault(stem, word)
        return Piece(language, words, order, places, self._quoted(part, language), part)

    def _quoted(self, part: str, language: str) -> frozenset[str]:
        """The portal cuts the commented part short, most often within a word."""
        cut = part.rstrip()
        words = tokens(cut)[: -1 if cut.endswith(("...", "…")) else None]
        stems = frozenset(self._vocabulary[language].understood(words)) - LITTLE_STEMS[language]
        return stems if len(stems) >= _ENOUGH_QUOTED else frozenset()

    def _language(self, text: str, written: Sequence[str]) -> str:
        """That of whose rows it has more words, else the one it seems to be written in."""
        folded = [word.translate(_LETTERS) for word in written]
        known = {
            language: sum(word in vocabulary.forms for word in folded)
            for language, vocabulary in self._vocabulary.items()
        }
        if known["kk"] == known["ru"]:
            return written_in(text, "ru")
        return max(LANGUAGES, key=known.__getitem__)


def parts_of(text: str) -> list[str]:
    """The lines of a comment, and within a line what begins with a number of a list or names an element anew."""
    places = {reference.start for reference in references_in(text)}
    begins = [0]
    for edge in _SENTENCE.finditer(text):
        start = edge.end()
        is_new = (
            "\n" in edge.group()
            or _ENUMERATED.match(text, start)
            or any(start + away in places for away in range(_NEAR_THE_START))
        )
        if is_new and len(begins) < MOST_PIECES:
            begins.append(start)
    parts = (text[start:end].strip() for start, end in zip(begins, [*begins[1:], len(text)], strict=True))
    return [part for part in parts if len(part) > 3]
