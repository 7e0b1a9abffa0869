"""What all office files share: who wrote them, and files inside them."""

import posixpath
from collections.abc import Iterator

from amendments.texts.archive import Archive
from inforequests.hidden.findings import Finding, Kind, shortened
from inforequests.hidden.xml import elements, local, text_in

_PEOPLE = ("creator", "lastModifiedBy", "manager", "Manager", "initial-creator")


def common_parts(archive: Archive, folder: str) -> Iterator[Finding]:
    """Of an Open XML file whose parts lie under `folder` ('word/', 'xl/')."""
    yield from authors(archive, "docProps/core.xml", "docProps/app.xml")
    for name in sorted(archive.names):
        if name.startswith(f"{folder}embeddings/") and not name.endswith("/"):
            yield Finding(Kind.EMBEDDED_FILE, posixpath.basename(name))


def authors(archive: Archive, *parts: str) -> Iterator[Finding]:
    """The names that the file says of itself."""
    for part in parts:
        for event, element in elements(archive, part):
            if event == "end" and local(element) in _PEOPLE and (name := text_in(element).strip()):
                yield Finding(Kind.AUTHOR, shortened(name))
