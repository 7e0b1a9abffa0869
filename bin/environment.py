"""The ground everything stands on: system libraries, the virtual environment, the packages of a lock file.

Standard library only: this runs before anything is installed. A failure ends in a line that says what to do.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.txt"
INSTALLER_LOCK = ROOT / "bin" / "installer.lock"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"

# What WeasyPrint loads at run time, and the Debian package that brings it.
PDF_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def var_dir() -> Path:
    """Return the folder of everything this installation keeps: `VAR_DIR`, or `var` in the project."""
    return Path(os.environ.get("VAR_DIR") or ROOT / "var")


def require_writable(folder: Path) -> None:
    """Stop with one line unless files can be made in `folder` (itself made when it is missing)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        sys.exit(
            f"The folder {folder} cannot be written to ({error.strerror}). Make it yours"
            f' (sudo chown -R "$USER" {ROOT}), or copy the project into your home folder and run it there.'
        )


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say `what` is under way and, when it is over, how many seconds it took."""
    began = time.monotonic()
    print(f"{what} ... ", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_system_packages() -> list[str]:
    """Return the Debian packages this machine lacks: the libraries for PDF and, for a first set-up, venv."""
    missing = []
    if not _have_venv() and importlib.util.find_spec("ensurepip") is None:
        missing.append(f"python3.{sys.version_info.minor}-venv")
    if sys.platform == "linux":
        missing += [package for library, package in PDF_LIBRARIES.items() if not _loads(library)]
    return missing


def require_system_packages() -> None:
    """Install what is missing when this is root on a machine with apt; otherwise say the command and stop."""
    missing = missing_system_packages()
    if not missing:
        return
    if shutil.which("apt-get") is None:
        sys.exit(
            "Missing on this machine (Debian names): "
            + ", ".join(missing)
            + ". Install them with your system's package manager, then try again."
        )
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        sys.exit(f"System libraries are missing. Run this once, then try again: sudo {' '.join(install)}")
    with step(f"Installing {', '.join(missing)}"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if _logged(install, "apt.log", env=quiet) and (
            _logged(["apt-get", "update"], "apt.log", env=quiet) or _logged(install, "apt.log", env=quiet)
        ):
            sys.exit(
                f"apt-get could not install {' '.join(missing)}: {_last_line('apt.log')}"
                f" (all of it: {_log('apt.log')}). Run it by hand: {' '.join(install)}"
            )
        still_missing = missing_system_packages()
    if still_missing:
        sys.exit(f"Installed, and yet not found: {', '.join(still_missing)}. Try: ldconfig")


def require_packages(lock: Path) -> None:
    """Make `.venv` hold what `lock` names, checked by hash; nothing is done when it does already."""
    if _have_venv() and _is_installed(lock):
        return
    require_writable(ROOT)
    if not _have_venv():
        with step("Making .venv"):
            if _logged([sys.executable, "-m", "venv", "--clear", str(VENV)], "install.log"):
                sys.exit(
                    f"Python could not make .venv: {_last_line('install.log')} (all: {_log('install.log')})"
                )
    STAMP.unlink(missing_ok=True)
    with step(f"Installing the packages of {lock.name}"):
        commands = [[*tool, "--require-hashes", "-r", str(lock)] for tool in _installers()]
        if all(_logged(command, "install.log") for command in commands):
            sys.exit(
                f"The Python packages could not be installed: {_last_line('install.log')}"
                f" (all of it: {_log('install.log')}). Is the network, or your package mirror, in reach?"
            )
    STAMP.write_text(f"{_fingerprint(lock)}\n")


def _have_venv() -> bool:
    """Say whether `.venv` has a Python that this user can run; a link to one that went away is none."""
    return os.access(PYTHON, os.X_OK)


def _fingerprint(lock: Path) -> str:
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def _is_installed(lock: Path) -> bool:
    """Say whether the last installed was `lock`, or the development lock, which holds all of the other."""
    if not STAMP.exists():
        return False
    return STAMP.read_text().strip() in {_fingerprint(lock), _fingerprint(DEV_LOCK)}


def _installers() -> Iterator[Sequence[str]]:
    """Yield ways to install, the fastest first: the machine's uv, a uv of our own, pip."""
    into_venv = ["pip", "install", "--quiet", "--python", str(PYTHON)]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    own = VENV / "bin" / "uv"
    for uv in (shutil.which("uv"), str(own)):
        if uv and _answers(uv):
            yield [uv, *into_venv]
            break
    else:
        if not _logged([*pip, "--require-hashes", "-r", str(INSTALLER_LOCK)], "install.log") and _answers(
            str(own)
        ):
            yield [str(own), *into_venv]
    yield pip


def _answers(uv: str) -> bool:
    try:
        return subprocess.run([uv, "--version"], capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _log(name: str) -> Path:
    return var_dir() / "log" / name


def _logged(command: Sequence[str], log: str, env: dict[str, str] | None = None) -> int:
    """Run `command` in the project folder, its output into `log`, and return its exit code."""
    _log(log).parent.mkdir(parents=True, exist_ok=True)
    with _log(log).open("a") as output:
        output.write(f"$ {' '.join(command)}\n")
        output.flush()
        return subprocess.run(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        ).returncode


def _last_line(log: str) -> str:
    lines = [line.strip() for line in _log(log).read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"
