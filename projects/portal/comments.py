"""One comment of the portal with the replies under it: a `div.media`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from lxml import etree

from projects.plain_text import clean_line
from projects.portal.authors import is_one_of, same_words
from projects.portal.comment_times import Span, Written, written_at
from projects.portal.contents import lines_in
from projects.portal.fields import all_of_class, count_of, first_of_class, words_in
from projects.portal.verdicts import verdict_of

MAX_REPLIES = 200
MAX_COMMENT = 20_000
_MAX_AUTHOR = 300
_MAX_PART = 500
_NUMBER = re.compile(r"[0-9]{1,18}")
_TEXT_GOES_ON = frozenset({"p", "ul", "ol", "blockquote", "table", "br"})


@dataclass(frozen=True, slots=True)
class PortalReply:
    """What was written under a comment.

    `is_official`: the portal marks the writer as a state body, or it is the draft's. The name under any other
    reply is a person's and is not to be stored (see `PortalComment`).
    """

    id: int | None
    author: str | None = field(repr=False)
    is_official: bool
    at: datetime | None
    year_inferred: bool
    text: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PortalComment:
    """A comment as the portal shows it.

    `author` is personal data (Law 94-V). It is read because our own organisation's comments must be found by
    it, and for nothing else: names of others are not to be stored, shown or logged (they are left out of the
    repr). `belongs_to` answers the question, `without_names` gives the comment that may be kept.

    `at` is Almaty's time without a zone; its year is concluded from the draft's dates where `year_inferred`.
    `part` is the commented part as far as the page quotes it, `part_id` the portal's number of it. `verdict`
    is 'accepted', 'not_accepted' or None, and None too where the page contradicts itself (verdict_doubtful).
    `flags`: text_cut, text_missing, verdict_doubtful, time_unreadable, year_unknown, year_doubtful,
    replies_cut, cut_short (the page broke off here or later).
    """

    id: int
    author: str | None = field(repr=False)
    affiliation: str | None = field(repr=False)
    at: datetime | None
    year_inferred: bool
    part: str | None
    part_id: int | None
    text: str
    verdict: str | None
    replies: tuple[PortalReply, ...]
    likes: int | None = None
    dislikes: int | None = None
    flags: tuple[str, ...] = ()

    @property
    def official_replies(self) -> tuple[PortalReply, ...]:
        return tuple(reply for reply in self.replies if reply.is_official)

    def belongs_to(self, names: Iterable[str]) -> bool:
        """Whether the author is one of `names`, persons or organisations, however they are written.

        Word order, letter case, quotation marks, the legal form, a patronymic and Kazakh letters written as
        Russian ones do not matter; an initial is no name.
        """
        return any(is_one_of(shown, names) for shown in (self.author, self.affiliation) if shown)

    def without_names(self) -> "PortalComment":
        """The comment without the names of people: its author's and those under unofficial replies."""
        replies = tuple(reply if reply.is_official else replace(reply, author=None) for reply in self.replies)
        return replace(self, author=None, affiliation=None, replies=replies)


def read_comment(media: etree._Element, body: str | None, span: Span) -> PortalComment | None:
    """The comment in `media` and the replies nested in it; None where it bears no number.

    `body` is the state body of the draft, `span` the time in which it could be commented on.
    """
    said = _said(media)
    number = _id_of(said.paragraph)
    if number is None:
        return None
    text, flags = _text_of(said)
    written = written_at(said.time, span)
    verdict, doubtful = verdict_of(said.headings)
    replies, replies_cut = _replies(media, body, _not_before(span, written))
    part, part_id = _part(said.headings)
    flags += [*written.flags, *doubtful, *replies_cut]
    return PortalComment(
        id=number,
        author=_author(said.headings),
        affiliation=_affiliation(said.headings),
        at=written.at,
        year_inferred=written.year_inferred,
        part=part,
        part_id=part_id,
        text=text,
        verdict=verdict,
        replies=replies,
        likes=_liked(said.headings, "likeCount-"),
        dislikes=_liked(said.headings, "dislikeCount-"),
        flags=tuple(dict.fromkeys(flags)),
    )


def _not_before(span: Span, written: Written) -> Span:
    """A reply is no older than the comment."""
    return Span(written.at.date(), None, span.on) if written.at else span


def _replies(
    media: etree._Element, body: str | None, span: Span
) -> tuple[tuple[PortalReply, ...], list[str]]:
    nested = [node for node in islice(all_of_class(media, "media"), MAX_REPLIES + 2) if node is not media]
    cut = ["replies_cut"] if len(nested) > MAX_REPLIES else []
    return tuple(_reply(node, body, span) for node in nested[:MAX_REPLIES]), cut


def _reply(media: etree._Element, body: str | None, span: Span) -> PortalReply:
    said = _said(media)
    text, flags = _text_of(said)
    written = written_at(said.time, span)
    author = _author(said.headings)
    is_marked = any(first_of_class(heading, "fa-tags") is not None for heading in said.headings)
    return PortalReply(
        id=_id_of(said.paragraph),
        author=author,
        is_official=is_marked or bool(body and author and same_words(author, body)),
        at=written.at,
        year_inferred=written.year_inferred,
        text=text,
        flags=(*flags, *written.flags),
    )


# --- one `div.media`, without those nested in it ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Said:
    headings: tuple[etree._Element, ...]
    paragraph: etree._Element | None
    goes_on: tuple[etree._Element, ...]

    @property
    def time(self) -> str:
        """What the spans of the last heading say themselves: no name, and not the link with the commented words."""
        spans = (span for heading in self.headings[-1:] for span in heading.iter("span"))
        own = (
            f"{span.text or ''} {' '.join(child.tail or '' for child in span)}"
            for span in spans
            if next(span.iterancestors("a"), None) is None
        )
        return clean_line(" ".join(words for words in own if _has_digit(words)), 2_000)


def _has_digit(words: str) -> bool:
    return any(character.isdigit() for character in words)


def _said(media: etree._Element) -> _Said:
    body = next((child for child in media if "media-body" in (child.get("class") or "").split()), media)
    children = [child for child in body if isinstance(child.tag, str)]
    headings = tuple(child for child in children if child.tag == "h4")
    paragraphs = [child for child in children if child.tag == "p"]
    first = next((child for child in paragraphs if _id_of(child) is not None), None)
    if first is None:
        return _Said(headings, paragraphs[0] if paragraphs else None, ())
    # A list inside a paragraph ends it, by the rules of HTML: what is left of the text stands beside it.
    goes_on = []
    for child in children[children.index(first) + 1 :]:
        if child.tag not in _TEXT_GOES_ON or child.get("id"):
            break
        goes_on.append(child)
    return _Said(headings, first, tuple(goes_on))


def _id_of(paragraph: etree._Element | None) -> int | None:
    number = (paragraph.get("id") or "").strip() if paragraph is not None else ""
    return int(number) or None if _NUMBER.fullmatch(number) else None


def _text_of(said: _Said) -> tuple[str, list[str]]:
    if said.paragraph is None:
        return "", ["text_missing"]
    text = "\n".join(lines_in(node, source_breaks=True) for node in (said.paragraph, *said.goes_on)).strip()
    if len(text) > MAX_COMMENT:
        return text[:MAX_COMMENT].rstrip(), ["text_cut"]
    return text, [] if text else ["text_missing"]


def _author(headings: tuple[etree._Element, ...]) -> str | None:
    """The words of the first heading itself; what stands in its spans is a time or where the author works."""
    if not headings:
        return None
    own = [headings[0].text or "", *(child.tail or "" for child in headings[0])]
    return clean_line(" ".join(own), _MAX_AUTHOR) or None


def _affiliation(headings: tuple[etree._Element, ...]) -> str | None:
    if len(headings) < 2:
        return None
    words = clean_line(" ".join(words_in(span) for span in headings[0].iter("span")), _MAX_AUTHOR)
    return words.strip("(), ") or None


def _part(headings: tuple[etree._Element, ...]) -> tuple[str | None, int | None]:
    """The link with the commented words; a second link to the same place only says 'show the text'."""
    for heading in headings:
        for link in all_of_class(heading, "view-comment-part"):
            number = (link.get("npa-id") or "").strip()
            words = clean_line(words_in(link), _MAX_PART)
            return words or None, int(number) if _NUMBER.fullmatch(number) else None
    return None, None


def _liked(headings: tuple[etree._Element, ...], prefix: str) -> int | None:
    for heading in headings:
        for span in heading.iter("span"):
            if (span.get("class") or "").startswith(prefix):
                return count_of(words_in(span))
    return None
