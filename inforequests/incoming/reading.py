"""Reading a message that anybody may have written: bounded in every direction, and never an exception."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from amendments.letter_files import read_letter as read_file
from amendments.receipt_files import NoReceipt
from inforequests.incoming.letter import Attached, Letter, Nature, Trouble
from projects.plain_text import clean_line, clean_lines, text_of_html

MAX_BYTES = 15 * 1024 * 1024  # ten megabytes of files in base64, and the letter
MAX_HEADERS = 64 * 1024
MAX_HEADER = 16 * 1024
MAX_NESTED = 12  # a forwarded letter with signatures has five
MAX_PARTS = 100
MAX_MARKS = 2_000  # lines that begin as a boundary does
MAX_TEXT = 20_000  # characters
MAX_REFERENCES = 50
NAME_LENGTH, SUBJECT_LENGTH, ADDRESS_LENGTH, ID_LENGTH = 150, 300, 254, 200

_BROKEN = (
    *(MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError),
    *(OverflowError, MemoryError),
)
_NESTS = re.compile(rb"(?i)content-type:\s*(?:multipart/|message/)")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_ID = re.compile(r"<[!-;=?-~]{1,198}>")
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,188}[a-z0-9])?")
_ROBOTS = re.compile(r"(?i)^(mailer-daemon|postmaster|no-?reply-?bounces?|bounces?)@")
_POLICY = policy.compat32


def read_headers(head: bytes, trouble: Trouble) -> Letter:
    """What the headers say of a letter that is not read further, for the reason `trouble`."""
    try:
        message = BytesHeaderParser(policy=_POLICY).parsebytes(_head(head))
        return replace(_envelope(message), trouble=trouble)
    except _BROKEN:
        return Letter(trouble=trouble)


def read_letter(raw: bytes) -> Letter:
    """The letter in `raw`; what a program should not trust is said in its `trouble`, and it is then not read further."""
    trouble = _shape(raw)
    if trouble is not None:
        return read_headers(raw, trouble)
    try:
        return _read(BytesParser(policy=_POLICY).parsebytes(raw))
    except _BROKEN:
        return read_headers(raw, Trouble.BROKEN)


def _head(raw: bytes) -> bytes:
    end = _END_OF_HEADERS.search(raw, 0, MAX_HEADERS)
    return raw[: end.start() if end else MAX_HEADERS] + b"\r\n\r\n"


def _shape(raw: bytes) -> Trouble | None:
    """What can be told before anything is parsed: the parser itself recurses, and keeps each part."""
    if len(raw) > MAX_BYTES:
        return Trouble.TOO_LARGE
    if not _END_OF_HEADERS.search(raw, 0, MAX_HEADERS):
        return Trouble.HEADERS
    if sum(1 for _ in _NESTS.finditer(raw)) > MAX_NESTED:
        return Trouble.NESTED
    return Trouble.TOO_MANY_PARTS if raw.count(b"\n--") > MAX_MARKS else None


def _read(message: Message) -> Letter:
    parts = list(_parts(message))
    if len(parts) > MAX_PARTS:
        return replace(_envelope(message), trouble=Trouble.TOO_MANY_PARTS)
    if any(len(str(value)) > MAX_HEADER for part in parts for _name, value in part.raw_items()):
        return replace(_envelope(message), trouble=Trouble.HEADERS)
    letter = _envelope(message)
    if not letter.sender or len(message.get_all("From", [])) > 1:
        return replace(letter, trouble=Trouble.HEADERS)
    files = tuple(_files(parts))
    trouble = next((_danger(file) for file in files if file.refusal), None)
    return replace(letter, text=_text(parts), files=files, trouble=trouble)


def _parts(message: Message) -> Iterator[Message]:
    """The leaves, at most one more than is allowed."""
    for number, part in enumerate(part for part in message.walk() if not part.is_multipart()):
        if number > MAX_PARTS:
            return
        yield part


# --- What its headers say ------------------------------------------------------------------------------------------


def _envelope(message: Message) -> Letter:
    name, sender = _sender(message)
    ids = _ids(message, "Message-ID")
    answered = dict.fromkeys([*_ids(message, "In-Reply-To"), *_ids(message, "References")])
    return Letter(
        sender_name=name,
        sender=sender,
        subject=_line(message, "Subject", SUBJECT_LENGTH),
        message_id=ids[0][:ID_LENGTH] if ids else "",
        references=tuple(answered)[:MAX_REFERENCES],
        written_at=_moment(message),
        nature=_nature(message, sender),
    )


def _source(message: Message, name: str) -> str:
    """The first header of this name as it was sent; bytes that are no ASCII are lone surrogates in it."""
    found = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return str(next(found, ""))[:MAX_HEADER]


def _line(message: Message, name: str, limit: int) -> str:
    return clean_line(_decoded(_source(message, name)), limit)


def _decoded(source: str) -> str:
    """Encoded words (RFC 2047) resolved; what cannot be resolved stays readable as far as it is."""
    try:
        pieces = decode_header(source.replace("\r", "").replace("\n", ""))
    except (MessageError, ValueError):
        return _unescaped(source)
    return "".join(
        _unescaped(piece) if isinstance(piece, str) else _words(piece, charset or "utf-8")
        for piece, charset in pieces
    )


def _unescaped(text: str) -> str:
    """Bytes that were no ASCII come out of the parser as lone surrogates."""
    return _words(text.encode("utf-8", "surrogateescape"), "utf-8")


def _words(body: bytes, charset: str) -> str:
    """The text of `body`: as it says, else UTF-8, else the Cyrillic of old office programs."""
    for one in (charset, "utf-8", "cp1251"):
        try:
            return body.decode(one)
        except (LookupError, ValueError):
            continue
    return body.decode("utf-8", "replace")  # cp1251 knows all bytes but one


def _sender(message: Message) -> tuple[str, str]:
    name, address = parseaddr(_source(message, "From").replace("\r", "").replace("\n", ""))
    address = address[:ADDRESS_LENGTH].lower()
    return clean_line(_decoded(name), NAME_LENGTH), address if _ADDRESS.fullmatch(address) else ""


def _ids(message: Message, name: str) -> list[str]:
    return _ID.findall(_source(message, name))


def _moment(message: Message) -> datetime | None:
    """With its zone; none where the header has no day of our time."""
    try:
        at = parsedate_to_datetime(_source(message, "Date"))
    except _BROKEN:
        return None
    return at if at.tzinfo is not None and 2000 <= at.year <= 2100 else None


def _nature(message: Message, sender: str) -> Nature:
    if message.get_content_type() == "multipart/report" or _source(message, "Return-Path").strip() == "<>":
        return Nature.REPORT
    if _ROBOTS.match(sender) or "X-Failed-Recipients" in message:
        return Nature.REPORT
    said = _source(message, "Auto-Submitted").split(";")[0].strip().lower()
    if said not in ("", "no") or any(name in message for name in ("X-Autoreply", "X-Autorespond")):
        return Nature.AUTOMATIC
    if _source(message, "Precedence").strip().lower() in ("auto_reply", "bulk", "junk", "list"):
        return Nature.AUTOMATIC
    return Nature.PERSON


# --- What it holds ---------------------------------------------------------------------------------------------------


def _is_text(part: Message) -> bool:
    is_file = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    return part.get_content_maintype() == "text" and not is_file


def _text(parts: list[Message]) -> str:
    """The plain text; of a letter in HTML alone, its words."""
    plain = [part for part in parts if _is_text(part) and part.get_content_subtype() != "html"]
    chosen = plain or [part for part in parts if _is_text(part)]
    texts = []
    for part in chosen:
        body = _body(part)[: MAX_TEXT * 8]
        text = _words(body, part.get_content_charset() or "utf-8")
        texts.append(text_of_html(text) if part.get_content_subtype() == "html" else clean_lines(text))
    return "\n\n".join(text for text in texts if text)[:MAX_TEXT]


def _body(part: Message) -> bytes:
    body = part.get_payload(decode=True)
    return body if isinstance(body, bytes) else b""


def _files(parts: list[Message]) -> Iterator[Attached]:
    """Everything that is no text of the letter. Pictures of a signature are left out unless they can be kept."""
    for index, part in enumerate(parts):
        if _is_text(part):
            continue
        body, refusal = _body(part), ""
        try:
            read_file(body)
        except NoReceipt as refused:
            refusal = refused.code
        is_inline = part.get_content_disposition() != "attachment" and part.get("Content-ID") is not None
        if refusal and is_inline and part.get_content_maintype() == "image":
            continue
        yield Attached(index, _name(part), body, refusal)


def _name(part: Message) -> str:
    named = part.get_filename() or ""
    return clean_line(_decoded(named).replace("\\", "/").rpartition("/")[2], NAME_LENGTH)


def _danger(file: Attached) -> Trouble:
    """An archive that is no office file may hold anything, a bomb too: it is never unpacked here."""
    if file.body.startswith((b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"Rar!", b"7z\xbc\xaf", b"\xfd7zXZ")):
        return Trouble.BOMB
    return Trouble.FILE
