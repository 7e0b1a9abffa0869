"""What a person brings in, read by `amendments.texts` and said in words where it cannot be read."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amendments.states import ElementKind, TextOrigin
from amendments.texts import Element, ReadTable, ReadText, Unreadable, is_absent, read_in_child

UNKNOWN_REASON = _("This file cannot be read. Save it anew as DOCX or ODT, or paste the text.")
REASONS: dict[str, Promise] = {
    "empty": _("The file is empty."),
    "no_text": _("No text was found in it."),
    "too_large": _("The file is larger than 20 MB."),
    "too_long": _("The text is longer than a draft can be. Bring it in by parts."),
    "pdf": _("A PDF cannot be cut into elements. Bring in the DOCX or ODT file, or paste the text."),
    "macros": _("The file holds macros and is not opened. Save it as DOCX without them."),
    "encrypted": _("The file is protected by a password. Save it without one."),
    "doc_needs_conversion": _("Old Word files cannot be read here. Save the file as DOCX."),
    "timeout": _("Reading takes too long. Paste the text instead."),
}
NOTES: dict[str, Promise] = {
    "tracked_changes_as_final": _(
        "The file had tracked changes: the text was read as if they were accepted."
    ),
    "comments_left_out": _("Comments of the file were left out."),
    "hidden_text_left_out": _("Hidden text of the file was left out."),
    "footnotes_included": _("Footnotes were read with the text."),
    "numbers_from_lists": _("Some numbers come from automatic lists: compare them with the file."),
    "numbers_unresolved": _("Some automatic numbers could not be read: compare them with the file."),
    "two_languages": _("The text holds both languages. Bring each of them in separately."),
    "converted_from_doc": _("The old Word file was converted: compare the text with the file."),
    "encoding_doubtful": _("The letters of the file may have been misread: look through the text."),
}
ORIGINS = {"docx": TextOrigin.DOCX, "odt": TextOrigin.ODT, "doc": TextOrigin.DOC}


@dataclass(frozen=True)
class BroughtText:
    """A text of the draft as it was read; `content` are the bytes that its fingerprint is made of."""

    elements: tuple[Element, ...]
    language: str
    origin: str
    content: bytes
    file_name: str = ""
    notes: tuple[str, ...] = ()


def read_pasted(text: str, language: str = "") -> BroughtText:
    """Text as a person pasted it. `language`: '' asks the text itself. Raises ValidationError."""
    content = text.encode("utf-8", "replace")
    read = _read("pasted.txt", content, language)
    return BroughtText(_elements(read), read.language, TextOrigin.PASTED, content, notes=read.notes)


def read_file(name: str, content: bytes, language: str = "") -> BroughtText:
    """A draft or its comparative table as a file, of whose table the proposed wordings are the text.

    Raises ValidationError with a sentence for whoever chose the file.
    """
    read = _read(name, content, language)
    ending = name.rpartition(".")[2].casefold()
    origin = TextOrigin.TABLE if isinstance(read, ReadTable) else ORIGINS.get(ending, TextOrigin.PASTED)
    shown = re.sub(r"[\x00-\x1f\x7f]", " ", name)
    return BroughtText(_elements(read), read.language, origin, content, shown, read.notes)


def _read(name: str, content: bytes, language: str) -> ReadText | ReadTable:
    try:
        return read_in_child(name, content, language or None)
    except Unreadable as why:
        raise ValidationError(
            str(REASONS.get(why.reason_code, UNKNOWN_REASON)), code=why.reason_code
        ) from why


def _elements(read: ReadText | ReadTable) -> tuple[Element, ...]:
    if isinstance(read, ReadText):
        return read.elements
    return tuple(
        Element(ElementKind.PARAGRAPH, row.number, row.path or f"row {place}", row.label, row.proposed)
        for place, row in enumerate(read.rows, start=1)
        if not is_absent(row.proposed)
    )
