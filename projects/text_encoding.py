"""Bytes of outside sources as text, for a country whose old pages are windows-1251 or its Kazakh variant
KZ-1048.

KZ-1048 (STRK1048-2002) equals windows-1251 but for sixteen letters of Serbian, Macedonian, Belarusian and
Ukrainian, in whose places it has the Kazakh ones; so it reads Russian text of both kinds exactly.
"""

import codecs
import re
from dataclasses import dataclass

# Stands before a run of bytes that were not in the encoding of the rest; cleaning removes it with all private
# use.
RECOVERED = "\ue000"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KAZAKH_1251 = "kz1048"
_GUESSES = (_KAZAKH_1251, "koi8-r", "cp866", "iso8859-5")
_CYRILLIC_NAMES = {
    "cp1251": ("windows-1251", "win-1251", "cp1251", "x-cp1251", "1251"),
    _KAZAKH_1251: ("kz-1048", "kz1048", "strk1048-2002", "rk1048"),
    "koi8-r": ("koi8-r", "koi8r", "koi8"),
    "koi8-u": ("koi8-u",),
    "cp866": ("cp866", "ibm866", "866"),
    "iso8859-5": ("iso-8859-5", "iso8859-5"),
    "mac-cyrillic": ("x-mac-cyrillic", "mac-cyrillic"),
    "ptcp154": ("ptcp154", "cp154", "pt154"),
}
_LATIN_NAMES = {
    "cp1252": ("windows-1252", "cp1252", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "iso-8859-15"),
    "cp1254": ("windows-1254", "cp1254", "iso-8859-9"),
}
# Declared name -> codec; any other name is not obeyed.
_CODECS = {name: codec for codec, names in (_CYRILLIC_NAMES | _LATIN_NAMES).items() for name in names}
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
_ESCAPED_RUN = re.compile("[\udc80-\udcff]+")
_COMMON = frozenset("оеаинтсрвлкмдпуыяьзбгчйхжшюцщэфәғқңөұүһі")
_KAZAKH_BYTES = re.compile(rb"[\x8d\x8e\x9d\x9e\xa1\xa2\xa3\xa5\xaa\xaf\xb4\xba\xbc-\xbf]")

_FOREIGN_WORD = re.compile(r"(?:(?![\x00-\x7f])[^\W\d_]){3,}")
_LETTERS = re.compile(r"[^\W\d_]")
_UTF8_AS_1252 = re.compile(
    "[ÐÑÒÓ]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_UTF8_AS_1251 = re.compile(
    "[РСТУ][\u0080-\u00bf\u0402-\u040f\u0451-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122]"
)
_1251_AS_1252 = re.compile("[\u00c0-\u00ff]{3}")
_KAZAKH_AS_1251 = re.compile("[ЌќЋћЎўЈјҐґЄєЇїЅѕЏџЉљЊњ]")
# Every garbling above leaves at least one of these; ordinary Kazakh, Russian and English text hardly ever has
# one.
_SUSPECT = re.compile(
    "[\u0080-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00ff"
    "\u0402-\u0405\u0407-\u040f\u0452-\u0455\u0457-\u045f\u0490\u0491]"
)
_QUESTIONS = re.compile(r"\?{5}|(?:\?{2,}\s+){2}\?{2}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`doubtful`: the encoding was guessed, or some bytes were not of it. See also `looks_garbled`."""

    text: str
    encoding: str
    doubtful: bool


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """`body` as text. `declared` is the encoding that the header or the document names, if any.

    Strict UTF-8 is tried first whatever is declared, since Cyrillic text of another encoding is never valid
    UTF-8. What is left is read as declared if that gives words, else as windows-1251 with Kazakh letters, and
    is doubtful.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _certain(body[len(mark) :].decode(encoding, "replace"), encoding)
    if wide := _wide_without_mark(body):
        return _certain(body.decode(wide, "replace"), wide)
    try:
        return Decoded(body.decode("utf-8"), "utf-8", False)
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 3 and error.reason == "unexpected end of data":
            return Decoded(body[: error.start].decode("utf-8"), "utf-8", False)
    return _patched_utf8(body) or _legacy(body, declared)


def preload() -> None:
    """Load every codec that `decode` may need, for a process that will not be able to open files later."""
    for name in (*_CYRILLIC_NAMES, *_LATIN_NAMES, *(encoding for _, encoding in _BOMS)):
        codecs.lookup(name)


def looks_garbled(text: str) -> bool:
    """Whether `text` shows the marks of having been read in a wrong encoding, by us or by its source."""
    if "\ufffd" in text or _QUESTIONS.search(text):
        return True
    if not _SUSPECT.search(text):
        return False
    letters = len(_LETTERS.findall(text)) or 1
    return any(
        len(pattern.findall(text)) * weight > letters
        for pattern, weight in (
            (_UTF8_AS_1252, 8),
            (_UTF8_AS_1251, 5),
            (_1251_AS_1252, 30),
            (_KAZAKH_AS_1251, 60),
        )
    )


def _certain(text: str, encoding: str) -> Decoded:
    return Decoded(text, encoding, "\ufffd" in text)


def _wide_without_mark(body: bytes) -> str | None:
    head = body[:64].lstrip(b" \t\r\n")
    if head[:4] in (b"<\0?\0", b"<\0!\0") or re.match(rb"<\0[a-zA-Z]\0", head):
        return "utf-16-le"
    if head[:4] in (b"\0<\0?", b"\0<\0!") or re.match(rb"\0<\0[a-zA-Z]", head):
        return "utf-16-be"
    return None


def _patched_utf8(body: bytes) -> Decoded | None:
    """UTF-8 with pockets of other bytes (one item pasted from elsewhere), or None where it is not UTF-8 at
    all.
    """
    text = body.decode("utf-8", "surrogateescape")
    stray = sum(len(run) for run in _ESCAPED_RUN.findall(text))
    # In text of another encoding Cyrillic letters of UTF-8 arise by chance only, and seldom.
    if 4 * len(_CYRILLIC_LETTER.findall(text)) < stray:
        return None
    return Decoded(_ESCAPED_RUN.sub(_recovered, text), "utf-8", True)


def _recovered(run: re.Match[str]) -> str:
    raw = run.group().encode("utf-8", "surrogateescape")
    return RECOVERED + raw.decode(_KAZAKH_1251, "replace")


def _legacy(body: bytes, declared: str | None) -> Decoded:
    name = _CODECS.get((declared or "").strip(" \"'").lower().replace("_", "-"))
    if name in _CYRILLIC_NAMES:
        codec = _KAZAKH_1251 if name == "cp1251" else name
        text = body.decode(codec, "replace")
        if _wordlike(text) >= 0.5:
            is_guess = name == "cp1251" and _KAZAKH_BYTES.search(body) is not None
            return Decoded(text, codec, is_guess or "\ufffd" in text)
    readings = {guess: body.decode(guess, "replace") for guess in _GUESSES}
    best = max(_GUESSES, key=lambda guess: _wordlike(readings[guess]))
    if name is not None and _wordlike(readings[best]) < 0.5:
        return Decoded(body.decode(name, "replace"), name, True)
    return Decoded(readings[best], best, True)


def _wordlike(text: str) -> float:
    """The share of frequent small Cyrillic letters in the first words of `text` beyond ASCII, 0 to 1."""
    words = "".join(_FOREIGN_WORD.findall(text[:20_000]))
    return sum(letter in _COMMON for letter in words) / len(words) if words else 0.0
