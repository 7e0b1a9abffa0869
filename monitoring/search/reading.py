"""Reads what was written since into the index. Idempotent; two that read at once do the same work twice, and no harm."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db import transaction

from common.stems import title_stems
from common.word_index import TERM_LENGTH, plain
from monitoring.models import SearchEntry, SearchStale, SearchWord
from monitoring.search.kinds import WANTS, Kind
from monitoring.search.sources import SOURCES, entries
from projects.models import DraftAct

BATCH = 500


def read_news(most: int) -> int:
    """Read what is stale, the oldest first, no more than about `most` things. Returns how many notes were settled."""
    settled = 0
    while settled < most and SearchStale.objects.exists():
        settled += _read_some()
    return settled


@transaction.atomic
def _read_some() -> int:
    """Work that people wait for comes before drafts, which are found without it."""
    stale = SearchStale.objects.exclude(kind=Kind.DRAFT).order_by("id")[:BATCH]
    notes = list(stale.values_list("kind", "object_id", "id"))
    notes = notes or list(SearchStale.objects.order_by("id")[:BATCH].values_list("kind", "object_id", "id"))
    for kind, group in groupby(sorted(notes), key=lambda note: note[0]):
        _read(Kind(kind), {object_id for _kind, object_id, _pk in group})
    SearchStale.objects.filter(pk__in=[pk for _kind, _object_id, pk in notes]).delete()
    return len(notes)


def _read(kind: Kind, ids: set[int]) -> None:
    if kind == Kind.DRAFT:
        _learn_drafts(ids)
        return
    found = entries(kind, ids)
    gone = ids - {entry.object_id for entry in found}
    SearchEntry.objects.filter(kind=kind, object_id__in=gone).delete()
    columns = [
        field.attname
        for field in SearchEntry._meta.concrete_fields
        if field.name not in {"id", "kind", "object_id"}
    ]
    SearchEntry.objects.bulk_create(
        found,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=columns,
    )
    if kind not in WANTS:  # whoever may not open it must not be led to its words
        _learn((entry.organisation_id, entry.search_text.split()) for entry in found)


def _learn_drafts(ids: Iterable[int]) -> None:
    rows = DraftAct.objects.filter(pk__in=ids).values_list("organisation_id", "title_kk", "title_ru")
    _learn((owner, _title_words(kk or "", ru or "")) for owner, kk, ru in rows)


def _title_words(kk: str, ru: str) -> list[str]:
    stems_kk, stems_ru = title_stems(kk, ru)
    return plain((*stems_kk, *stems_ru))


def _learn(said: Iterable[tuple[int | None, Iterable[str]]]) -> None:
    """Remember stems for whom they may be proposed to; `said`: the owner, None for everybody, and stems."""
    known = {
        (owner, word)
        for owner, words in said
        for word in words
        if 1 < len(word) <= TERM_LENGTH and word.isalpha()
    }
    rows = [SearchWord.of(word, owner) for owner, word in sorted(known, key=lambda one: (one[0] or 0, one[1]))]
    SearchWord.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def forget_unused() -> int:
    """Forget the stems that an organisation has written nowhere any more, a name that was erased among them; how many.

    The stems are read before the texts: what is learnt meanwhile is left alone.
    """
    forgotten = 0
    owners = SearchWord.objects.filter(organisation__isnull=False).order_by()
    for owner in owners.values_list("organisation", flat=True).distinct():
        known = dict(SearchWord.objects.filter(organisation=owner).values_list("stem", "pk"))
        for word in _written(owner):
            known.pop(word, None)
        unused = list(known.values())
        for begin in range(0, len(unused), BATCH):
            forgotten += SearchWord.objects.filter(pk__in=unused[begin : begin + BATCH]).delete()[0]
    return forgotten


def _written(owner: int) -> Iterator[str]:
    entries = SearchEntry.objects.filter(organisation=owner).exclude(kind__in=WANTS)
    for text in entries.values_list("search_text", flat=True).iterator():
        yield from text.split()
    for kk, ru in DraftAct.objects.filter(organisation=owner).values_list("title_kk", "title_ru"):
        yield from _title_words(kk or "", ru or "")


@transaction.atomic
def forget_all() -> None:
    """Everything is to be read anew."""
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    SearchStale.objects.all().delete()
    for kind in Kind:
        model = DraftAct if kind == Kind.DRAFT else SOURCES[kind].model
        ids = model._default_manager.order_by("pk").values_list("pk", flat=True)
        notes = (SearchStale(kind=kind, object_id=pk) for pk in ids.iterator())
        SearchStale.objects.bulk_create(notes, batch_size=BATCH)
