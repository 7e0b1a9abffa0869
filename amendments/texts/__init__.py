"""Drafts of acts and comparative tables read into plain values, compared and found again. Pure: no database.

In the product files are read by `read_in_child`, which bounds time and memory; `read_upload` does the same here
and now.
"""

from amendments.texts.anchors import Anchor, Attachment, reattach
from amendments.texts.bounded import read_in_child
from amendments.texts.compared_rows import ComparedRow, ReadTable, is_absent
from amendments.texts.content import NOTES
from amendments.texts.differences import Piece, difference
from amendments.texts.elements import Element, ReadText, element_at, numbered, text_of
from amendments.texts.kinds import KINDS, label_of, path_of
from amendments.texts.places import place_of_label
from amendments.texts.unreadable import UNREADABLE_REASONS, Unreadable
from amendments.texts.uploads import read_docx, read_odt, read_pasted, read_upload

__all__ = [
    "KINDS",
    "NOTES",
    "UNREADABLE_REASONS",
    "Anchor",
    "Attachment",
    "ComparedRow",
    "Element",
    "Piece",
    "ReadTable",
    "ReadText",
    "Unreadable",
    "difference",
    "element_at",
    "is_absent",
    "label_of",
    "numbered",
    "path_of",
    "place_of_label",
    "read_docx",
    "read_in_child",
    "read_odt",
    "read_pasted",
    "read_upload",
    "reattach",
    "text_of",
]
