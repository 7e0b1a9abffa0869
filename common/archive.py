"""Office files are zip archives that note when they were packed; ours are the same whenever they are. Pure."""

import io
import re
import zipfile

_DAY = (2026, 1, 1, 0, 0, 0)
_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")  # the library's own moment, in docProps/core.xml


def settled(packed: bytes) -> bytes:
    """The same archive without the moment of packing: equal content gives equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            kept = zipfile.ZipInfo(entry.filename, _DAY)
            kept.compress_type = zipfile.ZIP_DEFLATED
            kept.external_attr = 0o600 << 16
            new.writestr(kept, _SAVED.sub(rb"\g<1>2026-01-01T00:00:00Z", old.read(entry)))
    return made.getvalue()
