"""`read_in_child`: hands an uploaded file to a child process with limits and turns the answer into values."""

from typing import Any

from amendments.texts.compared_rows import ComparedRow, ReadTable
from amendments.texts.elements import Element, ReadText
from amendments.texts.unreadable import UNREADABLE_REASONS, Unreadable
from amendments.texts.uploads import as_office
from common.child import ChildFailure, Limits, ask

CPU_SECONDS = 20
WALL_SECONDS = 30.0
MEMORY_BYTES = 290 * 1024 * 1024  # of addresses, so that no more can be really used


def read_in_child(name: str, data: bytes, language: str | None = None) -> ReadText | ReadTable:
    """As `read_upload`, in a process of its own that can open neither file nor connection. Raises `Unreadable`.

    Takes at most 30 seconds; an old Word file is converted before, which may take a minute more.
    """
    data, notes = as_office(data)
    answer = _answer(name, data, language)
    kind = answer.pop("kind")
    answer["notes"] = tuple(sorted({*answer["notes"], *notes}))
    return _text(answer) if kind == "text" else _table(answer)


def _text(answer: dict[str, Any]) -> ReadText:
    elements = tuple(Element(**plain) for plain in answer.pop("elements"))
    return ReadText(elements=elements, **answer)


def _table(answer: dict[str, Any]) -> ReadTable:
    rows = tuple(_row(plain) for plain in answer.pop("rows"))
    headers = tuple((field, words) for field, words in answer.pop("headers"))
    return ReadTable(rows=rows, headers=headers, around=tuple(answer.pop("around")), **answer)


def _row(plain: dict[str, Any]) -> ComparedRow:
    others = tuple((header, text) for header, text in plain.pop("others"))
    return ComparedRow(others=others, merged=tuple(plain.pop("merged")), **plain)


def _answer(name: str, data: bytes, language: str | None) -> dict[str, Any]:
    order = {"name": name[-40:], "language": language}
    try:
        return ask(
            "amendments.texts.child", order, data, limits=Limits(WALL_SECONDS, CPU_SECONDS, MEMORY_BYTES)
        )
    except ChildFailure as failure:
        raise Unreadable(failure.code if failure.code in UNREADABLE_REASONS else "crashed") from failure
