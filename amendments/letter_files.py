"""What a letter or an answer may be, told by its bytes and never by its name: scans, and what offices write. No Django."""

from amendments.receipt_files import MAX_BYTES, NoReceipt, ReceiptFile, read_receipt
from amendments.texts.archive import Archive
from amendments.texts.unreadable import Unreadable

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
# The part that makes a zip archive one of these, its type, and the ending of its name.
_OFFICE = (
    ("word/document.xml", f"{_OPEN_XML}.wordprocessingml.document", ".docx"),
    ("xl/workbook.xml", f"{_OPEN_XML}.spreadsheetml.sheet", ".xlsx"),
)
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_MACROS = ("vbaproject.bin", "basic/script-lc.xml")


def read_letter(body: bytes) -> ReceiptFile:
    """A PDF, PNG, JPEG, DOCX, XLSX, ODT or ODS of at most MAX_BYTES, as its content says.

    Raises NoReceipt for anything else: 'empty', 'too_large', 'macros' for an office file that holds a program, and
    'other_kind'. No part of an archive is unpacked but the few bytes that name its type.
    """
    if not body.startswith(b"PK\x03\x04"):
        return read_receipt(body)
    if len(body) > MAX_BYTES:
        raise NoReceipt("too_large")
    try:
        return _office_file(body, Archive(body))
    except Unreadable as refusal:
        raise NoReceipt("other_kind") from refusal


def _office_file(body: bytes, archive: Archive) -> ReceiptFile:
    names = archive.names
    if any(name.lower().endswith(_MACROS) for name in names):
        raise NoReceipt("macros")
    for part, content_type, ending in _OFFICE:
        if part in names and "[Content_Types].xml" in names:
            return ReceiptFile(body, content_type, ending)
    kind = (archive.part("mimetype", most=200) or b"").strip()
    if kind in _OPEN_DOCUMENTS and "content.xml" in names:
        return ReceiptFile(body, kind.decode(), _OPEN_DOCUMENTS[kind])
    raise NoReceipt("other_kind")
