"""One description, three files: what each says, in which language, and what a reader's software learns of it (D4, D5)."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from correspondence.documents import Mode, Paragraph, Text
from correspondence.documents.composed import Rows, compose, widths
from correspondence.documents.rendering import render
from correspondence.documents.storing import from_json, to_json
from tests import office
from tests.correspondence import paper
from tests.correspondence.paper import issued, letter, pdf_text, table_document, words_of

MODES = pytest.mark.parametrize("mode", list(Mode), ids=lambda mode: mode.name.lower())


@pytest.fixture(scope="module")
def made() -> dict[Mode, dict[str, bytes]]:
    """The same table of forty rows in each language mode."""
    return {mode: render(issued(table_document(mode, 40))) for mode in Mode}


def expected_cells(mode: Mode) -> list[list[str]]:
    piece = next(piece for piece in compose(table_document(mode, 40)).pieces if isinstance(piece, Rows))
    heads = ["\n".join(said.text for said in head.said) for head in piece.heads]
    return [heads, *([cell.text for cell in row] for row in piece.rows)]


@MODES
def test_word_and_sheet_hold_the_same_cells(made: dict[Mode, dict[str, bytes]], mode: Mode) -> None:
    assert paper.docx_cells(made[mode]["docx"]) == expected_cells(mode)
    assert paper.xlsx_cells(made[mode]["xlsx"]) == expected_cells(mode)


def test_office_program_opens_the_word_document_with_the_same_table(
    made: dict[Mode, dict[str, bytes]], tmp_path: Path
) -> None:
    (tmp_path / "table.docx").write_bytes(made[Mode.BOTH]["docx"])
    opened = office.convert(tmp_path / "table.docx", "docx", "writer").read_bytes()
    assert paper.docx_cells(opened) == expected_cells(Mode.BOTH)


@MODES
def test_pdf_says_every_cell_in_its_order(made: dict[Mode, dict[str, bytes]], mode: Mode) -> None:
    """Without the gaps between words: a line may end at the hyphen of '12-баптың'."""
    heads, *rows = expected_cells(mode)
    foot = re.compile(r"№12/2026(?:Стр\.\d+из\d+|Бет/Стр\.\d+/\d+|\d+-бет,барлығы\d+)")
    said = foot.sub("", solid(pdf_text(made[mode]["pdf"]))).replace(solid("".join(heads)), "")
    assert solid("".join(cell for row in rows for cell in row)) in said


def solid(text: str) -> str:
    return re.sub(r"\s", "", text)


@MODES
def test_document_in_one_language_says_nothing_in_the_other(
    made: dict[Mode, dict[str, bytes]], mode: Mode
) -> None:
    kk, ru = "Жоба нормасы", "Норма проекта"
    for said in (pdf_text(made[mode]["pdf"]), paper.docx_text(made[mode]["docx"])):
        text = " ".join(words_of(said))
        assert (kk in text, ru in text) == ("kk" in mode.languages, "ru" in mode.languages)


# --- PDF -----------------------------------------------------------------------------------------------------------


def test_pdf_gives_every_kazakh_letter_back_and_embeds_its_fonts() -> None:
    pdf = render(issued(letter()), ("pdf",))["pdf"]
    fonts = list(fonts_of(PdfReader(BytesIO(pdf))))
    found = set(pdf_text(pdf)) & set(paper.KAZAKH_LETTERS)
    print(f"D4 Kazakh letters found back in the PDF: {len(found)} of {len(paper.KAZAKH_LETTERS)} (bar all)")
    assert found == set(paper.KAZAKH_LETTERS)
    assert " ".join(words_of(paper.PANGRAM)) in " ".join(words_of(pdf_text(pdf)))
    assert fonts
    assert all("FontFile2" in str(font) for font in fonts)


def fonts_of(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].get_object().values():  # type: ignore[index]
            below = font.get_object()["/DescendantFonts"][0].get_object()
            yield str(below["/FontDescriptor"].get_object().keys())


@MODES
def test_every_page_says_which_of_how_many_it_is(made: dict[Mode, dict[str, bytes]], mode: Mode) -> None:
    pages = PdfReader(BytesIO(made[mode]["pdf"])).pages
    written = {
        Mode.KAZAKH: "{}-бет, барлығы {}",
        Mode.RUSSIAN: "Стр. {} из {}",
        Mode.BOTH: "Бет / Стр. {} / {}",
    }
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert written[mode].format(number, len(pages)) in page.extract_text()


def test_head_of_the_table_is_repeated_on_every_page_with_rows(made: dict[Mode, dict[str, bytes]]) -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(made[Mode.KAZAKH]["pdf"])).pages]
    with_rows = [page for page in pages if "-баптың2-тармағы" in solid(page)]
    assert len(with_rows) > 3
    assert all("Ұсынылатын" in page and "Негіздеме" in page for page in with_rows)


def test_pdf_is_tagged_and_tells_its_language_and_title(made: dict[Mode, dict[str, bytes]]) -> None:
    reader = PdfReader(BytesIO(made[Mode.BOTH]["pdf"]))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "kk"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Заң жобасына ұсыныстар кестесі"
    assert reader.metadata.author == "«Ашық орта» қоғамдық қоры"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_each_cell_tells_its_language_and_its_heads(made: dict[Mode, dict[str, bytes]]) -> None:
    reader = PdfReader(BytesIO(made[Mode.BOTH]["pdf"]))
    tags = list(tags_of(reader.trailer["/Root"]["/StructTreeRoot"]))  # type: ignore[index]
    kinds = [str(tag["/S"]) for tag in tags]
    assert {"/Document", "/H1", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD", "/P", "/Figure"} <= set(
        kinds
    )
    assert kinds.count("/TD") >= 40 * 6
    said = [str(tag["/Lang"]) for tag in tags if "/Lang" in tag and tag["/S"] in ("/P", "/TD")]
    assert min(said.count("kk"), said.count("ru")) >= 40 * 5
    bodies = [tag for tag in tags if tag["/S"] == "/TD" and "/Headers" in tag.get("/A", {})]
    assert len(bodies) >= 40 * 6
    assert all("/Alt" in tag for tag in tags if tag["/S"] == "/Figure")


def tags_of(node: Any) -> Iterator[Any]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return
    if "/S" in node:
        yield node
    below = node.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        yield from tags_of(child)


# --- DOCX and XLSX -------------------------------------------------------------------------------------------------


def test_word_document_can_be_edited_and_repeats_the_head(made: dict[Mode, dict[str, bytes]]) -> None:
    word = docx.Document(BytesIO(made[Mode.BOTH]["docx"]))
    table = next(table for table in word.tables if len(table.columns) == 6)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None  # type: ignore[union-attr]
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in table.rows[1:])  # type: ignore[union-attr]
    assert word.sections[0].page_width.mm > word.sections[0].page_height.mm  # type: ignore[union-attr]
    fields = [field.get(qn("w:instr")) for field in word.sections[0].footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    languages = {lang.get(qn("w:val")) for lang in table._tbl.iter(qn("w:lang"))}
    assert languages == {"kk-KZ", "ru-RU"}
    assert word.styles["Normal"].font.name == "Times New Roman"
    assert word.core_properties.title == "Заң жобасына ұсыныстар кестесі"


def test_sheet_freezes_its_head_and_counts_with_numbers(made: dict[Mode, dict[str, bytes]]) -> None:
    sheet = load_workbook(BytesIO(made[Mode.KAZAKH]["xlsx"])).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert [sheet.cell(row, 1).value for row in (2, 3, 41)] == [1, 2, 40]
    assert all(sheet.column_dimensions[letter].width >= 6 for letter in "ABCDEF")
    assert sheet["C2"].alignment.wrap_text


# --- Equal bytes, equal descriptions -------------------------------------------------------------------------------


def test_the_same_description_gives_the_same_bytes() -> None:
    document = issued(table_document(Mode.BOTH, 5))
    assert render(document) == render(document)


@pytest.mark.parametrize("document", [issued(table_document()), letter(Mode.BOTH)], ids=["table", "letter"])
def test_description_comes_back_from_the_table_as_it_went(document: Any) -> None:
    assert from_json(to_json(document)) == document


def test_what_no_file_can_hold_is_left_out() -> None:
    dirty = letter(Mode.KAZAKH, Paragraph(Text("бас\0ы\x0b\ufffe\ud800 соңы", "")))
    files = render(dirty)
    assert "басы соңы" in pdf_text(files["pdf"])
    assert "басы соңы" in paper.docx_text(files["docx"])


def test_column_takes_what_its_longest_word_needs_from_wider_ones() -> None:
    assert widths([10, 45, 45], [16, 8, 8], 100) == [18.0, 41.0, 41.0]
    assert widths([10, 45, 45], [4, 8, 8], 100) == [10.0, 45.0, 45.0]
