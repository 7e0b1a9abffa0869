"""`parse_feed`: hands a feed to a child process with limits and turns the answer into items."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from common.child import ChildFailure, Limits, ask
from projects.feeds.items import FeedItem, FeedPage, RejectedItem, date_flags, fingerprint_of, with_keys

MAX_BODY_BYTES = 20 * 1024 * 1024
CPU_SECONDS = 4
WALL_SECONDS = 5.0
MEMORY_BYTES = 512 * 1024 * 1024

FEED_REASONS = frozenset(
    {
        "empty_body",
        "too_large",
        "html_page",
        "not_a_feed",
        "entities",
        "cut_short",
        "too_heavy",
        "timeout",
        "memory",
        "crashed",
    }
)


class FeedFailure(Exception):
    """The body gave no feed; `reason_code` is one of `FEED_REASONS`. It never means 'no items'."""

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code


def parse_feed(body: bytes, content_type: str | None = None, *, on: date | None = None) -> FeedPage:
    """The items of an RSS or Atom feed, in its order, at most 2,000.

    `content_type` is the header of the answer, if any. `on`, the day of reading, serves to flag dates more
    than a year ahead. Parsing takes at most 5 seconds and 512 MB, in a process of its own that can open
    neither file nor connection. Raises `FeedFailure`.
    """
    if not body.strip():
        raise FeedFailure("empty_body")
    if len(body) > MAX_BODY_BYTES:
        raise FeedFailure("too_large")
    answer = _answer(body, content_type)
    items = with_keys(_item(plain, on) for plain in answer["items"])
    return FeedPage(
        items=tuple(items),
        rejected=tuple(RejectedItem(reason, raw) for reason, raw in answer["rejected"]),
        doubtful_encoding=answer["doubtful"],
        cut_short=answer["cut_short"],
    )


def _item(plain: Mapping[str, Any], on: date | None) -> FeedItem:
    moment = plain["published_at"]
    item = FeedItem(
        key="",
        title=plain["title"],
        link=plain["link"],
        published_at=datetime.fromisoformat(moment) if moment else None,
        body_text=plain["body_text"],
        guid=plain["guid"],
        raw=plain["raw"],
    )
    fingerprint = fingerprint_of(item.title, item.link, item.published_at, item.body_text)
    return replace(item, fingerprint=fingerprint, flags=(*plain["flags"], *date_flags(item.published_on, on)))


def _answer(body: bytes, content_type: str | None) -> dict[str, Any]:
    limits = Limits(WALL_SECONDS, CPU_SECONDS, MEMORY_BYTES)
    try:
        return ask("projects.feeds.child", {"content_type": content_type}, body, limits=limits)
    except ChildFailure as failure:
        raise FeedFailure(failure.code if failure.code in FEED_REASONS else "crashed") from failure
