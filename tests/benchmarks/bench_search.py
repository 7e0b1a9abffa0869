"""Search among 150,000 drafts beside a list view with `icontains`; the hits beside a reading of every draft's stems."""

from collections.abc import Callable, Iterable
from statistics import median, quantiles
from time import perf_counter

from django.db.models import Q, QuerySet

from common.stems import stems, tokens
from projects.models import DraftAct
from projects.queries import NEWEST
from projects.search import matching
from tests.benchmarks.figures import Figure
from tests.benchmarks.generate import LARGE
from tests.benchmarks.scratch import database, engine

NEEDS_DJANGO = True

# As people type: a subject in some form, two words, a place, a beginning, a number; two that stand in most titles.
QUERIES = (
    *(
        "еңбек",
        "қалдықтар",
        "жер учаскесі",
        "мүгедектігі бар адамдар",
        "трансплантация",
        "жайылым",
        "ауыз су",
    ),
    *(
        "труд",
        "отходы",
        "земельный участок",
        "пенсия",
        "государственные закупки",
        "лес",
        "персональные данные",
    ),
    *("Акбулак", "Көктөбе жайылым", "водоснаб", "1700000", "туралы", "об утверждении правил"),
)
PAGE = 26
RUNS = 5
RATIO_BAR, P95_BAR = 50, 100
READ = 20_000  # drafts whose stems are read one by one


def run() -> list[Figure]:
    """How many times as fast a page of hits is found, the time of a first page, and whether the hits are right."""
    database(LARGE)
    drafts = DraftAct.objects.visible_to([1])
    ratios = [_ratio(drafts, text) for text in QUERIES]
    pages = [took for text in QUERIES for took in _page_times(drafts, text)]
    ratio, p95 = median(ratios), quantiles(pages, n=20)[-1]
    wrong = _wrong_hits()
    return [
        Figure(
            f"search, a page of hits among {LARGE.drafts:,} drafts against icontains, median of {len(QUERIES)} queries"
            f" on {engine()} (least {min(ratios):.0f}, most {max(ratios):,.0f})",
            ratio, "times as fast", f">= {RATIO_BAR}", ratio >= RATIO_BAR,
        ),
        Figure(f"search, the newest {PAGE - 1} hits, p95 on {engine()}", p95, "ms", f"<= {P95_BAR}", p95 <= P95_BAR),
        Figure(f"search, hits that differ from reading the stems of {READ:,} drafts", wrong, "", "0", wrong == 0),
    ]  # fmt: skip


def _ratio(drafts: QuerySet[DraftAct], text: str) -> float:
    obvious = _holding(drafts, text)
    theirs = _seconds(lambda: (obvious.count(), _page(obvious)), 1)  # Django's Paginator counts, then cuts
    return theirs / _seconds(lambda: _page(matching(drafts, text, by_pages=True)), RUNS)


def _page(drafts: QuerySet[DraftAct]) -> list[DraftAct]:
    return list(drafts.order_by(*NEWEST)[:PAGE])


def _holding(drafts: QuerySet[DraftAct], text: str) -> QuerySet[DraftAct]:
    """The obvious way: what was typed, somewhere in one of the titles."""
    return drafts.filter(Q(title_kk__icontains=text) | Q(title_ru__icontains=text))


def _ids(drafts: QuerySet[DraftAct]) -> set[int]:
    return set(drafts.values_list("pk", flat=True))


def _seconds(work: Callable[[], object], runs: int) -> float:
    """The best time of some runs."""
    times = []
    for _ in range(runs):
        begun = perf_counter()
        work()
        times.append(perf_counter() - begun)
    return min(times)


def _page_times(drafts: QuerySet[DraftAct], text: str) -> Iterable[float]:
    """Milliseconds until the first page is there, of each run after the first."""
    for number in range(RUNS + 1):
        begun = perf_counter()
        _page(matching(drafts, text, by_pages=True))
        if number:
            yield (perf_counter() - begun) * 1000


# --- Are the hits right? -----------------------------------------------------------------------------------


def _wrong_hits() -> int:
    """Over all queries: drafts of the sample found though their stems say no, or not found though they say yes."""
    ids = list(DraftAct.objects.order_by("pk").values_list("pk", flat=True)[:: LARGE.drafts // READ][:READ])
    sample = DraftAct.objects.filter(pk__in=ids)
    words = {pk: set(text.split()) for pk, text in sample.values_list("pk", "search_text")}
    return sum(
        len(_ids(matching(DraftAct.objects.all(), text)) & words.keys() ^ _read(words, text))
        for text in QUERIES
    )


def _read(words: dict[int, set[str]], text: str) -> set[int]:
    """What search promises, read word by word: each word typed, by its stem in either language, or as a beginning."""
    typed = [(word, {*stems(word, "kk"), *stems(word, "ru")}) for word in tokens(text)]
    return {
        pk
        for pk, held in words.items()
        if all(
            held & forms or (len(word) >= 4 and any(w.startswith(word) for w in held))
            for word, forms in typed
        )
    }
