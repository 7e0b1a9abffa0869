"""DOCX, ODT and pasted drafts: automatic numbers, tracked changes, footnotes, tables; nothing is lost."""

import stat
from pathlib import Path

import docx
import pytest

from amendments.texts import (
    ReadText,
    Unreadable,
    read_docx,
    read_in_child,
    read_odt,
    read_pasted,
    read_upload,
    text_of,
)
from tests import office
from tests.amendments.office_files import odt, p, saved, tbl, tc, word

NUMBERING = """
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Статья %1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="russianLower"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def listed(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def texts(data: bytes) -> list[str]:
    read = read_docx(data)
    assert isinstance(read, ReadText)
    return [element.text for element in read.elements]


def test_numbers_that_word_writes_by_itself_are_read() -> None:
    body = p("Права", listed(1, 0)) + p("Орган вправе:", listed(1, 1)) + p("требовать;", listed(1, 2))
    body += p("справку.", listed(1, 2)) + p("Орган обязан.", listed(1, 1)) + p("Сроки", listed(1, 0))
    body += p("Пять дней.", listed(1, 1)) + p("Иной.", listed(3, 1)) + p("тире", listed(2, 0))

    read = read_docx(word(body, numbering=NUMBERING))

    assert isinstance(read, ReadText)
    assert [element.text for element in read.elements] == [
        "Статья 1. Права",
        "1. Орган вправе:",
        "а) требовать;",
        "б) справку.",
        "2. Орган обязан.",
        "Статья 2. Сроки",
        "1. Пять дней.",
        "5. Иной.",
        "– тире",
    ]
    assert read.elements[3].path == "article 1 / paragraph 1 / subparagraph б"
    assert read.notes == ("numbers_from_lists",)


def test_number_comes_from_the_style_of_the_paragraph_too() -> None:
    document = docx.Document()
    for text in ("Мақсаты", "Міндеті"):
        document.add_paragraph(text, style="List Number")

    assert texts(saved(document)) == ["1. Мақсаты", "2. Міндеті"]


def test_tracked_changes_are_read_as_the_final_text() -> None:
    body = (
        "<w:p><w:r><w:t>1. Срок </w:t></w:r><w:del><w:r><w:delText>пять</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>десять</w:t></w:r></w:ins><w:r><w:t> дней</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>2. Отказ </w:t></w:r></w:p>" + p("мотивирован.")
    )

    read = read_docx(word(body))

    assert isinstance(read, ReadText)
    assert [element.text for element in read.elements] == ["1. Срок десять дней", "2. Отказ мотивирован."]
    assert read.notes == ("tracked_changes_as_final",)


def test_footnotes_raised_digits_breaks_and_hidden_text() -> None:
    body = (
        '<w:p><w:r><w:t>Статья 5</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
        '<w:r><w:t>. Слушания</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        "<w:p><w:r><w:t>1. Один.</w:t><w:br/><w:t>2. Два.</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>тайно</w:t></w:r></w:p>"
    )
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>Со ссылкой на закон.</w:t></w:r></w:p></w:footnote>'

    read = read_docx(word(body, footnotes=notes))

    assert isinstance(read, ReadText)
    assert [(element.path, element.text) for element in read.elements] == [
        ("article 5-1", "Статья 5¹. Слушания"),
        ("article 5-1 / part 1", "Со ссылкой на закон."),
        ("article 5-1 / paragraph 1", "1. Один."),
        ("article 5-1 / paragraph 2", "2. Два."),
    ]
    assert read.notes == ("footnotes_included", "hidden_text_left_out")


def test_table_in_a_draft_loses_no_word() -> None:
    inner = "<w:tc>" + tbl(tc("а") + tc("б")) + "<w:p/></w:tc>"
    body = p("1. Перечень:") + tbl(tc("№") + tc("Құжат"), tc("1") + inner) + p("2. Мерзім.")

    assert texts(word(body)) == ["1. Перечень:", "№ Құжат", "1 а б", "2. Мерзім."]


def test_odt_lists_deleted_text_and_spaces() -> None:
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" '
        'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="1" '
        'style:num-suffix=")"/></text:list-style>'
    )
    inner = "<text:list><text:list-item><text:p>өтініш;</text:p></text:list-item></text:list>"
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>жоқ</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:h>5-бап. Ұғымдар</text:h>"
        f'<text:list text:style-name="L1"><text:list-item><text:p>Осы<text:s/>Заңда:</text:p>{inner}</text:list-item>'
        "<text:list-item><text:p>Мерзім<text:change/> бес күн.</text:p></text:list-item></text:list>"
    )

    read = read_odt(odt(body, styles))

    assert isinstance(read, ReadText)
    assert [(element.path, element.text) for element in read.elements] == [
        ("article 5", "5-бап. Ұғымдар"),
        ("article 5 / paragraph 1", "1. Осы Заңда:"),
        ("article 5 / paragraph 1 / subparagraph 1", "1) өтініш;"),
        ("article 5 / paragraph 2", "2. Мерзім бес күн."),
    ]
    assert (read.language, read.notes) == ("kk", ("numbers_from_lists", "tracked_changes_as_final"))


def test_child_reads_the_same_as_this_process() -> None:
    body = p("Статья 1. Права") + p("1. Орган вправе требовать справку.")

    for name, data in (
        ("a.docx", word(body)),
        ("a.odt", odt("<text:p>1. Мәтін</text:p>")),
        ("a.txt", "1. Мәтін".encode()),
    ):
        assert read_in_child(name, data) == read_upload(name, data)


def test_pasted_text_in_both_languages_says_so() -> None:
    kk = "1. Уәкілетті орган өтінішті қабылдаған күннен бастап бес жұмыс күні ішінде шешім қабылдайды"
    ru = "1. Уполномоченный орган принимает решение в течение пяти рабочих дней со дня поступления"

    assert read_pasted("\n".join([kk] * 3 + [ru] * 3)).notes == ("two_languages",)
    assert text_of(read_pasted(f"{kk}\n\n{ru}").elements) == f"{kk}\n{ru}"


def test_old_word_file_is_converted_where_libreoffice_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreadable, match="doc_needs_conversion"):
        read_upload("a.doc", old)
    tmp_path.joinpath("result").write_bytes(word(p("1. Мәтін")))
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\nfor last; do :; done\n/bin/cp {tmp_path}/result "${{last%.doc}}.docx"\n')
    program.chmod(program.stat().st_mode | stat.S_IEXEC)

    assert read_upload("a.doc", old).notes == ("converted_from_doc",)
    program.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(Unreadable, match="doc_conversion_failed"):
        read_upload("a.doc", old)


def test_file_that_word_97_would_write_is_read(tmp_path: Path) -> None:
    draft = docx.Document()
    draft.add_paragraph("1. Мәтін әзірленді.")
    draft.add_paragraph("2. Өзгеріс енгізілді.")
    draft.save(str(tmp_path / "draft.docx"))
    old = office.convert(tmp_path / "draft.docx", "doc", "writer").read_bytes()

    read = read_upload("draft.doc", old)

    assert isinstance(read, ReadText)
    assert [element.text for element in read.elements] == ["1. Мәтін әзірленді.", "2. Өзгеріс енгізілді."]
    assert read.notes == ("converted_from_doc",)
