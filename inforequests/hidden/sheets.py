"""XLSX: hidden sheets, rows and columns, comments, data of pivot tables, and what the cells say."""

import posixpath
from collections.abc import Iterator

from amendments.texts.archive import Archive
from inforequests.hidden.findings import Finding, Kind, shortened
from inforequests.hidden.office import common_parts
from inforequests.hidden.personal import personal
from inforequests.hidden.xml import attribute, elements, forget, local, text_in

_HIDDEN_STATES = ("hidden", "veryHidden")


def look_through_xlsx(archive: Archive) -> Iterator[Finding]:
    shared = _shared_texts(archive)
    for title, state, part in _sheets(archive):
        if state in _HIDDEN_STATES:
            yield Finding(Kind.HIDDEN_SHEET, sheet=title)
        yield from _sheet(archive, part, title, shared)
        for kind, target in _related(archive, part):
            if kind in ("comments", "threadedComment"):
                yield from _comments(archive, target, title)
    for name in sorted(archive.names):
        if name.startswith("xl/pivotCache/pivotCacheRecords"):
            yield Finding(Kind.KEPT_DATA, posixpath.basename(name))
        elif name.startswith("xl/externalLinks/externalLink"):
            yield Finding(Kind.OUTSIDE_LINK, posixpath.basename(name))
    yield from common_parts(archive, "xl/")


def _sheets(archive: Archive) -> list[tuple[str, str, str]]:
    """Title, state and part of each sheet."""
    targets = {key: part for key, _kind, part in _relations(archive, "xl/workbook.xml")}
    return [
        (attribute(element, "name"), attribute(element, "state"), targets.get(attribute(element, "id"), ""))
        for event, element in elements(archive, "xl/workbook.xml")
        if event == "end" and local(element) == "sheet"
    ]


def _relations(archive: Archive, part: str) -> list[tuple[str, str, str]]:
    """Key, kind and part of what `part` refers to inside the archive."""
    folder, name = posixpath.split(part)
    found = []
    for event, element in elements(archive, f"{folder}/_rels/{name}.rels"):
        if (
            event == "end"
            and local(element) == "Relationship"
            and attribute(element, "TargetMode") != "External"
        ):
            target = attribute(element, "Target")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found.append((attribute(element, "Id"), attribute(element, "Type").rpartition("/")[2], whole))
    return found


def _related(archive: Archive, part: str) -> list[tuple[str, str]]:
    return [(kind, target) for _key, kind, target in _relations(archive, part)]


def _shared_texts(archive: Archive) -> list[str]:
    texts = []
    for event, element in elements(archive, "xl/sharedStrings.xml"):
        if event == "end" and local(element) == "si":
            texts.append(text_in(element))
            forget(element)
    return texts


def _sheet(archive: Archive, part: str, title: str, shared: list[str]) -> Iterator[Finding]:
    for event, element in elements(archive, part):
        if event != "end":
            continue
        name = local(element)
        if name == "col" and _is_hidden(attribute(element, "hidden"), attribute(element, "width")):
            first, last = int(attribute(element, "min") or 1), int(attribute(element, "max") or 1)
            # To the end of the sheet: the empty part of it is folded away, nothing is hidden there.
            if last < 16_384:
                letters = _letters(first) if first == last else f"{_letters(first)}–{_letters(last)}"
                yield Finding(Kind.HIDDEN_COLUMN, sheet=title, cell=letters)
        elif name == "c":
            yield from _in_cell(title, attribute(element, "r"), _cell_text(element, shared))
        elif name == "row":
            if _is_hidden(attribute(element, "hidden"), attribute(element, "ht")) and len(element):
                yield Finding(Kind.HIDDEN_ROW, sheet=title, cell=attribute(element, "r"))
            forget(element)


def _in_cell(title: str, cell: str, text: str) -> Iterator[Finding]:
    for kind, excerpt in personal(text):
        yield Finding(kind, excerpt, sheet=title, cell=cell)


def _is_hidden(said: str, size: str) -> bool:
    return said in ("1", "true") or size in ("0", "0.0")


def _cell_text(cell: object, shared: list[str]) -> str:
    kind, value = attribute(cell, "t"), ""  # type: ignore[arg-type]
    for child in cell:  # type: ignore[attr-defined]
        if local(child) in ("v", "is"):
            value = text_in(child)
    if kind == "s" and value.isascii() and value.isdigit() and int(value) < len(shared):
        return shared[int(value)]
    # A long number is kept as 8.5010130000e11 by some programs.
    if not kind and "e" in value.lower():
        try:
            return f"{float(value):.0f}"
        except (ValueError, OverflowError):
            return value
    return value


def _comments(archive: Archive, part: str, title: str) -> Iterator[Finding]:
    for event, element in elements(archive, part):
        if event == "end" and local(element) in ("comment", "threadedComment"):
            text = text_in(element)
            yield Finding(Kind.COMMENT, shortened(text), sheet=title, cell=attribute(element, "ref"))
            yield from _in_cell(title, attribute(element, "ref"), text)


def _letters(column: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
