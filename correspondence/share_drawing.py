"""Drawing a share picture: 1200 by 630, in our colours and letters. Pure but for the fonts on disk."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from common.fonts import FACES, source_path
from correspondence.shares import Card

WIDTH, HEIGHT, MARGIN = 1200, 630, 76
PAPER, INK, QUIET, TEAL, WHITE, LINE = "#fbfaf7", "#14252b", "#566a72", "#00697c", "#ffffff", "#e2e4de"
SANS, SERIF = 0, 1  # places in FACES
BAND = 20
LOGO = 150
TITLE_SIZES = (72, 64, 56, 50)  # the largest in which the whole title has room; at the last one it is cut off
TITLE_TOP, TITLE_ROOM = 148, 276
LINE_SIZE, LINE_STEP, MOST_LINES = 33, 46, 2
FOOT_TOP = 540
ELLIPSIS = "…"

Font = ImageFont.FreeTypeFont


@cache
def font(face: int, size: int, weight: int) -> Font:
    """One of FACES by its place."""
    made = ImageFont.truetype(str(source_path(FACES[face])), size)
    made.set_variation_by_axes([100, weight] if _width_is_first(made) else [weight, 100])
    return made


def _width_is_first(made: Font) -> bool:
    return b"idth" in (made.get_variation_axes()[0]["name"] or b"")


def draw_share(card: Card, logo: bytes | None = None) -> bytes:
    """PNG bytes. `logo`: a picture that is ours already (accounts.logo)."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, BAND, HEIGHT), fill=TEAL)
    side = LOGO + 30 if logo else 0
    pen.text(
        (MARGIN, 76), _cut(card.kind, font(SANS, 34, 600), _room(side)), font=font(SANS, 34, 600), fill=TEAL
    )
    if logo:
        _put_logo(picture, logo)
    bottom = _draw_title(pen, card.title, side)
    _draw_lines(pen, card.lines, bottom)
    _draw_foot(pen, card.foot)
    out = BytesIO()
    picture.quantize(128).save(out, format="PNG", optimize=True)
    return out.getvalue()


def _room(side: int = 0) -> int:
    return WIDTH - 2 * MARGIN - side


@dataclass(frozen=True)
class Fitted:
    size: int
    step: int
    lines: tuple[str, ...]


def fitted(title: str, width: int, height: int = TITLE_ROOM) -> Fitted:
    """The title in the largest size in which it has room; else in the smallest, cut off after its last whole word."""
    for size in TITLE_SIZES:
        step, face = round(size * 1.22), font(SERIF, size, 600)
        lines = tuple(wrapped(title, face, width))
        most = max(1, height // step)
        if len(lines) <= most:
            return Fitted(size, step, lines)
    last = _cut(" ".join(lines[most - 1 :]), face, width)
    return Fitted(size, step, (*lines[: most - 1], last))


def wrapped(text: str, face: Font, width: int) -> Iterator[str]:
    """Lines of whole words; a word that is wider than a line is broken."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if face.getlength(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        while face.getlength(word) > width:
            head = _head(word, face, width)
            yield head
            word = word[len(head) :]
        line = word
    if line:
        yield line


def _head(word: str, face: Font, width: int) -> str:
    size = len(word)
    while size > 1 and face.getlength(word[:size]) > width:
        size -= 1
    return word[:size]


def _cut(text: str, face: Font, width: int) -> str:
    """One line of the text, with an ellipsis where it is cut off."""
    text = " ".join(text.split())[:400]
    if face.getlength(text) <= width:
        return text
    words = text.split()
    while len(words) > 1 and face.getlength(" ".join(words) + ELLIPSIS) > width:
        words.pop()
    whole = " ".join(words)
    while whole and face.getlength(whole + ELLIPSIS) > width:
        whole = whole[:-1]
    return whole.rstrip(" ,;:–—-") + ELLIPSIS


def _draw_title(pen: ImageDraw.ImageDraw, title: str, side: int) -> int:
    place = fitted(title, _room(side))
    face = font(SERIF, place.size, 600)
    for number, line in enumerate(place.lines):
        pen.text((MARGIN, TITLE_TOP + number * place.step), line, font=face, fill=INK)
    return TITLE_TOP + len(place.lines) * place.step


def _draw_lines(pen: ImageDraw.ImageDraw, lines: tuple[str, ...], top: int) -> None:
    face = font(SANS, LINE_SIZE, 400)
    for number, line in enumerate(lines[:MOST_LINES]):
        y = top + 22 + number * LINE_STEP
        pen.text((MARGIN, y), _cut(line, face, _room()), font=face, fill=INK)


def _draw_foot(pen: ImageDraw.ImageDraw, foot: str) -> None:
    pen.line((MARGIN, FOOT_TOP - 14, WIDTH - MARGIN, FOOT_TOP - 14), fill=LINE, width=2)
    name, mark = font(SANS, 30, 600), font(SERIF, 34, 600)
    width = round(mark.getlength("Qatysu"))
    pen.text((MARGIN, FOOT_TOP + 8), _cut(foot, name, _room(width + 40)), font=name, fill=QUIET)
    pen.text((WIDTH - MARGIN - width, FOOT_TOP + 3), "Qatysu", font=mark, fill=TEAL)


def _put_logo(picture: Image.Image, logo: bytes) -> None:
    with Image.open(BytesIO(logo), formats=("PNG",)) as opened:
        drawn = opened.convert("RGBA")
    drawn.thumbnail((LOGO, LOGO))
    left, top = WIDTH - MARGIN - drawn.width, 76
    ground = Image.new("RGB", (drawn.width, drawn.height), WHITE)
    ground.paste(drawn, mask=drawn.getchannel("A"))
    picture.paste(ground, (left, top))
