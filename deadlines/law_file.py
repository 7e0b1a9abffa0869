"""The reviewed file of the acts and their articles as typed rows; a mistake in it is named with place and fix."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deadlines.articles import ARTICLES
from deadlines.reference import CONFIDENCES, DATA
from deadlines.reviewed_file import Entry, entries, read

LAWS = DATA / "laws.toml"
# What a time limit may cite without its being an act: the methodology is no law.
NOT_ACTS = frozenset({"methodology"})
REGISTRY_CODE = re.compile(r"[A-Z]\d{10}")

_LAW_KEYS = {
    *(
        "code",
        "title_kk",
        "title_ru",
        "number",
        "adopted_on",
        "registry_code",
        "in_methodology",
        "wording_on",
    ),
    *("confidence", "checked_on", "about_kk", "about_ru", "note_kk", "note_ru"),
}
_ARTICLE_KEYS = {
    *("law", "number", "about_kk", "about_ru", "quote_kk", "quote_ru", "confidence", "checked_on"),
}


@dataclass(frozen=True, slots=True)
class LawRow:
    """One act. `number` and `registry_code` are '' and `adopted_on` is None where nobody has read them."""

    code: str
    place: int
    title_kk: str
    title_ru: str
    number: str
    adopted_on: date | None
    registry_code: str
    in_methodology: bool
    wording_on: date | None
    about_kk: str
    about_ru: str
    note_kk: str
    note_ru: str
    confidence: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article of the act `law`: '11', '17-1'. The quotes are the law's own words, '' where none were copied."""

    law: str
    number: str
    about_kk: str
    about_ru: str
    quote_kk: str
    quote_ru: str
    confidence: str
    checked_on: date


def load_laws(path: Path = LAWS) -> tuple[tuple[LawRow, ...], tuple[ArticleRow, ...]]:
    """Every act and every article of the file, in its order. Raises ValueError naming file, row and fix."""
    data = read(path, {"checked_on", "law", "article"})
    checked_on = Entry(path, "the head of the file", data, data).day("checked_on")
    laws = tuple(
        _law(entry, place, checked_on)
        for place, entry in enumerate(entries(path, data, "law", "code", _LAW_KEYS), start=1)
    )
    codes = [law.code for law in laws]
    articles = tuple(
        _article(entry, codes, checked_on)
        for entry in entries(path, data, "article", "number", _ARTICLE_KEYS)
    )
    _refuse_twice(path, [*codes, *(f"{row.law} {row.number}" for row in articles)])
    return laws, articles


def articles_cited(article: str) -> tuple[str, ...]:
    """The numbers of the articles in a short reference: '16(3)(2), 17(4)' gives 16 and 17; each once, in order."""
    if article and not ARTICLES.fullmatch(article):
        raise ValueError(f"{article!r} is not a reference to an article: write it like 11(10).")
    return tuple(dict.fromkeys(part.split("(")[0] for part in article.split(", ") if part))


def _law(entry: Entry, place: int, checked_on: date) -> LawRow:
    registry_code = entry.text("registry_code", "")
    if registry_code and not REGISTRY_CODE.fullmatch(registry_code):
        raise entry.wrong(f"registry_code is {registry_code!r}", "write it like Z1600000480")
    is_named = entry.values.get("in_methodology", False)
    if not isinstance(is_named, bool):
        raise entry.wrong(f"in_methodology is {is_named!r}", "write true or false")
    return LawRow(
        code=entry.text("code"),
        place=place,
        title_kk=entry.text("title_kk"),
        title_ru=entry.text("title_ru"),
        number=entry.text("number", ""),
        adopted_on=entry.optional_day("adopted_on"),
        registry_code=registry_code,
        in_methodology=is_named,
        wording_on=entry.optional_day("wording_on"),
        about_kk=entry.text("about_kk"),
        about_ru=entry.text("about_ru"),
        note_kk=entry.text("note_kk", ""),
        note_ru=entry.text("note_ru", ""),
        confidence=entry.choice("confidence", CONFIDENCES),
        checked_on=entry.day("checked_on", checked_on),
    )


def _article(entry: Entry, laws: Iterable[str], checked_on: date) -> ArticleRow:
    return ArticleRow(
        law=entry.choice("law", tuple(laws)),
        number=entry.text("number"),
        about_kk=entry.text("about_kk"),
        about_ru=entry.text("about_ru"),
        quote_kk=entry.text("quote_kk", ""),
        quote_ru=entry.text("quote_ru", ""),
        confidence=entry.choice("confidence", CONFIDENCES, "read"),
        checked_on=entry.day("checked_on", checked_on),
    )


def _refuse_twice(path: Path, keys: list[str]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(f"{path.name}, {key}: it stands in the file twice; keep one of them.")
