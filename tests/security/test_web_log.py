"""P7: what the web server writes down of a visit holds no address that is a key."""

import json
import re
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from gunicorn.config import Config

from config.logs import without_secrets
from config.web_log import WebLog
from tests.faults.installation import installation, wait_until

KEY = "q1w2e3r4t5y6u7i8o9p0"
NAMES = re.compile(r"<str:(secret|token)>")


def addresses(patterns: list[URLPattern | URLResolver], before: str = "/") -> list[str]:
    """Every address with a secret in it, the secret being KEY."""
    found = []
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += addresses(pattern.url_patterns, path)
        elif NAMES.search(path):
            found.append(re.sub(r"<\w+:\w+>", "MQ", NAMES.sub(KEY, path)))
    return found


def test_no_address_with_a_secret_is_forgotten() -> None:
    secret = addresses(get_resolver().url_patterns)
    assert len(secret) >= 4
    assert [path for path in secret if KEY in without_secrets(f"GET {path}?x=1 HTTP/1.1")] == []


def test_errors_of_the_web_server_itself_keep_no_secret(capfd: pytest.CaptureFixture[str]) -> None:
    log = WebLog(Config())
    try:
        raise ConnectionError(f"/account/invitation/{KEY}/ broke off")
    except ConnectionError:
        log.exception("Error handling request %s", f"/ics/{KEY}.ics")
    written = capfd.readouterr().err
    assert "Error handling request /ics/…" in written
    assert "ConnectionError" in written
    assert KEY not in written


@pytest.mark.slow
def test_log_of_the_container_keeps_no_secret(tmp_path: Path) -> None:
    command = (Path(__file__).parents[2] / "Dockerfile").read_text().rpartition("CMD ")[2]
    asked = json.loads(command.replace("\\\n", ""))
    with installation(tmp_path) as own:
        web = own.start_web(*asked[asked.index("--logger-class") :])
        for path in (f"/ics/{KEY}.ics", f"/account/invitation/{KEY}/", "/healthz"):
            web.client.get(path, headers={"Referer": f"https://qatysu.example/ics/{KEY}.ics"})
        wait_until(lambda: web.log.read_text().count("GET /healthz") > 1, seconds=10)
        written = web.log.read_text()
    assert "GET /ics/…" in written
    assert KEY not in written
