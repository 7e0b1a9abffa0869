"""The process in which a feed is parsed: bounded in time, in memory, and without the means to open anything.

Standard input: one line of JSON (`content_type`, `cpu_seconds`, `memory_bytes`), then the feed. Standard
output: one JSON object, either `failure` with a reason code or the items. Started by
`projects.feeds.parsing`, never by hand.
"""

import sys
from typing import Any

from common.child import reply, shut_off, take_order

_SMALL_FEED = (
    b"<rss version='2.0'><channel>"
    b"<item><title>a</title><pubDate>Thu, 10 Sep 2026 10:00:00 +0500</pubDate></item>"
    b"<item><title>b &bad</title><pubDate>2026-09-10T10:00:00Z</pubDate></title></item></channel></rss>"
)


def main() -> None:
    reply(_answer(take_order()))


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    try:
        _prepare()
        return answer(sys.stdin.buffer.read(), order["content_type"])
    except MemoryError:
        return {"failure": "memory"}
    except RecursionError:
        return {"failure": "too_heavy"}


def _prepare() -> None:
    """Import now what is imported late; then no file and no connection can be opened any more."""
    from projects.text_encoding import preload  # after the limits are set, like all imports here

    preload()
    answer(_SMALL_FEED, None)
    shut_off()


def answer(body: bytes, content_type: str | None) -> dict[str, Any]:
    """What `main` prints for a feed."""
    from projects.feeds.fragments import NotAFeed
    from projects.feeds.reading import read_feed

    try:
        reading = read_feed(body, content_type)
    except NotAFeed as refusal:
        return {"failure": str(refusal)}
    return {
        "items": reading.items,
        "rejected": reading.rejected,
        "doubtful": reading.doubtful,
        "cut_short": reading.cut_short,
    }


if __name__ == "__main__":
    main()
