"""Storing a list of 1,000 drafts in bulk beside the loop of `update_or_create`: same cards, same rows afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.actions import ingest, windows
from projects.actions.names import NameBook
from projects.models import DiscussionWindow, DraftAct, Snapshot, Source
from projects.portal import MergedCard, merge_cards, parse_list
from projects.states import SourceKind
from tests.benchmarks.figures import Figure
from tests.benchmarks.generate import SMALL
from tests.benchmarks.scratch import database, engine
from tests.projects.pages import Act, list_page

NEEDS_DJANGO = True

ITEMS = 1_000
RUNS = 3
BAR = 8
FIRST = 30_000_000


def run() -> list[Figure]:
    """New drafts and changed ones, and what an unchanged list costs."""
    database(SMALL)
    source = Source.objects.get(kind=SourceKind.PORTAL)
    new, changed = cards(comments=0), cards(comments=1)
    bulk_new, loop_new = _race(source, [], new)
    bulk_changed, loop_changed = _race(source, new, changed)
    return [
        _ratio(f"{ITEMS:,} new drafts in bulk, against update_or_create on {engine()}", bulk_new, loop_new),
        _ratio(f"{ITEMS:,} changed drafts in bulk, against it on {engine()}", bulk_changed, loop_changed),
        _whole(source, new),
        _unchanged(source, new),
    ]


def cards(*, comments: int) -> list[MergedCard]:
    acts = [
        Act(
            FIRST + n,
            kk=f"Үлгілік қағидаларды бекіту туралы бұйрыққа {n}-өзгерісті енгізу туралы",
            ru=f"О внесении изменения {n} в приказ об утверждении типовых правил",
            created=date(2026, 9, 1) + timedelta(days=n % 28),
            ends=date(2026, 10, 1) + timedelta(days=n % 28),
            comments=comments,
        )
        for n in range(ITEMS)
    ]
    read = {language: parse_list(list_page(acts, language), language).cards for language in ("kk", "ru")}
    return merge_cards(read["kk"], read["ru"])


# --- The two ways ------------------------------------------------------------------------------------------


@dataclass
class Prepared:
    """Drafts as the cards say them, ready to be stored, and what was seen of each."""

    drafts: list[DraftAct]
    snaps: list[Snapshot]


def prepared(source: Source, seen: Sequence[MergedCard]) -> Prepared:
    """New drafts, or the stored ones with what the cards say now."""
    at = timezone.now()
    stored = {draft.portal_id: draft for draft in DraftAct.objects.filter(portal_id__gte=FIRST)}
    book = NameBook([part.body for card in seen for part in (card.kk, card.ru) if part], may_learn=True)
    drafts, snaps = [], []
    for card in seen:
        draft = stored.get(card.portal_id) or DraftAct(
            source=source, portal_id=card.portal_id, first_seen_at=at, changed_at=at
        )
        ingest.fill(draft, card, book)
        drafts.append(draft)
        snaps += ingest.snapshots_of(draft, card, at=at)
    return Prepared(drafts, snaps)


def in_bulk(ready: Prepared) -> None:
    if ready.drafts[0].pk is None:
        ingest.store_new(ready.drafts, ready.snaps, at=timezone.now())
    else:
        ingest.store_changed(ready.drafts, ready.snaps)


def one_by_one(ready: Prepared) -> None:
    """The obvious way: each row looked up, then written."""
    minimum, snaps = windows.StatutoryMinimum(), iter(ready.snaps)
    for draft in ready.drafts:
        columns = {"source": draft.source, **{name: getattr(draft, name) for name in ingest.MUTABLE}}
        stored, is_new = DraftAct.objects.update_or_create(
            portal_id=draft.portal_id, organisation=None, defaults=columns
        )
        if is_new:
            limit, statutory = minimum.of(draft)
            DiscussionWindow.objects.update_or_create(
                draft=stored,
                number=1,
                defaults={
                    "starts_on": draft.created_on,
                    "ends_on": draft.ends_on,
                    "time_limit": limit,
                    "statutory_ends_on": statutory,
                },
            )
        for _language in range(2):
            snap = next(snaps)
            snap.draft = stored
            snap.save()


# --- Measuring ---------------------------------------------------------------------------------------------


def _race(source: Source, before: Sequence[MergedCard], seen: Sequence[MergedCard]) -> tuple[float, float]:
    """The best time of each, in turns, each from the same state; and the rows that each leaves are the same."""
    best = [float("inf"), float("inf")]
    left: list[list[tuple[Any, ...]]] = [[], []]
    for _ in range(RUNS):
        for place, store in enumerate((in_bulk, one_by_one)):
            took, left[place] = _once(store, source, before, seen)
            best[place] = min(best[place], took)
    assert left[0] == left[1], "the two ways leave different rows"
    return best[0], best[1]


def _once(
    store: Callable[[Prepared], None],
    source: Source,
    before: Sequence[MergedCard],
    seen: Sequence[MergedCard],
) -> tuple[float, list[tuple[Any, ...]]]:
    with transaction.atomic():
        if before:
            in_bulk(prepared(source, before))
        ready = prepared(source, seen)
        begun = perf_counter()
        store(ready)
        took = perf_counter() - begun
        rows = _rows()
        transaction.set_rollback(True)
    return took, rows


def _rows() -> list[tuple[Any, ...]]:
    drafts = DraftAct.objects.filter(portal_id__gte=FIRST)
    counts = (drafts.count(), Snapshot.objects.filter(draft__in=drafts).count())
    names = ("portal_id", "title_kk", "title_ru", "body__name_ru", "ends_on", "comments", "search_text")
    windows_ = ("windows__number", "windows__ends_on", "windows__statutory_ends_on")
    return [counts, *drafts.order_by("portal_id").values_list(*names, *windows_)]


def _whole(source: Source, seen: Sequence[MergedCard]) -> Figure:
    """From cards to rows, as a poll does it: names, stems, checksums and all."""
    with transaction.atomic():
        begun = perf_counter()
        ingest.ingest_cards(source, seen, at=timezone.now(), on=timezone.localdate())
        took = perf_counter() - begun
        transaction.set_rollback(True)
    return Figure(
        f"new drafts a second, from card to rows, on {engine()}",
        ITEMS / took,
        "",
        ">= 100",
        ITEMS / took >= 100,
    )


def _unchanged(source: Source, seen: Sequence[MergedCard]) -> Figure:
    with transaction.atomic():
        in_bulk(prepared(source, seen))
        with CaptureQueriesContext(connection) as asked:
            assert not ingest.anything_new(seen)
        transaction.set_rollback(True)
    return Figure("queries to see that 1,000 drafts are unchanged", len(asked), "", "<= 3", len(asked) <= 3)


def _ratio(name: str, ours: float, theirs: float) -> Figure:
    ratio = theirs / ours
    return Figure(name, ratio, "times as fast", f">= {BAR}", ratio >= BAR)
