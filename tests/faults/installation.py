"""An installation of its own for a test that kills processes: database, broker, files and a mail server apart."""

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg2
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

ROOT = Path(__file__).parents[2]
MIGRATE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_reference", verbosity=0)
"""
SIGN_IN = """
import json
from django.conf import settings
from django.test import Client
from accounts.models import User
client = Client()
client.force_login(User.objects.get(email={email!r}), backend="django.contrib.auth.backends.ModelBackend")
print(json.dumps(client.cookies[settings.SESSION_COOKIE_NAME].value))
"""
SECONDS_TO_START = 90
SECONDS_TO_ANSWER = 300
LOG_SHOWN = 2000  # characters of each process's log, with what went wrong in a test


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def wait_until(what: Callable[[], Any], *, seconds: float, every: float = 0.1, saying: str = "") -> Any:
    """The first true answer of `what`; AssertionError with `saying` when `seconds` have passed without one."""
    until = time.monotonic() + seconds
    while True:
        answer = what()
        if answer:
            return answer
        assert time.monotonic() < until, f"not within {seconds} s: {saying or what}"
        time.sleep(every)


class Sink:
    """A mail server that takes its time and remembers what it took."""

    def __init__(self, seconds_a_message: float) -> None:
        self.seconds = seconds_a_message
        self.taken: list[str] = []
        self.subjects: list[str] = []
        self._lock = threading.Lock()
        port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=port)
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        message = message_from_bytes(envelope.content or b"")  # type: ignore[arg-type]
        time.sleep(self.seconds)
        with self._lock:
            self.taken.append(str(message["Message-ID"]))
            self.subjects.append(str(message["Subject"]))
        return "250 taken"


class Nursery:
    """Django loaded in this environment; processes are born of it (tests/faults/nursery.py)."""

    def __init__(self, env: dict[str, str]) -> None:
        with (
            tempfile.TemporaryDirectory(prefix="qatysu-line-") as folder,
            socket.socket(socket.AF_UNIX) as door,
        ):
            address = f"{folder}/line"
            door.bind(address)
            door.listen(1)
            cradle = _cradle()
            assert cradle.stdin is not None
            cradle.stdin.write(f"{json.dumps({'address': address, 'env': env})}\n")
            cradle.stdin.flush()
            door.settimeout(SECONDS_TO_ANSWER)
            self._line = door.accept()[0]
        self._line.settimeout(SECONDS_TO_ANSWER)
        self._file = self._line.makefile("rw")

    def order(self, do: str, **what: Any) -> Any:
        self._file.write(f"{json.dumps({'do': do, **what})}\n")
        self._file.flush()
        answer = self._file.readline()
        assert answer, f"the nursery died of the order {do}"
        return json.loads(answer)

    def end(self) -> None:
        self._line.shutdown(socket.SHUT_RDWR)
        self._file.close()
        self._line.close()


@cache
def _cradle() -> subprocess.Popen[str]:
    """Libraries loaded, once a run; it ends when its input does."""
    command = [sys.executable, "-m", "tests.faults.nursery"]
    cradle = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, text=True)
    atexit.register(cradle.communicate)
    return cradle


@dataclass
class Born:
    """A worker, a web server or a script of the installation."""

    pid: int
    log: Path
    nursery: Nursery

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def is_alive(self) -> bool:
        return self.nursery.order("look", pid=self.pid)["status"] is None

    def wait_until_it_says(self, words: str) -> None:
        wait_until(lambda: words in self.said() or not self.is_alive(), seconds=SECONDS_TO_START, every=0.05)
        assert words in self.said(), self.said()[-3000:]

    def wait(self) -> int:
        """Its exit status, when it has ended."""
        status: int = self.nursery.order("wait", pid=self.pid)["status"]
        return status

    def kill(self) -> None:
        """As the kernel would: it and its children, without a word."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.wait()


@dataclass
class Installation:
    folder: Path
    env: dict[str, str]
    sink: Sink
    nursery: Nursery
    born: list[Born] = field(default_factory=list)

    def run(self, code: str) -> Any:
        """Run Python in a Django process of the installation; it answers by printing JSON on its last line."""
        done = self.nursery.order("run", code=code, log=str(self.folder / "run.log"))
        assert done["status"] == 0, done["printed"][-3000:]
        lines = done["printed"].strip().splitlines()
        return json.loads(lines[-1]) if lines else None

    def begin(self, code: str) -> Born:
        """Run Python in the background."""
        return self._begin("python", code)

    def start_worker(self, *options: str, app: str = "config", pool: str = "threads") -> Born:
        """A worker that has begun to listen; with further options of `celery worker`."""
        worker = self.begin_worker(*options, app=app, pool=pool)
        worker.wait_until_it_says(" ready.")
        return worker

    def begin_worker(self, *options: str, app: str = "config", pool: str = "threads") -> Born:
        if not any(option.startswith("--concurrency") for option in options):
            options = (*options, "--concurrency=4")
        return self._begin("celery", "-A", app, "worker", f"--pool={pool}", "-l", "INFO", *options)

    def start_web(self, *more: str) -> "Web":
        """A web server that answers; with further options of `gunicorn`."""
        port = free_port()
        options = ("--workers=1", "--no-control-socket", "--timeout=60", "--log-level=warning", *more)
        process = self._begin("gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", *options)
        web = Web(httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30), self, process.log)
        wait_until(lambda: web.is_up() or not process.is_alive(), seconds=SECONDS_TO_START)
        assert process.is_alive(), process.said()[-3000:]
        return web

    def _begin(self, program: str, *arguments: str) -> Born:
        log = self.folder / f"{program}-{len(self.born)}.log"
        log.touch()
        pid = self.nursery.order("begin", program=program, arguments=list(arguments), log=str(log))["pid"]
        self.born.append(Born(pid, log, self.nursery))
        return self.born[-1]

    def end(self) -> None:
        for process in self.born:
            process.kill()
        self.nursery.end()


@dataclass
class Web:
    client: httpx.Client
    own: Installation
    log: Path

    def is_up(self) -> bool:
        try:
            return self.client.get("/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def sign_in(self, email: str) -> None:
        self.client.cookies.set("sessionid", self.own.run(SIGN_IN.format(email=email)))
        self.client.cookies.set("language", "en")

    def status(self, path: str) -> int:
        """What the address answers, redirects not followed."""
        return self.client.get(path).status_code

    def post(self, path: str, fields: dict[str, str], **options: Any) -> httpx.Response:
        """The answer to the form of the page at `path`, posted from there."""
        self.client.get(path)
        token = self.client.cookies.get("csrftoken", "")
        return self.client.post(path, data={**fields, "csrfmiddlewaretoken": token}, **options)


@contextmanager
def installation(folder: Path, *, seconds_a_message: float = 0.02, **env: str) -> Iterator[Installation]:
    """Migrated and loaded with reference data; everything it started is dead afterwards. `env` overrides."""
    sink = Sink(seconds_a_message)
    sink.controller.start()
    with _database(folder, env.get("DATABASE_URL")) as url:
        whole = {**_environment(folder, url, sink.url), **env}
        own = Installation(folder, whole, sink, Nursery(whole))
        try:
            yield own
        except BaseException as error:
            for process in own.born:
                error.add_note(f"--- the end of {process.log.name}\n{process.said()[-LOG_SHOWN:]}")
            raise
        finally:
            own.end()
            sink.controller.stop()


def _environment(folder: Path, database: str, mail: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONWARNINGS": "ignore",
        "VAR_DIR": str(folder),
        "DATABASE_URL": database,
        "CELERY_BROKER_URL": "filesystem://localhost//",
        "CACHE_URL": "locmemcache://faults",
        "EMAIL_URL": mail,
        "POLLING_ENABLED": "0",
    }


# --- The database -----------------------------------------------------------------------------------------


@contextmanager
def _database(folder: Path, wanted: str | None = None) -> Iterator[str]:
    """A copy of the migrated database, of the engine that DATABASE_URL names."""
    if wanted is not None:
        yield wanted
        return
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        own = folder / "own.sqlite3"
        shutil.copy(migrated_file(), own)
        yield f"sqlite:///{own}"
        return
    name = f"qatysu_faults_{uuid.uuid4().hex[:12]}"
    _administer(given, f"CREATE DATABASE {name} TEMPLATE {_migrated_template(given)}")
    try:
        yield _of_name(given, name)
    finally:
        _administer(given, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@cache
def migrated_file() -> Path:
    """A migrated SQLite database, made once a run; for copying."""
    folder = Path(tempfile.mkdtemp(prefix="qatysu-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _migrate(folder, f"sqlite:///{folder / 'migrated.sqlite3'}")
    return folder / "migrated.sqlite3"


@cache
def _migrated_template(given: str) -> str:
    name = f"qatysu_faults_template_{uuid.uuid4().hex[:12]}"
    _administer(given, f"CREATE DATABASE {name}")
    atexit.register(_administer, given, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    with tempfile.TemporaryDirectory(prefix="qatysu-migrated-") as folder:
        _migrate(Path(folder), _of_name(given, name))
    return name


def _migrate(folder: Path, url: str) -> None:
    nursery = Nursery(_environment(folder, url, "smtp://127.0.0.1:1"))
    done = nursery.order("run", code=MIGRATE, log=str(folder / "migrate.log"))
    nursery.end()
    assert done["status"] == 0, done["printed"][-3000:]


def _administer(given: str, statement: str) -> None:
    admin = psycopg2.connect(_of_name(given, "postgres"))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(statement)
    admin.close()


def _of_name(given: str, name: str) -> str:
    return urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
