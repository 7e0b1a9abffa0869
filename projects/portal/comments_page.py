"""The comments on a draft, the portal's verdict on each and the state body's replies, as a saved page of the
draft (`/npa/view?id=`) shows them. One page shows one channel of comments.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from lxml import etree

from projects.portal.comment_times import Span
from projects.portal.comments import PortalComment, read_comment
from projects.portal.draft_page import DRAFT_REASONS, DraftPage, NotADraftPage, parse_draft_page, saved_from
from projects.portal.fields import first_of_class, words_in
from projects.portal.labels import normalised_label
from projects.portal.markup import PageRefused, elements_with_class, page_text, parsed
from projects.portal.report_page import ReportPage, looks_like_report, parse_report_page
from projects.portal.verdicts import ACCEPTED, NOT_ACCEPTED

MAX_COMMENTS = 5_000
_ACTIVE = re.compile(r"setActive\(\s*['\"]?([0-9]{1,3})\b")
_TAB = re.compile(r"tab-([0-9]{1,3})")
_ASKED = re.compile(r"[?&]typeComment=([0-9]{1,3})(?![0-9])")
_BEGIN = ("commentsTab", "main-comments", "comments")

# typeComment -> what the tab is called in Kazakh and in Russian.
CHANNELS = {
    6: ("Пікір", "Комментарий"),
    3: ("«Атамекен» ҰҚП", "НПП «Атамекен»"),
    1: ("Қоғамдық және сараптамалық кеңестер", "Общественные и экспертные советы"),
    8: ("Жемқорлыққа қарсы сараптама", "Антикоррупционная экспертиза"),
    9: ("Ғылыми құқықтық сараптама", "Научная правовая экспертиза"),
    10: ("Ғылыми экономикалық сараптама", "Научная экономическая экспертиза"),
    7: ("ЗҚАИ мен ВАК мүшелері", "ИЗПИ и члены МВК"),
    4: ("Аккредиттелген коммерциялық емес ұйымдар", "Аккредитованные некоммерческие организации"),
}

COMMENT_REASONS = DRAFT_REASONS | {
    "report_page",
    "comments_missing",
    "comments_unreadable",
    "too_many_comments",
}


class NotACommentsPage(PageRefused):
    """The page is not that of a draft with its comments; `reason_code` is one of `COMMENT_REASONS`."""


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """The draft and the comments of one channel, in the page's order.

    `draft` holds title, dates, language and the counters over all channels. `channel` is the portal's
    `typeComment` of the comments shown, None where the page does not give it away; `channels` are those that
    have a tab. `rejected` counts comments that could not be read. `flags`: cut_short, not_all_shown (the
    portal counts more comments or verdicts than stand here: they are in other channels), doubled.
    """

    draft: DraftPage
    channel: int | None
    channels: tuple[int, ...]
    comments: tuple[PortalComment, ...]
    rejected: int = 0
    flags: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        return self.draft.language

    def with_names_only_of(self, names: Iterable[str]) -> "CommentsPage":
        """The page as it may be kept: the names of all authors but `names` are gone."""
        ours = list(names)
        kept = (comment if comment.belongs_to(ours) else comment.without_names() for comment in self.comments)
        return replace(self, comments=tuple(kept))


def parse_comments_page(html: bytes, language: str | None = None, *, on: date | None = None) -> CommentsPage:
    """The comments on the draft whose page is `html`; `language` and `on` as in `parse_list`.

    A draft on which nothing has been said gives an empty page. Raises `NotACommentsPage`.
    """
    try:
        draft = parse_draft_page(html, language, on=on)
        text = page_text(html).text
    except NotADraftPage as refusal:
        is_report = refusal.reason_code == "other_page" and looks_like_report(html)
        raise NotACommentsPage("report_page" if is_report else refusal.reason_code) from refusal
    root = parsed(_comments_source(text))
    if root is None:
        raise NotACommentsPage("comments_missing")
    span = Span(draft.created_on, draft.ends_on, on)
    comments, rejected, doubled = _read_all(root, draft.body, span)
    if rejected and not comments:
        raise NotACommentsPage("comments_unreadable")
    flags = [flag for flag in draft.flags if flag == "cut_short"]
    if flags and comments:  # where it broke off is not known: perhaps within the last one
        comments = (*comments[:-1], replace(comments[-1], flags=(*comments[-1].flags, "cut_short")))
    flags += ["not_all_shown"] if _more_are_counted(draft, comments) else []
    flags += ["doubled"] if doubled else []
    return CommentsPage(
        draft=draft,
        channel=_channel(root, text),
        channels=_channels(root),
        comments=comments,
        rejected=rejected,
        flags=tuple(flags),
    )


def parse_outcome_page(
    html: bytes, language: str | None = None, *, on: date | None = None
) -> CommentsPage | ReportPage:
    """Whichever of the two pages `html` is. Raises `NotACommentsPage` or `NotAReportPage`."""
    try:
        return parse_comments_page(html, language, on=on)
    except NotACommentsPage as refusal:
        if refusal.reason_code != "report_page":
            raise
    return parse_report_page(html, language)


def _comments_source(text: str) -> str:
    head = next(elements_with_class(text, "view-npa"), None)
    source = text[head.start() :] if head else text
    begins = (next(elements_with_class(source, name), None) for name in _BEGIN)
    start = min((tag.start() for tag in begins if tag), default=None)
    if start is None:
        raise NotACommentsPage("comments_missing")
    return source[start:]


def _read_all(
    root: etree._Element, body: str | None, span: Span
) -> tuple[tuple[PortalComment, ...], int, bool]:
    """The comments, how many could not be read, and whether one stood there twice."""
    comments: dict[int, PortalComment] = {}
    rejected = 0
    doubled = False
    media = list(islice(_outermost_media(root), MAX_COMMENTS + 1))
    if len(media) > MAX_COMMENTS:
        raise NotACommentsPage("too_many_comments")
    for node in media:
        comment = read_comment(node, body, span)
        if comment is None:
            rejected += 1
        elif comment.id in comments:
            doubled = True
        else:
            comments[comment.id] = comment
    return tuple(comments.values()), rejected, doubled


def _outermost_media(root: etree._Element) -> Iterator[etree._Element]:
    container = first_of_class(root, "main-comments")
    inside: etree._Element | None = None
    for event, node in etree.iterwalk(container if container is not None else root, events=("start", "end")):
        if event == "end":
            inside = None if node is inside else inside
        elif inside is None and "media" in (node.get("class") or "").split():
            inside = node
            yield node


# --- the page around them -----------------------------------------------------------------------------------


def _channels(root: etree._Element) -> tuple[int, ...]:
    tabs = (_TAB.fullmatch(node.get("id") or "") for node in root.iter("li"))
    return tuple(dict.fromkeys(int(found.group(1)) for found in islice(tabs, 1_000) if found))


def _channel(root: etree._Element, text: str) -> int | None:
    """From the frame of the tabs, the tab marked active, the heading over the comments, or the address."""
    frame = first_of_class(root, "commentsTab")
    active = _ACTIVE.search(frame.get("onload") or "") if frame is not None else None
    if active:
        return int(active.group(1))
    for tab in islice(root.iter("li"), 1_000):
        found = _TAB.fullmatch(tab.get("id") or "")
        if found and "active" in (tab.get("class") or "").split():
            return int(found.group(1))
    headings = {normalised_label(words_in(node)) for node in islice(root.iter("h2"), 20)}
    for channel, names in CHANNELS.items():
        if headings & {normalised_label(name) for name in names}:
            return channel
    asked = _ASKED.search(saved_from(text) or "")
    return int(asked.group(1)) if asked else None


def _more_are_counted(draft: DraftPage, comments: tuple[PortalComment, ...]) -> bool:
    """Replies are comments too in the portal's count."""
    verdicts = Counter(comment.verdict for comment in comments)
    return (
        (draft.comments or 0) > len(comments) + sum(len(comment.replies) for comment in comments)
        or (draft.accepted or 0) > verdicts[ACCEPTED]
        or (draft.not_accepted or 0) > verdicts[NOT_ACCEPTED]
    )
