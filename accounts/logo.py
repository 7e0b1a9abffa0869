"""An organisation's logo: whatever picture comes in, a plain PNG goes out."""

import struct
import zlib
from io import BytesIO
from typing import IO

from PIL import Image, ImageFile, ImageOps

ACCEPTED = ("PNG", "JPEG", "WEBP", "GIF")
MAX_BYTES = 5_000_000
MAX_PIXELS = 16_000_000
MAX_SIDE = 600
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    OverflowError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


class UnusablePicture(ValueError):
    """Not a picture of an accepted kind, or too large to be opened safely."""


def as_png(file: IO[bytes]) -> bytes:
    """Draw the picture anew as PNG, at most MAX_SIDE pixels a side; nothing but its pixels is kept.

    Formats that can carry programs (SVG, EPS) are not opened at all, and the size is read from the header
    before a pixel is. Raises UnusablePicture.
    """
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnusablePicture("too many bytes")
    try:
        return _redrawn(data)
    except _BROKEN as error:
        raise UnusablePicture(str(error)) from error


def _redrawn(data: bytes) -> bytes:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets half a picture pass, for the whole process
    with Image.open(BytesIO(data), formats=ACCEPTED) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise UnusablePicture("too many pixels")
        picture.seek(0)
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    upright.thumbnail((MAX_SIDE, MAX_SIDE))
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    out = BytesIO()
    clean.save(out, format="PNG", optimize=True)
    return out.getvalue()
