"""The items of a feed, and when two of them are the same act.

Identity, strongest first:

1. the same guid *and* the same title: the same act, wherever its link has moved;
2. the same canonical link: the same act, though guid or title changed (an edited title, a rebuilt site);
3. the same title, day and guid (or none), where an item has no link of its own;
4. the same guid, where it has no link.

A guid alone never joins two items that have different links: sites reuse numbers for new acts. What one page
shows to be no identity is not used on it: a link that items of different guid and title share (the home page,
a section), a guid under which different links with different titles or dates stand.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

ALMATY = ZoneInfo("Asia/Almaty")
_YEAR_IN_DAYS = 366
_NOT_IDENTITY = re.compile(
    r"(?i)utm_\w+|fbclid|gclid|yclid|ysclid|_openstat|phpsessid|jsessionid|session|ref|rss"
)
_T = TypeVar("_T")
# Kinds of names: by how surely they tell two acts apart, and by how seldom they change for one act.
_STRENGTH = ("both", "link", "text", "guid")
_STABILITY = ("link", "guid", "text", "both")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item. `title` is one clean line of at most 1,000 characters; `body_text` is plain, at most 100 KB.

    `link` is http or https, else empty. `published_at` is aware; a source that names no zone means Almaty.
    `key` names the item within its source; `aliases` are its other names, see `item_keys`. `ends_on` stays
    None: no feed is known to tell it. `raw` is the item's own XML, as evidence. `fingerprint` is equal as
    long as title, link, date and text are. `flags`: date_unreadable, date_far_future, encoding_doubtful,
    title_cut, title_missing, body_cut, mended (its XML was broken).
    """

    key: str
    title: str
    link: str
    published_at: datetime | None
    body_text: str
    guid: str = ""
    aliases: tuple[str, ...] = ()
    ends_on: date | None = None
    fingerprint: str = ""
    raw: str = ""
    flags: tuple[str, ...] = ()

    @property
    def published_on(self) -> date | None:
        """The Almaty calendar day of publication."""
        return self.published_at.astimezone(ALMATY).date() if self.published_at else None


@dataclass(frozen=True, slots=True)
class RejectedItem:
    """An item that could not be kept, why, and the beginning of its source."""

    reason: str
    raw: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """What a feed says. Zero items is a true answer of a true feed; it never means that acts are gone.

    `cut_short`: the feed broke off, holds more than 2,000 items or took too long to read; what is here are
    the whole items before that. `doubtful_encoding`: the encoding was guessed or an item looks garbled; the
    items concerned are flagged.
    """

    items: tuple[FeedItem, ...]
    rejected: tuple[RejectedItem, ...] = ()
    doubtful_encoding: bool = False
    cut_short: bool = False


class ItemKeys(NamedTuple):
    """`primary` is unique on a page; `aliases` are further names under which the same act may be met."""

    primary: str
    aliases: tuple[str, ...]


def item_keys(item: FeedItem) -> ItemKeys:
    """The names of an item. Store them all; look an item up with `known_as`."""
    return ItemKeys(item.key, item.aliases)


def known_as(item: FeedItem, stored: Mapping[str, _T]) -> _T | None:
    """What `stored` (any name of a stored item -> its row) holds for `item`, the strongest name first."""
    names = sorted((item.key, *item.aliases), key=lambda name: _rank(name, _STRENGTH))
    return next((stored[name] for name in names if name in stored), None)


def _rank(name: str, order: tuple[str, ...]) -> int:
    return order.index(name.partition(":")[0])


def with_keys(items: Iterable[FeedItem]) -> list[FeedItem]:
    """`items` of one page with their keys; the second of two equal ones is left out."""
    listed = list(items)
    shared_links, reused_guids = _shared_links(listed), _reused_guids(listed)
    kept: dict[str, FeedItem] = {}
    seen: set[str] = set()
    for item in listed:
        names = _names(item, shared_links, reused_guids)
        if seen.isdisjoint(names):
            primary = min(names, key=lambda name: _rank(name, _STABILITY))
            aliases = tuple(name for name in names if name != primary)
            kept[primary] = replace(item, key=primary, aliases=aliases)
        seen.update(names)
    return list(kept.values())


def _names(item: FeedItem, shared_links: set[str], reused_guids: set[str]) -> list[str]:
    link = canonical_link(item.link)
    link = "" if link in shared_links else link
    guid = "" if item.guid in reused_guids else item.guid
    title = _folded(item.title)
    names = [f"both:{_digest(guid, title)}"] if guid else []
    if link:
        return [*names, f"link:{_digest(link)}"]
    if guid:
        names.append(f"guid:{_digest(guid)}")
    return [*names, f"text:{_digest(title, str(item.published_on or ''), item.guid)}"]


def _shared_links(items: Sequence[FeedItem]) -> set[str]:
    titles: dict[str, dict[str, str]] = {}
    shared = {""}
    for item in items:
        link = canonical_link(item.link)
        by_guid = titles.setdefault(link, {})
        title = _folded(item.title)
        # Without guids the titles alone tell that two items are meant.
        others = ((guid != item.guid or not guid) and other != title for guid, other in by_guid.items())
        if any(others):
            shared.add(link)
        by_guid.setdefault(item.guid, title)
    return shared


def _reused_guids(items: Sequence[FeedItem]) -> set[str]:
    first: dict[str, FeedItem] = {}
    reused = {""}
    for item in items:
        other = first.setdefault(item.guid, item)
        other_link = canonical_link(other.link) != canonical_link(item.link)
        other_words = _folded(other.title) != _folded(item.title)
        is_linkless = not item.link and not other.link
        if (
            other_words
            and is_linkless
            or other_link
            and (other_words or other.published_at != item.published_at)
        ):
            reused.add(item.guid)
    return reused


def canonical_link(link: str) -> str:
    """A link without what does not name a page: scheme, www, port, session, campaign marks; empty for a home
    page.
    """
    if not link:
        return ""
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    path = re.sub(r";[^/]*$", "", parts.path).rstrip("/")
    query = urlencode([pair for pair in parse_qsl(parts.query, True) if not _NOT_IDENTITY.fullmatch(pair[0])])
    route = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return f"{host}{path}?{query}#{route}" if path or query or route else ""


def date_flags(published_on: date | None, on: date | None) -> list[str]:
    """Flags for a day of publication seen on the day `on`."""
    if published_on and on and (published_on - on).days > _YEAR_IN_DAYS:
        return ["date_far_future"]
    return []


def fingerprint_of(*meaning: object) -> str:
    return hashlib.sha256("\x1f".join(str(value) for value in meaning).encode()).hexdigest()


def _folded(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
