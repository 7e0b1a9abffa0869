"""Documents of Ashyq Orta as its people would have them made."""

import re
from datetime import date
from io import BytesIO

import docx
from openpyxl import load_workbook
from pypdf import PdfReader

from correspondence.documents import (
    Addressee,
    Block,
    Column,
    ColumnKind,
    Document,
    Executor,
    Heading,
    Items,
    KeyValues,
    Letterhead,
    Mode,
    Orientation,
    Paragraph,
    Signature,
    Table,
    Text,
    same,
)

KAZAKH_LETTERS = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
PANGRAM = f"Әже ғалым қызына күнде үй іші өңін ұмытпа деп жаһан туралы айтты {KAZAKH_LETTERS}"
ADDRESS = "https://qatysu.example/verify/3f9c1ab2d4e5f60718293a4b5c6d7e8f/"
HEAD = Letterhead(
    Text("«Ашық орта» қоғамдық қоры", "Общественный фонд «Ашық орта»"),
    "230140300012",
    Text("Астана қаласы, Сарайшық көшесі, 5", "город Астана, улица Сарайшык, 5"),
    "+7 7172 000000",
    "office@ashyqorta.example",
)
COLUMNS = (
    Column(Text("№", "№"), ColumnKind.NUMBER, 4),
    Column(Text("Құрылымдық элемент", "Структурный элемент"), width=12),
    Column(Text("Жоба нормасы", "Норма проекта"), ColumnKind.NORM, 20),
    Column(Text("Ұсынылатын редакция", "Предлагаемая редакция"), ColumnKind.NORM, 20),
    Column(Text("Негіздеме", "Обоснование"), width=22),
    Column(Text("Күтілетін әсер", "Ожидаемый эффект"), width=14),
)
_KK = "қоғамдық тыңдаулар туралы ереженің ұсынылатын редакциясы үкіметтік емес ұйымдардың қатысуын күшейтеді".split()
_RU = "предлагаемая редакция нормы усиливает участие неправительственных организаций и обязывает разработчика".split()


def sentence(n: int, words: int = 9) -> Text:
    """The n-th sentence of a text that nobody has to invent; every one is different."""
    kk, ru = ([part[(n * 7 + i * (n % 5 + 1)) % len(part)] for i in range(words)] for part in (_KK, _RU))
    return Text(f"{n}) {' '.join(kk)}.", f"{n}) {' '.join(ru)}.")


def rows(count: int, words: int = 9) -> tuple[tuple[Text, ...], ...]:
    return tuple(
        (
            same(n),
            Text(f"{n}-баптың 2-тармағы", f"пункт 2 статьи {n}"),
            *(sentence(n * 10 + k, words) for k in range(4)),
        )
        for n in range(1, count + 1)
    )


def table_document(
    mode: Mode = Mode.BOTH, count: int = 3, *, body: tuple[tuple[Text, ...], ...] = (), words: int = 9
) -> Document:
    return Document(
        Text("Заң жобасына ұсыныстар кестесі", "Таблица предложений к проекту Закона"),
        mode,
        HEAD,
        (
            KeyValues(
                (
                    (
                        Text("Әзірлеуші орган", "Орган-разработчик"),
                        Text("Әділет министрлігі", "Министерство юстиции"),
                    ),
                    (Text("Порталдағы нөмірі", "Номер на портале"), same(15906353)),
                )
            ),
            Table(COLUMNS, body or rows(count, words)),
            Signature(
                Text("Директор", "Директор"), Text("Әлия Сәрсенқызы", "Алия Сарсеновна"), date(2026, 11, 23)
            ),
        ),
        Orientation.LANDSCAPE,
    )


def letter(mode: Mode = Mode.KAZAKH, *blocks: Block) -> Document:
    return Document(
        Text("Ұсыныстар жолдау туралы", "О направлении предложений"),
        mode,
        HEAD,
        (
            Addressee((Text("Әділет министрлігі", "Министерство юстиции"),)),
            Heading(Text("Негіздер", "Основания")),
            Paragraph(Text(PANGRAM, "Направляем предложения к проекту.")),
            *blocks,
            Items(
                (Text("бірінші ұсыныс", "первое предложение"), Text("екінші ұсыныс", "второе предложение")),
                True,
            ),
            Signature(Text("Директор", "Директор"), Text("Әлия Сәрсенқызы", "Алия Сарсеновна")),
            Executor(Text("Айгерім Серікова", "Айгерим Серикова"), "+7 7172 000001"),
        ),
    )


def issued(document: Document) -> Document:
    return document.issued(number="12/2026", on=date(2026, 11, 23), verify_url=ADDRESS)


# --- Reading back --------------------------------------------------------------------------------------------------


def words_of(text: str) -> list[str]:
    return re.sub(r"\s+", " ", text).split()


def pdf_text(body: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)


def docx_cells(body: bytes) -> list[list[str]]:
    """The cells of the one table with lines, row by row."""
    tables = [table for table in docx.Document(BytesIO(body)).tables if len(table.columns) == len(COLUMNS)]
    return [[cell.text for cell in row.cells] for row in tables[0].rows]


def xlsx_cells(body: bytes) -> list[list[str]]:
    sheet = load_workbook(BytesIO(body)).worksheets[0]
    return [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]


def docx_text(body: bytes) -> str:
    word = docx.Document(BytesIO(body))
    parts = [word.element.body, word.sections[0].footer._element]
    return " ".join(
        text.text or "" if text.tag.endswith("}t") else " "
        for part in parts
        for text in part.iter()
        if text.tag.endswith(("}t", "}br", "}p", "}tab"))
    )
