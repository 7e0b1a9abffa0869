"""Reading the parts of office files: an archive with bounds, and its XML without entities and without the network."""

from collections.abc import Iterator

from lxml import etree

from amendments.texts.archive import Archive
from amendments.texts.unreadable import Unreadable

_MAX_DEPTH = 120


def elements(archive: Archive, name: str) -> Iterator[tuple[str, etree._Element]]:
    """('start' or 'end', element) in the order of the part; nothing where the archive has no such part.

    An element's children are there at its end; whoever is through with it calls `forget`.
    """
    if name not in archive.names:
        return
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
    )
    stream, depth = archive.stream(name), 0
    try:
        while data := stream.read():
            parser.feed(data)
            for event, element in parser.read_events():
                if not isinstance(element, etree._Element):
                    continue
                depth += 1 if event == "start" else -1
                if depth > _MAX_DEPTH:
                    raise Unreadable("damaged")
                yield event, element
        parser.close()
    except etree.XMLSyntaxError as error:
        raise Unreadable("damaged") from error


def forget(element: etree._Element) -> None:
    """Give its memory back, and that of what came before it."""
    element.clear()
    while (before := element.getprevious()) is not None:
        parent = element.getparent()
        if parent is None:
            return
        parent.remove(before)


def local(element: etree._Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: etree._Element, name: str) -> str:
    """The value of the attribute of this name in whatever namespace, '' where there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def text_in(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())
