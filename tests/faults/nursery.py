"""Where the processes of installations are born: libraries are loaded once, and every process is a fork.

tests/faults/installation.py starts one such process for a test run, which reads from its input where a new
installation listens and what its environment is. For each it forks a nursery, which loads Django and then takes orders
over that socket: a line of JSON each, answered by a line. When the socket closes, whatever was born there dies.
"""

import contextlib
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

# Only what needs no settings, and holds no connection and no thread.
LIBRARIES = (
    *("celery.app", "celery.apps.worker", "celery.beat", "celery.bin.celery", "celery.concurrency.thread"),
    *("django.contrib.admin", "django.db.models", "django.forms", "django.test", "gunicorn.app.wsgiapp"),
    *("gunicorn.workers.sync", "holidays", "httpx", "icalendar", "kombu.transport.filesystem", "lxml.etree"),
    *("PIL.Image", "redis", "snowballstemmer"),
)
statuses: dict[int, int | None] = {}


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for name in LIBRARIES:
        importlib.import_module(name)
    for line in sys.stdin:
        if os.fork() == 0:
            sys.stdin = open(os.devnull)  # noqa: SIM115 - for the whole life of the nursery
            os.dup2(sys.stdin.fileno(), 0)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _nurse(**json.loads(line))


def _nurse(address: str, env: dict[str, str]) -> None:
    try:
        os.environ.clear()
        os.environ.update(env)
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(address)
            _load()
            _serve(line.makefile("rw"))
    finally:
        _end_all()
        os._exit(0)


def _load() -> None:
    import django  # after the environment is set
    from django.conf import settings

    django.setup()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}  # nothing has to be collected
    importlib.import_module("config.urls")


def _serve(line: Any) -> None:
    for order in map(json.loads, line):
        line.write(f"{json.dumps(ORDERS[order.pop('do')](**order))}\n")
        line.flush()


def _end_all() -> None:
    for pid, status in statuses.items():
        if status is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def begin(program: str, arguments: list[str], log: str) -> dict[str, Any]:
    """A process in a group of its own: `celery ...`, `gunicorn ...`, or `python` with code as its argument."""
    pid = os.fork()
    if pid == 0:
        _live(program, arguments, log)
    statuses[pid] = None
    return {"pid": pid}


def _live(program: str, arguments: list[str], log: str) -> None:
    status = 1
    try:
        os.setsid()
        with open(os.devnull, "rb") as nothing, open(log, "ab") as output:
            os.dup2(nothing.fileno(), 0)
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
        if program == "python":
            exec(compile(arguments[0], "<test>", "exec"), {"__name__": "__test__"})
            from django.db import connections

            connections.close_all()  # SQLite puts its journal into the file
            status = 0
        else:
            sys.argv = [program, *arguments]
            runpy.run_module(program, run_name="__main__", alter_sys=False)
            status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:  # noqa: BLE001 - whatever it is, the log tells it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def wait(pid: int) -> dict[str, Any]:
    """The exit status of a process born here, when it has ended."""
    if statuses[pid] is None:
        statuses[pid] = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return {"status": statuses[pid]}


def look(pid: int) -> dict[str, Any]:
    """Its exit status, None while it lives."""
    if statuses[pid] is None:
        ended, status = os.waitpid(pid, os.WNOHANG)
        statuses[pid] = os.waitstatus_to_exitcode(status) if ended else None
    return {"status": statuses[pid]}


def run(code: str, log: str) -> dict[str, Any]:
    """Run `code` to its end in a process of its own; what it printed."""
    born = begin("python", [code], log)
    status = wait(born["pid"])["status"]
    printed = Path(log).read_text()
    Path(log).unlink()
    return {"status": status, "printed": printed}


ORDERS = {"begin": begin, "run": run, "wait": wait, "look": look}

if __name__ == "__main__":
    main()
