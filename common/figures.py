"""Figures of the visits for Prometheus, added up over the processes of the web server.

Each process writes its own files in a folder of this machine; whoever reads adds them up. Only the web server counts here:
what the background does is read from the database (monitoring.figures).
"""

import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)
_own = CollectorRegistry()  # so that nothing is asked of the library's global one
VISITS = Counter(
    "qatysu_visits", "Visits by view, method and class of status", ("view", "method", "status"), registry=_own
)
TOOK = Histogram(
    "qatysu_visit_seconds", "Seconds until the answer, by view", ("view",), buckets=SECONDS, registry=_own
)
ROOM = 2 << 20  # bytes: some ten times what the names of all views need
_at_home: set[int] = set()
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


def count_visit(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Names of views and known methods only: what a stranger types never becomes a name of a figure.

    A full disk must not break a page that needs none of it.
    """
    if not _has_room():
        return
    match = request.resolver_match
    view = (match.view_name if match else "") or "none"
    method = request.method if request.method in METHODS else "other"
    with suppress(OSError):
        VISITS.labels(view, method, f"{response.status_code // 100}xx").inc()
        TOOK.labels(view).observe(seconds)


def _has_room() -> bool:
    """Whether this process has its files, their place on the disk set aside.

    The library writes to them as to memory: where the disk turns out to be full, the system ends the process.
    """
    if os.getpid() in _at_home:
        return True
    files = [Path(settings.FIGURES_DIR) / f"{kind}_{os.getpid()}.db" for kind in ("counter", "histogram")]
    try:
        for path in files:
            with path.open("ab") as file:
                os.posix_fallocate(file.fileno(), 0, ROOM)
    except OSError:
        for path in files:
            path.unlink(missing_ok=True)
        return False
    _at_home.add(os.getpid())
    return True


def visits_text() -> bytes:
    """The figures of all processes in the text format of Prometheus."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)


def forget_the_dead() -> None:
    """Drop the files of processes that are gone, once at the start: they would be read for ever."""
    for path in Path(settings.FIGURES_DIR).glob("*.db"):
        pid = path.stem.rpartition("_")[2]
        if pid.isdigit() and not _is_alive(int(pid)):
            with suppress(FileNotFoundError):
                path.unlink()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
