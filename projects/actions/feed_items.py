"""Items of RSS and Atom feeds as draft acts."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from common.language import language_of
from deadlines.queries import day_of
from projects.actions import windows
from projects.actions.ingest import Ingested, make_searchable, snapshot
from projects.feeds import FeedItem, FeedPage
from projects.models import DraftAct, Snapshot, Source
from projects.portal import portal_id_from_address
from projects.states import SnapshotKind


def ingest_items(source: Source, page: FeedPage, *, at: datetime, on: date) -> Ingested:
    """Store the items not seen before; an item is the same act when its key or its link is known.

    What is missing from the feed stays: feeds forget.
    """
    known = _known(source, page.items)
    fresh = [item for item in page.items if not (set(_keys(item)) & known)]
    if not fresh:
        return Ingested()
    with transaction.atomic():
        drafts = [_draft(source, item, page, at=at, on=on) for item in fresh]
        DraftAct.objects.bulk_create(drafts, ignore_conflicts=True, batch_size=500)
        stored = {
            draft.external_key: draft
            for draft in DraftAct.objects.filter(source=source, external_key__in=[d.external_key for d in drafts])
        }
        rows = [(stored[d.external_key], item) for d, item in zip(drafts, fresh, strict=True) if d.external_key in stored]
        windows.open_first([draft for draft, _item in rows], at=at)
        Snapshot.objects.bulk_create([_evidence(draft, item, at) for draft, item in rows], batch_size=500)
    return Ingested(new=[draft.pk for draft, _item in rows])


def _keys(item: FeedItem) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key[:300] for key in item.keys))


def _known(source: Source, items: Sequence[FeedItem]) -> set[str]:
    keys = {key for item in items for key in _keys(item)}
    links = {item.link for item in items if item.link}
    portal_ids = {number: item for item in items if (number := _portal_id(item)) is not None}
    rows = DraftAct.objects.filter(
        Q(source=source, external_key__in=keys)
        | Q(source=source, address__in=links)
        | Q(portal_id__in=portal_ids, organisation__isnull=True)
    ).values_list("external_key", "address", "portal_id")
    known: set[str] = set()
    for external_key, address, portal_id in rows:
        known |= {external_key, address}
        if portal_id in portal_ids:
            known |= set(_keys(portal_ids[portal_id]))
    return known - {""}


def _portal_id(item: FeedItem) -> int | None:
    try:
        return portal_id_from_address(item.link)
    except ValueError:
        return None


def _draft(source: Source, item: FeedItem, page: FeedPage, *, at: datetime, on: date) -> DraftAct:
    language = language_of(item.title)
    draft = DraftAct(
        source=source,
        external_key=_keys(item)[0],
        address=item.link[:500],
        created_on=day_of(item.published_at) if item.published_at else None,
        listed_on=day_of(item.published_at) if item.published_at else on,
        flags=["encoding_doubtful"] if page.doubtful_encoding else [],
        first_seen_at=at,
        changed_at=at,
    )
    setattr(draft, f"title_{language}", item.title)
    make_searchable(draft)
    return draft


def _evidence(draft: DraftAct, item: FeedItem, at: datetime) -> Snapshot:
    text = "\n".join([item.title, item.link, item.body_text])
    return snapshot(draft, text.encode(), kind=SnapshotKind.ITEM, at=at, language=language_of(item.title))
