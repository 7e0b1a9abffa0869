"""A description as JSON, in which it waits for the worker. Pure.

Only the classes of `description` are written and read; a class that JSON names and we do not have is an error.
"""

import base64
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from correspondence.documents import description
from correspondence.documents.description import ColumnKind, Document, Mode, Orientation, Text

_CLASSES: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        *(description.Letterhead, description.Heading, description.Paragraph, description.KeyValues),
        *(description.Column, description.Table, description.Items, description.Addressee),
        *(description.Signature, description.Executor, description.LinkCode, description.Document),
        *(description.Bar, description.Chart),
    )
}
_ENUMS: dict[str, type[Enum]] = {"mode": Mode, "orientation": Orientation, "kind": ColumnKind}


def to_json(document: Document) -> dict[str, Any]:
    """Plain JSON from which `from_json` makes an equal document."""
    plain: dict[str, Any] = _plain(document)
    return plain


def from_json(plain: dict[str, Any]) -> Document:
    """KeyError or TypeError: not what `to_json` of this version writes."""
    document = _read(plain)
    if not isinstance(document, Document):
        raise TypeError(f"a document was expected, not {type(document).__name__}")
    return document


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return [_clean(value.kk), _clean(value.ru)]
    if is_dataclass(value):
        named = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"is": type(value).__name__, **named}
    if isinstance(value, tuple):
        return {"all": [_plain(one) for one in value]}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return _clean(value) if isinstance(value, str) and not isinstance(value, Enum) else value


def _clean(text: str) -> str:
    """Without what no XML, no PDF and no PostgreSQL column can hold."""
    return "".join(letter for letter in text if _can_be_written(ord(letter)))


def _can_be_written(code: int) -> bool:
    if code < 0x20:
        return code in (0x09, 0x0A)
    return not (0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE)


def _read(plain: Any) -> Any:
    if isinstance(plain, list):
        kk, ru = plain
        return Text(kk, ru)
    if not isinstance(plain, dict):
        return plain
    if "all" in plain:
        return tuple(_read(one) for one in plain["all"])
    if "bytes" in plain:
        return base64.b64decode(plain["bytes"])
    if "day" in plain:
        return date.fromisoformat(plain["day"])
    kind = _CLASSES[plain["is"]]
    named = {name: _read(value) for name, value in plain.items() if name != "is"}
    return kind(**{name: _ENUMS[name](value) if name in _ENUMS else value for name, value in named.items()})
