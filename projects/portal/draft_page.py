"""The page of one draft (`/npa/view?id=`) as a person saved it; `comments_page` reads its comments."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree

from projects.plain_text import clean_line
from projects.portal.address import NotADraftAddress, portal_id_from_address
from projects.portal.cards import FILE_HREF
from projects.portal.contents import attachments_of, first_number, main_content_of
from projects.portal.fields import (
    count_of,
    day_under,
    first_of_class,
    flag_dates,
    line_of,
    moment_under,
    text_after,
    title_of,
    words_in,
)
from projects.portal.labels import labelled_values, language_of, normalised_label
from projects.portal.markup import (
    BODY_REASONS,
    PageRefused,
    declared_language,
    elements_with_class,
    has_class,
    is_ended,
    other_kind,
    page_text,
    parsed,
)
from projects.text_encoding import RECOVERED, looks_garbled

DRAFT_REASONS = BODY_REASONS | {
    "list_page",
    "impact_conclusion",
    "search_page",
    "login_page",
    "error_page",
    "other_page",
    "no_title",
    "labels_unreadable",
}
_NUMBER = re.compile(r"[0-9]{1,18}")
_VERSION = re.compile(r"\b[0-9]{1,4}\b")
_REPORT = re.compile(
    r"(?:https?://(?:www\.)?legalacts\.egov\.kz)?/report/?\?(?:[^#]*&)?id=([0-9]{1,18})(?![0-9])"
)
_FILTER = {
    "category_portal_id": re.compile(r"[?&]categoryId=(-?[0-9]{1,18})(?![0-9])"),
    "body_portal_id": re.compile(r"[?&]governmentId=([0-9]{1,18})(?![0-9])"),
}
# Browsers and page savers write where a page came from into a comment at its top.
_SAVED_FROM = re.compile(
    r"<!--[^<>]{0,200}?\b(?:saved from url=\(\d{1,5}\)|url:\s*)(https?://[^\s<>]{1,2000})"
)
_COMMENTS_BEGIN = ("commentsTab", "main-comments", "comments")
_ICONS = {
    "fa-comments": "comments",
    "fa-eye": "views",
    "fa-check-square": "accepted",
    "fa-times-circle": "not_accepted",
}


class NotADraftPage(PageRefused):
    """The page is not that of a draft; `reason_code` is one of `DRAFT_REASONS`."""


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What the page of a draft says. Dates and moments are Almaty's, without a zone.

    `portal_id` is None where the page does not give it away. `main_content` holds the rows (label, text) of
    the short form of a by-law; a draft law has none. `attachments` are (label, number of the file).
    `report_available`: the page links to the report on the discussion. `html` is the source of the draft
    without the comments on it. `flags` are those of `ListCard`, and `cut_short` where the page broke off
    before its end.
    """

    portal_id: int | None
    title: str
    state: str | None
    version: int
    act_type: str | None
    created_on: date | None
    ends_on: date | None
    online_from: datetime | None
    online_until: datetime | None
    attachments: tuple[tuple[str, int], ...]
    main_content: tuple[tuple[str, str], ...]
    body: str | None
    category_portal_id: int | None
    body_portal_id: int | None
    comments: int | None
    views: int | None
    accepted: int | None
    not_accepted: int | None
    report_available: bool
    file_id: int | None
    language: str
    detected_language: str | None
    html: str
    flags: tuple[str, ...] = ()


def parse_draft_page(html: bytes, language: str | None = None, *, on: date | None = None) -> DraftPage:
    """The draft whose page is `html`. `language` and `on` as in `parse_list`. Raises `NotADraftPage`."""
    try:
        decoded = page_text(html)
    except PageRefused as refusal:
        raise NotADraftPage(refusal.reason_code) from refusal
    source = _draft_source(decoded.text)
    whole, draft = parsed(decoded.text), parsed(source)
    if whole is None or draft is None:
        raise NotADraftPage("other_page")
    flags = [] if is_ended(decoded.text) else ["cut_short"]
    head, labels = _head(draft, on, flags)
    info = first_of_class(draft, "blog-info")
    values = head | _counters(info) | _breadcrumb(whole) | {"body": _body(info) or head["body"]}
    if RECOVERED in source or looks_garbled(values["title"]) or looks_garbled(values["body"] or ""):
        flags.append("encoding_doubtful")
    report_id = first_number(info if info is not None else draft, _REPORT)
    detected = language_of(labels + _telltales(info)) or declared_language(decoded.text)
    return DraftPage(
        portal_id=_portal_id(info, report_id, decoded.text),
        attachments=attachments_of(draft),
        main_content=main_content_of(draft),
        report_available=report_id is not None,
        file_id=first_number(whole, FILE_HREF),
        language=language or detected or "kk",
        detected_language=detected,
        html=source.replace(RECOVERED, ""),
        flags=tuple(flags),
        **values,
    )


def _draft_source(text: str) -> str:
    """The part of the page from the draft's head to where its comments begin."""
    head = next(elements_with_class(text, "view-npa"), None)
    if head is None:
        raise NotADraftPage(_kind_without_draft(text))
    source = text[head.start() :]
    comments = (next(elements_with_class(source, name), None) for name in _COMMENTS_BEGIN)
    return source[: min((tag.start() for tag in comments if tag), default=len(source))].rstrip()


def _kind_without_draft(text: str) -> str:
    if has_class(text, "contentlist") or "paginationOptions" in text:
        return "list_page"
    if has_class(text, "blog-item"):
        return "impact_conclusion"
    return other_kind(text)


def _head(draft: etree._Element, on: date | None, flags: list[str]) -> tuple[dict[str, Any], list[str]]:
    head = first_of_class(draft, "view-npa")
    heading = head.find(".//h2") if head is not None else None
    title = title_of(words_in(heading), flags) if heading is not None else ""
    if head is None or not title:
        raise NotADraftPage("no_title")
    raw, labels = labelled_values(head, skip=frozenset({"h2"}))
    if not raw.keys() & {"state", "created_on", "ends_on"}:
        raise NotADraftPage("labels_unreadable")
    values: dict[str, Any] = {field: line_of(raw, field) for field in ("state", "act_type", "body")}
    values |= {field: day_under(raw, field, flags) for field in ("created_on", "ends_on")}
    values |= {field: moment_under(raw, field, flags) for field in ("online_from", "online_until")}
    flag_dates(raw, values["created_on"], values["ends_on"], on, flags)
    version = _VERSION.search(line_of(raw, "version") or "")
    return values | {"title": title, "version": int(version.group()) if version else 1}, labels


def _counters(info: etree._Element | None) -> dict[str, Any]:
    if info is None:
        return dict.fromkeys(_ICONS.values())
    return {field: count_of(text_after(first_of_class(info, icon))) for icon, field in _ICONS.items()}


def _body(info: etree._Element | None) -> str | None:
    named = first_of_class(info, "gov-parent") if info is not None else None
    return clean_line(words_in(named), 300) or None if named is not None else None


def _telltales(info: etree._Element | None) -> list[str]:
    if info is None:
        return []
    said = [node.get("title") or "" for node in info.iter("i")] + [link.text or "" for link in info.iter("a")]
    return [normalised_label(words) for words in said if words]


def _breadcrumb(page: etree._Element) -> dict[str, Any]:
    crumbs = first_of_class(page, "breadcrumb")
    if crumbs is None:
        return dict.fromkeys(_FILTER)
    return {field: first_number(crumbs, pattern) for field, pattern in _FILTER.items()}


def _portal_id(info: etree._Element | None, report_id: int | None, text: str) -> int | None:
    """From the draft's own like buttons, else its report, else the address that the browser left."""
    for node in info.iter() if info is not None else ():
        number = node.get("card-id") or ""
        if _NUMBER.fullmatch(number) and int(number):
            return int(number)
    if report_id:
        return report_id
    address = saved_from(text)
    try:
        return portal_id_from_address(address) if address else None
    except NotADraftAddress:
        return None


def saved_from(text: str) -> str | None:
    """The address that the browser or page saver wrote into a comment at the top of the page."""
    found = _SAVED_FROM.search(text, 0, 8192)
    return found.group(1) if found else None
