"""L4: five hundred people register for a hundred places within a minute, over HTTP, each with a browser of its own."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from time import perf_counter
from unittest import mock

import httpx
from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Organisation
from correspondence.models import OutgoingEmail
from hearings import throttle
from hearings.models import Hearing, Registration
from tests.benchmarks.figures import Figure
from tests.benchmarks.generate import SMALL
from tests.benchmarks.scratch import database, engine

NEEDS_DJANGO = True

PEOPLE, PLACES, WITHIN_SECONDS = 500, 100, 60
P95_BAR = 1.0
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|stamp|shown)" value="([^"]*)"')


# Each browser would spend more on reading the certificates anew than the server on answering it.
CERTIFICATES = ssl.create_default_context()


def run() -> list[Figure]:
    """Places given, the order of those who wait, errors, and how long the post takes that gives a place."""
    database(SMALL)
    hearing = _hearing()
    at_once = 20 if connection.vendor == "postgresql" else 5
    with _server() as address:
        arrive = _arrivals(f"{address}{hearing.public_path}register/")
        with ThreadPoolExecutor(at_once) as pool:
            answers = list(pool.map(arrive, range(PEOPLE)))
    where = f"{PEOPLE} people in {WITHIN_SECONDS} s, {at_once} at once, {engine()}"
    return _figures(where, hearing, answers)


def _hearing() -> Hearing:
    Hearing.objects.all().delete()
    at = timezone.now()
    return Hearing.objects.create(
        organisation=Organisation.objects.order_by("pk")[0],
        title_kk="Тыңдау",
        title_ru="Слушания",
        starts_at=at + timedelta(days=30),
        state="announced",
        announced_at=at,
        seats_room=PLACES,
    )


def _arrivals(address: str):  # type: ignore[no-untyped-def]
    begun, long_ago = perf_counter(), time.time() - 2 * throttle.FASTEST_SECONDS
    with mock.patch("time.time", return_value=long_ago):  # the forms that people have been filling in
        stamps = [throttle.new_stamp() for _person in range(PEOPLE)]

    def arrive(number: int) -> tuple[int, float]:
        """Status and seconds of the post of one person, who comes at their moment of the minute."""
        time.sleep(max(0.0, begun + number * WITHIN_SECONDS / PEOPLE - perf_counter()))
        own = {"X-Forwarded-For": f"10.{number // 250}.0.{number % 250}"}
        with httpx.Client(headers=own, timeout=30, verify=CERTIFICATES) as browser:
            fields = dict(HIDDEN.findall(browser.get(address).text))
            fields["stamp"] = stamps[number]
            fields |= {"name": f"Қатысушы {number}", "email": f"q{number}@example.kz"}
            fields |= {"attendance": "room", "taking_part": "on"}
            sent = perf_counter()
            answer = browser.post(address, data=fields)
            return answer.status_code, perf_counter() - sent

    return arrive


@contextmanager
def _server() -> Iterator[str]:
    """The product's own server with its two processes, on the scratch database, behind a proxy as in production."""
    folder = tempfile.mkdtemp(prefix="qatysu-bench-")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    name = str(connection.settings_dict["NAME"])
    base = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
    own = {
        "DATABASE_URL": f"{base}/{name}" if connection.vendor == "postgresql" else f"sqlite:///{name}",
        "SECRET_KEY": settings.SECRET_KEY,
        "BEHIND_PROXY": "true",
        "VAR_DIR": folder,
        "PYTHONWARNINGS": "ignore::UserWarning",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "tests.benchmarks.served:application",
        "--bind",
        place,
        "--workers",
        "2",
        "--preload",
    ]
    command += ["--no-control-socket", "--log-level", "warning", "--logger-class", "config.web_log.WebLog"]
    env = {**os.environ, **own}
    server = subprocess.Popen(command, env=env)
    try:
        _wait_for(place)
        yield f"http://{place}"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(place: str) -> None:
    for _try in range(300):
        try:
            httpx.get(f"http://{place}/h/", verify=CERTIFICATES)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server of the benchmark does not come up.")


def _figures(where: str, hearing: Hearing, answers: list[tuple[int, float]]) -> list[Figure]:
    rows = list(
        Registration.objects.filter(hearing=hearing).order_by("number").values_list("state", flat=True)
    )
    in_order = rows == ["seated"] * PLACES + ["waiting"] * (PEOPLE - PLACES)
    errors = sum(status != 302 for status, _seconds in answers)
    p95 = sorted(seconds for _status, seconds in answers)[int(len(answers) * 0.95) - 1]
    letters = OutgoingEmail.objects.filter(key__startswith=f"hearing:{hearing.pk}:registration:").count()
    return [
        Figure(f"{where}: seated", rows.count("seated"), "", f"{PLACES}", in_order),
        Figure(f"{where}: waiting in order", rows.count("waiting"), "", f"{PEOPLE - PLACES}", in_order),
        Figure(f"{where}: errors", errors, "", "0", not errors),
        Figure(f"{where}: letters", letters, "", f"{PEOPLE}", letters == PEOPLE),
        Figure(f"{where}: p95 of the post", p95, "s", f"<= {P95_BAR:g}", p95 <= P95_BAR),
    ]
