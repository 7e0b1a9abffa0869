"""Making the files of a document: a page of HTML, and a child process with limits that turns it into files.

Nothing here touches the database. Whatever goes wrong is a `RenderingFailure` with a code that
correspondence.wording has a sentence for.
"""

import base64
import re
from collections.abc import Collection, Mapping
from functools import cache
from io import BytesIO
from typing import Any

import segno
from django.template.loader import render_to_string

from common.child import TIMEOUT, ChildFailure, Limits, ask
from common.fonts import FACES, source_path
from correspondence.documents import storing, words
from correspondence.documents.composed import compose
from correspondence.documents.description import Document, LinkCode, Orientation
from correspondence.states import FileKind, RenderingTrouble

WALL_SECONDS = 60.0
CPU_SECONDS = 60
MEMORY_BYTES = 2 * 1024**3
# Where WeasyPrint needs about 30 ms for a row, a thousand are half a minute; what is larger is for two documents.
MAX_ROWS = 1_000
MAX_CHARACTERS = 1_500_000
MAX_TEXT = 60_000  # of one cell or paragraph: some twenty pages
# A thousand letters without a place to break: the time to set such a word grows with its square.
_ENDLESS = re.compile(r"[^\s<>&;]{1000}(?=[^\s<>&;])")
LAYOUT = (
    3  # counted up when a change makes the same description look otherwise; kept with each issued document
)


class RenderingFailure(Exception):
    """No file was made; `code` is one of RenderingTrouble."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_size(document: Document) -> None:
    """RenderingFailure for what is too large to be tried."""
    lengths = [len(text.kk) + len(text.ru) for text in document.texts()]
    if document.row_count > MAX_ROWS or sum(lengths) > MAX_CHARACTERS:
        raise RenderingFailure(RenderingTrouble.TOO_LARGE)
    if any(length > MAX_TEXT for length in lengths):
        raise RenderingFailure(RenderingTrouble.TEXT_TOO_LONG)


def formats_of(document: Document) -> tuple[FileKind, ...]:
    """PDF and DOCX; XLSX too where there are rows to count in."""
    return tuple(FileKind) if document.tables else (FileKind.PDF, FileKind.DOCX)


def render(document: Document, formats: Collection[str] = ()) -> dict[str, bytes]:
    """The files, by format; all that the document has unless `formats` names some. Takes at most a minute.

    Raises RenderingFailure.
    """
    check_size(document)
    wanted = [kind.value for kind in formats_of(document) if not formats or kind in formats]
    order = {
        "formats": wanted,
        "document": storing.to_json(document),
        "html": html_of(document),
        "assets": {
            name: {"content_type": content_type, "body": base64.b64encode(body).decode()}
            for name, (content_type, body) in assets_of(document).items()
        },
    }
    answer = _answer(order)
    return {name: base64.b64decode(body) for name, body in answer["files"].items()}


def html_of(document: Document) -> str:
    """The page that becomes the PDF; texts of people are escaped like on any page."""
    clean = compose(storing.from_json(storing.to_json(document)))
    page = render_to_string("pdf/document.html", {"document": clean, "words": words.WORDS})
    return _ENDLESS.sub(r"\g<0>\n", page)


def css_of(document: Document) -> str:
    """Our own words and numbers only: a text of the document never gets into the style."""
    before, between, after = words.page_of(document.mode)
    facts = {
        "is_landscape": document.orientation is Orientation.LANDSCAPE,
        "before": before,
        "between": between,
        "after": after,
    }
    return render_to_string("pdf/document.css", facts)


def assets_of(document: Document) -> Mapping[str, tuple[str, bytes]]:
    """Everything that the page may name, by its address: style, font, logo and code."""
    assets = {
        "qatysu:style": ("text/css", css_of(document).encode()),
        "qatysu:serif": ("font/ttf", _font()),
    }
    if document.letterhead.logo:
        assets["qatysu:logo"] = ("image/png", document.letterhead.logo)
    if document.verify_url:
        assets["qatysu:code"] = ("image/png", qr_png(document.verify_url))
    for block in document.blocks:
        if isinstance(block, LinkCode):
            assets["qatysu:link"] = ("image/png", qr_png(block.address))
    return assets


def qr_png(address: str) -> bytes:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=8, border=0)
    return drawn.getvalue()


def qr_svg(address: str) -> bytes:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=4, border=4, light="white")
    return drawn.getvalue()


@cache
def _font() -> bytes:
    return source_path(FACES[1]).read_bytes()


def _answer(order: Mapping[str, Any]) -> dict[str, Any]:
    limits = Limits(WALL_SECONDS, CPU_SECONDS, MEMORY_BYTES)
    still = {"SOURCE_DATE_EPOCH": "0"}  # no moment in the embedded fonts
    try:
        return ask("correspondence.documents.child", order, limits=limits, env=still)
    except ChildFailure as failure:
        code = RenderingTrouble.TOO_SLOW if failure.code == TIMEOUT else failure.code
        known = code in RenderingTrouble.values
        raise RenderingFailure(code if known else RenderingTrouble.CRASHED) from failure
