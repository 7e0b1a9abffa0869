"""Reading the sources: politely, only as far as there is something new, and never as if a failure were an empty list."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from common.fetching import Fetched, Fetcher, FetchFailure, FetchPolicy, backoff, host_of
from projects.actions import topics, windows
from projects.actions.feed_items import ingest_items
from projects.actions.ingest import Ingested, ingest_cards
from projects.feeds import FeedFailure, parse_feed
from projects.models import DraftAct, PollRun, Source
from projects.portal import ListPage, MergedCard, NotAListPage, merge_cards, parse_list
from projects.states import Outcome, SourceKind

LANGUAGES = ("kk", "ru")
LANGUAGE_COOKIE = "egovLang"
LEASE = timedelta(minutes=10)
FRONT_PAGES = 20
DEEP_PAGES_A_POLL = 60
DEEP_EVERY = timedelta(hours=24)
DEEP_DAYS = 45  # drafts created earlier than that have no discussion running
GONE_AFTER_ROUNDS = 3
FEED_ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8"


class Fetch(Protocol):
    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        cookies: dict[str, str] | None = None,
    ) -> Fetched: ...


class SourceFailure(Exception):
    """The source did not give what it should; `code` is stored and shown in words."""

    def __init__(self, code: str, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(code, detail)
        self.code, self.detail, self.retry_after = code, detail, retry_after


@dataclass
class Reading:
    """What one poll has come to so far."""

    pages: int = 0
    rejected: int = 0
    ingested: Ingested = field(default_factory=Ingested)
    updates: dict[str, object] = field(default_factory=dict)


def fetcher_for(source: Source) -> Fetcher:
    """The bounded way out to this source's host and no other."""
    contact = source.contact or settings.CRAWLER_CONTACT
    agent = settings.CRAWLER_NAME.replace(")", f"; mailto:{contact})") if contact else settings.CRAWLER_NAME
    private = frozenset(settings.FETCH_ALLOW_PRIVATE)
    policy = FetchPolicy(
        allowed_hosts=frozenset({host_of(source.address)}),
        user_agent=agent,
        allow_http=bool(private),
        allow_private=private,
        pause=(0.0, 0.01) if private else (0.6, 1.2),
    )
    return Fetcher(policy)


def due_sources(at: datetime) -> list[Source]:
    return list(Source.objects.due(at).order_by("next_poll_at"))


def poll_source(source: Source, fetch: Fetch, *, at: datetime, on: date) -> PollRun | None:
    """Poll one source now, unless somebody else is polling it; None if so, or if there was nothing new.

    An unchanged list costs three queries: taking the lease, comparing, and noting the time. Each page is stored in a
    transaction of its own before the next is fetched.
    """
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    if not Source.objects.filter(free, pk=source.pk).update(lease_until=at + LEASE, last_attempt_at=at):
        return None
    first = source.last_success_at is None
    reading = Reading()
    try:
        if source.kind == SourceKind.PORTAL:
            _read_portal(source, fetch, reading, at=at, on=on)
        else:
            _read_feed(source, fetch, reading, at=at, on=on)
    except SourceFailure as failure:
        _settle(reading, at=at, on=on, quiet=first)
        return _note_failure(source, reading, failure, at=at)
    _settle(reading, at=at, on=on, quiet=first)
    return _note_success(source, reading, at=at)


def _settle(reading: Reading, *, at: datetime, on: date, quiet: bool) -> None:
    """What follows from the drafts that were stored, also when a later page failed."""
    windows.ask_again(reading.ingested.reopened, at=at)
    topics.match_drafts(reading.ingested.new, at=at, on=on, quiet=quiet)


# --- The portal's list --------------------------------------------------------------------------------------------


def page_address(address: str, page: int) -> str:
    parts = urlsplit(address)
    query = "&".join(filter(None, [parts.query, urlencode({"page": page})]))
    return urlunsplit(parts._replace(query=query))


def read_page(source: Source, fetch: Fetch, page: int, on: date) -> tuple[list[MergedCard], dict[str, ListPage]]:
    """One page of the list in both languages, merged by the portal's number. Raises SourceFailure."""
    found: dict[str, ListPage] = {}
    for language in LANGUAGES:
        fetched = _fetch(fetch, page_address(source.address, page), cookies={LANGUAGE_COOKIE: language})
        try:
            found[language] = parse_list(fetched.body, language)
        except NotAListPage as wrong:
            raise SourceFailure(f"page_{wrong.reason_code}", fetched.url) from wrong
    return merge_cards(found["kk"].cards, found["ru"].cards), found


def _read_portal(source: Source, fetch: Fetch, reading: Reading, *, at: datetime, on: date) -> None:
    last_page = 0
    for page in range(1, FRONT_PAGES + 1):
        cards, pages = read_page(source, fetch, page, on)
        _count(reading, pages)
        last_page = page
        if page == 1 and not cards:
            raise SourceFailure("page_no_drafts", source.address)
        ingested = ingest_cards(source, cards, at=at, on=on)
        reading.ingested.add(ingested)
        if not ingested or not cards:
            break
    if source.deep_page is not None or source.deep_polled_at is None or source.deep_polled_at <= at - DEEP_EVERY:
        _read_deeper(source, fetch, reading, last_page, at=at, on=on)


def _read_deeper(source: Source, fetch: Fetch, reading: Reading, after: int, *, at: datetime, on: date) -> None:
    """Once a day the list is read as far back as discussions may still be running: a date moved there is seen, and a
    draft that is missing three days running is marked as gone from the portal. A long round goes on in the next poll."""
    start = source.deep_page or 1
    round_ = source.deep_round + (source.deep_page is None)
    reading.updates |= {"deep_round": round_}
    for page in range(start, start + DEEP_PAGES_A_POLL):
        cards, pages = read_page(source, fetch, page, on)
        _count(reading, pages)
        reading.ingested.add(ingest_cards(source, cards, at=at, on=on))
        DraftAct.objects.filter(portal_id__in=[c.portal_id for c in cards], organisation__isnull=True).update(
            seen_round=round_, missed_rounds=0, gone_since=None
        )
        Source.objects.filter(pk=source.pk).update(lease_until=at + LEASE, deep_page=page + 1, deep_round=round_)
        if _is_last(page, pages) or _all_older(cards, on - timedelta(days=DEEP_DAYS)):
            _mark_gone(source, round_, on)
            reading.updates |= {"deep_page": None, "deep_polled_at": at}
            return
    reading.updates |= {"deep_page": start + DEEP_PAGES_A_POLL}


def _is_last(page: int, pages: dict[str, ListPage]) -> bool:
    totals = [found.total_pages for found in pages.values() if found.total_pages]
    return any(found.is_empty for found in pages.values()) or (bool(totals) and page >= max(totals))


def _all_older(cards: list[MergedCard], than: date) -> bool:
    days = [part.created_on for card in cards for part in (card.kk, card.ru) if part and part.created_on]
    return bool(days) and max(days) < than


def _mark_gone(source: Source, round_: int, on: date) -> None:
    missed = DraftAct.objects.filter(
        source=source, portal_id__isnull=False, organisation__isnull=True, ends_on__gte=on, seen_round__lt=round_
    ).filter(created_on__gte=on - timedelta(days=DEEP_DAYS), gone_since__isnull=True)
    missed.update(missed_rounds=F("missed_rounds") + 1)
    missed.filter(missed_rounds__gte=GONE_AFTER_ROUNDS).update(gone_since=on)


def _count(reading: Reading, pages: dict[str, ListPage]) -> None:
    reading.pages += 1
    reading.rejected += sum(len(page.rejected) for page in pages.values())


# --- Feeds --------------------------------------------------------------------------------------------------------


def _read_feed(source: Source, fetch: Fetch, reading: Reading, *, at: datetime, on: date) -> None:
    fetched = _fetch(fetch, source.address, etag=source.etag or None, last_modified=source.last_modified or None)
    reading.pages = 1
    if fetched.not_modified:
        return
    body_hash = hashlib.sha256(fetched.body).hexdigest()
    if body_hash != source.body_hash:
        try:
            page = parse_feed(fetched.body, fetched.content_type)
        except FeedFailure as wrong:
            raise SourceFailure(f"feed_{wrong.reason_code}", source.address) from wrong
        reading.rejected = len(page.rejected)
        reading.ingested.add(ingest_items(source, page, at=at, on=on))
    # Only now is what was read stored: the next poll may ask for changes alone.
    reading.updates = {
        "etag": (fetched.etag or "")[:200],
        "last_modified": (fetched.last_modified or "")[:100],
        "body_hash": body_hash,
    }


def _fetch(fetch: Fetch, url: str, **options: object) -> Fetched:
    try:
        return fetch.fetch(url, **options)  # type: ignore[arg-type]
    except FetchFailure as failure:
        raise SourceFailure(str(failure.reason_code), failure.detail, failure.retry_after) from failure


# --- Notes --------------------------------------------------------------------------------------------------------


def _note_success(source: Source, reading: Reading, *, at: datetime) -> PollRun | None:
    updates: dict[str, object] = {
        "lease_until": None,
        "last_success_at": at,
        "failures_in_row": 0,
        "last_failure": "",
        "last_failure_detail": "",
        "next_poll_at": at + timedelta(minutes=source.interval_minutes),
        **reading.updates,
    }
    if reading.ingested.new:
        updates["last_new_at"] = at
    Source.objects.filter(pk=source.pk).update(**updates)
    for name, value in updates.items():
        setattr(source, name, value)
    if not reading.ingested and not reading.rejected:
        return None
    return _run(source, reading, Outcome.CHANGED, at=at)


def _note_failure(source: Source, reading: Reading, failure: SourceFailure, *, at: datetime) -> PollRun:
    failures = source.failures_in_row + 1
    pause = backoff(failures, failure.retry_after, random.Random())
    updates = {
        "lease_until": None,
        "failures_in_row": failures,
        "last_failure": failure.code[:60],
        "last_failure_detail": failure.detail[:300],
        "next_poll_at": at + timedelta(seconds=pause),
    }
    Source.objects.filter(pk=source.pk).update(**updates)
    for name, value in updates.items():
        setattr(source, name, value)
    return _run(source, reading, Outcome.FAILED, at=at, failure=failure.code[:60], detail=failure.detail[:300])


def _run(source: Source, reading: Reading, outcome: Outcome, *, at: datetime, **words: str) -> PollRun:
    return PollRun.objects.create(
        source=source,
        started_at=at,
        finished_at=at,
        outcome=outcome,
        pages=reading.pages,
        new=len(reading.ingested.new),
        changed=len(reading.ingested.changed),
        rejected=reading.rejected,
        **words,
    )


# --- The archive --------------------------------------------------------------------------------------------------


def archive_pages(source: Source, fetch: Fetch, start: int, *, on: date) -> Iterator[tuple[int, list[MergedCard], int | None]]:
    """Pages of the archive from `start` on: number, cards, and how many pages there are."""
    page = start
    while True:
        cards, pages = read_page(source, fetch, page, on)
        totals = [found.total_pages for found in pages.values() if found.total_pages]
        yield page, cards, max(totals, default=None)
        if _is_last(page, pages) or not cards:
            return
        page += 1


@transaction.atomic
def ask_now(source: Source, *, at: datetime) -> None:
    """The operator wants the source polled at the next minute, whatever the pause after failures."""
    Source.objects.filter(pk=source.pk).update(next_poll_at=at, is_enabled=True)
