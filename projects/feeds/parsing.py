"""`parse_feed`: hands a feed to a child process with limits and turns the answer into items."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

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
_PROJECT = Path(__file__).resolve().parents[2]


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
    order = {"content_type": content_type, "cpu_seconds": CPU_SECONDS, "memory_bytes": MEMORY_BYTES}
    output, code = _run(json.dumps(order).encode() + b"\n" + body)
    if code:
        raise FeedFailure("timeout" if code in (-signal.SIGXCPU, -signal.SIGKILL) else "crashed")
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError as error:
        raise FeedFailure("crashed") from error
    if failure := answer.get("failure"):
        raise FeedFailure(failure if failure in FEED_REASONS else "crashed")
    return answer


def _run(order: bytes) -> tuple[bytes, int]:
    """What the child prints and its exit code. It gets no environment: nothing in it could be of use to a
    feed.
    """
    child = subprocess.Popen(
        [sys.executable, "-E", "-s", "-m", "projects.feeds.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_PROJECT,
        env={"LANG": "C.UTF-8", "PATH": os.defpath},
        start_new_session=True,
    )
    try:
        output, _ = child.communicate(order, timeout=WALL_SECONDS)
    except subprocess.TimeoutExpired as expired:
        raise FeedFailure("timeout") from expired
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
    return output, child.returncode
