"""The secret key of an installation that was given none: made once, readable by its owner only."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def secret_key_from(folder: Path) -> str:
    """Return the key kept in `folder`, making it at the first call.

    Two processes starting at once agree on one key, and neither sees half of it: the file appears whole or not at all.
    """
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _appear(path, secrets.token_urlsafe(50))
    return path.read_text().strip()


def _appear(path: Path, text: str) -> None:
    """Write `text` into a file that was not there; where somebody was faster, theirs stays."""
    descriptor, unfinished = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name}-"
    )  # readable by its owner only
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        with suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        os.unlink(unfinished)
