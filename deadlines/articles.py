"""Short references to articles ('16(3)(2), 17(4)') written out as lawyers do, in Kazakh and in Russian."""

import re

# What the first pair of brackets after an article holds: laws have paragraphs, procedural codes have parts.
SUBDIVISIONS = ("paragraph", "part")

_NUMBER = r"\d+(?:-\d+)?"
_ARTICLE = rf"({_NUMBER})(?:\(({_NUMBER})\)(?:\(({_NUMBER})\))?)?"
ARTICLES = re.compile(rf"{_ARTICLE}(?:, {_ARTICLE})*")

_KK = {"paragraph": "тармағы", "part": "бөлігі"}
_KK_GENITIVE = {"paragraph": "тармағының", "part": "бөлігінің"}
_RU = {"paragraph": "пункт", "part": "часть"}
_RU_GENITIVE = {"paragraph": "пункта", "part": "части"}


def article_kk(article: str, subdivision: str = "paragraph") -> str:
    """'16(3)(2)' as '16-баптың 3-тармағының 2) тармақшасы'; '' as ''. ValueError for another shape."""
    return "; ".join(_one_kk(*parts, subdivision) for parts in _parsed(article))


def article_ru(article: str, subdivision: str = "paragraph") -> str:
    """'16(3)(2)' as 'подпункт 2) пункта 3 статьи 16'; '' as ''. ValueError for another shape."""
    return "; ".join(_one_ru(*parts, subdivision) for parts in _parsed(article))


def _parsed(article: str) -> list[tuple[str, str, str]]:
    """Each article as (article, paragraph or part, subparagraph), '' where there is none."""
    if article and not ARTICLES.fullmatch(article):
        raise ValueError(
            f"{article!r} is not a reference to an article: write it like 11(10) or 16(3)(2), 17(4)."
        )
    return re.findall(_ARTICLE, article)


def _one_kk(article: str, second: str, third: str, subdivision: str) -> str:
    if not second:
        return f"{article}-бап"
    if not third:
        return f"{article}-баптың {second}-{_KK[subdivision]}"
    return f"{article}-баптың {second}-{_KK_GENITIVE[subdivision]} {third}) тармақшасы"


def _one_ru(article: str, second: str, third: str, subdivision: str) -> str:
    if not second:
        return f"статья {article}"
    if not third:
        return f"{_RU[subdivision]} {second} статьи {article}"
    return f"подпункт {third}) {_RU_GENITIVE[subdivision]} {second} статьи {article}"
