"""What a state body did with our proposals: pages read, comments matched to rows, adopted text compared."""

import random
from collections import defaultdict
from collections.abc import Callable
from time import process_time
from typing import TypeVar

from amendments.answers.matching import LISTED, Matching, OurRow, RowMatch, RowTexts, TheirComment
from tests.amendments import labelled_hearings, labelled_home, labelled_meals
from tests.benchmarks.figures import Figure

T = TypeVar("T")
ROWS, COMMENTS = 200, 500
RUNS = 3


def run() -> list[Figure]:
    return [*_matching()]


def _matching() -> list[Figure]:
    comments, rows = some_comments_and_rows(random.Random(2026))
    ours, found = _best(lambda: Matching(comments, rows).matches())
    naive, expected = _best(lambda: one_by_one(comments, rows))
    differing = sum(one != other for one, other in zip(found, expected, strict=True))
    name = f"{COMMENTS} comments x {ROWS} bilingual rows"
    return [
        Figure(f"{name}, matched", ours, "s", "<= 2 s", ours <= 2),
        Figure(f"{name}, against all pairs", naive / ours, "times as fast", ">= 2", naive / ours >= 2),
        Figure(f"{name}, rows answered otherwise than by all pairs", differing, "", "0", differing == 0),
    ]


def one_by_one(comments: list[TheirComment], rows: list[OurRow]) -> list[RowMatch]:
    """Every piece of every comment beside every row."""
    matching = Matching(comments, rows)
    found = defaultdict(list)
    for at, comment in enumerate(comments):
        for row in range(len(rows)):
            compared = (
                matching.comparer.likeness(piece, row, comment.is_ours) for piece in matching.pieces[at]
            )
            best = max((one for one in compared if one), key=lambda one: one.score, default=None)
            if best and best.score >= LISTED:
                found[row].append((at, best))
    return matching.ranked(found)


def _best(work: Callable[[], T]) -> tuple[float, T]:
    times = []
    for _ in range(RUNS):
        begun = process_time()
        answer = work()
        times.append(process_time() - begun)
    return min(times), answer


# --- comments and rows to measure on ------------------------------------------------------------------------


def some_comments_and_rows(dice: random.Random) -> tuple[list[TheirComment], list[OurRow]]:
    """Rows of some 40 words a cell in both languages; a third of the comments is ours."""
    words = _vocabulary()
    rows = []
    for number in range(ROWS):
        article, paragraph = number // 8 + 1, number % 8 + 1
        rows.append(
            OurRow(
                id=number,
                kk=_texts(f"{article}-баптың {paragraph}-тармағы", words["kk"], dice),
                ru=_texts(f"пункт {paragraph} статьи {article}", words["ru"], dice),
            )
        )
    return [_comment(number, rows, words, dice) for number in range(COMMENTS)], rows


def _texts(label: str, words: list[str], dice: random.Random) -> RowTexts:
    draft = dice.choices(words, k=35)
    proposed = [*draft[:20], *dice.choices(words, k=20)]
    return RowTexts(label, " ".join(draft), " ".join(proposed), " ".join(dice.choices(words, k=40)))


def _comment(
    number: int, rows: list[OurRow], words: dict[str, list[str]], dice: random.Random
) -> TheirComment:
    row = dice.choice(rows)
    language = dice.choice(("kk", "ru"))
    texts = row.kk if language == "kk" else row.ru
    if number % 3:
        said = [*texts.draft.split()[:8], *dice.choices(words[language], k=dice.randint(10, 60))]
        return TheirComment(number, f"{texts.label}. {' '.join(said)}", is_ours=None)
    said = texts.proposed.split() + texts.justification.split()
    kept = " ".join(said[: dice.randint(15, len(said))])
    other = dice.choice(rows)
    merged = f"\n{(other.kk if language == 'kk' else other.ru).proposed}" if number % 2 else ""
    return TheirComment(number, f"{texts.label}: {kept}{merged}", is_ours=None)


def _vocabulary() -> dict[str, list[str]]:
    """The words of the labelled drafts and of many made-up ones beside them, the common ones often."""
    words: dict[str, list[str]] = {"kk": [], "ru": []}
    for drafts in (labelled_home, labelled_hearings, labelled_meals):
        for row in drafts.ROWS:
            for language, texts in (("kk", row.kk), ("ru", row.ru)):
                words[language] += f"{texts.draft} {texts.proposed} {texts.justification}".split()
    for plain in words.values():
        plain += [
            f"{one[: len(one) // 2]}{other[len(other) // 2 :]}"
            for one, other in zip(plain, plain[1:], strict=False)
        ]
    return words
