"""Lines of a text joined into units: the new wording that an amending act quotes stays with its instruction."""

from collections.abc import Sequence

_OPENING = {"«": "»", "“": "”", "„": "”", "‟": "”"}
_CLOSING = frozenset("»”")
_STRAIGHT = '"'
_LONGEST_PHRASE = 3  # lines that a quotation begun inside a sentence may run over
_LONGEST_WORDING = 200  # lines of a wording whose closing sign is missing


def units(lines: Sequence[str]) -> list[str]:
    """The lines in order, those of one quoted wording and the line that announces it joined by line breaks."""
    last_line = _quoted_until(lines)
    joined: list[str] = []
    position = 0
    while position < len(lines):
        end = position
        reach = last_line.get(position, position)
        while end < reach:
            end += 1
            reach = max(reach, last_line.get(end, end))
        unit = "\n".join(lines[position : end + 1])
        if joined and _announces(joined[-1]) and _opens(lines[position]):
            joined[-1] += "\n" + unit
        else:
            joined.append(unit)
        position = end + 1
    return joined


def _announces(unit: str) -> bool:
    return unit.endswith(":")


def _opens(line: str) -> bool:
    return line[:1] in _OPENING or line[:1] == _STRAIGHT


def _quoted_until(lines: Sequence[str]) -> dict[int, int]:
    """For each line that opens a quotation not closed on it: the line that closes it. What is never closed is
    no quotation, except a wording, which then ends with the first line that ends as wordings do.
    """
    open_marks: list[tuple[str, int, bool]] = []
    until: dict[int, int] = {}
    for row, line in enumerate(lines):
        for place, sign in enumerate(line):
            if sign in _OPENING or (sign == _STRAIGHT and _opens_here(line, place)):
                open_marks.append((sign, row, _is_wording(line, place)))
            elif (sign in _CLOSING or sign == _STRAIGHT) and open_marks:
                _close(open_marks, row, until)
    for _, row, is_wording in open_marks:
        if is_wording and row not in until and _announced(lines, row):
            near = range(row, min(len(lines), row + _LONGEST_WORDING))
            until[row] = next((n for n in near if _ends_a_wording(lines[n])), row)
    return until


def _announced(lines: Sequence[str], row: int) -> bool:
    return not _opens(lines[row]) or (row > 0 and _announces(lines[row - 1]))


def _close(open_marks: list[tuple[str, int, bool]], row: int, until: dict[int, int]) -> None:
    _, opened, is_wording = open_marks.pop()
    if row > opened and (is_wording or row - opened < _LONGEST_PHRASE):
        until[opened] = max(row, until.get(opened, row))


def _opens_here(line: str, place: int) -> bool:
    return (place == 0 or line[place - 1] in " \t\xa0([«") and line[place + 1 : place + 2].strip() != ""


def _is_wording(line: str, place: int) -> bool:
    return place == 0 or line[:place].rstrip().endswith(":")


def _ends_a_wording(line: str) -> bool:
    return line.rstrip(";., ")[-1:] in ("»", "”", _STRAIGHT)
