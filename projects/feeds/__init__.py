"""RSS and Atom feeds read into plain values. Pure: no network, no database, no clock."""

from projects.feeds.items import FeedItem, FeedPage, ItemKeys, RejectedItem, item_keys, known_as
from projects.feeds.parsing import FEED_REASONS, FeedFailure, parse_feed

__all__ = [
    "FEED_REASONS",
    "FeedFailure",
    "FeedItem",
    "FeedPage",
    "ItemKeys",
    "RejectedItem",
    "item_keys",
    "known_as",
    "parse_feed",
]
