"""PDF: text under boxes and pictures, white and tiny text, remarks, files inside, the author, and what the pages say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTCurve, LTFigure, LTImage
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text

from inforequests.hidden.findings import Finding, Kind, Unread, shortened
from inforequests.hidden.personal import personal

MOST_PAGES = 500
_WHOLE_PAGE = (
    0.8  # a picture over so much of the page is a scan, and the text under it is what a reader program found
)
_TINY = 1.0  # points
_REMARKS = ("Text", "FreeText", "Popup", "FileAttachment", "Redact", "Caret")
_WORD_GAP = 0.3  # of the size of the letters

Box = tuple[float, float, float, float]


@dataclass
class _Seen:
    """The letters of a page in the order in which they are painted, and those that something was painted over."""

    size: float
    letters: list[tuple[str, Box, bool]] = field(default_factory=list)
    covered: dict[int, Box] = field(default_factory=dict)
    pictures: int = 0

    def letter(self, char: LTChar) -> None:
        text = char.get_text()
        if not text.startswith("(cid:"):
            self.letters.append((text, char.bbox, _is_unseen(char)))

    def cover(self, box: Box) -> None:
        for index, (_text, letter, _unseen) in enumerate(self.letters):
            if _is_inside(letter, box):
                self.covered[index] = box


class PagesUnread(Exception):
    def __init__(self, reason: Unread) -> None:
        super().__init__(reason)
        self.reason = reason


def look_through_pdf(body: bytes) -> Iterator[Finding]:
    """Raises PagesUnread, at the end when only a part was looked through."""
    try:
        document = PDFDocument(PDFParser(BytesIO(body)))
    except PDFPasswordIncorrect as error:
        raise PagesUnread(Unread.ENCRYPTED) from error
    except Exception as error:  # the library raises whatever a broken file leads it to
        raise PagesUnread(Unread.DAMAGED) from error
    yield from _about(document)
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    with_letters = pictures = number = 0
    try:
        for number, page in enumerate(PDFPage.create_pages(document), 1):
            if number > MOST_PAGES:
                raise PagesUnread(Unread.TOO_LARGE)
            interpreter.process_page(page)
            layout = device.get_result()
            seen = _Seen(layout.width * layout.height)
            _walk(layout, seen)
            with_letters += bool(seen.letters)
            pictures += seen.pictures
            yield from _page(seen, number)
            yield from _remarks(page, number)
    except PagesUnread:
        raise
    except Exception as error:
        raise PagesUnread(Unread.DAMAGED) from error
    if number == 0:
        raise PagesUnread(Unread.DAMAGED)
    if not with_letters and pictures:
        raise PagesUnread(Unread.PICTURE_ONLY)


def _about(document: PDFDocument) -> Iterator[Finding]:
    for facts in document.info:
        author = resolve1(facts.get("Author", b""))
        if isinstance(author, bytes) and (name := decode_text(author).strip()):
            yield Finding(Kind.AUTHOR, shortened(name))
    names = resolve1(resolve1(document.catalog.get("Names", {})) or {})
    if isinstance(names, dict) and names.get("EmbeddedFiles"):
        yield Finding(Kind.EMBEDDED_FILE)


def _walk(layout: Any, seen: _Seen) -> None:
    for item in layout:
        if isinstance(item, LTChar):
            seen.letter(item)
        elif isinstance(item, LTImage):
            seen.pictures += 1
            if _area(item.bbox) < _WHOLE_PAGE * seen.size:
                seen.cover(item.bbox)
        elif isinstance(item, LTFigure):
            _walk(item, seen)
        elif isinstance(item, LTCurve) and item.fill and _is_area(item):
            seen.cover(item.bbox)


def _is_area(item: LTCurve) -> bool:
    """Not a line and not a mark on a letter: at least two points both ways, and a rectangle."""
    return item.width > 2 and item.height > 2 and len(getattr(item, "pts", ())) <= 5


def _page(seen: _Seen, number: int) -> Iterator[Finding]:
    for indexes in _runs(sorted(seen.covered)):
        text = _joined([seen.letters[index] for index in indexes])
        if text.strip():
            yield Finding(Kind.COVERED_TEXT, shortened(text), page=number)
    unseen = [index for index, (_text, _box, is_unseen) in enumerate(seen.letters) if is_unseen]
    for indexes in _runs(unseen):
        text = _joined([seen.letters[index] for index in indexes])
        if text.strip():
            yield Finding(Kind.HIDDEN_TEXT, shortened(text), page=number)
    for kind, excerpt in personal(_joined(seen.letters)):
        yield Finding(kind, excerpt, page=number)


def _runs(indexes: list[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for index in indexes:
        if run and index != run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _joined(letters: list[tuple[str, Box, bool]]) -> str:
    """The letters as words: another line or a gap is a space."""
    pieces: list[str] = []
    before: Box | None = None
    for text, box, _unseen in letters:
        if before is not None:
            height = max(box[3] - box[1], 0.1)
            if abs(box[1] - before[1]) > height / 2:
                pieces.append("\n")
            elif box[0] - before[2] > _WORD_GAP * height:
                pieces.append(" ")
        pieces.append(text)
        before = box
    return "".join(pieces)


def _is_unseen(char: LTChar) -> bool:
    """White on what is probably white, or too small to be read."""
    colour = getattr(char.graphicstate, "ncolor", None)
    values = colour if isinstance(colour, tuple | list) else (colour,)
    numbers = [value for value in values if isinstance(value, int | float)]
    is_white = len(numbers) in (1, 3) and all(value >= 0.99 for value in numbers)
    return is_white or 0 < char.size < _TINY


def _remarks(page: PDFPage, number: int) -> Iterator[Finding]:
    for reference in resolve1(page.annots) or []:
        remark = resolve1(reference)
        if not isinstance(remark, dict):
            continue
        kind = getattr(remark.get("Subtype"), "name", "")
        said = resolve1(remark.get("Contents", b""))
        text = decode_text(said) if isinstance(said, bytes) else ""
        if kind in _REMARKS or text.strip():
            yield Finding(
                Kind.EMBEDDED_FILE if kind == "FileAttachment" else Kind.COMMENT, shortened(text), page=number
            )


def _is_inside(letter: Box, box: Box) -> bool:
    """Whether the middle of the letter is under the box."""
    x, y = (letter[0] + letter[2]) / 2, (letter[1] + letter[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
