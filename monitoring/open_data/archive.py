"""The file itself: the same data make the same bytes."""

import json
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from common.csv_text import csv_bytes
from monitoring.open_data.tables import Table
from monitoring.open_data.words import LICENCE, readme

_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def archive(names: dict[str, str], tables: Iterable[Table]) -> bytes:
    """A ZIP with README.txt, a CSV of each table and all of them as JSON. `names`: of the organisation, by language."""
    known, out = list(tables), BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        _put(file, "README.txt", readme(names, known).encode("utf-8-sig"))
        for table in known:
            _put(file, f"{table.name}.csv", csv_bytes([table.columns, *table.rows]))
        _put(file, "data.json", _as_json(names, known))
    return out.getvalue()


def _as_json(names: dict[str, str], tables: Iterable[Table]) -> bytes:
    rows = {table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in tables}
    content = {"organisation_kk": names["kk"], "organisation_ru": names["ru"], "licence": LICENCE, **rows}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _put(file: ZipFile, name: str, body: bytes) -> None:
    entry = ZipInfo(name, _LONG_AGO)
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
    file.writestr(entry, body)
