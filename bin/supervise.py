"""Keep the web server and the worker running together, and end them together."""

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from environment import ROOT

GRACE_SECONDS = 10
UP_WITHIN_SECONDS = 90
LONGEST_PAUSE = 60
STEADY_SECONDS = 120
LARGEST_LOG = 5_000_000
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_parent() -> None:
    """Have the kernel end this child should the launcher be killed before it can."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Service:
    """A process with a group of its own; its output goes to a log file."""

    name: str
    command: Sequence[str]
    log: Path
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    log_began_at: int = field(default=0, init=False)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as output:
            self.log_began_at = output.tell()
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
        self.started_at = time.monotonic()

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end_group(self) -> None:
        """Kill whatever is left of the process and of the children it made."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def cause_of_death(self) -> str:
        """Return the signal that ended it, or the last line of what it wrote since its start."""
        if self.process is not None and (self.process.returncode or 0) < 0:
            return f"ended by {signal.Signals(-self.process.returncode).name}"
        with self.log.open("rb") as log:
            log.seek(self.log_began_at)
            lines = [
                line.strip() for line in log.read().decode(errors="replace").splitlines() if line.strip()
            ]
        return lines[-1] if lines else "it said nothing"


class Supervisor:
    """Runs both until a signal comes or the web server dies; a worker that dies is started again."""

    def __init__(self, web: Service, worker: Service) -> None:
        self.web = web
        self.worker = worker
        self.stopping = threading.Event()
        self.signals = 0
        self.pause = 1
        self.worker_due_at: float | None = None

    def start(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        self.web.start()
        self.worker.start()

    def wait_until_up(self, host: str, port: int) -> int | None:
        """Return the status of the first answer; None when told to stop or the web server died."""
        give_up_at = time.monotonic() + UP_WITHIN_SECONDS
        while not self.stopping.is_set() and not self.web.died() and time.monotonic() < give_up_at:
            connection = http.client.HTTPConnection(host, port, timeout=30)
            try:
                connection.request("GET", "/")
                return connection.getresponse().status
            except OSError:
                self.stopping.wait(0.05)
            finally:
                connection.close()
        return None

    def watch(self) -> int:
        """Return 0 after a signal, 1 when the web server died of itself."""
        while not self.stopping.wait(0.2):
            if self.web.died():
                print(
                    f"The web server stopped: {self.web.cause_of_death()} (all of it: {self.web.log})",
                    flush=True,
                )
                return 1
            self._watch_worker()
        return 0

    def stop(self) -> None:
        """Ask both to end, wait `GRACE_SECONDS` (or for a second Ctrl-C), then leave nothing of them."""
        services = (self.web, self.worker)
        for service in services:
            service.ask_to_end()
        kill_at = time.monotonic() + GRACE_SECONDS
        while (
            time.monotonic() < kill_at
            and self.signals < 2
            and not all(service.died() for service in services)
        ):
            time.sleep(0.05)
        for service in services:
            service.end_group()

    def _watch_worker(self) -> None:
        now = time.monotonic()
        if self.worker_due_at is None and self.worker.died():
            self.worker.end_group()
            if now - self.worker.started_at > STEADY_SECONDS:
                self.pause = 1
            print(
                f"The worker stopped: {self.worker.cause_of_death()} (all of it: {self.worker.log})."
                f" Starting it again in {self.pause} s.",
                flush=True,
            )
            self.worker_due_at = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif self.worker_due_at is not None and now >= self.worker_due_at:
            self.worker_due_at = None
            self.worker.start()

    def _on_signal(self, number: int, frame: object) -> None:
        self.signals += 1
        self.stopping.set()
