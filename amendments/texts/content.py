"""What the readers of file formats hand on: lines of text and tables in their order, within bounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from amendments.texts.unreadable import Unreadable
from projects.plain_text import clean_lines

MAX_CHARACTERS = 1_200_000
MAX_PAGES = 400
MAX_CELLS = 60_000
DEEPEST_TABLE = 4

# What the reader of the screen has to be told about a text that was read.
NOTES = frozenset(
    {
        "tracked_changes_as_final",
        "comments_left_out",
        "hidden_text_left_out",
        "footnotes_included",
        "numbers_from_lists",
        "numbers_unresolved",
        "two_languages",
        "converted_from_doc",
        "encoding_doubtful",
    }
)


@dataclass(frozen=True, slots=True)
class Cell:
    """`column` is the first column of the grid that the cell covers, `span` how many; `continued`: it is merged
    with the cell above.
    """

    text: str
    column: int
    span: int = 1
    continued: bool = False


Grid = list[list[Cell]]
Block = str | Grid


@dataclass(slots=True)
class Content:
    """The blocks of a file: a `str` is one line, a `Grid` a table."""

    blocks: list[Block] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Budget:
    """Counts what was read, and refuses what no draft needs."""

    characters: int = 0
    pages: int = 1
    cells: int = 0

    def spend(self, text: str) -> str:
        self.characters += len(text)
        if self.characters > MAX_CHARACTERS:
            raise Unreadable("too_long")
        return text

    def turn_page(self) -> None:
        self.pages += 1
        if self.pages > MAX_PAGES:
            raise Unreadable("too_long")

    def fill_cell(self) -> None:
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise Unreadable("too_long")


def lines_in(text: str) -> list[str]:
    """The lines of `text` that have something on them, white space made single and unsafe signs taken out."""
    return clean_lines(text).splitlines()


def as_lines(blocks: Sequence[Block]) -> Iterator[str]:
    """Every block as lines; a row of a table is one line, its cells set apart by tabs."""
    for block in blocks:
        if isinstance(block, str):
            yield block
        else:
            yield from (line for row in block if (line := row_line(row)))


def row_line(row: Sequence[Cell]) -> str:
    """The words of a row on one line; a cell merged with the one above says nothing again."""
    return "\t".join(" ".join(cell.text.split()) for cell in row if cell.text and not cell.continued)
