"""From cards read on a list to draft acts in the database: new ones in bulk, changed ones with what
changed.
"""

import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet

from accounts.models import Organisation
from common.stems import title_stems
from deadlines import queries as deadline_queries
from projects.actions import windows
from projects.actions.names import NameBook
from projects.models import Dossier, DraftAct, Snapshot, Source, TopicMatch, TriageItem
from projects.portal import ListCard, MergedCard
from projects.search import search_text_of
from projects.states import SnapshotKind

BATCH = 500
MUTABLE = [
    "title_kk",
    "title_ru",
    "act_type",
    "body",
    "body_name_kk",
    "body_name_ru",
    "portal_state",
    "file_id",
    "created_on",
    "listed_on",
    "ends_on",
    "comments",
    "accepted",
    "not_accepted",
    "flags",
    "seen_kk",
    "seen_ru",
    "stems_kk",
    "stems_ru",
    "search_text",
    "changed_at",
    "gone_since",
    "missed_rounds",
]


@dataclass
class Ingested:
    """What an ingest came to: ids of new and changed drafts, and of those with a new discussion window."""

    new: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    reopened: list[int] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)

    def add(self, other: "Ingested") -> None:
        self.new += other.new
        self.changed += other.changed
        self.reopened += other.reopened


def anything_new(cards: Sequence[MergedCard], organisation: Organisation | None = None) -> bool:
    """Whether `ingest_cards` would store anything of `cards` (one query)."""
    return bool(_fresh(cards, organisation))


@transaction.atomic
def ingest_cards(
    source: Source,
    cards: Sequence[MergedCard],
    *,
    at: datetime,
    on: date,
    organisation: Organisation | None = None,
) -> Ingested:
    """Store what is new or changed in `cards`; what is known and unchanged is left as it is.

    With `organisation` the drafts belong to it alone (a person brought them), and drafts that the portal has
    already shown us are left as they are. Nothing is ever deleted because it is missing from `cards`.
    """
    wait_for_other_ingests()
    fresh = _fresh(cards, organisation)
    if not fresh:
        return Ingested()
    book = NameBook(_body_names(fresh), may_learn=organisation is None)
    ids = [card.portal_id for card in fresh]
    known = {draft.portal_id: draft for draft in _drafts(organisation, ids)}
    new = [card for card in fresh if card.portal_id not in known]
    result = _create(source, new, book, at=at, organisation=organisation)
    changed = [(known[card.portal_id], card) for card in fresh if card.portal_id in known]
    result.add(_change(changed, book, at=at, on=on))
    if organisation is None and new:
        absorb_private_twins([card.portal_id for card in new], at=at, on=on)
    return result


def wait_for_other_ingests() -> None:
    """Two ingests at once wait for each other at the first source's row, until the end of the transaction:
    the second then finds what the first has stored. (SQLite lets in one writer at a time anyway.)"""
    Source.objects.select_for_update().order_by("pk").first()


def _drafts(organisation: Organisation | None, portal_ids: Iterable[int]) -> "QuerySet[DraftAct]":
    rows = DraftAct.objects.filter(portal_id__in=list(portal_ids), organisation=organisation)
    return rows.select_related("act_type", "body")


def _body_names(cards: Iterable[MergedCard]) -> list[str | None]:
    return [part.body for card in cards for part in (card.kk, card.ru) if part]


def _fresh(cards: Sequence[MergedCard], organisation: Organisation | None) -> list[MergedCard]:
    ids = [card.portal_id for card in cards]
    rows = DraftAct.objects.visible_to([organisation.pk] if organisation else []).filter(portal_id__in=ids)
    known: dict[tuple[int | None, int | None], tuple[str, str]] = {
        (portal_id, owner): (seen_kk, seen_ru)
        for portal_id, owner, seen_kk, seen_ru in rows.values_list(
            "portal_id", "organisation_id", "seen_kk", "seen_ru"
        )
    }
    owner = organisation.pk if organisation else None
    untouchable = {portal_id for portal_id, seen_owner in known if seen_owner != owner}
    return [
        card
        for card in cards
        if card.portal_id not in untouchable and _differs(card, known.get((card.portal_id, owner)))
    ]


def _differs(card: MergedCard, known: tuple[str, str] | None) -> bool:
    if known is None:
        return True
    seen_kk, seen_ru = known
    kk_same = card.kk is None or card.kk.fingerprint == seen_kk
    ru_same = card.ru is None or card.ru.fingerprint == seen_ru
    return not (kk_same and ru_same)


# --- New drafts ---------------------------------------------------------------------------------------------


def _create(
    source: Source,
    cards: Sequence[MergedCard],
    book: NameBook,
    *,
    at: datetime,
    organisation: Organisation | None,
) -> Ingested:
    if not cards:
        return Ingested()
    drafts = [_new_draft(source, card, book, at=at, organisation=organisation) for card in cards]
    snaps = [
        snap for draft, card in zip(drafts, cards, strict=True) for snap in snapshots_of(draft, card, at=at)
    ]
    store_new(drafts, snaps, at=at)
    return Ingested(new=[draft.pk for draft in drafts])


def _new_draft(
    source: Source, card: MergedCard, book: NameBook, *, at: datetime, organisation: Organisation | None
) -> DraftAct:
    draft = DraftAct(
        source=source, organisation=organisation, portal_id=card.portal_id, first_seen_at=at, changed_at=at
    )
    fill(draft, card, book)
    return draft


def store_new(drafts: Sequence[DraftAct], snaps: Sequence[Snapshot], *, at: datetime) -> None:
    """Write new drafts with their first windows and what was seen of them, all in bulk."""
    DraftAct.objects.bulk_create(drafts, batch_size=BATCH)
    windows.open_first(drafts, at=at)
    Snapshot.objects.bulk_create(snaps, batch_size=BATCH)


def fill(draft: DraftAct, card: MergedCard, book: NameBook) -> None:
    """Set the draft's columns from the card's languages that were read; the others keep what they have."""
    kk, ru = card.kk, card.ru
    lead = ru or kk
    assert lead is not None, "a merged card holds at least one language"
    for language, part in (("kk", kk), ("ru", ru)):
        if part is None:
            continue
        setattr(draft, f"title_{language}", part.title)
        setattr(draft, f"body_name_{language}", (part.body or "")[:300])
        setattr(draft, f"seen_{language}", part.fingerprint)
    act_type = book.act_type(kk.act_type if kk else None, ru.act_type if ru else None)
    draft.act_type = act_type or draft.act_type
    draft.body = book.body(kk.body if kk else None, ru.body if ru else None) or draft.body
    draft.portal_state = book.portal_state(lead.state) or draft.portal_state
    draft.file_id = lead.file_id
    draft.created_on = lead.created_on or draft.created_on
    draft.listed_on = list_on(draft, deadline_queries.day_of(draft.first_seen_at))
    draft.ends_on = lead.ends_on or draft.ends_on
    draft.comments, draft.accepted, draft.not_accepted = lead.comments, lead.accepted, lead.not_accepted
    draft.flags = sorted({flag for part in (kk, ru) if part for flag in part.flags})
    make_searchable(draft)


def list_on(draft: DraftAct, seen_on: date) -> date:
    """The day under which lists show the draft: that of posting, unless there is none or it had not come when
    seen.
    """
    return min(draft.created_on or seen_on, seen_on)


def make_searchable(draft: DraftAct) -> None:
    """Stems of the title, once, and the text that search reads."""
    kk, ru = title_stems(draft.title_kk or "", draft.title_ru or "")
    draft.stems_kk, draft.stems_ru = " ".join(kk), " ".join(ru)
    draft.search_text = search_text_of(draft)


# --- Changed drafts -----------------------------------------------------------------------------------------


def _change(
    pairs: Iterable[tuple[DraftAct, MergedCard]], book: NameBook, *, at: datetime, on: date
) -> Ingested:
    result = Ingested()
    drafts: list[DraftAct] = []
    moved: list[DraftAct] = []
    snaps: list[Snapshot] = []
    for draft, card in pairs:
        before = facts_of(draft)
        fill(draft, card, book)
        draft.changed_at, draft.gone_since, draft.missed_rounds = at, None, 0
        changes = changes_between(before, facts_of(draft))
        drafts.append(draft)
        snaps += snapshots_of(draft, card, at=at, changes=changes)
        result.changed.append(draft.pk)
        if "ends_on" in changes or "created_on" in changes:
            moved.append(draft)
    store_changed(drafts, snaps)
    for draft in moved:
        result.reopened += windows.follow_portal(draft, at=at, on=on)
    return result


def store_changed(drafts: Sequence[DraftAct], snaps: Sequence[Snapshot]) -> None:
    """Write what may change of known drafts, and what was seen, all in bulk."""
    DraftAct.objects.bulk_create(
        drafts, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=MUTABLE
    )
    Snapshot.objects.bulk_create(snaps, batch_size=BATCH)


def facts_of(draft: DraftAct) -> dict[str, Any]:
    """The facts whose change is worth a line in the draft's history."""
    return {
        "title_kk": draft.title_kk or "",
        "title_ru": draft.title_ru or "",
        "portal_state": draft.portal_state,
        "created_on": draft.created_on and draft.created_on.isoformat(),
        "ends_on": draft.ends_on and draft.ends_on.isoformat(),
        "comments": draft.comments,
        "accepted": draft.accepted,
        "not_accepted": draft.not_accepted,
    }


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """What differs, as [before, after] by fact."""
    return {name: [before[name], now] for name, now in after.items() if before[name] != now}


def snapshots_of(
    draft: DraftAct, card: MergedCard, *, at: datetime, changes: dict[str, Any] | None = None
) -> list[Snapshot]:
    parts = [("kk", card.kk), ("ru", card.ru)]
    return [card_snapshot(draft, language, part, at=at, changes=changes) for language, part in parts if part]


def card_snapshot(
    draft: DraftAct, language: str, card: ListCard, *, at: datetime, changes: dict[str, Any] | None = None
) -> Snapshot:
    return snapshot(
        draft, card.html.encode(), kind=SnapshotKind.CARD, language=language, at=at, changes=changes
    )


def snapshot(
    draft: DraftAct,
    body: bytes,
    *,
    kind: SnapshotKind,
    at: datetime,
    language: str = "",
    organisation: Organisation | None = None,
    changes: dict[str, Any] | None = None,
) -> Snapshot:
    """An unsaved snapshot of these bytes; `organisation` for what a person brought to a draft of the
    portal.
    """
    return Snapshot(
        draft=draft,
        organisation=organisation or draft.organisation,
        kind=kind,
        language=language,
        taken_at=at,
        sha256=hashlib.sha256(body).hexdigest(),
        body=zlib.compress(body, 6),
        changes=changes or {},
    )


# --- A private draft meets the portal's own -----------------------------------------------------------------


def absorb_private_twins(portal_ids: Sequence[int], *, at: datetime, on: date) -> None:
    """The portal now shows what some organisations had brought in themselves: their work moves to the
    published draft, with the portal's dates."""
    twins = DraftAct.objects.filter(portal_id__in=portal_ids, organisation__isnull=False)
    for twin in twins:
        public = DraftAct.objects.get(portal_id=twin.portal_id, organisation__isnull=True)
        window = public.windows.order_by("-number").first()
        Dossier.objects.filter(draft=twin).update(draft=public)
        Snapshot.objects.filter(draft=twin).update(draft=public)
        TopicMatch.objects.filter(draft=twin).update(draft=public)
        latest = TriageItem.objects.filter(draft=twin).aggregate(latest=Max("pk"))["latest"]
        TriageItem.objects.filter(pk=latest).update(draft=public, window=window, ends_on=public.ends_on)
        twin.delete()
        if window is not None:
            windows.move_discussion_deadlines(public, window, at=at, on=on)
