"""What the readers of list pages and draft pages share: bytes to text, where an element ends, the page's
kind.
"""

import re
from collections.abc import Iterator

from lxml import etree

from projects.text_encoding import Decoded, decode

MAX_PAGE_BYTES = 8 * 1024 * 1024
_LONGEST_TAG = 4_000
_MOST_MENTIONS = 10_000
_SHELTER = re.compile(r"<(?:!--|script\b|style\b|textarea\b)")
_LONGEST_FRAGMENT = 256 * 1024
_ERROR_PAGE_CHARS = 64 * 1024

_PARSER = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
_START_TAG = re.compile(r"""<([a-zA-Z][a-zA-Z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_CLASS = re.compile(r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([a-zA-Z0-9_-]{3,20})""", re.IGNORECASE)
_HTML_LANG = re.compile(r"""<html\b[^<>]{0,500}?\slang\s*=\s*["']?([a-zA-Z]{2})""", re.IGNORECASE)
_TITLE = re.compile(r"<(title|h1)\b[^<>]*>([^<]{0,300})", re.IGNORECASE)
_ERROR_WORDS = re.compile(
    r"\b[45]\d\d\b|bad gateway|service unavailable|temporarily unavailable|gateway time-?out|server error"
    r"|not found|forbidden|access denied|техническ|недоступ|ошибка|қате",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"""<input\b[^<>]{0,1000}?\btype\s*=\s*["']?password""", re.IGNORECASE)
_ENDED = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)


class PageRefused(ValueError):
    """The page is not of the kind asked for; `reason_code` says why."""

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason_code)
        self.reason_code = reason_code


# What a body can be before its elements are looked at.
BODY_REASONS = frozenset({"empty_body", "too_large", "not_html", "web_archive"})


def page_text(body: bytes) -> Decoded:
    """`body` as text without NUL. Raises `PageRefused` for what is no HTML page at all."""
    if len(body) > MAX_PAGE_BYTES:
        raise PageRefused("too_large")
    head = body[:1024].lstrip()
    if not head and not body.strip():
        raise PageRefused("empty_body")
    if head.startswith((b"From: <Saved by", b"MIME-Version:")):
        raise PageRefused("web_archive")
    declared = _DECLARED.search(body[:4096])
    decoded = decode(body, declared.group(1).decode("ascii") if declared else None)
    text = decoded.text.replace("\0", "") if b"\0" in body else decoded.text
    if "<" not in text.lstrip()[:4096]:
        raise PageRefused("not_html" if text.strip() else "empty_body")
    return Decoded(text, decoded.encoding, decoded.doubtful)


def parsed(fragment: str) -> etree._Element | None:
    """The tree of an HTML fragment or page, or None where nothing is in it."""
    try:
        return etree.fromstring(fragment.encode("utf-8", "ignore"), _PARSER)
    except (etree.XMLSyntaxError, etree.ParserError):
        return None


def elements_with_class(text: str, name: str, most: int = 1) -> Iterator[re.Match[str]]:
    """The start tags in `text` that carry the class `name`, in order, at most `most` of them.

    Found by looking for the name itself, so a page of a megabyte costs about as much as reading it once. What
    stands in a comment, a script, a style or the words of the page is not a tag.
    """
    position = clear = found = 0
    for _ in range(_MOST_MENTIONS):
        position = text.find(name, position)
        if position == -1 or found == most:
            return
        opens = text.rfind("<", max(clear, position - _LONGEST_TAG), position)
        tag = _START_TAG.match(text, opens, opens + _LONGEST_TAG) if opens != -1 else None
        if tag is None or tag.end() <= position:
            position += len(name)
        elif name not in classes_of(tag.group(2)):
            position = tag.end()
        elif (shelter_end := _sheltered_until(text, clear, opens)) is not None:
            clear = position = shelter_end
        else:
            yield tag
            found += 1
            clear = position = tag.end()


def classes_of(attributes: str) -> list[str]:
    found = _CLASS.search(attributes)
    return (found.group(1) or found.group(2) or found.group(3) or "").split() if found else []


def _sheltered_until(text: str, start: int, position: int) -> int | None:
    """Where the comment, script or style around `position` ends, if there is one; `start` is in none."""
    while opened := _SHELTER.search(text, start, position):
        closing = "-->" if opened.group() == "<!--" else f"</{opened.group()[1:]}"
        closed = text.find(closing, opened.end())
        start = closed + len(closing)
        if closed == -1 or start > position:
            return len(text) if closed == -1 else start
    return None


def element_end(text: str, tag: re.Match[str], limit: int) -> int | None:
    """Where the element that `tag` opens is closed, if that is before `limit` and within 256 KB."""
    name = re.escape(tag.group(1))
    depth = 1
    for edge in re.compile(rf"<!--.*?(?:-->|\Z)|<(/?){name}\b[^<>]*>", re.IGNORECASE | re.DOTALL).finditer(
        text, tag.end(), min(limit, tag.start() + _LONGEST_FRAGMENT)
    ):
        if edge.group(1) is not None:
            depth += -1 if edge.group(1) else 1
            if depth == 0:
                return edge.end()
    return None


def has_class(text: str, name: str) -> bool:
    return next(elements_with_class(text, name), None) is not None


def is_ended(text: str) -> bool:
    """Whether the page came to its closing tag: a download that broke off did not."""
    return _ENDED.search(text, max(0, len(text) - 20_000)) is not None


def declared_language(text: str) -> str | None:
    found = _HTML_LANG.search(text, 0, 4096)
    language = found.group(1).lower() if found else ""
    return {"kk": "kk", "kz": "kk", "ru": "ru"}.get(language)


def other_kind(text: str) -> str:
    """The reason code for a page that has neither cards nor a draft."""
    if has_class(text, "advanced_search_result"):
        return "search_page"
    if _PASSWORD.search(text):
        return "login_page"
    if len(text) <= _ERROR_PAGE_CHARS and any(
        _ERROR_WORDS.search(found[1]) for found in _TITLE.findall(text)
    ):
        return "error_page"
    if "<html" not in text[:4096].lower() and "<!doctype html" not in text[:4096].lower():
        return "not_html"
    return "other_page"
