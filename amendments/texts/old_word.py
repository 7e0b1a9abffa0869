"""Old Word files (.doc): LibreOffice, where it is installed, makes a DOCX of them in a profile thrown away after."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from amendments.texts.archive import MAX_FILE_BYTES
from amendments.texts.unreadable import Unreadable

CONVERSION_SECONDS = 60.0


def converted(data: bytes) -> bytes:
    """The DOCX of a .doc file. Raises `Unreadable`: 'doc_needs_conversion' where there is no LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise Unreadable("doc_needs_conversion")
    with tempfile.TemporaryDirectory(prefix="doc-") as folder:
        source = Path(folder, "draft.doc")
        source.write_bytes(data)
        _convert(office, source)
        result = source.with_suffix(".docx")
        if not result.is_file() or not 0 < result.stat().st_size <= MAX_FILE_BYTES:
            raise Unreadable("doc_conversion_failed")
        return result.read_bytes()


def _convert(office: str, source: Path) -> None:
    folder = source.parent
    child = subprocess.Popen(
        [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            str(folder),
            str(source),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={"HOME": str(folder), "LANG": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)},
        start_new_session=True,
    )
    try:
        child.wait(CONVERSION_SECONDS)
    except subprocess.TimeoutExpired as expired:
        raise Unreadable("timeout") from expired
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
