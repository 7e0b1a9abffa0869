"""From a bare checkout to a running Qatysu; a second start skips all that has not changed."""

import argparse
import errno
import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NoReturn

import environment
import supervise
from environment import PYTHON, ROOT

# Nothing in these folders changes what the database, the catalogues or the static files must be.
NOT_PREPARED_FROM = {"bin", "docs", "tests", "var", "__pycache__"}


def main() -> None:
    """Run everything; exit 0 after Ctrl-C or SIGTERM, 1 with one line when something is in the way."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        sys.exit(_run(_options()))
    except KeyboardInterrupt:
        sys.exit("Stopped before it was up.")


def _run(options: argparse.Namespace) -> int:
    began = time.monotonic()
    var = environment.var_dir()
    environment.require_writable(var)
    lock = only_one(var)
    _require_free_port(options.host, options.port)
    environment.require_system_packages()
    environment.require_packages(environment.RUN_LOCK)
    host = "127.0.0.1" if options.host == "0.0.0.0" else options.host
    address = f"http://{host}:{options.port}"
    child_env = {"SITE_URL": address, **os.environ, "PYTHONUNBUFFERED": "1"}
    _prepare(var, child_env)

    supervisor = supervise.Supervisor(*_services(options, var, child_env))
    supervisor.start()
    try:
        status = supervisor.wait_until_up(host, options.port)
        if status is not None:
            lock.write(address)
            lock.flush()
            _greet(address, status, var, seconds=time.monotonic() - began)
        elif not supervisor.stopping.is_set() and not supervisor.web.died():
            print(
                f"The web server has not answered in {supervise.UP_WITHIN_SECONDS} s: see {var}/log/web.log"
            )
        code = supervisor.watch()
    finally:
        supervisor.stop()
    print("Stopped.", flush=True)
    return code


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--port", default="8000")
    parser.add_argument("--host", default="127.0.0.1")
    options = parser.parse_args()
    if not options.port.isdigit() or not 0 < int(options.port) < 65536:
        sys.exit(f"PORT is a number from 1 to 65535, not {options.port!r}. For example: make run PORT=8001")
    options.port = int(options.port)
    return options


def _interrupt(number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def only_one(var: Path) -> IO[str]:
    """Hold the installation's lock while the returned file is open; the file names the address in use."""
    lock = (var / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        address = lock.read().strip()
        runs = (
            f"already runs from this folder: {address}"
            if address
            else "is being started from this folder already"
        )
        sys.exit(f"Qatysu {runs}. Stop it with Ctrl-C where it was started.")
    lock.truncate(0)
    return lock


def _require_free_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sys.exit(
                    f"Port {port} is taken by another program."
                    f" Choose another: make run PORT={_free_port(host)}"
                )
            if error.errno == errno.EACCES:
                sys.exit(f"Only root may use port {port}. Choose one above 1023: make run PORT=8000")
            sys.exit(f"{host}:{port} cannot be used: {error.strerror}.")


def _free_port(host: str) -> int:
    for port in range(8001, 8100):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if probe.connect_ex((host, port)) != 0:
                return port
    return 18000


def _prepare(var: Path, env: dict[str, str]) -> None:
    """Catalogues, tables, reference and demo data, static files: in one process, if anything changed.

    A database elsewhere may have been emptied since; only the embedded one is trusted to be as we left it.
    """
    stamp = var / "prepared.txt"
    wanted = _state_of_sources()
    own_database = not env.get("DATABASE_URL") and (var / "qatysu.sqlite3").exists()
    if own_database and stamp.exists() and stamp.read_text() == wanted:
        return
    with environment.step("Preparing the database, translations and static files"):
        stamp.unlink(missing_ok=True)
        done = subprocess.run(
            [str(PYTHON), "manage.py", "prepare"],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        log = var / "log" / "prepare.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(done.stdout)
        if done.returncode:
            reason = (done.stdout.strip().splitlines() or ["it said nothing"])[-1]
            sys.exit(f"The database could not be prepared: {reason} (all of it: {log})")
    stamp.write_text(wanted)


def _state_of_sources() -> str:
    """Return a digest of the names, sizes and times of change of all that `prepare` works from."""
    folders = [path for path in ROOT.iterdir() if path.is_dir() and _is_source_folder(path.name)]
    files = [ROOT / "requirements.lock", *(file for folder in folders for file in _files(folder))]
    state = hashlib.sha256()
    for file in sorted(files):
        seen = file.stat()
        state.update(f"{file.relative_to(ROOT)}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return state.hexdigest()


def _is_source_folder(name: str) -> bool:
    return name not in NOT_PREPARED_FROM and not name.startswith(".")


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            if _is_source_folder(path.name):
                yield from _files(path)
        elif path.suffix not in {".mo", ".pyc", ".html"}:
            yield path


def _services(
    options: argparse.Namespace, var: Path, env: dict[str, str]
) -> tuple[supervise.Service, supervise.Service]:
    python = [str(PYTHON), "-W", "ignore::UserWarning", "-m"]
    web = [*python, "gunicorn", "config.wsgi", "--bind", f"{options.host}:{options.port}", "--workers", "2"]
    web += ["--preload", "--no-control-socket", "--timeout", "60", "--log-level", "warning"]
    web += ["--logger-class", "config.web_log.WebLog"]
    worker = [
        *python,
        "celery",
        "--quiet",
        "-A",
        "config",
        "worker",
        "-B",
        "--pool=threads",
        "--concurrency=2",
    ]
    worker += ["--schedule", str(var / "celerybeat-schedule"), "--loglevel", "WARNING"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return (
        supervise.Service("web", web, var / "log" / "web.log", env),
        supervise.Service("worker", worker, var / "log" / "worker.log", env),
    )


def _greet(address: str, status: int, var: Path, seconds: float) -> None:
    print(f"\nQatysu is up in {seconds:.1f} s: {address}")
    if status >= 500:
        print(f"Its first page answers with error {status}: see {var}/log/web.log")
    log_ins = (var / "demo.txt").read_text().rstrip() if (var / "demo.txt").exists() else ""
    if log_ins:
        print(f"Log-ins of the demonstration:\n{log_ins}")
    print(f"Logs: {var}/log. Stop it with Ctrl-C.\n", flush=True)
