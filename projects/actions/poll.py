"""Reading the sources: politely, only as far as there is something new, and never as if a failure were an
empty list.
"""

import hashlib
import random
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from common.fetching import Fetched, Fetcher, FetchFailure, FetchPolicy, backoff, host_of
from projects.actions import topics, windows
from projects.actions.feed_items import anything_new_in, ingest_items
from projects.actions.ingest import Ingested, anything_new, ingest_cards
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
RUNS_KEPT = timedelta(days=30)
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
    """What one poll has come to so far; `quiet`: nobody is told of what it finds."""

    at: datetime
    on: date
    quiet: bool = False
    pages: int = 0
    rejected: int = 0
    ingested: Ingested = field(default_factory=Ingested)
    updates: dict[str, object] = field(default_factory=dict)
    begun: float = field(default_factory=time.monotonic)

    @property
    def now(self) -> datetime:
        """The moment `at` and what the reading has taken since."""
        return self.at + timedelta(seconds=time.monotonic() - self.begun)


def fetcher_for(source: Source, *, pause: float = 0) -> Fetcher:
    """The bounded way out to this source's host and no other. `pause`: seconds between requests, if longer than usual.

    Raises FetchFailure if the source's address is none.
    """
    contact = source.contact or settings.CRAWLER_CONTACT
    agent = settings.CRAWLER_NAME.replace(")", f"; mailto:{contact})") if contact else settings.CRAWLER_NAME
    private = frozenset(settings.FETCH_ALLOW_PRIVATE)
    shortest, longest = (0.0, 0.01) if private else (0.6, 1.2)
    policy = FetchPolicy(
        allowed_hosts=frozenset({host_of(source.address)}),
        user_agent=agent,
        allow_http=bool(private),
        allow_private=private,
        pause=(max(shortest, pause), max(longest, pause * 1.2)),
    )
    return Fetcher(policy)


def due_sources(at: datetime) -> list[Source]:
    return list(Source.objects.due(at).order_by("next_poll_at"))


def poll_source(source: Source, *, at: datetime, on: date, fetch: Fetch | None = None) -> PollRun | None:
    """Poll one source now, unless somebody else is polling it; None if so, or if there was nothing new.

    An unchanged list costs three queries: taking the lease, comparing, and noting the time. Each page is
    stored, and what follows from it, in a transaction of its own before the next is fetched, so that a poll
    may die at any moment. `fetch`: the way out, if not the product's own.
    """
    if not _take_lease(source, at):
        return None
    reading = Reading(at, on, quiet=source.last_success_at is None)
    try:
        if fetch is None:
            with fetcher_for(source) as fetch:
                _read(source, fetch, reading)
        else:
            _read(source, fetch, reading)
    except FetchFailure as failure:
        return _note_failure(source, reading, SourceFailure(str(failure.reason_code), failure.detail))
    except SourceFailure as failure:
        return _note_failure(source, reading, failure)
    except Exception as error:
        _note_failure(source, reading, SourceFailure("crashed", f"{type(error).__name__}: {error}"))
        raise
    return _note_success(source, reading)


def _take_lease(source: Source, at: datetime) -> bool:
    """Claim the source for this process. A lease that ran out belonged to a poll that died: that is a failure
    too.
    """
    claim: dict[str, object] = {"lease_until": at + LEASE, "last_attempt_at": at}
    if source.lease_until is not None:
        claim |= {"failures_in_row": F("failures_in_row") + 1, "last_failure": "interrupted"}
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    taken = Source.objects.filter(free, pk=source.pk).update(**claim)
    if taken and source.lease_until is not None:
        source.failures_in_row += 1
    return bool(taken)


def _read(source: Source, fetch: Fetch, reading: Reading) -> None:
    if source.kind == SourceKind.PORTAL:
        _read_portal(source, fetch, reading)
    else:
        _read_feed(source, fetch, reading)


def _settle(ingested: Ingested, reading: Reading) -> None:
    """What follows from drafts just stored, in the same transaction: nothing is left undone if the poll
    dies.
    """
    windows.ask_again(ingested.reopened, at=reading.at)
    topics.match_drafts(ingested.new, at=reading.at, on=reading.on, quiet=reading.quiet)
    reading.ingested.add(ingested)


# --- The portal's list --------------------------------------------------------------------------------------


def page_address(address: str, page: int) -> str:
    parts = urlsplit(address)
    query = "&".join(filter(None, [parts.query, urlencode({"page": page})]))
    return urlunsplit(parts._replace(query=query))


def read_page(source: Source, fetch: Fetch, page: int, on: date) -> tuple[list[MergedCard], list[ListPage]]:
    """One page of the list in both languages, merged by the portal's number. Raises SourceFailure.

    A page that came in the other language than was asked for counts as what it is.
    """
    found: dict[str, ListPage] = {}
    for language in LANGUAGES:
        fetched = _fetch(fetch, page_address(source.address, page), cookies={LANGUAGE_COOKIE: language})
        try:
            read = parse_list(fetched.body, language, on=on)
        except NotAListPage as wrong:
            raise SourceFailure(f"page_{wrong.reason_code}", fetched.url) from wrong
        found.setdefault(read.detected_language or language, read)
    kk, ru = (found[language].cards if language in found else () for language in LANGUAGES)
    return merge_cards(kk, ru), list(found.values())


def _read_portal(source: Source, fetch: Fetch, reading: Reading) -> None:
    cards, pages = read_page(source, fetch, 1, reading.on)
    _count(reading, pages)
    if not cards:
        raise SourceFailure("page_no_drafts", source.address)
    page, more = 1, _store(source, cards, reading)
    while page < FRONT_PAGES and cards and (more or page < (source.unfinished_page or 0)):
        page += 1
        lease_until = reading.now + LEASE
        Source.objects.filter(pk=source.pk).update(lease_until=lease_until, unfinished_page=page)
        cards, pages = read_page(source, fetch, page, reading.on)
        _count(reading, pages)
        more = _store(source, cards, reading)
    reading.updates |= {"unfinished_page": None}
    overflowing = more and page == FRONT_PAGES  # a burst: the rest is found by reading the whole list at once
    due = source.deep_polled_at is None or source.deep_polled_at <= reading.at - DEEP_EVERY
    if source.deep_page is not None or due or overflowing:
        _read_deeper(source, fetch, reading)


def _store(source: Source, cards: list[MergedCard], reading: Reading) -> bool:
    """Store what is new on a page and what follows from it; returns whether anything was."""
    if not cards or not anything_new(cards):
        return False
    with transaction.atomic():
        ingested = ingest_cards(source, cards, at=reading.at, on=reading.on)
        _settle(ingested, reading)
    return bool(ingested)


def _read_deeper(source: Source, fetch: Fetch, reading: Reading) -> None:
    """Once a day the list is read as far back as discussions may still be running: a date moved there is
    seen, and a draft that is missing three rounds running is marked as gone from the portal. A long round
    goes on in the next poll."""
    start = source.deep_page or 1
    round_ = source.deep_round + (source.deep_page is None)
    reading.updates |= {"deep_round": round_}
    for page in range(start, start + DEEP_PAGES_A_POLL):
        cards, pages = read_page(source, fetch, page, reading.on)
        _count(reading, pages)
        _store(source, cards, reading)
        DraftAct.objects.filter(portal_id__in=[c.portal_id for c in cards], organisation__isnull=True).update(
            seen_round=round_, missed_rounds=0, gone_since=None
        )
        lease_until = reading.now + LEASE
        Source.objects.filter(pk=source.pk).update(
            lease_until=lease_until, deep_page=page + 1, deep_round=round_
        )
        if _is_last(page, pages) or _all_older(cards, reading.on - timedelta(days=DEEP_DAYS)):
            _mark_gone(source, round_, reading.on)
            reading.updates |= {"deep_page": None, "deep_polled_at": reading.at}
            return
    reading.updates |= {"deep_page": start + DEEP_PAGES_A_POLL}


def _is_last(page: int, pages: list[ListPage]) -> bool:
    total = total_pages(pages)
    return any(found.is_empty for found in pages) or (total is not None and page >= total)


def total_pages(pages: list[ListPage]) -> int | None:
    return max((found.total_pages for found in pages if found.total_pages), default=None)


def _all_older(cards: list[MergedCard], than: date) -> bool:
    days = [part.created_on for card in cards for part in (card.kk, card.ru) if part and part.created_on]
    return bool(days) and max(days) < than


def _mark_gone(source: Source, round_: int, on: date) -> None:
    missed = DraftAct.objects.filter(
        source=source,
        portal_id__isnull=False,
        organisation__isnull=True,
        ends_on__gte=on,
        seen_round__lt=round_,
    ).filter(created_on__gte=on - timedelta(days=DEEP_DAYS), gone_since__isnull=True)
    missed.update(missed_rounds=F("missed_rounds") + 1)
    missed.filter(missed_rounds__gte=GONE_AFTER_ROUNDS).update(gone_since=on)


def _count(reading: Reading, pages: list[ListPage]) -> None:
    reading.pages += 1
    reading.rejected += sum(len(page.rejected) for page in pages)


# --- Feeds --------------------------------------------------------------------------------------------------


def _read_feed(source: Source, fetch: Fetch, reading: Reading) -> None:
    fetched = _fetch(
        fetch, source.address, etag=source.etag or None, last_modified=source.last_modified or None
    )
    reading.pages = 1
    if fetched.not_modified:
        return
    body_hash = hashlib.sha256(fetched.body).hexdigest()
    if body_hash != source.body_hash:
        try:
            page = parse_feed(fetched.body, fetched.content_type, on=reading.on)
        except FeedFailure as wrong:
            raise SourceFailure(f"feed_{wrong.reason_code}", source.address) from wrong
        reading.rejected = len(page.rejected)
        if anything_new_in(source, page):
            with transaction.atomic():
                _settle(ingest_items(source, page, at=reading.at, on=reading.on), reading)
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


# --- Notes --------------------------------------------------------------------------------------------------


def _note_success(source: Source, reading: Reading) -> PollRun | None:
    updates: dict[str, object] = {
        "lease_until": None,
        "last_success_at": reading.at,
        "failures_in_row": 0,
        "last_failure": "",
        "last_failure_detail": "",
        "next_poll_at": reading.at + timedelta(minutes=source.interval_minutes),
        **reading.updates,
    }
    if reading.ingested.new:
        updates["last_new_at"] = reading.at
    _note(source, updates)
    if not reading.ingested and not reading.rejected:
        return None
    return _run(source, reading, Outcome.CHANGED)


def _note_failure(source: Source, reading: Reading, failure: SourceFailure) -> PollRun:
    failures = source.failures_in_row + 1
    pause = backoff(failures, failure.retry_after, random.Random())  # noqa: S311 - not a secret
    updates: dict[str, object] = {
        "lease_until": None,
        "failures_in_row": failures,
        "last_failure": failure.code[:60],
        "last_failure_detail": failure.detail[:300],
        "next_poll_at": reading.now + timedelta(seconds=pause),
    }
    if reading.ingested.new:
        updates["last_new_at"] = reading.at
    _note(source, updates)
    return _run(source, reading, Outcome.FAILED, failure=failure.code[:60], detail=failure.detail[:300])


def _note(source: Source, updates: dict[str, object]) -> None:
    Source.objects.filter(pk=source.pk).update(**updates)
    for name, value in updates.items():
        setattr(source, name, value)


def _run(source: Source, reading: Reading, outcome: Outcome, **words: str) -> PollRun:
    return PollRun.objects.create(
        source=source,
        started_at=reading.at,
        finished_at=reading.now,
        outcome=outcome,
        pages=reading.pages,
        new=len(reading.ingested.new),
        changed=len(reading.ingested.changed),
        rejected=reading.rejected,
        **words,
    )


def drop_old_runs(at: datetime) -> int:
    """Notes of polls are kept for 30 days."""
    dropped, _by_model = PollRun.objects.filter(started_at__lt=at - RUNS_KEPT).delete()
    return dropped


def ask_now(source: Source, *, at: datetime) -> None:
    """The operator wants the source polled at the next minute, whatever the pause after failures."""
    Source.objects.filter(pk=source.pk).update(next_poll_at=at, is_enabled=True)
