"""What the page of a draft holds below its head: attached files and the short form of a by-law."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from projects.plain_text import clean_line, clean_lines
from projects.portal.fields import all_of_class, first_of_class, words_in

_ATTACHMENT = re.compile(r"/application/downloadconceptfile/?\?(?:[^#]*&)?id=([0-9]{1,18})(?![0-9])")
_BLOCKS = frozenset({"p", "br", "div", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"style", "script"})
_ROW_NUMBER = re.compile(r"[0-9]{1,3}\b")
_MAX_TEXT = 100_000
_MAX_ROWS = 1_000
_MAX_ATTACHMENTS = 200


def first_number(root: etree._Element, href: re.Pattern[str]) -> int | None:
    """The number in the first link under `root` whose address fits `href`."""
    links = (href.search((link.get("href") or "").strip()) for link in root.iter("a"))
    return next((int(found.group(1)) for found in links if found), None)


def attachments_of(draft: etree._Element) -> tuple[tuple[str, int], ...]:
    """The attached files: label and number."""
    files = first_of_class(draft, "conceptFiles")
    found = []
    for item in files.findall("li") if files is not None else ():
        number = first_number(item, _ATTACHMENT)
        named = item.find(".//label")
        words = words_in(named if named is not None else item)
        if number is not None:
            found.append((clean_line(words, 500), number))
    return tuple(found[:_MAX_ATTACHMENTS])


def main_content_of(draft: etree._Element) -> tuple[tuple[str, str], ...]:
    """Rows of the short form: number, what it is, the text. A table inside a text is part of that text."""
    content = []
    for row in islice(_rows(draft), _MAX_ROWS):
        cells = row.findall("td")
        is_nested = next(row.iterancestors("td"), None) is not None
        if not is_nested and len(cells) >= 3 and _ROW_NUMBER.match(clean_line(words_in(cells[0]), 20)):
            label = clean_line(words_in(cells[1]), 500)
            content.append((label, lines_in(cells[2])[:_MAX_TEXT]))
    return tuple(content)


def _rows(draft: etree._Element) -> Iterator[etree._Element]:
    """The rows of the outermost blocks of the text, those of a table within a table too."""
    for block in all_of_class(draft, "commentable-div"):
        if not any(
            "commentable-div" in (above.get("class") or "").split() for above in block.iterancestors()
        ):
            yield from block.iter("tr")


def lines_in(cell: etree._Element, *, source_breaks: bool = False) -> str:
    """The text of an element, line by line.

    The source breaks its lines anywhere; only its elements say where a line of the text ends. With
    `source_breaks` the breaks of the source count too: a comment keeps those that its author typed.
    """
    parts: list[str] = []
    for event, node in etree.iterwalk(cell, events=("start", "end")):
        if node.tag in _BLOCKS:
            parts.append("\n")
        elif node.tag in _CELLS and node is not cell:
            parts.append(" ")
        text = node.text if event == "start" else node.tail
        if node.tag in _SILENT and event == "start" or node is cell and event == "end":
            continue
        parts.append((text or "") if source_breaks else " ".join((text or "").split("\n")))
    return clean_lines("".join(parts))
