"""Where the processes of an installation are born: Django is loaded once, and every worker is a fork of that.

Started by tests/faults/installation.py with the installation's environment. Each line of its input is an order as
JSON, each line of its output the answer. When the input ends, whatever was born here dies.
"""

import contextlib
import json
import os
import runpy
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connections

PROGRAMS = {"celery": "celery", "gunicorn": "gunicorn"}
statuses: dict[int, int | None] = {}


def main() -> None:
    _load()
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(ORDERS[order.pop("do")](**order)), flush=True)
    for pid, status in statuses.items():
        if status is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)


def _load() -> None:
    """All that workers and web servers import, and nothing that holds a connection or a thread."""
    django.setup()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}  # nothing has to be collected
    for name in ("celery.bin.celery", "celery.apps.worker", "celery.concurrency.thread", "config.urls"):
        __import__(name)
    for name in (
        "celery.beat",
        "gunicorn.app.wsgiapp",
        "gunicorn.workers.sync",
        "kombu.transport.filesystem",
    ):
        __import__(name)


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
            connections.close_all()  # SQLite puts its journal into the file
            status = 0
        else:
            sys.argv = [program, *arguments]
            runpy.run_module(PROGRAMS[program], run_name="__main__", alter_sys=False)
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
