"""DOCX: paragraphs with the numbers that Word shows, tables with their merged cells."""

from collections.abc import Iterator
from posixpath import normpath

from lxml import etree

from amendments.texts.archive import Archive
from amendments.texts.content import DEEPEST_TABLE, Block, Budget, Cell, Content, Grid, lines_in, row_line
from amendments.texts.unreadable import Unreadable
from amendments.texts.word_numbering import WordNumbering
from amendments.texts.word_paragraph import WordWords, footnotes_of
from amendments.texts.xml_stream import attribute, child, children_within, local, tree

_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
_TRACKED = ("ins", "del", "moveFrom", "moveTo")
_WIDEST = 200


def word_content(data: bytes) -> Content:
    """The lines and tables of a DOCX file in their order. Raises `Unreadable`."""
    archive = Archive(data)
    main = _main_part(archive)
    folder = main.rpartition("/")[0]

    def part(name: str) -> etree._Element | None:
        return tree(archive.part(f"{folder}/{name}".lstrip("/")))

    words = WordWords(Budget(), footnotes_of(part("footnotes.xml"), part("endnotes.xml")))
    reader = _Reader(words, WordNumbering(part("numbering.xml"), part("styles.xml")))
    content = Content()
    for _, block in children_within(archive.stream(main), "body"):
        content.blocks += reader.blocks(block)
    content.blocks += reader.rest()
    content.notes = words.notes | reader.list_notes()
    return content


def _main_part(archive: Archive) -> str:
    """The name of the part with the text. Refuses macros, whatever the file is called."""
    types = tree(archive.part("[Content_Types].xml"))
    if types is None:
        raise Unreadable("not_office")
    said = " ".join(attribute(node, "ContentType") or "" for node in types).lower()
    if "macroenabled" in said or "vbaproject" in said or any("vbaProject" in name for name in archive.names):
        raise Unreadable("macros")
    if "wordprocessingml" not in said:
        raise Unreadable("other_office_file" if "officedocument" in said or "ms-" in said else "not_office")
    relations = tree(archive.part("_rels/.rels"))
    for node in relations if relations is not None else ():
        if (attribute(node, "Type") or "").endswith("/officeDocument"):
            name = normpath((attribute(node, "Target") or "").lstrip("/"))
            return name if name in archive.names else "word/document.xml"
    return "word/document.xml"


class _Reader:
    """Turns the children of the body into lines and tables."""

    def __init__(self, words: WordWords, numbering: WordNumbering) -> None:
        self.words = words
        self.numbering = numbering
        self.pending = ""  # text whose paragraph mark is deleted: the next paragraph goes on from it

    def list_notes(self) -> set[str]:
        return {
            note
            for note, is_met in (
                ("numbers_from_lists", self.numbering.resolved),
                ("numbers_unresolved", self.numbering.unresolved),
            )
            if is_met
        }

    def rest(self) -> list[str]:
        rest, self.pending = lines_in(self.pending), ""
        return rest

    def blocks(self, node: etree._Element, depth: int = 0) -> Iterator[Block]:
        name = local(node)
        if name == "p":
            yield from self._paragraph(node)
        elif name == "tbl":
            yield self._table(node, depth + 1)
        elif name in _WRAPPERS:
            self._note_tracked(name)
            for inner in node:
                yield from self.blocks(inner, depth)
        elif name == "AlternateContent" and len(node):
            for inner in node[0]:
                yield from self.blocks(inner, depth)
        else:
            self._note_tracked(name)

    def _note_tracked(self, name: str) -> None:
        if name in _TRACKED:
            self.words.notes.add("tracked_changes_as_final")

    def _paragraph(self, node: etree._Element) -> list[str]:
        properties = child(node, "pPr")
        mark = child(properties, "rPr")
        text = self.words.text_of(node)
        for name in _TRACKED if mark is not None else ():
            if child(mark, name) is not None:
                self._note_tracked(name)
        goes_on = child(mark, "del") is not None or child(mark, "moveFrom") is not None
        if text.strip() and not self.pending:
            number = self.numbering.number(properties)
            text = f"{number} {text.lstrip()}" if number else text
        elif not text.strip() and not goes_on:
            self.numbering.number(properties)
        text, self.pending = self.pending + text, ""
        if goes_on:
            self.pending = text
            return []
        return lines_in(text)

    def _table(self, node: etree._Element, depth: int) -> Grid:
        if depth > DEEPEST_TABLE:
            raise Unreadable("tables_too_deep")
        return [row for inner in _rows(node) if (row := self._row(inner, depth))]

    def _row(self, node: etree._Element, depth: int) -> list[Cell]:
        properties = child(node, "trPr")
        if child(properties, "del") is not None:
            self._note_tracked("del")
            return []
        if child(properties, "ins") is not None:
            self._note_tracked("ins")
        cells: list[Cell] = []
        column = _count(attribute(child(properties, "gridBefore"), "val"), 0)
        for inner in _cells(node):
            cell = self._cell(inner, column, depth)
            column += cell.span
            if cells and _is_merged(inner, "hMerge"):
                cells[-1] = _widened(cells[-1], cell)
            else:
                cells.append(cell)
        return cells

    def _cell(self, node: etree._Element, column: int, depth: int) -> Cell:
        self.words.budget.fill_cell()
        lines: list[str] = []
        for inner in node:
            for block in self.blocks(inner, depth):
                lines += (
                    [block] if isinstance(block, str) else [line for row in block if (line := row_line(row))]
                )
        lines += self.rest()
        span = _count(attribute(child(node, "tcPr", "gridSpan"), "val"), 1)
        return Cell("\n".join(lines), column, max(span, 1), _is_merged(node, "vMerge"))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return _named(table, "tr")


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return _named(row, "tc")


def _named(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children called `name`, those inside content controls included."""
    for inner in node:
        if local(inner) == name:
            yield inner
        elif local(inner) in _WRAPPERS:
            yield from _named(inner, name)


def _is_merged(cell: etree._Element, way: str) -> bool:
    merge = child(cell, "tcPr", way)
    return merge is not None and attribute(merge, "val") != "restart"


def _widened(cell: Cell, by: Cell) -> Cell:
    text = "\n".join(filter(None, (cell.text, by.text)))
    return Cell(text, cell.column, cell.span + by.span, cell.continued)


def _count(text: str | None, otherwise: int) -> int:
    number = (
        int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 6 else otherwise
    )
    return min(number, _WIDEST)
