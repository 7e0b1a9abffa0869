"""The secret key of an installation that was given none: made once, readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret_key_from(folder: Path) -> str:
    """Return the key kept in `folder`, making it at the first call.

    Two processes starting at once agree on one key: the file is created exclusively.
    """
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
