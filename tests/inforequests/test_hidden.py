"""What stands in a file beside what one sees, and where."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.shared import RGBColor
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfReader, PdfWriter

from accounts.bin import check_digit
from amendments.letter_files import read_letter
from correspondence.pdf import pdf_of
from inforequests.hidden import Finding, Kind, Report, Unread, look_through
from inforequests.hidden.child import answer
from inforequests.hidden.looking import finding_of
from inforequests.hidden.personal import is_iin, personal

# A number of nobody: the birthday is in a year when the register did not exist, and the serial is the first.
IIN = f"01010130000{check_digit('01010130000')}"
_OPEN = "application/vnd.openxmlformats-officedocument"
XLSX, DOCX, PDF = f"{_OPEN}.spreadsheetml.sheet", f"{_OPEN}.wordprocessingml.document", "application/pdf"
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def kinds(report: Report) -> list[Kind]:
    return [finding.kind for finding in report.findings]


def looked(body: bytes, content_type: str) -> Report:
    """In this process, which is quicker; the child is asked once below."""
    plain = answer(body, content_type)
    return Report(tuple(map(finding_of, plain["findings"])), plain["unread"], plain["more"])


def saved(book: Workbook) -> bytes:
    book.properties.creator = ""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


# --- Personal data --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"ЖСН {IIN} азамат", Kind.IIN),
        ("удостоверение личности № 012345678", Kind.IDENTITY_CARD),
        ("жеке куәлігі: 012345678", Kind.IDENTITY_CARD),
        ("счёт KZ86 125K ZT50 0410 0100 в банке", Kind.BANK_ACCOUNT),
        ("тел. 8 701 000-00-00", Kind.PHONE),
        ("+7(701)0000000", Kind.PHONE),
        ("жазыңыз: zhibek.q@mail.example.kz", Kind.EMAIL),
    ],
)
def test_personal_data_are_told_by_form_and_check_digit(text: str, kind: Kind) -> None:
    ((found, excerpt),) = personal(text)
    assert found == kind
    assert IIN not in excerpt
    assert "012345678" not in excerpt


@pytest.mark.parametrize(
    "text",
    [
        "БСН 990440001234",  # of an organisation: the fifth digit says so
        f"шот-фактура {IIN}7",  # longer
        "010101300001",  # the check digit is wrong
        "KZ00125KZT5004100100",
        "2026 жылғы 28 қарашадағы № 012345678 бұйрық",
        "+7 (7172) 00-00-00",  # an office has it
        "пункт 8.701",
    ],
)
def test_other_numbers_are_not_taken_for_personal_data(text: str) -> None:
    assert list(personal(text)) == []


def test_foreigners_number_and_a_day_that_does_not_exist() -> None:
    assert is_iin(f"01010105000{check_digit('01010105000')}")
    assert not is_iin(f"01023035000{check_digit('01023035000')}")


# --- Spreadsheets ---------------------------------------------------------------------------------------------


def test_spreadsheet_names_sheet_and_cell() -> None:
    book = Workbook()
    open_sheet = book.active
    assert open_sheet is not None
    open_sheet.title = "Жиынтық"
    open_sheet["A1"], open_sheet["B2"], open_sheet["C7"] = "Облыс", int(IIN), f"ЖСН: {IIN}"
    open_sheet["B2"].number_format = "000000000000"
    open_sheet["D4"].comment = Comment("бұл өтірік", "Орындаушы")
    open_sheet.row_dimensions[7].hidden = True
    open_sheet.column_dimensions["E"].hidden = True
    book.create_sheet("Тізім")["A1"] = "құпия"
    book["Тізім"].sheet_state = "veryHidden"
    report = looked(saved(book), XLSX)
    assert Finding(Kind.HIDDEN_SHEET, sheet="Тізім") in report.findings
    assert Finding(Kind.HIDDEN_ROW, sheet="Жиынтық", cell="7") in report.findings
    assert Finding(Kind.HIDDEN_COLUMN, sheet="Жиынтық", cell="E") in report.findings
    comment = next(finding for finding in report.findings if finding.kind == Kind.COMMENT)
    assert (comment.sheet, comment.cell) == ("Жиынтық", "D4")
    assert "өтірік" in comment.excerpt
    found = next(finding for finding in report.findings if finding.kind == Kind.IIN)
    assert (found.sheet, found.cell) == ("Жиынтық", "C7")


def test_clean_spreadsheet_is_clean() -> None:
    book = Workbook()
    book.active["A1"] = "Облыс"  # type: ignore[index]
    assert looked(saved(book), XLSX).is_clean


def test_open_spreadsheet_names_its_hidden_sheet_and_row() -> None:
    content = (
        '<d xmlns:t="table" xmlns:s="style" xmlns:x="text" xmlns:o="office">'
        '<s:style s:name="ta2"><s:table-properties t:display="false"/></s:style><o:body>'
        '<t:table t:name="Ашық"><t:table-row t:visibility="collapse"><t:table-cell><x:p>жасырын</x:p></t:table-cell>'
        f"</t:table-row><t:table-row><t:table-cell><x:p>{IIN}</x:p><o:annotation><x:p>ескерту</x:p></o:annotation>"
        '</t:table-cell></t:table-row></t:table><t:table t:name="Тізім" t:style-name="ta2"/></o:body></d>'
    )
    report = looked(packed({"mimetype": ODS, "content.xml": content}), ODS)
    assert set(report.findings) == {
        Finding(Kind.HIDDEN_ROW, sheet="Ашық", cell="1"),
        Finding(Kind.IIN, f"{IIN[:4]}••••••••", sheet="Ашық", cell="2"),
        Finding(Kind.COMMENT, "ескерту", sheet="Ашық"),
        Finding(Kind.HIDDEN_SHEET, sheet="Тізім"),
    }


# --- Documents ------------------------------------------------------------------------------------------------


def packed(parts: dict[str, str]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_document_names_the_paragraph() -> None:
    document = Document()
    document.core_properties.author = "А. Орындаушы"
    document.add_paragraph("Құрметті Айгерім!")
    secret = document.add_paragraph("Жауап: ").add_run("көрінбейтін сөз")
    secret.font.hidden = True
    document.add_paragraph("Ақ: ").add_run("ақ мәтін").font.color.rgb = RGBColor(255, 255, 255)
    struck = document.add_paragraph(f"Өтініш берушінің ЖСН {IIN[:6]}")
    struck.add_run(IIN[6:])
    deleted, run, text = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    text.text = "сызылған"
    run.append(text)
    deleted.append(run)
    struck._p.append(deleted)
    out = BytesIO()
    document.save(out)
    report = looked(out.getvalue(), DOCX)
    assert Finding(Kind.AUTHOR, "А. Орындаушы") in report.findings
    assert Finding(Kind.HIDDEN_TEXT, "көрінбейтін сөз", paragraph=2) in report.findings
    assert Finding(Kind.HIDDEN_TEXT, "ақ мәтін", paragraph=3) in report.findings
    assert Finding(Kind.TRACKED_CHANGE, "сызылған", paragraph=4) in report.findings
    assert Finding(Kind.IIN, f"{IIN[:4]}••••••••", paragraph=4) in report.findings


# --- Pages ----------------------------------------------------------------------------------------------------


def page(html: str) -> bytes:
    return pdf_of(f'<html lang="kk"><body style="font-size: 12pt">{html}</body></html>', {})


BOX = (
    '<span style="position: absolute; left: 0; top: 0; width: {wide}; height: 3cm; background: black"></span>'
)


def test_text_under_a_box_and_white_text_are_named_with_their_page() -> None:
    body = page(
        '<p style="page-break-after: always">Бірінші бет</p>'
        f'<div style="position: relative"><p>Марат Қыздарбек жұмыстан шығарылды</p>{BOX.format(wide="4cm")}</div>'
        f'<p style="margin-top: 5cm">Көрінеді <span style="color: white">ақ мәтін</span> {IIN}</p>'
    )
    report = looked(body, PDF)
    covered = [finding for finding in report.findings if finding.kind == Kind.COVERED_TEXT]
    assert [finding.page for finding in covered] == [2]
    assert "Марат" in covered[0].excerpt
    assert "шығарылды" not in covered[0].excerpt
    assert Finding(Kind.HIDDEN_TEXT, "ақ мәтін", page=2) in report.findings
    assert Finding(Kind.IIN, f"{IIN[:4]}••••••••", page=2) in report.findings


def test_backgrounds_behind_text_are_no_boxes() -> None:
    table = (
        '<table style="border: 1pt solid"><tr><th style="background: #ddd">№</th><td>мәтін</td></tr></table>'
    )
    assert looked(page(f'<p style="background: yellow">белгі</p>{table}'), PDF).is_clean


def test_locked_pages_are_said_to_be_unread() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(page("<p>мәтін</p>"))))
    writer.encrypt("құпиясөз", algorithm="AES-128")
    out = BytesIO()
    writer.write(out)
    assert looked(out.getvalue(), PDF) == Report(unread=Unread.ENCRYPTED)


# --- Pictures and what is broken ------------------------------------------------------------------------------


def test_photograph_says_where_it_was_taken() -> None:
    facts = Image.Exif()
    facts[0x8825] = {1: "N", 2: (51.0, 7.0, 0.0)}
    out = BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=facts)
    assert kinds(looked(out.getvalue(), "image/jpeg")) == [Kind.PLACE_OF_PICTURE]


@pytest.mark.parametrize("content_type", [XLSX, DOCX, PDF, ODS])
def test_broken_file_is_said_to_be_unread(content_type: str) -> None:
    for body in (
        b"",
        b"%PDF-1.7\n%%EOF",
        packed({"word/document.xml": "<a>", "xl/workbook.xml": "<a>", "content.xml": "<a>"}),
    ):
        report = looked(body, content_type)
        assert report.unread == Unread.DAMAGED
        assert not report.is_clean


def test_entities_and_bombs_do_not_unpack() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><document><p><r><t>&c;</t></r></p></document>'
    assert kinds(looked(packed({"word/document.xml": bomb}), DOCX)) == []
    large = packed({"word/document.xml": "<document>" + f"<p>{'a' * 9_000_000}</p>" * 6 + "</document>"})
    assert looked(large, DOCX).unread == Unread.TOO_LARGE


def test_two_hundred_findings_are_enough() -> None:
    book = Workbook()
    for number in range(1, 300):
        book.active[f"A{number}"] = f"+7 701 000 {number // 100:02} {number % 100:02}"  # type: ignore[index]
    report = looked(saved(book), XLSX)
    assert len(report.findings) == 200
    assert report.more


def test_child_process_answers_for_every_kind(tmp_path: Path) -> None:
    for body in (saved(Workbook()), page("<p>мәтін</p>")):
        assert look_through(body, read_letter(body).content_type).is_clean
    out = BytesIO()
    document = Document()
    document.core_properties.author = "А. Орындаушы"
    document.save(out)
    assert kinds(look_through(out.getvalue(), DOCX)) == [Kind.AUTHOR]
