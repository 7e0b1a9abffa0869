"""Text and dates as outside sources print them, made safe to store, to match and to put into a letter."""

import html
import re
import unicodedata
from datetime import date, datetime, time

# What must never reach a column, a log line or a page: C0/C1 controls, soft hyphens, zero-width characters,
# direction overrides, lone surrogates, noncharacters, private use and invisible tags. NUL alone makes
# PostgreSQL refuse a whole batch; a direction override makes a title read backwards.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff"
    + "".join(chr((plane << 16) + 0xFFFE) + chr((plane << 16) + 0xFFFF) for plane in range(1, 15))
    + "\U000f0000-\U0010ffff]+"
)
_COMBINING = "[\u034f\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_FLOOD = re.compile(f"({_COMBINING}{{4}}){_COMBINING}+")
# Nearly all text is printable, composed and without combining signs: it needs no closer look.
_PECULIAR = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\U000e0000-\U000e0fff]"
)
_LINES = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")

_TAG = re.compile(r"<!--|-->|</?[a-zA-Z!?][^<>]{0,4000}>")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_SILENT = frozenset({"script", "style", "template", "head", "title", "object", "iframe", "svg", "math"})
_INLINE = frozenset(
    {"a", "abbr", "b", "em", "font", "i", "mark", "nobr", "s", "small", "span", "strong", "sub", "sup", "u"}
)

_DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NAMED_MONTH = re.compile(r"(?:\w{2,11},\s+)?([0-9]{1,2})\s+([^\W\d_]{3,9})\.?,?\s+([0-9]{4})")
_MONTHS = {
    name: number
    for names in (
        "янв фев мар апр мая июн июл авг сен окт ноя дек",
        "қаң ақп нау сәу мам мау шіл там қыр қаз қар жел",
    )
    for number, name in enumerate(names.split(), 1)
} | {"май": 5}
_CLOCK = re.compile(r"[T\s,]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?")
EARLIEST_YEAR, LATEST_YEAR = 1991, 2100


def clean_line(text: str, limit: int | None = None) -> str:
    """`text` on one line: NFC, without characters that are not text, runs of white space made one space.

    `limit` is the greatest number of characters kept.
    """
    if limit is not None:
        text = text[: limit * 8 + 1000]
    text = " ".join(text.split())
    if not _is_plain(text):
        text = " ".join(_normal(text).split())
    return text if limit is None else text[:limit].rstrip()


def clean_lines(text: str) -> str:
    """As `clean_line`, but lines stay lines; empty lines go."""
    lines = (clean_line(line) for line in _LINES.split(text))
    return "\n".join(line for line in lines if line)


def _is_plain(text: str) -> bool:
    if not text.isprintable():
        return False
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not _PECULIAR.search(text))


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", _FLOOD.sub(r"\1", _UNSAFE.sub("", text)))


def cut_to_bytes(text: str, limit: int) -> str:
    """The longest beginning of `text` that takes at most `limit` bytes in UTF-8."""
    if len(text) * 4 <= limit:
        return text
    return text.encode("utf-8", "ignore")[:limit].decode("utf-8", "ignore")


def text_of_html(source: str) -> str:
    """The words of an HTML fragment: blocks become lines; comments, scripts, styles and objects are left out.

    One pass, linear in the length of `source` whatever its nesting.
    """
    words: list[str] = []
    position = 0
    silent_until: str | None = None
    for tag in _TAG.finditer(source):
        if silent_until is None:
            words.append(source[position : tag.start()])
            silent_until, replacement = _meaning(tag.group())
            words.append(replacement)
        elif tag.group().lower().startswith(silent_until):
            silent_until = None
        position = tag.end()
    if silent_until is None:
        words.append(source[position:])
    return clean_lines(html.unescape("".join(words)))


def _meaning(tag: str) -> tuple[str | None, str]:
    """How the tag that ends the silence opened by `tag` begins, if it opens one, and the text that stands for
    it.
    """
    if tag == "<!--":
        return "-->", ""
    if tag == "-->":
        return None, tag
    named = _TAG_NAME.match(tag)
    name = named.group(1).lower() if named else ""
    if name in _SILENT and not tag.startswith("</") and not tag.endswith("/>"):
        return f"</{name}", "\n"
    return None, "" if name in _INLINE else "\n"


def without_inline_markup(text: str) -> str:
    """`text` with entities resolved and tags of mere formatting (`<b>`, `<a>`, ...) dropped.

    Any other tag stays as the letters it is: a page shows it escaped, and what the source wrote is not lost.
    """
    if "<" in text:
        text = _TAG.sub(_formatting_dropped, text)
    return html.unescape(text) if "&" in text else text


def _formatting_dropped(tag: re.Match[str]) -> str:
    named = _TAG_NAME.match(tag.group())
    if named is None:
        return tag.group()
    name = named.group(1).lower()
    if name in _INLINE:
        return ""
    return " " if name in ("br", "p") else tag.group()


def moment_of(text: str) -> datetime | None:
    """The naive moment that `text` begins with, or None where it holds no date of the years 1991 to 2100.

    Understood: 14/09/2026, 14.09.2026, 2026-10-05, 14 сентября 2026, 14 қыркүйек 2026, each with or without
    '15:55', '15:55:00' or '00:00:00.0' after it.
    """
    text = text.strip()
    if found := _DAY_FIRST.match(text):
        day, month, year = (int(number) for number in found.groups())
    elif found := _YEAR_FIRST.match(text):
        year, month, day = (int(number) for number in found.groups())
    elif (found := _NAMED_MONTH.match(text)) and found.group(2).lower()[:3] in _MONTHS:
        day, month, year = int(found.group(1)), _MONTHS[found.group(2).lower()[:3]], int(found.group(3))
    else:
        return None
    rest = text[found.end() :]
    clock = _CLOCK.match(rest)
    if rest[:1].isdigit() or not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        hour, minute, second = (int(number or 0) for number in clock.groups()) if clock else (0, 0, 0)
        return datetime.combine(date(year, month, day), time(hour, minute, second))
    except ValueError:
        return None


def day_of(text: str) -> date | None:
    """The date that `text` begins with; see `moment_of`."""
    moment = moment_of(text)
    return moment.date() if moment else None
