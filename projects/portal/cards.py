"""One card of the portal's list, the table row of a draft: `div.contentlist`."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from projects.plain_text import clean_line
from projects.portal.fields import count_of, day_under, flag_dates, line_of, text_after, title_of, words_in
from projects.portal.labels import labelled_values, normalised_label
from projects.portal.markup import parsed
from projects.text_encoding import RECOVERED, looks_garbled

_DRAFT_HREF = re.compile(
    r"(?:https?://(?:www\.)?legalacts\.egov\.kz)?/npa/view/?(?:;[^?#]*)?\?(?:[^#]*&)?id=([0-9]{1,18})(?![0-9])",
    re.IGNORECASE,
)
FILE_HREF = re.compile(r"/application/downloadnpa/?\?(?:[^#]*&)?id=([0-9]{1,18})(?![0-9])", re.IGNORECASE)
_MAX_BODY = 300
# The class of the icon before a number -> what it counts.
_ICONS = {
    "icon1": "comments",
    "icon3": "likes",
    "icon4": "dislikes",
    "icon5": "views",
    "fa-check-square": "accepted",
    "fa-times-circle": "not_accepted",
}
_FINGERPRINTED = (
    *("portal_id", "title", "act_type", "state", "created_on", "ends_on", "body"),
    *("comments", "accepted", "not_accepted", "file_id"),
)


@dataclass(frozen=True, slots=True)
class ListCard:
    """A draft as a list shows it.

    Dates are Almaty calendar days; `state` and `act_type` are the portal's own words. `html` is the card's
    own source, as evidence. `fingerprint` is equal as long as everything but the views, likes and dislikes is
    equal. `flags` holds what is odd: date_unreadable, date_far_future, ends_before_created,
    created_in_future, created_on_missing, ends_on_missing, state_missing, title_cut, encoding_doubtful.
    """

    portal_id: int
    title: str
    act_type: str | None
    state: str | None
    created_on: date | None
    ends_on: date | None
    body: str | None
    comments: int | None
    likes: int | None
    dislikes: int | None
    views: int | None
    accepted: int | None
    not_accepted: int | None
    file_id: int | None
    html: str
    fingerprint: str
    flags: tuple[str, ...] = ()


class CardUnreadable(ValueError):
    """The card cannot be kept; the message is one of `CARD_REASONS`."""


CARD_REASONS = frozenset(
    {
        "cut_short",
        "no_portal_id",
        "conflicting_ids",
        "no_title",
        "labels_unreadable",
        "impact_conclusion",
        "doubled",
    }
)


def read_card(fragment: str, on: date | None) -> tuple[ListCard, list[str]]:
    """The card whose source is `fragment`, and the words on it that give its language away.

    `on` is the day of reading, if known: it serves the flags alone. Raises `CardUnreadable`.
    """
    root = parsed(fragment)
    if root is None:
        raise CardUnreadable("no_title")
    flags: list[str] = []
    by_class = _by_class(root)
    values: dict[str, Any] = {"portal_id": _portal_id(root), "title": _title(root, flags)}
    named, labels = _named_values(by_class.get("info"), on, flags)
    values |= named | _tag_values(by_class) | {"file_id": _file_id(root)}
    if RECOVERED in fragment or looks_garbled(values["title"]) or looks_garbled(values["body"] or ""):
        flags.append("encoding_doubtful")
    fingerprint = fingerprint_of(*(values[field] for field in _FINGERPRINTED))
    card = ListCard(
        **values, html=fragment.replace(RECOVERED, ""), fingerprint=fingerprint, flags=tuple(flags)
    )
    return card, labels + _telltales(root, by_class)


def fingerprint_of(*meaning: object) -> str:
    """A sha256 over values in order; cleaned texts cannot hold the separator."""
    texts = ("" if value is None else str(value) for value in meaning)
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()


def _by_class(root: etree._Element) -> dict[str, etree._Element]:
    first: dict[str, etree._Element] = {}
    for node in root.iter():
        for name in (node.get("class") or "").split():
            first.setdefault(name, node)
    return first


def _portal_id(root: etree._Element) -> int:
    hrefs = [(link.get("href") or "").strip() for link in root.iter("a")]
    numbers = {int(found.group(1)) for href in hrefs if (found := _DRAFT_HREF.match(href))} - {0}
    if len(numbers) == 1:
        return numbers.pop()
    if numbers:
        raise CardUnreadable("conflicting_ids")
    is_conclusion = any("/npa/viewArvConclusion" in href for href in hrefs)
    raise CardUnreadable("impact_conclusion" if is_conclusion else "no_portal_id")


def _title(root: etree._Element, flags: list[str]) -> str:
    heading = root.find(".//h3")
    title = title_of(words_in(heading), flags) if heading is not None else ""
    if not title:
        raise CardUnreadable("no_title")
    return title


def _named_values(
    info: etree._Element | None, on: date | None, flags: list[str]
) -> tuple[dict[str, Any], list[str]]:
    raw, labels = labelled_values(info) if info is not None else ({}, [])
    if not raw.keys() & {"state", "created_on", "ends_on"}:
        raise CardUnreadable("labels_unreadable")
    values: dict[str, Any] = {field: line_of(raw, field) for field in ("state", "act_type")}
    values |= {field: day_under(raw, field, flags) for field in ("created_on", "ends_on")}
    flag_dates(raw, values["created_on"], values["ends_on"], on, flags)
    return values, labels


def _tag_values(by_class: dict[str, etree._Element]) -> dict[str, Any]:
    values: dict[str, Any] = {
        field: count_of(text_after(by_class.get(icon))) for icon, field in _ICONS.items()
    }
    values["body"] = clean_line(text_after(by_class.get("icon2")), _MAX_BODY) or None
    return values


def _file_id(root: etree._Element) -> int | None:
    files = (FILE_HREF.search(link.get("href") or "") for link in root.iter("a"))
    return next((int(found.group(1)) for found in files if found), None)


def _telltales(root: etree._Element, by_class: dict[str, etree._Element]) -> list[str]:
    said = [node.get("title") for node in root.iter("span", "i")]
    said += [link.text for link in by_class["readmore"].iter("a")] if "readmore" in by_class else []
    return [normalised_label(words) for words in said if words]
