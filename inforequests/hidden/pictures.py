"""PNG and JPEG: where a photograph was taken and by whom. What is on it nobody reads but a person."""

from collections.abc import Iterator
from io import BytesIO

from PIL import ExifTags, Image, UnidentifiedImageError

from inforequests.hidden.findings import Finding, Kind, shortened


def look_through_picture(body: bytes) -> Iterator[Finding]:
    try:
        with Image.open(BytesIO(body)) as picture:
            facts = picture.getexif()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return
    if facts.get_ifd(ExifTags.IFD.GPSInfo):
        yield Finding(Kind.PLACE_OF_PICTURE)
    if author := str(facts.get(ExifTags.Base.Artist, "")).strip(" \0"):
        yield Finding(Kind.AUTHOR, shortened(author))
