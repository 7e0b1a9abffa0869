"""LibreOffice, where it is: what an office program makes of our files."""

import shutil
import subprocess
from pathlib import Path

import pytest

# The library of each part of the suite: without it the program starts and converts nothing.
PARTS = {"writer": "libswlo.so", "calc": "libsclo.so"}


def convert(source: Path, to: str, part: str) -> Path:
    """The file that LibreOffice makes of `source`, in a folder beside it; the test is skipped where it has not `part`."""
    office = shutil.which("soffice")
    if office is None or not (Path(office).resolve().parent / PARTS[part]).exists():
        pytest.skip(f"LibreOffice {part.capitalize()} is not installed")
    folder = source.parent / "converted"
    subprocess.run(
        [
            office,
            f"-env:UserInstallation={(source.parent / 'own').as_uri()}",
            "--headless",
            "--convert-to",
            to,
        ]
        + ["--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (folder / source.name).with_suffix(f".{to.partition(':')[0]}")
