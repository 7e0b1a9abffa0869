"""What was erased and which consents were taken back, outside the database: a backup that is put back must not undo it.

A line for each, without a name: what it was and its number. Each backup takes the lines along.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

JOURNAL = "erasures.jsonl"


@dataclass(frozen=True, order=True)
class Erasure:
    """`what` names a kind of row, or kind/purpose where a consent was taken back; `pk` is the number of the row."""

    at: datetime
    what: str
    pk: int


def note_erasure(what: str, pk: int, *, at: datetime) -> None:
    """Write it down once the transaction is done."""
    transaction.on_commit(lambda: write([Erasure(at, what, pk)]))


def write(erasures: list[Erasure]) -> None:
    lines = "".join(
        json.dumps({"at": one.at.isoformat(), "what": one.what, "pk": one.pk}) + "\n" for one in erasures
    )
    with journal().open("a", encoding="ascii") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> Iterator[Erasure]:
    """What the file holds; a last line that a crash cut off is left out."""
    if not path.exists():
        return
    for line in path.read_text("ascii").splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            continue
        yield Erasure(datetime.fromisoformat(said["at"]), said["what"], said["pk"])


def journal() -> Path:
    return Path(settings.VAR_DIR) / JOURNAL
