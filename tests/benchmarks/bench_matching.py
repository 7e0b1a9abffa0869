"""Watch topics against titles: the index beside the loop over keywords, and how well word forms are met."""

import random
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TypeVar

from common.stems import stem_kk, stem_ru, stems, tokens
from projects.matching import Keyword, Matcher, compile_keyword
from tests.benchmarks.figures import Figure

WORD_FORMS = Path(__file__).parent.parent / "common" / "data"
LABELLED, HELD_OUT = WORD_FORMS / "word_forms.tsv", WORD_FORMS / "word_forms_holdout.tsv"

KEYWORDS = TITLES = 10_000
LOOPED_TITLES = 200  # the loop is too slow for all of them
MANY_KEYWORDS = 100_000
RUNS = 3

T = TypeVar("T")


@dataclass(frozen=True)
class WordForm:
    """One labelled line: is the keyword, in some form of its own, in the title?"""

    keyword: str
    language: str
    title: str
    should_match: bool


@dataclass(frozen=True)
class Quality:
    recall: float
    precision: float
    missed: tuple[WordForm, ...]
    wrong: tuple[WordForm, ...]


def run() -> list[Figure]:
    """Speed of matching and of stemming, recall and precision of both labelled lists."""
    return [*_matching(), *_stemming(), *_quality("labelled list", LABELLED), *_quality("held out", HELD_OUT)]


# --- what is compared --------------------------------------------------------------------------------------


class OneByOne:
    """The obvious way, with word boundaries: look for every keyword in the title, one after another."""

    def __init__(self, keywords: Iterable[Keyword]) -> None:
        self._needles = [(_spaced(keyword.kk), _spaced(keyword.ru), keyword.id) for keyword in keywords]

    def match(self, kk_stems: Sequence[str], ru_stems: Sequence[str]) -> set[Hashable]:
        in_kk, in_ru = _spaced(kk_stems), _spaced(ru_stems)
        return {id for kk, ru, id in self._needles if (kk and kk in in_kk) or (ru and ru in in_ru)}


def _spaced(stems: Sequence[str]) -> str:
    return f" {' '.join(stems)} " if stems else ""


def word_forms(path: Path) -> list[WordForm]:
    """The labelled lines of a file; a line that begins with # and the head line are not labels."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = [line.split("\t") for line in lines[1:]]
    return [WordForm(keyword, language, title, label == "yes") for keyword, language, title, label in rows]


def found_by_matcher(form: WordForm) -> bool:
    found = Matcher([compile_keyword(form.keyword)])
    sides: dict[str, tuple[str, ...]] = {"kk": (), "ru": ()}
    sides[form.language] = stems(form.title, form.language)
    return bool(found.match(sides["kk"], sides["ru"]))


def quality(forms: Iterable[WordForm]) -> Quality:
    """Recall and precision over labelled word forms, with the forms that were missed or wrongly found."""
    judged = [(form, found_by_matcher(form)) for form in forms]
    right = sum(found and form.should_match for form, found in judged)
    missed = tuple(form for form, found in judged if form.should_match and not found)
    wrong = tuple(form for form, found in judged if found and not form.should_match)
    return Quality(right / (right + len(missed)), right / (right + len(wrong)), missed, wrong)


# --- figures -----------------------------------------------------------------------------------------------


def _quality(name: str, path: Path) -> list[Figure]:
    forms = word_forms(path)
    measured = quality(forms)
    return [
        Figure(f"word forms, recall on the {name} of {len(forms)} pairs", measured.recall, "", ">= 0.9",
               measured.recall >= 0.9),
        Figure(f"word forms, precision on the {name} of {len(forms)} pairs", measured.precision, "", ">= 0.9",
               measured.precision >= 0.9),
    ]  # fmt: skip


def _matching() -> list[Figure]:
    dice = random.Random(2026)
    keywords = some_keywords(KEYWORDS, dice)
    titles = [(stems(kk, "kk"), stems(ru, "ru")) for kk, ru in some_titles(TITLES, dice)]
    matcher = Matcher(keywords)
    ours, found = _best(lambda: [matcher.match(kk, ru) for kk, ru in titles])
    loop = OneByOne(keywords)
    looped, expected = _best(lambda: [loop.match(kk, ru) for kk, ru in titles[:LOOPED_TITLES]])
    ratio = (looped / LOOPED_TITLES) / (ours / TITLES)
    differing = sum(a != b for a, b in zip(found, expected, strict=False))

    many = some_keywords(MANY_KEYWORDS, dice)
    built, _ = _best(lambda: [Matcher(many)])
    return [
        Figure(
            f"{KEYWORDS:,} keywords against {TITLES:,} titles, against the loop over keywords"
            f" (run on {LOOPED_TITLES} of the titles and scaled)",
            ratio, "times as fast", ">= 100", ratio >= 100,
        ),
        Figure(f"keyword hits, titles that differ from the loop, of {LOOPED_TITLES}", differing, "", "0",
               differing == 0),
        Figure("titles matched against 10,000 keywords", TITLES / ours, "titles/s", ">= 10,000",
               TITLES / ours >= 10_000),
        Figure(f"index of {MANY_KEYWORDS:,} compiled keywords, built", built, "s", "<= 1", built <= 1),
    ]  # fmt: skip


def _stemming() -> list[Figure]:
    titles = some_titles(TITLES, random.Random(7))
    stem_kk.cache_clear()
    stem_ru.cache_clear()
    begun = process_time()
    for kk, ru in titles:
        stems(kk, "kk")
        stems(ru, "ru")
    per_second = TITLES / (process_time() - begun)

    words = {word for kk, ru in titles for word in (*kk.split(), *ru.split())}
    unseen = [word.casefold() + ending for word in words for ending in ("лары", "ның", "ами", "ого", "")]
    cold, _ = _best(lambda: [(stem_kk.__wrapped__(word), stem_ru.__wrapped__(word)) for word in unseen])
    first_time = len(unseen) / cold
    return [
        Figure("titles stemmed in both languages", per_second, "titles/s", ">= 2,500 (150,000 a minute)",
               per_second >= 2_500),
        Figure("words stemmed for the first time, by both stemmers", first_time, "words/s", ">= 1,000",
               first_time >= 1_000),
    ]  # fmt: skip


def _best(work: Callable[[], list[T]]) -> tuple[float, list[T]]:
    """The best processor time of some runs, and what the last one answered."""
    times = []
    for _ in range(RUNS):
        begun = process_time()
        answer = work()
        times.append(process_time() - begun)
    return min(times), answer


# --- titles and keywords to measure on ---------------------------------------------------------------------


def some_titles(how_many: int, dice: random.Random) -> list[tuple[str, str]]:
    """Titles as long as the portal's, some 25 words, of fragments of the labelled lists and a number."""
    fragments = _fragments()
    return [
        tuple(
            f"{' '.join(dice.choices(fragments[language], k=5))} № {dice.randint(1, 999)}"
            for language in ("kk", "ru")
        )
        for _ in range(how_many)
    ]  # type: ignore[misc]


def some_keywords(how_many: int, dice: random.Random) -> list[Keyword]:
    """Half are words, the rest pairs and threes. One in twenty stands in the titles as it is.

    The others are words of no language, and everyday words that hardly meet.
    """
    everyday = [fragment.split() for fragments in _fragments().values() for fragment in fragments]
    vocabulary = [word for words in everyday for word in words]
    typed: dict[str, None] = {}
    while len(typed) < how_many:
        length = dice.choice((1, 1, 1, 2, 2, 3))
        if dice.random() < 0.05:
            words = dice.choice(everyday)
            start = dice.randrange(len(words))
            text = " ".join(words[start : start + length])
        elif length == 1:
            text = dice.choice(vocabulary)[::-1] + dice.choice(vocabulary)
        else:
            text = " ".join(dice.choices(vocabulary, k=length))
        if tokens(text):
            typed[text] = None
    return [compile_keyword(text) for text in typed]


def _fragments() -> dict[str, list[str]]:
    forms = [*word_forms(LABELLED), *word_forms(HELD_OUT)]
    return {
        language: [form.title for form in forms if form.language == language] for language in ("kk", "ru")
    }
