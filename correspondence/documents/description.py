"""What a document says, without a word on how it looks. Pure.

Every text is said in Kazakh, in Russian or in both; the document's `mode` chooses which of them is shown, and nothing is
borrowed from the other language. Every class is frozen and made of plain values, so that a description can wait in a
table for the worker (correspondence.documents.storing).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Mode(StrEnum):
    """The language of the document: the addressee's, not the reader's of our screens."""

    KAZAKH = "kk"
    RUSSIAN = "ru"
    BOTH = "kk+ru"  # side by side; in the cell of a table one above the other

    @property
    def languages(self) -> tuple[str, ...]:
        return ("kk", "ru") if self is Mode.BOTH else (self.value,)


class Orientation(StrEnum):
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"


class ColumnKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"  # cells hold ISO dates and are written as people of the language write them
    NORM = "norm"  # a law's own words: set as they stand, line breaks kept


class Said(NamedTuple):
    """A text in one language; `lang` is '' for what is the same in both (a number, an address)."""

    lang: str
    text: str


@dataclass(frozen=True)
class Text:
    """One text in the two languages, '' in the one that it has not been said in."""

    kk: str = ""
    ru: str = ""

    def said(self, mode: Mode) -> tuple[Said, ...]:
        """What a document of this mode shows, Kazakh first."""
        if self.kk == self.ru:
            return (Said("", self.kk),) if self.kk else ()
        both = (Said("kk", self.kk), Said("ru", self.ru))
        return tuple(said for said in both if said.text and said.lang in mode.languages)

    def __bool__(self) -> bool:
        return bool(self.kk or self.ru)


def same(text: object) -> Text:
    """A text that is no language's: a number, a name of a file, an address."""
    return Text(str(text), str(text))


@dataclass(frozen=True)
class Letterhead:
    """Who writes. `logo`: PNG bytes, b'' without one."""

    name: Text
    bin: str = ""
    address: Text = Text()
    phone: str = ""
    email: str = ""
    website: str = ""
    logo: bytes = b""


@dataclass(frozen=True)
class Heading:
    text: Text
    level: int = 2  # 1 is the title of the document itself, 2 and 3 its parts


@dataclass(frozen=True)
class Paragraph:
    """Running text; an empty line within it is the gap between two paragraphs."""

    text: Text
    centred: bool = False
    quoted: bool = False  # the words of a norm: set apart, line breaks kept


@dataclass(frozen=True)
class KeyValues:
    """The head of a table document: what it is about, as pairs."""

    rows: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True)
class Column:
    """`width` is a share: of the widths 4, 16 and 20 the first column gets a tenth."""

    label: Text
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 10


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    caption: Text = Text()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of the table {self.caption.ru!r} has not {len(self.columns)} cells")


@dataclass(frozen=True)
class Items:
    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Addressee:
    """To whom a letter goes, at its top right; one line each."""

    lines: tuple[Text, ...]


@dataclass(frozen=True)
class Signature:
    """Who signs, with room for the signature itself, and when."""

    post: Text
    name: Text
    on: date | None = None


@dataclass(frozen=True)
class Executor:
    """Whom the addressee's clerk may call, at the bottom left of a letter."""

    name: Text
    contact: str = ""


@dataclass(frozen=True)
class LinkCode:
    """An address to open with a phone: a large QR code, what it leads to, and the address in letters. One a document."""

    address: str
    label: Text = Text()


@dataclass(frozen=True)
class Bar:
    """`parts`: what the bar is made of, from the left; `said`: what is written beside it."""

    label: Text
    parts: tuple[int, ...]
    said: Text = Text()


@dataclass(frozen=True)
class Chart:
    """Bars for the eye; whatever they show stands in a table of the document too. `names`: what the parts of a bar are."""

    caption: Text
    names: tuple[Text, ...]
    bars: tuple[Bar, ...]

    def __post_init__(self) -> None:
        if any(len(bar.parts) != len(self.names) for bar in self.bars):
            raise ValueError(f"a bar of the chart {self.caption.ru!r} has not {len(self.names)} parts")


Block = Chart | LinkCode | Heading | Paragraph | KeyValues | Table | Items | Addressee | Signature | Executor


@dataclass(frozen=True)
class Document:
    """`number`, `on` and `verify_url` are given when it is issued (`issued`); without them it is a draft."""

    title: Text
    mode: Mode
    letterhead: Letterhead
    blocks: tuple[Block, ...] = field(default=())
    orientation: Orientation = Orientation.PORTRAIT
    number: str = ""
    on: date | None = None
    verify_url: str = ""

    def issued(self, *, number: str, on: date, verify_url: str) -> "Document":
        return replace(self, number=number, on=on, verify_url=verify_url)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def row_count(self) -> int:
        return sum(len(table.rows) for table in self.tables)

    def texts(self) -> Iterator[Text]:
        """Every text that people wrote, for counting and checking."""
        yield self.title
        for block in self.blocks:
            yield from _texts_of(block)


def _texts_of(block: Block) -> Iterator[Text]:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            yield text
        case KeyValues(rows=rows):
            yield from (text for row in rows for text in row)
        case Table(columns=columns, rows=rows, caption=caption):
            yield caption
            yield from (column.label for column in columns)
            yield from (cell for row in rows for cell in row)
        case Items(items=items) | Addressee(lines=items):
            yield from items
        case Signature(post=post, name=name):
            yield from (post, name)
        case Executor(name=name, contact=contact):
            yield from (name, same(contact))
        case LinkCode(address=address, label=label):
            yield from (label, same(address))
        case Chart(caption=caption, names=names, bars=bars):
            yield from (caption, *names)
            yield from (text for bar in bars for text in (bar.label, bar.said))
