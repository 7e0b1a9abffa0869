"""The one module that knows WeasyPrint.

It runs in the child process (correspondence.documents.child), never in a worker or a web process. Whatever a text asks for,
nothing is fetched: the fetcher serves what it was given in memory and refuses the rest.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import block
from weasyprint.layout.inline import iter_line_boxes
from weasyprint.pdf import tags
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout, create_layout, line_size, strut
from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT = "pdf/ua-1"


class Refused(ValueError):
    """An address that is not one of our own assets."""


@dataclass(frozen=True)
class Asset:
    """Bytes that the page may name by its address, such as 'qatysu:logo'."""

    content_type: str
    body: bytes


class OwnAssets(URLFetcher):
    """Serves the assets that it was made with; everything else is refused before anything is opened."""

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        super().__init__(timeout=0, allowed_protocols=(), allow_redirects=False)
        self.assets = dict(assets)
        self.refused = 0

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        asset = self.assets.get(url)
        if asset is None:
            self.refused += 1
            raise Refused("only assets of the document itself are served")
        return URLFetcherResponse(url, body=asset.body, headers={"Content-Type": asset.content_type})


def pdf_of(html: str, assets: Mapping[str, Asset], *, plainly: bool = False) -> bytes:
    """The page as a tagged PDF. `html` names its assets, the style among them, by 'qatysu:…' addresses.

    `plainly`: let WeasyPrint find the end of each line by itself, for comparing the two.
    """
    page = HTML(string=html, url_fetcher=OwnAssets(assets))
    block.iter_line_boxes = iter_line_boxes if plainly else _lines
    made: bytes = page.write_pdf(pdf_variant=VARIANT, font_config=FontConfiguration())
    return made


# --- The language of each cell -------------------------------------------------------------------------------------
# WeasyPrint tells a reader's software the language of the document, not of its parts. A table in two languages would be
# read aloud in one of them, so each tagged element says its own.

_build_box_tree = tags._build_box_tree


def _with_language(box: Any, *rest: Any) -> Iterator[Any]:
    for element in _build_box_tree(box, *rest):
        own = getattr(getattr(box, "_box", box), "element", None)
        language = own.get("lang") if own is not None and own.tag not in ("html", "body") else None
        if language:
            element["Lang"] = pydyf.String(language)
        yield element


tags._build_box_tree = _with_language


# --- All lines of a paragraph at once ------------------------------------------------------------------------------
# WeasyPrint shapes a paragraph anew for each of its lines, some five times for one line, and lays each line out as if
# anything could be in it. Most of what we set is plain text in one style: there Pango divides the whole paragraph once.
# Whatever is not so plain goes WeasyPrint's own way, and the lines are the same (tests/correspondence/test_documents_lines).

PLAIN_SPACE = ("normal", "pre-line")
_BREAKS = re.compile(
    "[\n\r\t\f\u00ad\u0085\u0590-\u08ff\u200e\u200f\u2028-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]"
)
_BARE = {
    f"{side}_{edge}": 0
    for side, edges in (
        ("margin", ("left", "right", "top", "bottom")),
        ("padding", ("left", "right", "top", "bottom")),
    )
    for edge in edges
} | {f"border_{edge}_width": 0 for edge in ("left", "right", "top", "bottom")}
_NEAR = 0.01  # of a pixel


def _lines(
    context: Any, box: Any, position_y: float, bottom_space: float, skip: Any, around: Any, *rest: Any
) -> Iterator[Any]:
    """What `iter_line_boxes` yields, found faster where it can be."""
    begin = _beginning(skip)
    if begin is None or not _is_plain(context, box, rest):
        yield from iter_line_boxes(context, box, position_y, bottom_space, skip, around, *rest)
        return
    words = box.children[0]
    style, text = words.style, words.text.encode()
    is_centred = style["text_align_all"] == "center"
    layout = create_layout(text[begin:].decode(), style, context, around.width, 0)
    line_height, usual = strut(style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    usual_height = None
    for number, (start, end, after) in enumerate(_divided(layout)):
        said = text[begin + start : begin + end].decode().rstrip(" ")
        line = pango.pango_layout_get_line_readonly(layout.layout, number)
        width, height = line_size(line, style)
        leading = (line_height - height) / 2
        is_odd = abs(baseline + leading - usual) > _NEAR or height != (usual_height or height)
        if not said or width > around.width or is_odd:
            # A sign of another font makes the line higher, or a word is too long for it: from here on the long way.
            begun = {0: {begin + start: None}} if begin + start else None
            yield from iter_line_boxes(context, box, position_y, bottom_space, begun, around, *rest)
            return
        usual_height = height
        left = around.content_box_x() + ((around.width - width) / 2 if is_centred else 0)
        other = words.copy_with_text(said)
        other.__dict__.update(
            _BARE,
            width=width,
            height=height,
            margin_top=leading,
            margin_bottom=leading,
            baseline=baseline + leading,
            position_x=left,
            position_y=position_y,
            pango_layout=_Words(said),
        )
        made = box.copy_with_children([other])
        made.__dict__.update(
            _BARE,
            width=width,
            height=line_height,
            baseline=baseline + leading,
            position_x=left,
            position_y=position_y,
            text_indent=0,
        )
        yield made, None if after is None else {0: {begin + after: None}}
        position_y += line_height


def _beginning(skip: Any) -> int | None:
    """The byte at which the paragraph goes on after a page, 0 at its beginning; None if it is not so simple."""
    if skip is None:
        return 0
    inner = skip.get(0)
    begin = next(iter(inner)) if isinstance(inner, dict) and len(skip) == len(inner) == 1 else None
    return begin if isinstance(begin, int) else None


def _is_plain(context: Any, box: Any, rest: Any) -> bool:
    """One text in one style, from left to right, with nothing beside it."""
    if (
        len(box.children) != 1
        or type(box.children[0]) is not TextBox
        or context.excluded_shapes
        or any(rest[2:])
    ):
        return False
    style, text = box.children[0].style, box.children[0].text
    return (
        style["white_space"] in PLAIN_SPACE
        and style["text_align_all"] in ("start", "left", "center")
        and style["direction"] == "ltr"
        and style["hyphens"] in ("none", "manual")
        and style["word_break"] == "normal"
        and style["text_indent"].value == 0
        and style["font_size"] > 0
        and not (style["letter_spacing"] not in ("normal", 0) or style["word_spacing"])
        and not text.startswith(" ")
        and not _BREAKS.search(text)
    )


def _divided(layout: Any) -> Iterator[tuple[int, int, int | None]]:
    """Where each line of the layout begins and ends, and where the next one begins, in bytes."""
    number, line = 0, pango.pango_layout_get_line_readonly(layout.layout, 0)
    while line != ffi.NULL:
        start, end = line.start_index, line.start_index + line.length
        number += 1
        line = pango.pango_layout_get_line_readonly(layout.layout, number)
        yield start, end, None if line == ffi.NULL else line.start_index


class _Words(Layout):
    """The words of a line; what Pango needs to draw them is made when they are drawn."""

    def __init__(self, said: str) -> None:
        self.text, self.justification_spacing, self.max_width, self.first_line_direction = said, 0, None, 0
