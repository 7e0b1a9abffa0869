"""The document as DOCX: a real table with a repeated head, fields for the page numbers, and styles to edit by. No Django."""

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

import docx
import segno
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph as WordParagraph

from common.archive import settled
from correspondence.documents import words
from correspondence.documents.composed import (
    Coded,
    Composed,
    Drawn,
    Lines,
    Pairs,
    Part,
    Rows,
    Shown,
    Signed,
    Top,
    compose,
)
from correspondence.documents.description import ColumnKind, Document, Orientation

FACE = "Times New Roman"
LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU"}
LINE, NO_LINE = "single", "nil"
NO_DAY = date(2026, 1, 1)  # in the facts of a draft, which has none
SIGN_HERE = "______________"
CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def docx_of(document: Document) -> bytes:
    composed = compose(document)
    word = docx.Document()
    is_landscape = document.orientation is Orientation.LANDSCAPE
    _page(word, is_landscape)
    _styles(word, composed.language, 11 if is_landscape else 14)
    _facts(word, composed)
    _letterhead(word, composed.letterhead, document.letterhead.logo)
    for said in composed.issued:
        _write(word.add_paragraph(style="Issued"), (said,))
    for piece in composed.pieces:
        match piece:
            case Part():
                _part(word, piece)
            case Pairs():
                _pairs(word, piece)
            case Rows():
                _rows(word, piece, small=is_landscape)
            case Lines():
                _lines(word, piece)
            case Signed():
                _signed(word, piece)
            case Coded():
                _link_code(word, piece)
            case Drawn():
                _chart(word, piece)
    if composed.verify_url:
        _verify(word, composed)
    _keep_the_end_together(word)
    _foot(word, document, composed)
    made = io.BytesIO()
    word.save(made)
    return settled(made.getvalue())


def _keep_the_end_together(word: WordDocument) -> None:
    """Signature, executor and code stand on one page with the last words that they belong to."""
    paragraphs = list(word.element.body.iter(qn("w:p")))
    signs = [n for n, p in enumerate(paragraphs) if SIGN_HERE in "".join(p.itertext())]
    for paragraph in paragraphs[max(0, min(signs) - 4) : -1] if signs else ():
        WordParagraph(paragraph, word._body).paragraph_format.keep_with_next = True


# --- The page and its styles ---------------------------------------------------------------------------------------


def _page(word: WordDocument, is_landscape: bool) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if is_landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Mm(25), Mm(15)
    section.top_margin = section.bottom_margin = Mm(15 if is_landscape else 20)
    section.footer_distance = Mm(8)


def _styles(word: WordDocument, language: str, size: int) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = FACE, Pt(size)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FACE)
    normal.element.rPr.append(_language(language))
    normal.paragraph_format.space_after, normal.paragraph_format.space_before = Pt(0), Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    defaults = word.styles.element.find(qn("w:docDefaults"))
    for lang in defaults.iter(qn("w:lang")):
        lang.set(qn("w:val"), LANGUAGES[language])
    for name, factor in (("Heading 1", 1.1), ("Heading 2", 1.0), ("Heading 3", 1.0)):
        _heading_style(word, name, round(size * factor))
    for name in ("Issued", "Small", "Cell", "Quoted"):
        word.styles.add_style(name, 1).base_style = normal
    word.styles["Issued"].paragraph_format.space_after = Pt(6)
    word.styles["Small"].font.size = Pt(9)
    word.styles["Quoted"].paragraph_format.left_indent = Mm(10)
    word.styles["Quoted"].paragraph_format.space_after = Pt(6)


def _heading_style(word: WordDocument, name: str, size: int) -> None:
    style = word.styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.italic = FACE, Pt(size), True, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FACE)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(8), Pt(6)
    style.paragraph_format.keep_with_next = True


def _facts(word: WordDocument, composed: Composed) -> None:
    facts = word.core_properties
    facts.title, facts.author, facts.subject = composed.title[:250], composed.author[:250], composed.number
    facts.language, facts.comments, facts.keywords = LANGUAGES[composed.language], "", ""
    facts.last_modified_by, facts.revision = "Qatysu", 1
    facts.created = facts.modified = datetime.combine(composed.on or NO_DAY, time(), UTC).replace(tzinfo=None)


# --- Words ---------------------------------------------------------------------------------------------------------


def _language(language: str) -> Any:
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), LANGUAGES[language])
    return element


def _write(paragraph: WordParagraph, shown: Shown, *, before: str = "", bold: bool = False) -> WordParagraph:
    """The text, each language marked as such; a line end within it is a line end in the paragraph."""
    for n, said in enumerate(shown):
        if n:
            paragraph.add_run().add_break(WD_BREAK.LINE)
        _run(paragraph, f"{before}{said.text}", said.lang, bold=bold)
    return paragraph


def _run(paragraph: WordParagraph, text: str, lang: str, *, bold: bool = False) -> None:
    run = paragraph.add_run()
    for n, line in enumerate(text.split("\n")):
        if n:
            run.add_break(WD_BREAK.LINE)
        run.add_text(line)
    if bold:
        run.bold = True
    if lang:
        run._r.get_or_add_rPr().append(_language(lang))


def _fill(
    cell: WordCell, shown: Shown, *, style: str = "Cell", bold: bool = False, centred: bool = False
) -> None:
    """Each language in a paragraph of its own; the first one is the cell's own empty paragraph."""
    for n, said in enumerate(shown or ()):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        paragraph.style = style
        _write(paragraph, (said,), bold=bold)
        if n:
            paragraph.paragraph_format.space_before = Pt(3)
        if centred:
            paragraph.alignment = CENTRE
    if not shown:
        cell.paragraphs[0].style = style


# --- Tables --------------------------------------------------------------------------------------------------------


def _grid(word: WordDocument, rows: int, percents: Iterable[float], *, border: str) -> WordTable:
    percents = list(percents)
    table = word.add_table(rows, len(percents))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    whole = _text_width(word)
    for column, percent in zip(table.columns, percents, strict=True):
        column.width = int(whole * percent / 100)
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), border)
        if border == LINE:
            line.set(qn("w:sz"), "4")
        borders.append(line)
    properties.append(borders)
    return table


def _text_width(word: WordDocument) -> int:
    section = word.sections[0]
    left, right = section.left_margin or Mm(0), section.right_margin or Mm(0)
    return int((section.page_width or Mm(210)) - left - right)


def _cells_of(table: WordTable) -> list[list[WordCell]]:
    """All cells by row: asking python-docx for each one by its place takes a time that grows with the square."""
    columns = len(table.columns)
    flat = table._cells
    return [flat[start : start + columns] for start in range(0, len(flat), columns)]


def _rows(word: WordDocument, piece: Rows, *, small: bool) -> None:
    if piece.caption:
        _write(word.add_paragraph(style="Heading 3"), piece.caption)
    table = _grid(word, len(piece.rows) + 1, (head.percent for head in piece.heads), border=LINE)
    word.styles["Cell"].font.size = Pt(10 if small else 12)
    cells = _cells_of(table)
    for cell, head in zip(cells[0], piece.heads, strict=True):
        _fill(cell, head.said, bold=True, centred=True)
    _repeat(table)
    widths = [column.width for column in table.columns]
    for line, row in zip(cells[1:], piece.rows, strict=True):
        for cell, content in zip(line, row, strict=True):
            _fill(cell, content.said, centred=content.kind is ColumnKind.NUMBER)
    for line in cells:
        for cell, width in zip(line, widths, strict=True):
            cell.width = width
    word.add_paragraph()


def _repeat(table: WordTable) -> None:
    """The first row is the head of the table on every page; no row is cut between two pages."""
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table._tbl.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _pairs(word: WordDocument, piece: Pairs) -> None:
    if not piece.rows:
        return
    table = _grid(word, len(piece.rows), (28, 72), border=NO_LINE)
    for (key, value), (left, right) in zip(piece.rows, _cells_of(table), strict=True):
        _fill(left, key, style="Normal")
        _fill(right, value, style="Normal")
    word.add_paragraph()


def _beside(
    word: WordDocument, shown: Shown, *, before: str = "", style: str = "Normal", centred: bool = False
) -> None:
    """Two languages side by side: a table of one row without lines."""
    table = _grid(word, 1, (50, 50), border=NO_LINE)
    for cell, said in zip(_cells_of(table)[0], shown, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        _write(paragraph, (said,), before=before)
        paragraph.paragraph_format.space_after = Pt(6)
        if centred:
            paragraph.alignment = CENTRE


# --- Pieces --------------------------------------------------------------------------------------------------------

_STYLES = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3", "quote": "Quoted"}


def _part(word: WordDocument, piece: Part) -> None:
    style, before = _STYLES.get(piece.name, "Normal"), f"{piece.number} " if piece.number else ""
    is_centred = piece.name in ("h1", "centred")
    if len(piece.said) == 2 and piece.name != "h1":
        _beside(word, piece.said, before=before, style=style, centred=is_centred)
        return
    paragraph = _write(word.add_paragraph(style=style), piece.said, before=before)
    if is_centred:
        paragraph.alignment = CENTRE
    elif piece.name == "p":
        paragraph.paragraph_format.first_line_indent = Mm(12.5)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    elif piece.name == "item":
        paragraph.paragraph_format.left_indent = Mm(12.5)
    if piece.name in ("p", "item", "centred"):
        paragraph.paragraph_format.space_after = Pt(6)


def _lines(word: WordDocument, piece: Lines) -> None:
    is_addressee = piece.name == "addressee"
    for shown in piece.lines:
        paragraph = _write(word.add_paragraph(style="Normal" if is_addressee else "Small"), shown)
        if is_addressee:
            paragraph.paragraph_format.left_indent = int(_text_width(word) * 0.52)
    word.add_paragraph()


def _signed(word: WordDocument, piece: Signed) -> None:
    word.add_paragraph()
    table = _grid(word, len(piece.lines), (42, 26, 32), border=NO_LINE)
    for (lang, post, name), (left, room, right) in zip(piece.lines, _cells_of(table), strict=True):
        _run(left.paragraphs[0], post, lang, bold=True)
        _run(room.paragraphs[0], SIGN_HERE, "")
        _run(right.paragraphs[0], name, lang, bold=True)
        for cell in (left, room, right):
            cell.paragraphs[0].paragraph_format.space_after = Pt(10)
    for said in piece.on:
        _write(word.add_paragraph(), (said,))


def _letterhead(word: WordDocument, top: Top, logo: bytes) -> None:
    table = _grid(word, 1, (43, 14, 43) if logo else (50, 50), border=NO_LINE)
    cells = _cells_of(table)[0]
    for cell, lines, lang in ((cells[0], top.left, "kk"), (cells[-1], top.right, "ru")):
        for n, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            paragraph.alignment = CENTRE
            if n:
                paragraph.style = "Small"
            _run(paragraph, line, lang, bold=n == 0)
    if logo:
        cells[1].paragraphs[0].alignment = CENTRE
        cells[1].paragraphs[0].add_run().add_picture(io.BytesIO(logo), height=Mm(20))
    contacts = word.add_paragraph(top.below, style="Small")
    contacts.alignment = CENTRE
    contacts.paragraph_format.space_after = Pt(8)
    _line_below(contacts)


def _line_below(paragraph: WordParagraph) -> None:
    borders: Any = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _link_code(word: WordDocument, piece: Coded) -> None:
    """The code in the middle of the page, large enough to be read across a room."""
    drawn = io.BytesIO()
    segno.make(piece.address, error="m", micro=False).save(drawn, kind="png", scale=12, border=0)
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(12)
    paragraph.add_run().add_picture(drawn, width=Mm(45))
    lines = [paragraph, *(_write(word.add_paragraph(), (said,), bold=True) for said in piece.said)]
    _run(address := word.add_paragraph(), piece.address, "")
    for line in (*lines, address):
        line.alignment = CENTRE
        line.paragraph_format.keep_with_next = line is not address


BLOCKS, COLOURS = 30, ("0F6B66", "6FB0AA", "5B6461", "B9632F", "C9CFCB", "DFE3DF")


def _chart(word: WordDocument, piece: Drawn) -> None:
    """Bars of full blocks, which any editor shows and nobody has to draw anew."""
    if piece.caption:
        _write(word.add_paragraph(style="Heading 3"), piece.caption)
    legend = word.add_paragraph(style="Small")
    for number, name in piece.names:
        _blocks(legend, 1, number)
        for n, said in enumerate(name):
            _run(legend, (" / " if n else " ") + said.text, said.lang)
        _run(legend, "   ", "")
    table = _grid(word, len(piece.bars), (34, 42, 24), border=NO_LINE)
    for (label, drawn, beside), bar in zip(_cells_of(table), piece.bars, strict=True):
        _fill(label, bar.label, style="Small")
        _fill(beside, bar.said, style="Small")
        drawn.paragraphs[0].style = "Small"
        for number, percent in bar.percents:
            _blocks(drawn.paragraphs[0], max(1, round(BLOCKS * percent / 100)), number)


def _blocks(paragraph: WordParagraph, count: int, number: int) -> None:
    run = paragraph.add_run("█" * count)
    run.font.size = Pt(6)
    run.font.color.rgb = RGBColor.from_string(COLOURS[(number - 1) % len(COLOURS)])


def _verify(word: WordDocument, composed: Composed) -> None:
    word.add_paragraph()
    table = _grid(word, 1, (14, 86), border=NO_LINE)
    code, where = _cells_of(table)[0]
    drawn = io.BytesIO()
    segno.make(composed.verify_url, error="m", micro=False).save(drawn, kind="png", scale=8, border=0)
    code.paragraphs[0].add_run().add_picture(drawn, width=Mm(20))
    _fill(where, composed.verify, style="Small")
    _run(where.add_paragraph(style="Small"), composed.verify_url, "")


# --- The foot: number of the document, page of pages ---------------------------------------------------------------


def _foot(word: WordDocument, document: Document, composed: Composed) -> None:
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.style = "Small"
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(_text_width(word), WD_TAB_ALIGNMENT.RIGHT)
    before, between, after = words.page_of(document.mode)
    _run(paragraph, (f"№ {composed.number}" if composed.number else "") + "\t", "")
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _field(paragraph: WordParagraph, code: str) -> None:
    """A figure that the word processor fills in."""
    field, run, text = OxmlElement("w:fldSimple"), OxmlElement("w:r"), OxmlElement("w:t")
    field.set(qn("w:instr"), code)
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
