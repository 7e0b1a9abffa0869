"""Comparative tables: found by their headers in either language, read row by row."""

from collections.abc import Sequence

from amendments.texts.compared_rows import ComparedRow, ReadTable
from amendments.texts.comparison_headers import Column, columns_under, header_of, is_header
from amendments.texts.content import Block, Cell, Grid, row_line
from amendments.texts.kinds import path_of
from amendments.texts.places import place_of_label

_FIELDS = ("number", "label", "current", "proposed", "reason")


def compared(blocks: Sequence[Block], language: str, notes: Sequence[str]) -> ReadTable | None:
    """The comparative table in a file, over however many tables it is cut; None where there is none."""
    rows: list[ComparedRow] = []
    before: list[str] = []
    around: list[str] = []
    columns: list[Column] = []
    height = 1
    for block in blocks:
        if isinstance(block, str):
            (around if columns else before).append(block)
            continue
        header, found = header_of(block)
        if found:
            columns, height = found, len(header)
            before += [line for row in block[: header.start] if (line := row_line(row))]
            body = block[header.stop :]
        elif columns and _fits(block, columns):
            body = block
        else:
            (around if columns else before).extend(line for row in block if (line := row_line(row)))
            continue
        around += _read_rows(body, columns, height, rows)
    if not columns:
        return None
    headers = tuple((column.field or "other", column.words) for column in columns)
    return ReadTable(tuple(rows), language, tuple(notes), "\n".join(before), tuple(around), headers)


def _fits(grid: Grid, columns: Sequence[Column]) -> bool:
    width = max((row[-1].column + row[-1].span for row in grid), default=0)
    return width == columns[-1].end and any(len(row) == len(columns) for row in grid)


def _read_rows(body: Grid, columns: Sequence[Column], height: int, rows: list[ComparedRow]) -> list[str]:
    """Append the rows of a table to `rows`; returns titles that have no row under them."""
    group, is_used = rows[-1].group if rows else "", True
    unused: list[str] = []
    position = 0
    while position < len(body):
        row = body[position]
        if again := _header_again(body, position, columns, height):
            position += again
            continue
        position += 1
        if not any(cell.text.strip() for cell in row) or _is_count(row, columns):
            continue
        if len(row) == 1 and row[0].span >= len(columns) > 1 and not row[0].continued:
            unused += [] if is_used else [group]
            group, is_used = row[0].text, False
        else:
            rows.append(_compared_row(row, columns, rows[-1] if rows else None, group))
            is_used = True
    return unused if is_used else [*unused, group]


def _header_again(body: Grid, position: int, columns: Sequence[Column], height: int) -> int:
    """How many rows from here repeat a header of `height` rows."""
    again = columns_under(body[position : position + height])
    if height > 1 and [column.words for column in again] == [column.words for column in columns]:
        return height
    return int(is_header(columns_under(body[position : position + 1])))


def _is_count(row: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """The row '1 | 2 | 3 | 4 | 5' under a header."""
    said = [cell.text.strip(" .") for cell in row]
    return len(columns) > 2 and said == [str(n) for n in range(1, len(columns) + 1)]


def _compared_row(
    row: Sequence[Cell], columns: Sequence[Column], above: ComparedRow | None, group: str
) -> ComparedRow:
    texts: dict[str, list[str]] = {}
    others: list[tuple[str, str]] = []
    merged: list[str] = []
    for cell in row:
        column = _column_of(cell, columns)
        name = column.field if column else ""
        if name and cell.continued and above is not None and not cell.text:
            merged.append(name)
            texts[name] = [getattr(above, name)]
        elif name:
            texts.setdefault(name, []).append(cell.text)
        elif cell.text.strip():
            others.append((column.words if column else "", cell.text))
    values = {name: "\n".join(filter(None, texts.get(name, ()))) for name in _FIELDS}
    if (
        above is not None
        and "label" not in merged
        and not values["label"]
        and not values["number"]
        and group == above.group
    ):
        values["label"] = above.label
        merged.append("label")
    path = path_of(place_of_label(values["label"]))
    return ComparedRow(**values, path=path, group=group, others=tuple(others), merged=tuple(merged))


def _column_of(cell: Cell, columns: Sequence[Column]) -> Column | None:
    return next((column for column in columns if column.start <= cell.column < column.end), None)
