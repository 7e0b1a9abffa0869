"""DOCX: comments, tracked changes, hidden text, and what the paragraphs say."""

from collections.abc import Iterator

from lxml import etree

from amendments.texts.archive import Archive
from inforequests.hidden.findings import Finding, Kind, shortened
from inforequests.hidden.office import common_parts
from inforequests.hidden.personal import personal
from inforequests.hidden.xml import attribute, elements, forget, local, text_in

_TEXT_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_CHANGES = ("del", "moveFrom", "ins", "moveTo")
_OFF = ("0", "false", "off", "none")


def look_through_docx(archive: Archive) -> Iterator[Finding]:
    around = sorted(name for name in archive.names if name.startswith(("word/header", "word/footer")))
    for part in (*_TEXT_PARTS, *around):
        yield from _text_part(archive, part)
    for event, element in elements(archive, "word/comments.xml"):
        if event == "end" and local(element) == "comment":
            yield Finding(Kind.COMMENT, shortened(f"{attribute(element, 'author')}: {text_in(element)}"))
    yield from common_parts(archive, "word/")


def _text_part(archive: Archive, part: str) -> Iterator[Finding]:
    number = 0
    in_body = part == _TEXT_PARTS[0]
    for event, element in elements(archive, part):
        if local(element) != "p":
            continue
        if event == "start":
            number += 1
            continue
        yield from _paragraph(element, number if in_body else 0)
        # Of a paragraph inside another one (a text box) the outer one still wants to be read.
        if not any(local(above) == "p" for above in element.iterancestors()):
            forget(element)


def _paragraph(paragraph: etree._Element, number: int) -> Iterator[Finding]:
    for change in paragraph.iter():
        if local(change) in _CHANGES and (said := _said(change)):
            who = attribute(change, "author")
            yield Finding(Kind.TRACKED_CHANGE, shortened(f"{who}: {said}" if who else said), paragraph=number)
    hidden = "".join(_said(run) for run in paragraph.iter() if local(run) == "r" and _is_hidden(run))
    if hidden.strip():
        yield Finding(Kind.HIDDEN_TEXT, shortened(hidden), paragraph=number)
    for kind, excerpt in personal(_said(paragraph)):
        yield Finding(kind, excerpt, paragraph=number)


def _said(element: etree._Element) -> str:
    """Its text with what was struck out, tabs and line breaks as spaces."""
    pieces = []
    for part in element.iter():
        name = local(part)
        if name in ("t", "delText"):
            pieces.append(part.text or "")
        elif name in ("tab", "br", "cr"):
            pieces.append(" ")
    return "".join(pieces)


def _is_hidden(run: etree._Element) -> bool:
    """Marked as hidden, or white, or of half a point."""
    for property_ in run.iterfind("./{*}rPr/*"):
        name, value = local(property_), attribute(property_, "val").lower()
        if name in ("vanish", "webHidden") and value not in _OFF:
            return True
        if (name == "color" and value == "ffffff") or (name == "sz" and value in ("1", "2")):
            return True
    return False
