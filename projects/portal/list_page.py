"""A page of the portal's list (`/list`, with or without filters; active drafts or the archive)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from projects.portal.cards import CardUnreadable, ListCard, read_card
from projects.portal.labels import language_of
from projects.portal.markup import (
    BODY_REASONS,
    PageRefused,
    declared_language,
    element_end,
    elements_with_class,
    has_class,
    is_ended,
    other_kind,
    page_text,
)

MAX_CARDS = 1_000
LIST_REASONS = BODY_REASONS | {
    "draft_page",
    "impact_conclusions",
    "search_page",
    "login_page",
    "error_page",
    "other_page",
    "cut_short",
    "cards_missing",
    "cards_unreadable",
    "too_many_cards",
}
_PAGINATION = re.compile(r"paginationOptions\s*=\s*\{([^{}]{0,2000})\}")
_TOTAL = re.compile(r"\btotalPages['\"]?\s*:\s*['\"]?([0-9]{1,7})\b")
_CURRENT = re.compile(r"\bcurrentPage['\"]?\s*:\s*['\"]?([0-9]{1,7})\b")
_AFTER_CARDS = re.compile(r"<div[^<>]*\bpagination-container\b|<footer\b|</body\b|</html\b", re.IGNORECASE)


class NotAListPage(PageRefused):
    """The page is no list of drafts; `reason_code` is one of `LIST_REASONS`. It never means 'no drafts'."""


@dataclass(frozen=True, slots=True)
class RejectedCard:
    """A card that could not be kept, why (one of `CARD_REASONS`), and its source."""

    reason: str
    html: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """What a list page says.

    `language` is the one asked for, else the one detected; `detected_language` is what the labels give away,
    so a page that answered in the other language can be told. `is_empty`: a true list page with nothing on
    it. `cut_short`: the page broke off before its end. `doubtful_encoding`: some bytes were not UTF-8.
    """

    language: str
    cards: tuple[ListCard, ...]
    total_pages: int | None
    current_page: int | None
    rejected: tuple[RejectedCard, ...] = ()
    detected_language: str | None = None
    is_empty: bool = False
    cut_short: bool = False
    doubtful_encoding: bool = False


@dataclass(frozen=True, slots=True)
class MergedCard:
    """One draft as the Kazakh and the Russian list show it; one of the two may be missing."""

    portal_id: int
    kk: ListCard | None
    ru: ListCard | None


def parse_list(html: bytes, language: str | None = None, *, on: date | None = None) -> ListPage:
    """The cards of a list page, in the portal's order.

    `language` is the one that was asked of the portal ("kk" or "ru"), if known. `on`, the day of reading,
    only serves to flag dates far ahead where a card has no date of creation. Raises `NotAListPage`.
    """
    try:
        decoded = page_text(html)
    except PageRefused as refusal:
        raise NotAListPage(refusal.reason_code) from refusal
    text = decoded.text
    if has_class(text, "view-npa"):
        raise NotAListPage("draft_page")
    current, total = _pagination(text)
    fragments = _fragments(text)
    if not fragments:
        _require_empty_list(text, current, total)
    cards, rejected, words = _read(fragments, on)
    if fragments and not cards:
        impact = all(card.reason == "impact_conclusion" for card in rejected)
        raise NotAListPage("impact_conclusions" if impact else "cards_unreadable")
    detected = language_of(words) or declared_language(text)
    return ListPage(
        language=language or detected or "kk",
        cards=cards,
        total_pages=total,
        current_page=current,
        rejected=rejected,
        detected_language=detected,
        is_empty=not fragments,
        cut_short=not is_ended(text),
        doubtful_encoding=decoded.doubtful,
    )


def merge_cards(kk: Iterable[ListCard], ru: Iterable[ListCard]) -> list[MergedCard]:
    """The cards of both languages, one entry for each draft, in the portal's order.

    A draft that only the Russian list shows stands right after the one that it follows there. Within a
    language the first card of a number counts.
    """
    kazakh, russian = _by_id(kk), _by_id(ru)
    only_russian_after: dict[int | None, list[int]] = {}
    anchor: int | None = None
    for portal_id in russian:
        if portal_id in kazakh:
            anchor = portal_id
        else:
            only_russian_after.setdefault(anchor, []).append(portal_id)
    order = list(only_russian_after.get(None, ()))
    for portal_id in kazakh:
        order += [portal_id, *only_russian_after.get(portal_id, ())]
    return [MergedCard(portal_id, kazakh.get(portal_id), russian.get(portal_id)) for portal_id in order]


def _by_id(cards: Iterable[ListCard]) -> dict[int, ListCard]:
    first: dict[int, ListCard] = {}
    for card in cards:
        first.setdefault(card.portal_id, card)
    return first


def _pagination(text: str) -> tuple[int | None, int | None]:
    options = _PAGINATION.match(text, max(text.find("paginationOptions"), 0))
    if options is None:
        return None, None
    current, total = _CURRENT.search(options.group(1)), _TOTAL.search(options.group(1))
    return int(current.group(1)) if current else None, int(total.group(1)) if total else None


def _fragments(text: str) -> list[tuple[str, bool]]:
    """The source of each card, and whether it is whole; a card cannot run into the next one."""
    tags = list(elements_with_class(text, "contentlist", MAX_CARDS + 1))
    if len(tags) > MAX_CARDS:
        raise NotAListPage("too_many_cards")
    return [_fragment(text, tag, following) for tag, following in zip_longest(tags, tags[1:])]


def _fragment(text: str, tag: re.Match[str], following: re.Match[str] | None) -> tuple[str, bool]:
    limit = following.start() if following else len(text)
    end = element_end(text, tag, limit)
    if end is None and following is None:
        # Its closing tag is lost; the page may still go on after it, or have broken off within it.
        after = _AFTER_CARDS.search(text, tag.end())
        return text[tag.start() : after.start() if after else limit].rstrip(), after is not None
    return text[tag.start() : end or limit].rstrip(), True


def _read(
    fragments: list[tuple[str, bool]], on: date | None
) -> tuple[tuple[ListCard, ...], tuple[RejectedCard, ...], list[str]]:
    cards: dict[int, ListCard] = {}
    rejected: list[RejectedCard] = []
    words: list[str] = []
    for fragment, is_whole in fragments:
        try:
            if not is_whole:
                raise CardUnreadable("cut_short")
            card, said = read_card(fragment, on)
            if card.portal_id in cards:
                raise CardUnreadable("doubled")
        except CardUnreadable as error:
            rejected.append(RejectedCard(str(error), fragment))
        else:
            cards[card.portal_id] = card
            words += said
    return tuple(cards.values()), tuple(rejected), words


def _require_empty_list(text: str, current: int | None, total: int | None) -> None:
    """Pass only a list page that can rightly be empty: whole, with its frame, and without pages that hold
    drafts.
    """
    if total is None or not has_class(text, "mainblock"):
        raise NotAListPage(other_kind(text))
    if not is_ended(text):
        raise NotAListPage("cut_short")
    if total > 1 and (current is None or current <= total):
        raise NotAListPage("cards_missing")
