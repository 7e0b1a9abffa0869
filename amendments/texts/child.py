"""The process in which an uploaded file is read: bounded in time, in memory, and without the means to open
anything. Started by `amendments.texts.bounded`, never by hand.

Standard input: one line of JSON (`name`, `language`, `cpu_seconds`, `memory_bytes`), then the file. Standard
output: one JSON object, either `failure` with a reason code or `kind` ('text', 'table') and the fields.
"""

import sys
import zipfile
from dataclasses import asdict
from io import BytesIO
from typing import Any

from common.child import reply, shut_off, take_order


def main() -> None:
    reply(_answer(take_order()))


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    try:
        _prepare()
        return answer(order["name"], sys.stdin.buffer.read(), order["language"])
    except MemoryError:
        return {"failure": "memory"}
    except RecursionError:
        return {"failure": "too_deep"}


def _prepare() -> None:
    """Import now what is imported late; then no file and no connection can be opened any more."""
    import encodings.cp437  # noqa: F401  the alphabet of names in an archive

    from projects.text_encoding import preload  # after the limits are set, like all imports here

    preload()
    answer("small.docx", _small_file(), None)
    shut_off()


def _small_file() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types><Override ContentType='wordprocessingml'/></Types>")
        archive.writestr("word/document.xml", "<document><body><p><r><t>1. а</t></r></p></body></document>")
    return packed.getvalue()


def answer(name: str, data: bytes, language: str | None) -> dict[str, Any]:
    """What `main` prints for a file."""
    from amendments.texts.elements import ReadText
    from amendments.texts.unreadable import Unreadable
    from amendments.texts.uploads import read_upload

    try:
        read = read_upload(name, data, language)
    except Unreadable as refusal:
        return {"failure": refusal.reason_code}
    return {"kind": "text" if isinstance(read, ReadText) else "table", **asdict(read)}


if __name__ == "__main__":
    main()
