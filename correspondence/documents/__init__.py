"""A document described once, and rendered to PDF, DOCX and XLSX with equal content.

An app above says what the document holds (`description`) and hands it to `correspondence.actions.request_document`; the
worker renders it (`rendering`), each format from the same `layout`.
"""

from correspondence.documents.description import (
    Addressee,
    Bar,
    Block,
    Chart,
    Column,
    ColumnKind,
    Document,
    Executor,
    Heading,
    Items,
    KeyValues,
    Letterhead,
    LinkCode,
    Mode,
    Orientation,
    Paragraph,
    Signature,
    Table,
    Text,
    same,
)

__all__ = [
    "Addressee",
    "Bar",
    "Block",
    "Chart",
    "Column",
    "ColumnKind",
    "Document",
    "Executor",
    "Heading",
    "Items",
    "KeyValues",
    "Letterhead",
    "LinkCode",
    "Mode",
    "Orientation",
    "Paragraph",
    "Signature",
    "Table",
    "Text",
    "same",
]
