"""What a receipt may be, told by its bytes and never by its name. Knows nothing of Django."""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 120_000_000  # a screenshot of a very long page
_PICTURES = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg")}
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, OverflowError, Image.DecompressionBombError)
_PDF_ENDS_WITHIN = 2_048  # bytes after %%EOF that careless programs leave


class NoReceipt(ValueError):
    """The file is no receipt; `code`: 'empty', 'too_large' or 'other_kind'."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ReceiptFile:
    """Bytes that are a PDF, a PNG or a JPEG. `ending`: what its name ends with; `is_scanned`: for viruses, none found."""

    body: bytes
    content_type: str
    ending: str
    is_scanned: bool = False

    @property
    def sha256(self) -> str:
        return sha256(self.body).hexdigest()


def read_receipt(body: bytes) -> ReceiptFile:
    """Raises NoReceipt for anything but a whole PDF, PNG or JPEG of at most MAX_BYTES."""
    if not body:
        raise NoReceipt("empty")
    if len(body) > MAX_BYTES:
        raise NoReceipt("too_large")
    if body.startswith(b"%PDF-"):
        if b"%%EOF" not in body[-_PDF_ENDS_WITHIN:]:
            raise NoReceipt("other_kind")
        return ReceiptFile(body, "application/pdf", ".pdf")
    return ReceiptFile(body, *_picture(body))


def _picture(body: bytes) -> tuple[str, str]:
    """The header is read and the parts are checked; no pixel is unpacked."""
    try:
        with Image.open(BytesIO(body), formats=tuple(_PICTURES)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise NoReceipt("too_large")
            kind = str(picture.format)
            picture.verify()
    except NoReceipt:
        raise
    except _BROKEN as error:
        raise NoReceipt("other_kind") from error
    if kind not in _PICTURES:  # Pillow calls a JPEG with several pictures MPO
        raise NoReceipt("other_kind")
    return _PICTURES[kind]
