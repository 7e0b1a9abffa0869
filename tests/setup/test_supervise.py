"""Web server and worker live and end together; here both are stand-ins that sleep and have children."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"])
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()} {child.pid}\\n")
time.sleep(120)
"""
LAUNCHER = """
import os, sys
from pathlib import Path
sys.path.insert(0, "bin")
import supervise
folder = Path(sys.argv[1])
def service(name):
    command = [sys.executable, "-c", sys.argv[2], str(folder / name)]
    return supervise.Service(name, command, folder / f"{name}.log", dict(os.environ))
supervisor = supervise.Supervisor(service("web"), service("worker"))
supervisor.start()
code = supervisor.watch()
supervisor.stop()
sys.exit(code)
"""


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def until(happened: Callable[[], bool], seconds: float = 20) -> bool:
    give_up_at = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.05)
    return True


class Stand:
    """A launcher under test; `pids` are those of the n-th start of a service and of its child."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "launcher.txt"
        with self.output.open("w") as output:
            self.launcher = subprocess.Popen(
                [sys.executable, "-c", LAUNCHER, str(folder), PARENT], cwd=ROOT, stdout=output, stderr=output
            )

    def starts(self, name: str) -> list[list[int]]:
        file = self.folder / name
        lines = file.read_text().splitlines() if file.exists() else []
        return [[int(number) for number in line.split()] for line in lines]

    def pids(self, name: str, start: int = 0) -> list[int]:
        assert until(lambda: len(self.starts(name)) > start), self.output.read_text()
        return self.starts(name)[start]

    def everyone(self) -> list[int]:
        return [pid for name in ("web", "worker") for start in self.starts(name) for pid in start]


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    if not sys.platform.startswith("linux"):
        pytest.skip("processes are looked up in /proc")
    stand = Stand(tmp_path)
    stand.pids("web"), stand.pids("worker")
    yield stand
    for pid in [stand.launcher.pid, *stand.everyone()]:
        if alive(pid):
            os.kill(pid, signal.SIGKILL)
    stand.launcher.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_ends_both_and_their_children(stand: Stand, number: signal.Signals) -> None:
    stand.launcher.send_signal(number)
    assert stand.launcher.wait(timeout=20) == 0
    assert [pid for pid in stand.everyone() if alive(pid)] == []


def test_dead_worker_is_started_again_without_its_orphans(stand: Stand) -> None:
    worker, child = stand.pids("worker")
    os.kill(worker, signal.SIGKILL)
    assert all(alive(pid) for pid in stand.pids("worker", start=1))
    assert not alive(child)
    assert "The worker stopped: ended by SIGKILL" in stand.output.read_text()


def test_dead_web_server_ends_the_worker_too(stand: Stand) -> None:
    os.kill(stand.pids("web")[0], signal.SIGKILL)
    assert stand.launcher.wait(timeout=20) == 1
    assert [pid for pid in stand.everyone() if alive(pid)] == []
    assert "The web server stopped: ended by SIGKILL" in stand.output.read_text()


def test_killed_launcher_takes_both_with_it(stand: Stand) -> None:
    stand.launcher.kill()
    stand.launcher.wait()
    assert until(lambda: not alive(stand.pids("web")[0]) and not alive(stand.pids("worker")[0]))
