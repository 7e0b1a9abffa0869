"""ODT: the same as DOCX. Deleted text is kept apart in the file, so that what stands is the final text."""

from collections.abc import Iterator

from lxml import etree

from amendments.texts.archive import Archive
from amendments.texts.content import DEEPEST_TABLE, Block, Budget, Cell, Content, Grid, lines_in, row_line
from amendments.texts.open_document_lists import ListNumbers
from amendments.texts.unreadable import Unreadable
from amendments.texts.xml_stream import attribute, children_within, local, tree

MIMETYPE = b"application/vnd.oasis.opendocument.text"
_WRAPPERS = frozenset({"section", "index-body", "index-title", "alphabetical-index", "table-of-content"})
_WRAPPERS |= {"illustration-index", "table-index", "bibliography", "user-index", "object-index"}
_SILENT = frozenset(
    {"annotation-end", "tracked-changes", "sequence-decls", "forms", "desc", "title", "note-citation"}
)
_ROW_WRAPPERS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_WIDEST = 200


def open_document_content(data: bytes) -> Content:
    """The lines and tables of an ODT file in their order. Raises `Unreadable`."""
    archive = Archive(data)
    _refuse(archive)
    styles = tree(archive.part("styles.xml"))
    reader = _Reader(ListNumbers(styles))
    content = Content()
    for container, node in children_within(archive.stream("content.xml"), "automatic-styles", "text"):
        if container == "automatic-styles":
            reader.lists.learn(node)
        else:
            content.blocks += reader.blocks(node)
    content.notes = reader.notes | ({"numbers_from_lists"} if reader.lists.resolved else set())
    return content


def _refuse(archive: Archive) -> None:
    kind = (archive.part("mimetype", 1_000) or b"").strip()
    if not kind.startswith(MIMETYPE):
        raise Unreadable("other_office_file" if b"opendocument" in kind else "not_office")
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.names):
        raise Unreadable("macros")
    manifest = tree(archive.part("META-INF/manifest.xml"))
    if manifest is not None and any(local(node) == "encryption-data" for node in manifest.iter()):
        raise Unreadable("encrypted")


class _Reader:
    def __init__(self, lists: ListNumbers) -> None:
        self.lists = lists
        self.budget = Budget()
        self.notes: set[str] = set()

    def blocks(self, node: etree._Element, depth: int = 0) -> Iterator[Block]:
        name = local(node)
        if name in ("p", "h"):
            yield from lines_in(self._words(node))
        elif name == "list":
            yield from self._list(node, depth, "", 1)
        elif name == "table":
            yield self._table(node, depth + 1)
        elif name == "tracked-changes":
            if len(node):
                self.notes.add("tracked_changes_as_final")
        elif name in _WRAPPERS:
            for inner in node:
                yield from self.blocks(inner, depth)
        elif name not in _SILENT:
            yield from lines_in(self._words(node))

    def _list(self, node: etree._Element, depth: int, style: str, level: int) -> Iterator[Block]:
        style = attribute(node, "style-name") or style
        self.lists.open(style, level, goes_on=_goes_on(node))
        for item in node:
            number = ""
            if local(item) == "list-item":
                number = self.lists.next(style, level, attribute(item, "start-value"))
            for inner in item:
                blocks = (
                    self._list(inner, depth, style, level + 1)
                    if local(inner) == "list"
                    else self.blocks(inner, depth)
                )
                for block in blocks:
                    if number and isinstance(block, str) and local(inner) != "list":
                        block, number = f"{number} {block}", ""
                    yield block

    def _words(self, node: etree._Element) -> str:
        words: list[str] = []
        self._gather(node, words)
        return self.budget.spend("".join(words))

    def _gather(self, node: etree._Element, words: list[str]) -> None:
        words.append(node.text or "")
        for inner in node:
            name = local(inner)
            if name == "s":
                words.append(" ")
            elif name == "tab":
                words.append("\t")
            elif name == "line-break":
                words.append("\n")
            elif name == "soft-page-break":
                self.budget.turn_page()
            elif name == "annotation":
                self.notes.add("comments_left_out")
            elif name == "note-body":
                self.notes.add("footnotes_included")
                words.append("\n")
                self._gather(inner, words)
                words.append("\n")
            elif name not in _SILENT:
                words.append("\n" if name in ("p", "h", "text-box") else "")
                self._gather(inner, words)
            words.append(inner.tail or "")

    def _table(self, node: etree._Element, depth: int) -> Grid:
        if depth > DEEPEST_TABLE:
            raise Unreadable("tables_too_deep")
        rows = []
        merged: dict[int, int] = {}  # column -> rows below that it still covers
        for inner in _rows(node):
            if row := self._row(inner, depth, merged):
                rows.append(row)
        return rows

    def _row(self, node: etree._Element, depth: int, merged: dict[int, int]) -> list[Cell]:
        cells: list[Cell] = []
        column = 0
        for inner in node:
            name = local(inner)
            if name not in ("table-cell", "covered-table-cell"):
                continue
            self.budget.fill_cell()
            is_below = name == "covered-table-cell" and merged.get(column, 0) > 0
            if name == "table-cell" or is_below:
                span = _count(attribute(inner, "number-columns-spanned"))
                cells.append(Cell(self._cell(inner, depth), column, span, is_below))
            below = _count(attribute(inner, "number-rows-spanned")) - 1
            merged[column] = below if name == "table-cell" else max(0, merged.get(column, 0) - 1)
            column += _count(attribute(inner, "number-columns-repeated"))
            if column > _WIDEST:
                break
        return cells

    def _cell(self, node: etree._Element, depth: int) -> str:
        lines: list[str] = []
        for inner in node:
            for block in self.blocks(inner, depth):
                lines += (
                    [block] if isinstance(block, str) else [line for row in block if (line := row_line(row))]
                )
        return "\n".join(lines)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for inner in table:
        if local(inner) == "table-row":
            yield inner
        elif local(inner) in _ROW_WRAPPERS:
            yield from _rows(inner)


def _goes_on(node: etree._Element) -> bool:
    return attribute(node, "continue-numbering") == "true" or attribute(node, "continue-list") is not None


def _count(text: str | None) -> int:
    number = int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 6 else 1
    return max(1, min(number, _WIDEST))
