"""The items of a feed as plain values, by feedparser. Runs in the bounded child process, see `child`."""

import io
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate
from typing import Any
from urllib.parse import urlsplit

import feedparser
import feedparser.mixin

from projects.feeds.fragments import CutFeed, Fragment, cut
from projects.feeds.items import ALMATY
from projects.plain_text import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    clean_line,
    cut_to_bytes,
    moment_of,
    text_of_html,
    without_inline_markup,
)
from projects.text_encoding import RECOVERED, decode, looks_garbled

MAX_TITLE = 1_000
MAX_BODY_BYTES = 100 * 1024
MAX_LINK = 2_000
_MAX_RAW = 256 * 1024
_MAX_TEXT_BYTES = 20 * 1024 * 1024
_TITLE_FROM_TEXT = 300
_CHUNK_ITEMS = 50
_CHUNK_CHARS = 500_000
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_RAW = {"sanitize_html": False, "resolve_relative_uris": False}
# feedparser on broken input: `&#x110000;` is a ValueError, others have been seen in its issues.
_TRIPPED = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    AssertionError,
    RecursionError,
    ArithmeticError,
)
_DECLARED = re.compile(rb"<\?xml[^<>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_ZONE = re.compile(
    r"(?:[0-9]\s*Z|\b(?:UTC?|GMT|[ECMP][SD]T)|[+-][0-9]{2}:?[0-9]{2})\s*(?:\([^()]*\))?\s*$", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"\s*[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}")
_NUMERIC_DAY = re.compile(r"\s*[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4}")
_LINK_MARKS = re.compile(r"[\s<>\"\\^`{|}\x00-\x1f]")
_Entry = dict[str, Any]


def _no_author(self: object, key: str = "author") -> None:
    """In place of feedparser's search for an address in the author's name: 80 KB of letters cost it 43 s."""


feedparser.mixin._FeedParserMixin._sync_author_detail = _no_author


@dataclass(slots=True)
class Reading:
    items: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    doubtful: bool = False
    cut_short: bool = False


def read_feed(body: bytes, content_type: str | None, seconds: float = 3.0) -> Reading:
    """The items of `body`, cleaned; those that `seconds` do not suffice for are left out, as if it ended
    there.

    Raises `fragments.NotAFeed`.
    """
    started = time.perf_counter()
    decoded = decode(body, _named_encoding(body, content_type))
    feed = cut(decoded.text)
    reading = Reading(doubtful=decoded.doubtful)
    text_bytes = 0
    until = max(started + seconds, time.perf_counter() + seconds / 3)
    for fragment, entry in _entries(feed, until):
        item = _item(fragment, entry) if entry is not None else None
        if item is None:
            reason = fragment.reason or ("nothing_in_it" if entry is not None else "malformed")
            reading.rejected.append((reason, _without_marks(fragment.source[:2_000])))
            continue
        text_bytes += 2 * len(item["body_text"])
        if text_bytes > _MAX_TEXT_BYTES:
            item |= {"body_text": "", "raw": "", "flags": [*item["flags"], "body_cut"]}
        reading.doubtful |= "encoding_doubtful" in item["flags"]
        reading.items.append(item)
    is_all = len(reading.items) + len(reading.rejected) == len(feed.fragments)
    reading.cut_short = feed.cut_short or not is_all
    return reading


def _named_encoding(body: bytes, content_type: str | None) -> str | None:
    """What the header or else the document names, but for UTF-8, which is tried first anyway."""
    declared = _DECLARED.search(body[:1024])
    charset = _CHARSET.search(content_type or "")
    names = [charset.group(1) if charset else "", declared.group(1).decode("ascii") if declared else ""]
    return next((name for name in names if name and name.lower().replace("-", "") != "utf8"), None)


def _entries(feed: CutFeed, until: float) -> Iterator[tuple[Fragment, _Entry | None]]:
    """Each item of the feed with what feedparser makes of it, until the clock `time.perf_counter` says
    `until`.
    """
    for chunk in _chunks(feed.fragments):
        sound = [fragment for fragment in chunk if fragment.is_sound and not fragment.reason]
        together = _parsed(feed, "".join(fragment.xml for fragment in sound)) if sound else []
        is_paired = len(together) == len(sound)
        for fragment in chunk:
            if time.perf_counter() > until:
                return
            if fragment.reason:
                yield fragment, None
            elif fragment.is_sound and is_paired:
                yield fragment, together.pop(0)
            else:
                yield fragment, _parsed_alone(feed, fragment)


def _chunks(fragments: list[Fragment]) -> Iterator[list[Fragment]]:
    """The items in portions after each of which the clock can be looked at."""
    chunk: list[Fragment] = []
    weight = 0
    for fragment in fragments:
        chunk.append(fragment)
        weight += len(fragment.xml)
        if len(chunk) == _CHUNK_ITEMS or weight > _CHUNK_CHARS:
            yield chunk
            chunk, weight = [], 0
    yield chunk


def _parsed(feed: CutFeed, items: str) -> list[_Entry | None]:
    """What feedparser makes of `items`; nothing if it trips over them."""
    stream = io.BytesIO(f"{feed.opening}{items}{feed.closing}".encode())
    try:
        return list(feedparser.parse(stream, response_headers=_HEADERS, **_RAW).entries)
    except _TRIPPED:
        return []


def _parsed_alone(feed: CutFeed, fragment: Fragment) -> _Entry | None:
    entries = _parsed(feed, fragment.xml)
    return entries[0] if len(entries) == 1 else None


def _item(fragment: Fragment, entry: _Entry) -> dict[str, Any] | None:
    flags = ["mended"] if fragment.is_mended else []
    raw_title, raw_text = _string(entry, "title"), _longest_text(entry)
    title = _title(raw_title, flags)
    words = text_of_html(raw_text[: 4 * MAX_BODY_BYTES])
    body = cut_to_bytes(words, MAX_BODY_BYTES)
    if len(body) < len(words) or len(raw_text) > 4 * MAX_BODY_BYTES:
        flags.append("body_cut")
    if not title and body:
        title = body.partition("\n")[0][:_TITLE_FROM_TEXT]
        flags.append("title_missing")
    if not title:
        return None
    if RECOVERED in raw_title or RECOVERED in raw_text or looks_garbled(f"{title} {body[:2_000]}"):
        flags.append("encoding_doubtful")
    return {
        "title": title,
        "link": _link(entry, flags),
        "guid": clean_line(_string(entry, "id"), 500),
        "published_at": _published_at(entry, flags),
        "body_text": body,
        "raw": _without_marks(fragment.source[:_MAX_RAW]),
        "flags": flags,
    }


def _string(entry: _Entry, name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _longest_text(entry: _Entry) -> str:
    contents = [part.get("value") for part in entry.get("content") or () if isinstance(part, dict)]
    texts = [text for text in (_string(entry, "summary"), *contents) if isinstance(text, str)]
    return max(texts, key=len)


def _title(raw: str, flags: list[str]) -> str:
    title = clean_line(without_inline_markup(raw[: 4 * MAX_TITLE]), MAX_TITLE + 1)
    if len(title) > MAX_TITLE:
        flags.append("title_cut")
    return title[:MAX_TITLE].rstrip()


def _link(entry: _Entry, flags: list[str]) -> str:
    """The item's link if it is an address of the web without a user's name in it, else nothing."""
    link = _string(entry, "link").strip()
    try:
        parts = urlsplit(link)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        is_web = False
    if is_web and len(link) <= MAX_LINK and link == clean_line(link) and not _LINK_MARKS.search(link):
        return link
    # Where an item has no link feedparser takes its guid for one.
    if link and link != _string(entry, "id").strip():
        flags.append("link_dropped")
    return ""


def _published_at(entry: _Entry, flags: list[str]) -> str | None:
    for name in ("published", "updated", "created"):
        if name in entry and (raw := _string(entry, name).strip()):
            moment = _moment(raw, entry.get(f"{name}_parsed"))
            if moment is None:
                flags.append("date_unreadable")
            return moment.astimezone(UTC).isoformat() if moment else None
    return None


def _moment(raw: str, parsed: time.struct_time | None) -> datetime | None:
    """An aware moment; one without a zone is Almaty's. None where it is no date of the years 1991 to 2100."""
    line = clean_line(raw, 100)
    local = moment_of(line) or moment_of(line[:10])
    if parsed is None or _NUMERIC_DAY.match(raw) and (local is None or _DAY_FIRST.match(raw)):
        return local.replace(tzinfo=ALMATY) if local else _without_zone(raw)
    if not EARLIEST_YEAR <= parsed.tm_year <= LATEST_YEAR:
        return None
    moment = datetime(*parsed[:5], min(parsed.tm_sec, 59), tzinfo=UTC)
    return moment if _ZONE.search(raw[-60:]) else moment.replace(tzinfo=ALMATY)


def _without_zone(raw: str) -> datetime | None:
    """A date as in e-mail but without its zone, which feedparser does not take."""
    parsed = parsedate(raw[:100])
    try:
        moment = datetime(*parsed[:6], tzinfo=ALMATY) if parsed else None
    except ValueError:
        return None
    return moment if moment and EARLIEST_YEAR <= moment.year <= LATEST_YEAR else None


def _without_marks(source: str) -> str:
    return source.replace(RECOVERED, "")
