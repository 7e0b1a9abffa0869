"""XML of office files read piece by piece: no entities, no network, bounded depth and number of elements."""

from collections.abc import Iterator
from typing import Protocol

from lxml import etree

from amendments.texts.unreadable import Unreadable

DEEPEST = 150
MOST_ELEMENTS = 1_500_000
_OPTIONS = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def local(node: etree._Element) -> str:
    """The name of an element without its namespace; office formats have several for one meaning."""
    tag = node.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def attribute(node: etree._Element | None, name: str) -> str | None:
    """The value of the attribute `name` of whatever namespace."""
    if node is None:
        return None
    for key, value in node.items():
        key = str(key)
        if key == name or key.endswith("}" + name):
            return str(value)
    return None


def child(node: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of the first child ... by local names."""
    for name in names:
        node = next((inner for inner in node if local(inner) == name), None) if node is not None else None
    return node


def children_within(source: Readable, *containers: str) -> Iterator[tuple[str, etree._Element]]:
    """(name of the container, child) for each child of an element named so, complete, one after another.

    A child is emptied when the next one is asked for, so a long text needs no more memory than its longest
    paragraph or table. Raises `Unreadable`.
    """
    names: list[str] = []
    inside = 0  # the depth of the container that is being read
    events = etree.iterparse(source, events=("start", "end"), **_OPTIONS)
    for count, (event, node) in enumerate(_checked(events)):
        if event == "start":
            names.append(local(node))
            if count == 0 and node.getroottree().docinfo.internalDTD is not None:
                raise Unreadable("entities")
            if len(names) > DEEPEST:
                raise Unreadable("too_deep")
            if not inside and names[-1] in containers:
                inside = len(names)
        else:
            names.pop()
            if inside and len(names) == inside:
                yield names[-1], node
                _forget(node)
            elif len(names) < inside:
                inside = 0
        if count > 2 * MOST_ELEMENTS:
            raise Unreadable("too_long")


def tree(data: bytes | None) -> etree._Element | None:
    """A small part as a whole tree, None where the archive does not have it. Raises `Unreadable`."""
    if data is None or not data.strip():
        return None
    try:
        root = etree.fromstring(data, etree.XMLParser(**_OPTIONS))  # type: ignore[arg-type]
    except etree.XMLSyntaxError as error:
        raise Unreadable(_reason(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("entities")
    return root


def _checked(events: "Iterator[tuple[str, etree._Element]]") -> Iterator[tuple[str, etree._Element]]:
    try:
        yield from events
    except etree.XMLSyntaxError as error:
        raise Unreadable(_reason(error)) from error


def _reason(error: etree.XMLSyntaxError) -> str:
    message = str(error).lower()
    if "depth" in message:
        return "too_deep"
    if "huge" in message or "too long" in message:
        return "too_long"
    if "memory" in message:
        return "memory"
    return "entities" if "entit" in message else "damaged"


def _forget(node: etree._Element) -> None:
    parent = node.getparent()
    node.clear()
    if parent is not None:
        while node.getprevious() is not None:
            del parent[0]
