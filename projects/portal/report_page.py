"""The portal's report on a discussion (`/report?id=`) as a person saved it.

Of the page itself only the head of its table is known: Раздел | Комментарии | Ответ | Нравится | Не нравится.
So the table is found by those words, in either language, and nothing else is presumed.
"""

import re
from dataclasses import dataclass

from lxml import etree

from projects.plain_text import clean_line
from projects.portal.address import DRAFT_PATH
from projects.portal.draft_page import saved_from
from projects.portal.fields import words_in
from projects.portal.markup import (
    BODY_REASONS,
    PageRefused,
    declared_language,
    has_class,
    is_ended,
    other_kind,
    page_text,
    parsed,
)
from projects.portal.report_table import MAX_ROWS, ReportRow, languages_of, rows_of, tables_of

_NUMBER_IN_ADDRESS = re.compile(r"/(?:report|npa/view)/?\?(?:[^#]*&)?id=([0-9]{1,18})(?![0-9])")
_REPORT_ADDRESS = re.compile(r"/report/?(?:;[^?#]*)?\?")

REPORT_REASONS = BODY_REASONS | {
    "list_page",
    "draft_page",
    "impact_conclusion",
    "search_page",
    "login_page",
    "error_page",
    "unrecognised",
    "too_many_rows",
}


class NotAReportPage(PageRefused):
    """The page is no report that can be read; `reason_code` is one of `REPORT_REASONS`.

    'unrecognised': nothing tells what the page is, or it is a report whose table has another head.
    """


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The rows of the report in its order; none where nothing had been said about the draft.

    `portal_id` is the draft's number, None where the page does not give it away. `flags`: cut_short.
    """

    portal_id: int | None
    title: str | None
    rows: tuple[ReportRow, ...]
    language: str
    detected_language: str | None
    flags: tuple[str, ...] = ()


def parse_report_page(html: bytes, language: str | None = None) -> ReportPage:
    """The report whose page is `html`; `language` as in `parse_list`. Raises `NotAReportPage`."""
    try:
        text = page_text(html).text
    except PageRefused as refusal:
        raise NotAReportPage(refusal.reason_code) from refusal
    root = parsed(text) if _may_be_report(text) else None
    found = list(tables_of(root)) if root is not None else []
    if root is None or not found:
        raise NotAReportPage(_other_kind(text))
    rows: list[ReportRow] = []
    for table, columns, head in found:
        rows += rows_of(table, columns, head, first=len(rows) + 1)
        if len(rows) > MAX_ROWS:
            raise NotAReportPage("too_many_rows")
    said = [column for _, _, head in found for column in languages_of(head)]
    detected = max("kk", "ru", key=said.count) if said.count("kk") != said.count("ru") else None
    detected = detected or declared_language(text)
    return ReportPage(
        portal_id=_portal_id(root, text),
        title=_title(root),
        rows=tuple(rows),
        language=language or detected or "kk",
        detected_language=detected,
        flags=() if is_ended(text) else ("cut_short",),
    )


def looks_like_report(html: bytes) -> bool:
    """Whether `html` has the report's table or was saved from its address, read or not."""
    try:
        text = page_text(html).text
    except PageRefused:
        return False
    if not _may_be_report(text):
        return False
    if _REPORT_ADDRESS.search(saved_from(text) or ""):
        return True
    root = parsed(text)
    return root is not None and next(tables_of(root), None) is not None


def _may_be_report(text: str) -> bool:
    return not (has_class(text, "view-npa") or has_class(text, "contentlist") or has_class(text, "blog-item"))


def _other_kind(text: str) -> str:
    if has_class(text, "view-npa"):
        return "draft_page"
    if has_class(text, "contentlist") or "paginationOptions" in text:
        return "list_page"
    if has_class(text, "blog-item"):
        return "impact_conclusion"
    kind = other_kind(text)
    return "unrecognised" if kind == "other_page" else kind


# --- the page around it -------------------------------------------------------------------------------------


def _portal_id(root: etree._Element, text: str) -> int | None:
    """From the address that the browser left, else from the links to this draft, if they agree."""
    if (found := _NUMBER_IN_ADDRESS.search(saved_from(text) or "")) and int(found.group(1)):
        return int(found.group(1))
    hrefs = (_NUMBER_IN_ADDRESS.search(link.get("href") or "") for link in root.iter("a"))
    numbers = {int(found.group(1)) for found in hrefs if found} - {0}
    return numbers.pop() if len(numbers) == 1 else None


def _title(root: etree._Element) -> str | None:
    """The words of the link back to the draft, else of the first heading."""
    for link in root.iter("a"):
        if DRAFT_PATH in (link.get("href") or "") and len(words := clean_line(words_in(link), 2_000)) > 20:
            return words
    heading = next(root.iter("h1", "h2", "h3"), None)
    return clean_line(words_in(heading), 2_000) or None if heading is not None else None
