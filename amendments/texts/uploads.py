"""An uploaded or pasted draft, whatever its format, as elements or as a comparative table."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from amendments.texts.archive import MAX_FILE_BYTES, Archive
from amendments.texts.compared_rows import ReadTable
from amendments.texts.comparison import compared
from amendments.texts.content import MAX_CHARACTERS, Block, Content, as_lines, lines_in
from amendments.texts.elements import ReadText, numbered
from amendments.texts.language import has_both_languages, language_of_text
from amendments.texts.old_word import converted
from amendments.texts.open_document import open_document_content
from amendments.texts.unreadable import Unreadable
from amendments.texts.word import word_content
from projects.text_encoding import decode

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADS = ((b"%PDF", "pdf"), (b"{\\rtf", "rtf"), (b"MZ", "not_office"), (b"\x7fELF", "not_office"))
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def read_docx(data: bytes, language: str | None = None) -> ReadText | ReadTable:
    """The text of a DOCX file. Raises `Unreadable`."""
    return _read(data, word_content, language)


def read_odt(data: bytes, language: str | None = None) -> ReadText | ReadTable:
    """The text of an ODT file. Raises `Unreadable`."""
    return _read(data, open_document_content, language)


def read_pasted(text: str, language: str | None = None) -> ReadText:
    """A pasted text, a line to an element at least. Raises `Unreadable`."""
    if len(text) > MAX_CHARACTERS:
        raise Unreadable("too_long")
    read = _understood(Content(list(lines_in(text))), language)
    if not isinstance(read, ReadText):
        raise Unreadable("no_text")
    return read


def read_upload(name: str, data: bytes, language: str | None = None) -> ReadText | ReadTable:
    """The text of a file of whatever format; the content decides, of `name` only '.txt'. Raises `Unreadable`."""
    data, notes = as_office(data)
    if data.startswith(_ZIP):
        read = read_odt(data, language) if "mimetype" in Archive(data).names else read_docx(data, language)
        return replace(read, notes=tuple(sorted({*read.notes, *notes})))
    if not name.casefold().endswith(".txt") or b"\0" in data[:4096]:
        raise Unreadable("not_office")
    decoded = decode(data)
    plain = read_pasted(decoded.text, language)
    return replace(plain, notes=(*plain.notes, "encoding_doubtful")) if decoded.doubtful else plain


def as_office(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """`data`, or its conversion where it is an old Word file, and notes. Refuses what its first bytes betray."""
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("empty")
    if len(data) > MAX_FILE_BYTES:
        raise Unreadable("too_large")
    for head, reason in _HEADS:
        if data.lstrip()[: len(head)] == head:
            raise Unreadable(reason)
    if not data.startswith(_OLE):
        return data, ()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable("encrypted")
    if "WordDocument".encode("utf-16-le") not in data:
        raise Unreadable("other_office_file")
    return converted(data), ("converted_from_doc",)


def _read(data: bytes, content_of: Callable[[bytes], Content], language: str | None) -> ReadText | ReadTable:
    if not data:
        raise Unreadable("empty")
    if len(data) > MAX_FILE_BYTES:
        raise Unreadable("too_large")
    return _understood(content_of(data), language)


def _understood(content: Content, language: str | None) -> ReadText | ReadTable:
    lines = list(as_lines(content.blocks))
    if not any(sign.isalnum() for line in lines for sign in line):
        raise Unreadable("no_text")
    language = language or language_of_text("\n".join(lines))
    table = compared(content.blocks, language, sorted(content.notes)) if _has_tables(content.blocks) else None
    if table is not None:
        return table
    notes = content.notes | ({"two_languages"} if has_both_languages(lines) else set())
    return ReadText(numbered(lines, language), language, tuple(sorted(notes)))


def _has_tables(blocks: Sequence[Block]) -> bool:
    return any(not isinstance(block, str) for block in blocks)
