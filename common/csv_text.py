"""A table as CSV for a spreadsheet: semicolons, UTF-8 with its mark, and no text that is taken for a formula."""

import csv
from collections.abc import Iterable
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    for cells in rows:
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return out.getvalue().encode("utf-8-sig")
