"""An installation of its own for a test that kills processes: database, broker, files and a mail server apart."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

ROOT = Path(__file__).parents[2]
MIGRATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_reference", verbosity=0)
"""


class Sink:
    """A mail server that takes its time and remembers what it took."""

    def __init__(self, seconds_a_message: float = 0.02) -> None:
        self.seconds = seconds_a_message
        self.taken: list[str] = []
        self.subjects: list[str] = []
        self._lock = threading.Lock()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.content or b"")  # type: ignore[arg-type]
        time.sleep(self.seconds)
        with self._lock:
            self.taken.append(str(message["Message-ID"]))
            self.subjects.append(str(message["Subject"]))
        return "250 taken"


@dataclass
class Installation:
    env: dict[str, str]
    sink: Sink
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, code: str) -> Any:
        """Run Python in a Django process of the installation; it answers by printing JSON on its last line."""
        script = f"import django; django.setup()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        lines = done.stdout.strip().splitlines()
        return json.loads(lines[-1]) if lines else None

    def start_worker(self) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "config",
            "worker",
            "--pool=threads",
            "--concurrency=4",
            "-l",
            "ERROR",
        ]
        worker = subprocess.Popen(
            command,
            env=self.env,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.workers.append(worker)
        return worker

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        if worker.poll() is None:
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)


@contextmanager
def installation(folder: Path, *, seconds_a_message: float = 0.02) -> Iterator[Installation]:
    """Migrated and loaded with reference data; everything it started is dead afterwards."""
    sink = Sink(seconds_a_message)
    sink.controller.start()
    with _database(folder) as url:
        env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "VAR_DIR": str(folder),
            "DATABASE_URL": url,
            "CELERY_BROKER_URL": "filesystem://localhost//",
            "CACHE_URL": "locmemcache://faults",
            "EMAIL_URL": sink.url,
            "POLLING_ENABLED": "0",
        }
        own = Installation(env, sink)
        try:
            own.run(MIGRATE)
            yield own
        finally:
            for worker in own.workers:
                own.kill(worker)
            sink.controller.stop()


@contextmanager
def _database(folder: Path) -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder / 'own.sqlite3'}"
        return
    name = f"qatysu_faults_{uuid.uuid4().hex[:12]}"
    admin = psycopg2.connect(given)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
    finally:
        with admin.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.close()
