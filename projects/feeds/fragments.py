"""The text of a feed cut into its items, each judged and if need be mended before a feed parser sees it.

One broken item then costs itself and not the other 999, and a half item at the end of a feed that broke off
is never taken for a whole one. What would make a parser slow is refused here: feedparser needs quadratic time
for an element with many attributes and for tags nested deep.
"""

import re
from dataclasses import dataclass
from html.entities import html5
from xml.parsers import expat

MAX_ITEMS = 2_000
MAX_ITEM_CHARS = 3_000_000
MAX_REFERENCES = 50_000
MAX_DEPTH = 100
MAX_ATTRIBUTES = 100
MAX_LOOSE_CHARS = 200_000
MAX_LOOSE_TAGS = 2_000
_HEAD_CHARS = 64 * 1024
_TAIL_CHARS = 2_000
_LONGEST_ROOT = 16_000
_LONGEST_TAG = 1_000

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TOKEN = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<!(?P<forbidden>DOCTYPE|ENTITY)\b"
    r"|<(?P<closing>/?)(?P<name>(?:[\w.-]{1,40}:)?(?:item|entry))(?=[\s/>])",
    re.DOTALL | re.IGNORECASE,
)
_ROOT = re.compile(r"<(?P<name>(?:[\w.-]{1,40}:)?(?P<local>rss|feed|rdf))\b[^<>]*>", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_HTML_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BARE_ANGLE = re.compile(r"<(?![A-Za-z_:/!?])")
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_REFERENCE = re.compile(r"&(?:#(\d{1,9}|[xX][0-9a-fA-F]{1,8});|([A-Za-z][A-Za-z0-9]{1,30});)?")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})


class NotAFeed(ValueError):
    """The text is no feed that may be parsed; the message is the reason code."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One whole item: `xml` is well-formed if `is_sound`; `reason` says why it must not be parsed at all."""

    xml: str
    source: str
    is_sound: bool = True
    is_mended: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CutFeed:
    """`opening` and `closing` make a document around any of the fragments."""

    opening: str
    closing: str
    fragments: list[Fragment]
    cut_short: bool


def cut(text: str) -> CutFeed:
    """The items of a feed.

    Raises `NotAFeed`: empty_body, html_page, entities, not_a_feed, too_heavy, cut_short.
    """
    text = _NOT_XML.sub("", text)
    root = _root(text)
    opening, closing = f"{root.group().removesuffix('>').removesuffix('/')}>", f"</{root.group('name')}>"
    sources, is_whole = _items(text, root.end(), closing)
    if not is_whole and not sources:
        raise NotAFeed("cut_short")
    if root.group("local").lower() == "rss":
        opening, closing = f"{opening}<channel>", f"</channel>{closing}"
    return CutFeed(opening, closing, [_judged(source, opening, closing) for source in sources], not is_whole)


def _root(text: str) -> re.Match[str]:
    if not text.strip():
        raise NotAFeed("empty_body")
    position = 0
    while part := _PROLOGUE.match(text, position):
        position = part.end()
    if _HTML_PAGE.match(text, position):
        raise NotAFeed("html_page")
    root = _ROOT.search(text, position, position + _HEAD_CHARS)
    if _DECLARATION.search(text, 0, root.start() if root else _HEAD_CHARS):
        raise NotAFeed("entities")
    if root is None:
        raise NotAFeed("not_a_feed")
    if len(root.group()) > _LONGEST_ROOT:
        raise NotAFeed("too_heavy")
    return root


def _items(text: str, start: int, closing: str) -> tuple[list[str], bool]:
    """The source of each whole item, at most 2,000, and whether that is all that the feed holds."""
    sources: list[str] = []
    opened: int | None = None
    unmatched = 0
    name = ""
    for token in _TOKEN.finditer(text, start):
        if token.group("forbidden") and opened is None and not sources:
            raise NotAFeed("entities")
        found = (token.group("name") or "").lower()
        if not found or found != (name := name or found):
            continue
        is_closing = bool(token.group("closing"))
        end = text.find(">", token.end(), token.end() + _LONGEST_TAG) + 1
        if is_closing and opened is not None and end:
            sources.append(text[opened:end])
            opened = None
        elif is_closing or text[end - 2 : end] != "/>":
            unmatched += is_closing or opened is not None
            if unmatched > MAX_ITEMS or (len(sources) == MAX_ITEMS and not is_closing):
                return sources, False
            opened = opened if is_closing else token.start()
    is_ended = text.find(closing, max(start, len(text) - _TAIL_CHARS)) != -1
    return sources, opened is None and is_ended


def _judged(source: str, opening: str, closing: str) -> Fragment:
    if len(source) > MAX_ITEM_CHARS or source.count("&") > MAX_REFERENCES:
        return Fragment(source, source, reason="too_heavy")
    problem = _problem(f"{opening}{source}{closing}")
    if problem != "malformed":
        return Fragment(source, source, reason=problem)
    if _DECLARATION.search(_CDATA.sub("", source)):
        return Fragment(source, source, reason="entities")
    mended = _mended(source)
    problem = _problem(f"{opening}{mended}{closing}")
    if problem != "malformed":
        return Fragment(mended, source, is_mended=True, reason=problem)
    is_light = len(source) <= MAX_LOOSE_CHARS and source.count("<") <= MAX_LOOSE_TAGS
    return Fragment(mended, source, is_sound=False, is_mended=True, reason="" if is_light else "malformed")


class _Heavy(Exception):
    pass


def _problem(document: str) -> str:
    """Why a parser must not have `document`: malformed, too_deep, too_many_attributes; empty if it may."""
    depth = 0
    names = 0

    def enter(_name: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _Heavy("too_deep")
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            raise _Heavy("too_many_attributes")

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declare(_prefix: str | None, _uri: str | None) -> None:
        nonlocal names
        names += 1
        if names > MAX_ATTRIBUTES:
            raise _Heavy("too_many_attributes")

    parser = expat.ParserCreate("utf-8", " ")
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    parser.StartNamespaceDeclHandler = declare
    try:
        parser.Parse(document.encode("utf-8"), True)
    except expat.ExpatError:
        return "malformed"
    except _Heavy as heavy:
        return str(heavy)
    return ""


def _mended(source: str) -> str:
    """`source` with the usual faults put right outside CDATA: bare ampersands and angles, names of HTML
    entities.
    """
    parts = _CDATA.split(source)
    parts[::2] = [_BARE_ANGLE.sub("&lt;", _REFERENCE.sub(_reference, part)) for part in parts[::2]]
    return "".join(parts)


def _reference(found: re.Match[str]) -> str:
    number, name = found.groups()
    if number:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        return found.group() if code < 0x110000 and not _NOT_XML.match(chr(code)) else ""
    if name in _XML_NAMES:
        return found.group()
    letters = html5.get(f"{name};", "") if name else ""
    return "".join(f"&#{ord(letter)};" for letter in letters) or f"&amp;{found.group()[1:]}"
