"""What stands in the way of a start is said in one line, with what to do."""

import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "bin/run.py", *options],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_start_on_taken_port_names_a_free_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = refusal(start(tmp_path, "--port", str(port)))
    assert f"Port {port} is taken" in line
    assert "make run PORT=80" in line


@pytest.mark.parametrize("port", ["0", "65536", "80x", ""])
def test_start_on_impossible_port_shows_an_example(tmp_path: Path, port: str) -> None:
    assert "make run PORT=8001" in refusal(start(tmp_path, "--port", port))


def test_start_in_folder_that_cannot_be_written_says_how_to_mend_it() -> None:
    assert "/proc/qatysu cannot be written to" in refusal(start(Path("/proc/qatysu")))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:8000", "already runs from this folder: http://127.0.0.1:8000."),
        ("", "is being started from this folder already."),
    ],
)
def test_second_start_from_one_folder_says_how_far_the_first_is(
    tmp_path: Path, address: str, said: str
) -> None:
    with (tmp_path / "run.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.write(address)
        held.flush()
        line = refusal(start(tmp_path))
    assert said in line


def test_missing_library_without_root_names_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    import environment

    monkeypatch.setattr(environment, "PDF_LIBRARIES", {"libabsent.so.9": "libabsent9"})
    monkeypatch.setattr(environment.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(environment.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(SystemExit, match="sudo apt-get install -y --no-install-recommends libabsent9$"):
        environment.require_system_packages()


def test_packages_are_installed_again_only_when_the_lock_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import environment

    lock = tmp_path / "requirements.lock"
    lock.write_text("a==1\n")
    installed: list[str] = []
    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed.txt")
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "_installers", lambda: [["pip"]])
    monkeypatch.setattr(environment, "_logged", lambda command, log: installed.append(lock.read_text()) or 0)
    for wanted in ("a==1\n", "a==1\n", "a==2\n"):
        lock.write_text(wanted)
        environment.require_packages(lock)
    assert installed == ["a==1\n", "a==2\n"]


def test_failed_installation_is_tried_again_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import environment

    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed.txt")
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "_installers", lambda: [["pip"]])
    monkeypatch.setattr(environment, "_logged", lambda command, log: 1)
    monkeypatch.setattr(environment, "_last_line", lambda log: "no network")
    for _ in range(2):
        with pytest.raises(SystemExit, match="could not be installed: no network"):
            environment.require_packages(environment.RUN_LOCK)
