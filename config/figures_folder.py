import hashlib
import os
import tempfile
from pathlib import Path


def figures_folder(var: Path) -> Path:
    """The folder, made if it is missing, in which the installation at `var` counts its visits on this machine.

    Whoever made a folder of that name before us could read and change the figures: such a one is not taken.
    """
    name = f"qatysu-figures-{os.getuid()}-{hashlib.sha256(str(var).encode()).hexdigest()[:8]}"
    folder = Path(tempfile.gettempdir()) / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder if folder.lstat().st_uid == os.getuid() else Path(tempfile.mkdtemp(prefix=f"{name}-"))
