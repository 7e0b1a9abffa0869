"""The content of a document in the order and language in which it is shown: what PDF, DOCX and XLSX have in common. Pure.

A renderer decides how a thing looks, never what it says: each one walks `compose(document)`.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from correspondence.documents import words
from correspondence.documents.description import (
    Addressee,
    Block,
    Chart,
    Column,
    ColumnKind,
    Document,
    Executor,
    Heading,
    Items,
    KeyValues,
    Letterhead,
    LinkCode,
    Mode,
    Orientation,
    Paragraph,
    Said,
    Signature,
    Table,
    Text,
    same,
)

# One text as it is shown: nothing, one language, or Kazakh and Russian.
Shown = tuple[Said, ...]
# How many letters of the table's size stand beside each other across the page; what the margins of a cell are in letters.
LETTERS_IN_A_LINE = {Orientation.LANDSCAPE: 132, Orientation.PORTRAIT: 76}
MARGINS = 2
LONGEST_WORD = 24  # what is longer is an address or a mistake, and is cut
_GAP = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Part:
    """A heading, a paragraph or an item of a list. `name`: h1, h2, h3, p, centred, quote, item, small."""

    name: str
    said: Shown
    number: str = ""


@dataclass(frozen=True)
class Pairs:
    rows: tuple[tuple[Shown, Shown], ...]
    name: str = "pairs"


@dataclass(frozen=True)
class Head:
    """The head of one column; `percent` of the table's width."""

    said: Shown
    kind: ColumnKind
    percent: float


@dataclass(frozen=True)
class Cell:
    said: Shown
    kind: ColumnKind

    @property
    def text(self) -> str:
        """Kazakh and Russian under each other, where a cell holds one text only."""
        return "\n".join(said.text for said in self.said)


@dataclass(frozen=True)
class Rows:
    caption: Shown
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    name: str = "rows"


@dataclass(frozen=True)
class Lines:
    """Lines that stay together: whom the letter is to, who prepared it. `name`: addressee, executor."""

    name: str
    lines: tuple[Shown, ...]


@dataclass(frozen=True)
class Signed:
    """One line to sign on: post, room for the signature, name; in two languages two such lines."""

    lines: tuple[tuple[str, str, str], ...]  # language, post, name
    on: Shown
    name: str = "signature"


@dataclass(frozen=True)
class Coded:
    """A QR code to an address, what it leads to, and the address itself."""

    said: Shown
    address: str
    name: str = "link_code"


@dataclass(frozen=True)
class DrawnBar:
    """`percents`: the share of each part in the longest bar of the chart, with the number of the part."""

    label: Shown
    percents: tuple[tuple[int, float], ...]
    said: Shown


@dataclass(frozen=True)
class Drawn:
    caption: Shown
    names: tuple[tuple[int, Shown], ...]
    bars: tuple[DrawnBar, ...]
    name: str = "chart"


Piece = Drawn | Part | Pairs | Rows | Lines | Signed | Coded


@dataclass(frozen=True)
class Top:
    """The letterhead: always in both languages, Kazakh on the left, as letterheads in Kazakhstan are."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    below: str
    has_logo: bool


@dataclass(frozen=True)
class Composed:
    language: str
    title: str
    author: str
    letterhead: Top
    issued: Shown
    number: str
    on: date | None
    pieces: tuple[Piece, ...]
    verify: Shown
    verify_url: str


def compose(document: Document) -> Composed:
    mode = document.mode
    line = LETTERS_IN_A_LINE[document.orientation]
    return Composed(
        language=mode.languages[0],
        title=words.first(document.title, mode),
        author=words.first(document.letterhead.name, mode),
        letterhead=_letterhead(document.letterhead),
        issued=_issued(document),
        number=document.number,
        on=document.on,
        pieces=tuple(piece for block in _with_title(document) for piece in _pieces(block, mode, line)),
        verify=words.WORDS.verify.said(mode) if document.verify_url else (),
        verify_url=document.verify_url,
    )


def _with_title(document: Document) -> Iterator[Block]:
    """The addressee of a letter stands above its title."""
    first = [block for block in document.blocks if isinstance(block, Addressee)]
    yield from first
    if document.title:
        yield Heading(document.title, level=1)
    yield from (block for block in document.blocks if block not in first)


def _letterhead(head: Letterhead) -> Top:
    return Top(
        left=tuple(filter(None, (head.name.kk, head.address.kk))),
        right=tuple(filter(None, (head.name.ru, head.address.ru))),
        below=" · ".join(
            filter(
                None,
                (
                    f"{words.WORDS.bin.kk} / {words.WORDS.bin.ru} {head.bin}" if head.bin else "",
                    f"{words.WORDS.phone.kk} {head.phone}" if head.phone else "",
                    head.email,
                    head.website,
                ),
            )
        ),
        has_logo=bool(head.logo),
    )


def _issued(document: Document) -> Shown:
    """'2026 жылғы 25 қараша № 12/2026'; of a draft, that it is one."""
    if not document.number:
        return words.WORDS.draft.said(document.mode)
    day = words.long_date(document.on)
    number = f"№ {document.number}"
    return Text(f"{day.kk} {number}", f"{day.ru} {number}").said(document.mode)


# --- Blocks --------------------------------------------------------------------------------------------------------


def _pieces(block: Block, mode: Mode, line: int) -> Iterator[Piece]:
    match block:
        case Heading(text=text, level=level):
            yield Part(f"h{min(max(level, 1), 3)}", text.said(mode))
        case Paragraph():
            yield from _paragraphs(block, mode)
        case KeyValues(rows=rows):
            yield Pairs(tuple((key.said(mode), value.said(mode)) for key, value in rows))
        case Table():
            yield _rows(block, mode, line)
        case Items(items=items, numbered=numbered):
            for number, item in enumerate(items, 1):
                yield Part("item", item.said(mode), f"{number}." if numbered else "•")
        case Addressee(lines=lines):
            yield Lines("addressee", _by_language(lines, mode))
        case Signature():
            yield _signed(block, mode)
        case Executor():
            yield Lines("executor", _executor(block, mode))
        case LinkCode(address=address, label=label):
            yield Coded(label.said(mode), address)
        case Chart():
            yield _drawn(block, mode)


def _paragraphs(block: Paragraph, mode: Mode) -> Iterator[Part]:
    """Paragraph beside paragraph where both languages have as many, else each language whole."""
    name = "quote" if block.quoted else "centred" if block.centred else "p"
    texts = {said.lang: _GAP.split(said.text.strip()) for said in block.text.said(mode)}
    if len({len(parts) for parts in texts.values()}) == 1:
        for together in zip_longest(*texts.values()):
            yield Part(name, tuple(Said(lang, part) for lang, part in zip(texts, together, strict=True)))
    elif texts:
        yield Part(name, tuple(Said(lang, "\n".join(parts)) for lang, parts in texts.items()))


def _rows(table: Table, mode: Mode, line: int) -> Rows:
    labels = tuple(column.label.said(mode) for column in table.columns)
    rows = tuple(
        tuple(
            Cell(_cell(text, column).said(mode), column.kind)
            for text, column in zip(row, table.columns, strict=True)
        )
        for row in table.rows
    )
    longest = [
        max(_longest_word(labels[n]) + 1, *(_longest_word(row[n].said) for row in rows), 0)
        for n in range(len(labels))
    ]
    percents = widths([column.width for column in table.columns], longest, line)
    kinds = [column.kind for column in table.columns]
    return Rows(table.caption.said(mode), tuple(map(Head, labels, kinds, percents)), rows)


def _longest_word(shown: Shown) -> int:
    return max((len(word) for said in shown for word in re.split(r"[\s/-]+", said.text)), default=0)


def widths(shares: list[int], longest: list[int], line: int) -> list[float]:
    """Percents of the table's width: the shares as they were asked for, but no word has to be cut where room can be
    taken from wider columns. `longest`: letters of the longest word in each column; `line`: those of a whole line."""
    whole = sum(shares) or 1
    wanted = [100 * share / whole for share in shares]
    needed = [100 * (min(letters, LONGEST_WORD) + MARGINS) / line for letters in longest]
    if sum(needed) > 100:
        return [round(percent, 3) for percent in wanted]
    lacking = sum(max(0, need - want) for want, need in zip(wanted, needed, strict=True))
    spare = sum(max(0, want - need) for want, need in zip(wanted, needed, strict=True)) or 1
    return [
        round(need if want < need else want - lacking * (want - need) / spare, 3)
        for want, need in zip(wanted, needed, strict=True)
    ]


def _cell(text: Text, column: Column) -> Text:
    if column.kind is ColumnKind.DATE:
        with suppress(ValueError):  # not a date: shown as it was written
            return words.short_date(date.fromisoformat(text.kk))
    return Text(text.kk.strip(), text.ru.strip())


def _drawn(chart: Chart, mode: Mode) -> Drawn:
    longest = max((sum(bar.parts) for bar in chart.bars), default=0) or 1
    return Drawn(
        chart.caption.said(mode),
        tuple((number, name.said(mode)) for number, name in enumerate(chart.names, 1)),
        tuple(
            DrawnBar(
                bar.label.said(mode),
                tuple(
                    (number, round(100 * part / longest, 2))
                    for number, part in enumerate(bar.parts, 1)
                    if part
                ),
                bar.said.said(mode),
            )
            for bar in chart.bars
        ),
    )


def _by_language(lines: tuple[Text, ...], mode: Mode) -> tuple[Shown, ...]:
    """All lines in Kazakh, then all in Russian: an address is read as a whole."""
    if all(line.kk == line.ru for line in lines):
        return tuple(line.said(mode) for line in lines if line)
    return tuple(
        (Said(lang, text),) for lang in mode.languages for line in lines if (text := getattr(line, lang))
    )


def _signed(block: Signature, mode: Mode) -> Signed:
    lines = tuple(
        (lang, post, name)
        for lang in mode.languages
        if (post := getattr(block.post, lang)) or getattr(block.name, lang)
        for name in [getattr(block.name, lang)]
    )
    if block.post.kk == block.post.ru and block.name.kk == block.name.ru:
        lines = (("", block.post.kk, block.name.kk),)
    return Signed(lines, words.long_date(block.on).said(mode))


def _executor(block: Executor, mode: Mode) -> tuple[Shown, ...]:
    label = words.WORDS.executor
    named = Text(f"{label.kk}: {block.name.kk}", f"{label.ru}: {block.name.ru}")
    contact = (same(block.contact).said(mode),) if block.contact else ()
    return (*((said,) for said in named.said(mode)), *contact)
