"""The short way to the lines of a paragraph (correspondence.pdf) and WeasyPrint's own way set the same pages."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from correspondence import pdf
from correspondence.documents import Document, Mode, Paragraph, Text
from correspondence.documents.rendering import assets_of, html_of
from tests.correspondence.paper import PANGRAM, issued, letter, table_document

LONG_WORD = "ұзақ" * 60


def pages(document: Document, *, plainly: bool) -> list[str]:
    assets = {name: pdf.Asset(kind, body) for name, (kind, body) in assets_of(document).items()}
    made = pdf.pdf_of(html_of(document), assets, plainly=plainly)
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def cell(text: str, mode: Mode = Mode.KAZAKH) -> Document:
    both = Text(text, f"{text} ")
    return table_document(mode, body=tuple(tuple([both] * 6) for _row in range(3)))


@pytest.mark.parametrize(
    "document",
    [
        issued(table_document(Mode.BOTH, 25)),
        issued(table_document(Mode.RUSSIAN, 25)),
        letter(Mode.BOTH, Paragraph(Text(PANGRAM * 12, PANGRAM * 12))),
        letter(
            Mode.KAZAKH, Paragraph(Text(PANGRAM * 9), centred=True), Paragraph(Text(PANGRAM * 9), quoted=True)
        ),
        cell(PANGRAM * 3, Mode.BOTH),
        cell(PANGRAM * 15),
        cell(f"алдында {LONG_WORD} артында {LONG_WORD}"),
        cell("бірінші жол\nекінші жол\n\nүшінші"),
        cell("  бос  орын  көп   "),
        cell("a\u0301ә ₸ № — «дәйексөз» 12\u00a0345,60 ½ ≥ →"),
        cell("мектеп-гимназия және/немесе https://legalacts.egov.kz/npa/view?id=15906353&lang=kk"),
        cell("оңнан солға שלום әлем и дальше"),
        cell("жұмсақ\u00adбуын " * 12),
        cell(""),
    ],
    ids=[
        *("both", "russian", "letter", "centred", "cells", "long cells", "long word", "line ends", "spaces"),
        *("signs", "hyphens", "right to left", "soft hyphens", "empty"),
    ],
)
def test_both_ways_set_the_same_pages(document: Document) -> None:
    assert pages(document, plainly=False) == pages(document, plainly=True)


def test_short_way_is_taken_for_what_fills_our_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bool] = []
    decide = pdf._is_plain

    def watched(*arguments: object) -> bool:
        taken.append(decide(*arguments))
        return taken[-1]

    monkeypatch.setattr(pdf, "_is_plain", watched)
    pages(table_document(Mode.BOTH, 20), plainly=False)
    assert sum(taken) > 0.9 * len(taken) > 200
