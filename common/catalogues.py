"""Compile translation catalogues (.po to .mo) without the gettext tools."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def locale_folders(root: Path = ROOT) -> list[Path]:
    """Return the project's catalogue folders: its own and those of its apps."""
    return sorted(folder for folder in [root / "locale", *root.glob("[!.]*/locale")] if folder.is_dir())


def compile_catalogues(folders: Iterable[Path]) -> list[Path]:
    """Write each .mo that is missing or older than its .po, and return those written.

    A reader never sees half a file: it is written beside and then renamed.
    """
    written = []
    for source in (path for folder in folders for path in sorted(folder.glob("*/LC_MESSAGES/*.po"))):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    try:
        compile_catalogues(locale_folders())
    except (OSError, ValueError) as problem:
        sys.exit(f"A catalogue could not be compiled: {problem}")
