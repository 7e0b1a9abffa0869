"""Items of RSS and Atom feeds as draft acts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from common.language import language_of
from projects.actions import windows
from projects.actions.ingest import (
    BATCH,
    Ingested,
    changes_between,
    facts_of,
    list_on,
    make_searchable,
    snapshot,
    wait_for_other_ingests,
)
from projects.feeds import FeedItem, FeedPage, item_keys, known_as
from projects.models import DraftAct, ExternalName, Snapshot, Source
from projects.portal import portal_id_from_address
from projects.states import SnapshotKind

CHANGEABLE = [
    *("title_kk", "title_ru", "address", "created_on", "listed_on", "flags"),
    *("stems_kk", "stems_ru", "search_text", "changed_at"),
]


@dataclass(frozen=True)
class _Known:
    """A stored draft as a page of a feed meets it again, and the fingerprint of the item last stored."""

    draft_id: int
    fingerprint: str


def anything_new_in(source: Source, page: FeedPage) -> bool:
    """Whether `ingest_items` would store anything of the page."""
    known = _known(source, page.items)
    return any(_differs(item, known.get(item.key)) for item in page.items)


@transaction.atomic
def ingest_items(source: Source, page: FeedPage, *, at: datetime, on: date) -> Ingested:
    """Store the items not seen before, and what changed in the others; an item is the same act when one of
    its names is known (projects.feeds.items says which names count).

    What is missing from the feed stays: feeds forget.
    """
    wait_for_other_ingests()
    known = _known(source, page.items)
    fresh = [item for item in page.items if item.key not in known]
    changed = {
        known[item.key].draft_id: item
        for item in page.items
        if item.key in known and _differs(item, known[item.key])
    }
    result = _create(source, fresh, page, at=at, on=on)
    result.changed += _change(source, changed, at=at, on=on)
    return result


def _differs(item: FeedItem, known: _Known | None) -> bool:
    return known is None or item.fingerprint != known.fingerprint


def _known(source: Source, items: Sequence[FeedItem]) -> dict[str, _Known]:
    """What is stored already, by the item's own key: found by any of its names, or by the portal's number."""
    names = [name for item in items for name in _names(item)]
    rows = ExternalName.objects.filter(source=source, key__in=names)
    stored = {key: _Known(pk, seen) for key, pk, seen in rows.values_list("key", "draft_id", "fingerprint")}
    found = {item.key: hit for item in items if (hit := known_as(item, stored)) is not None}
    numbers = {number: item for item in items if item.key not in found and (number := _portal_id(item))}
    if numbers:
        drafts = DraftAct.objects.filter(portal_id__in=numbers, organisation__isnull=True)
        for draft in drafts.only("pk", "portal_id"):
            item = numbers[draft.portal_id or 0]
            # The portal's own card tells more than a feed: it counts as seen, whatever the feed says.
            found[item.key] = _Known(draft.pk, item.fingerprint)
    return found


def _names(item: FeedItem) -> tuple[str, ...]:
    keys = item_keys(item)
    return (keys.primary, *keys.aliases)


def _portal_id(item: FeedItem) -> int | None:
    try:
        return portal_id_from_address(item.link)
    except ValueError:
        return None


def _create(source: Source, items: Sequence[FeedItem], page: FeedPage, *, at: datetime, on: date) -> Ingested:
    if not items:
        return Ingested()
    taken: set[int] = set()
    drafts = []
    for item in items:
        draft = DraftAct(source=source, external_key=item.key, first_seen_at=at)
        number = _portal_id(item)
        if number is not None and number not in taken:
            draft.portal_id = number
            taken.add(number)
        _fill(draft, item, at=at, on=on)
        drafts.append(draft)
    DraftAct.objects.bulk_create(drafts, batch_size=BATCH)
    _remember(source, zip((draft.pk for draft in drafts), items, strict=True))
    windows.open_first(drafts, at=at)
    evidence = [_evidence(draft, item, at) for draft, item in zip(drafts, items, strict=True)]
    Snapshot.objects.bulk_create(evidence, batch_size=BATCH)
    return Ingested(new=[draft.pk for draft in drafts])


def _change(source: Source, items: dict[int, FeedItem], *, at: datetime, on: date) -> list[int]:
    if not items:
        return []
    _remember(source, items.items())
    # What the portal's own list has shown since is better known than from a feed.
    drafts = list(DraftAct.objects.filter(pk__in=items, seen_kk="", seen_ru=""))
    snaps = []
    for draft in drafts:
        item, before = items[draft.pk], facts_of(draft)
        _fill(draft, item, at=at, on=on)
        snap = _evidence(draft, item, at)
        snap.changes = changes_between(before, facts_of(draft))
        snaps.append(snap)
    DraftAct.objects.bulk_update(drafts, CHANGEABLE, batch_size=BATCH)
    Snapshot.objects.bulk_create(snaps, batch_size=BATCH)
    return [draft.pk for draft in drafts]


def _remember(source: Source, pairs: Iterable[tuple[int, FeedItem]]) -> None:
    rows = [
        ExternalName(source=source, draft_id=pk, key=name, fingerprint=item.fingerprint)
        for pk, item in pairs
        for name in _names(item)
    ]
    ExternalName.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["source", "key"],
        update_fields=["draft", "fingerprint"],
    )


def _fill(draft: DraftAct, item: FeedItem, *, at: datetime, on: date) -> None:
    language = language_of(item.title)
    setattr(draft, f"title_{language}", item.title)
    draft.address = item.link[:500]
    draft.created_on = item.published_on
    draft.listed_on = list_on(draft, on)
    draft.flags = sorted(item.flags)
    draft.changed_at = at
    make_searchable(draft)


def _evidence(draft: DraftAct, item: FeedItem, at: datetime) -> Snapshot:
    text = item.raw or "\n".join([item.title, item.link, item.body_text])
    return snapshot(draft, text.encode(), kind=SnapshotKind.ITEM, at=at, language=language_of(item.title))
