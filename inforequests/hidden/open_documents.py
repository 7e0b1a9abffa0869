"""ODT and ODS: hidden sheets, rows and columns, comments, tracked changes, and what they say."""

import posixpath
from collections.abc import Iterator

from lxml import etree

from amendments.texts.archive import Archive
from inforequests.hidden.findings import Finding, Kind, shortened
from inforequests.hidden.office import authors
from inforequests.hidden.personal import personal
from inforequests.hidden.xml import attribute, elements, local, text_in

_FOLDED = ("collapse", "filter")


def look_through_open_document(archive: Archive) -> Iterator[Finding]:
    unseen = _unseen_styles(archive)
    sheet, row, paragraph = "", 0, 0
    for event, element in elements(archive, "content.xml"):
        name = local(element)
        if event == "start":
            if name == "table":
                sheet, row = attribute(element, "name"), 0
                if attribute(element, "style-name") in unseen:
                    yield Finding(Kind.HIDDEN_SHEET, sheet=sheet)
            elif name == "table-row":
                row += 1
            elif name in ("p", "h"):
                paragraph += 1
            continue
        if name == "table-row":
            if attribute(element, "visibility") in _FOLDED and text_in(element).strip():
                yield Finding(Kind.HIDDEN_ROW, sheet=sheet, cell=str(row))
            row += _repeated(element, "number-rows-repeated") - 1
        elif name == "table-column":
            if attribute(element, "visibility") in _FOLDED:
                yield Finding(Kind.HIDDEN_COLUMN, sheet=sheet)
        elif name in ("annotation", "changed-region"):
            kind = Kind.COMMENT if name == "annotation" else Kind.TRACKED_CHANGE
            yield Finding(kind, shortened(text_in(element)), sheet=sheet, paragraph=0 if sheet else paragraph)
        elif name == "hidden-text":
            yield Finding(
                Kind.HIDDEN_TEXT, shortened(attribute(element, "string-value")), paragraph=paragraph
            )
        elif name in ("p", "h"):
            for found, excerpt in personal(text_in(element)):
                yield Finding(
                    found,
                    excerpt,
                    sheet=sheet,
                    cell=str(row) if sheet else "",
                    paragraph=0 if sheet else paragraph,
                )
        elif name == "table":
            sheet = ""
    yield from authors(archive, "meta.xml")
    for part in sorted(archive.names):
        folder = part.partition("/")[0]
        if folder.startswith("Object ") and part.endswith("content.xml"):
            yield Finding(Kind.EMBEDDED_FILE, posixpath.dirname(part))


def _unseen_styles(archive: Archive) -> frozenset[str]:
    """Names of the styles that hide a sheet."""
    found = set()
    for event, element in elements(archive, "content.xml"):
        if (
            event == "end"
            and local(element) == "table-properties"
            and attribute(element, "display") == "false"
        ):
            above = element.getparent()
            if above is not None:
                found.add(attribute(above, "name"))
        elif event == "start" and local(element) == "body":
            break
    return frozenset(found)


def _repeated(element: etree._Element, name: str) -> int:
    said = attribute(element, name)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 1
