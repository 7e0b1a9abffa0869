"""What the operator sees of the portal from outside: readiness, figures, jobs, ids in the log, letters about errors."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from celery import shared_task
from django.conf import settings as project_settings
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from common import alarms, trace
from config.logs import JsonLine, Line
from config.urls import urlpatterns as product
from monitoring import readiness
from monitoring.models import Loop
from monitoring.queries import jobs as job_queries
from monitoring.queries.health import loop_health
from tests.factories import OutgoingEmailFactory

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]
ClientOf = Callable[..., Client]
SECRET = "aigerim@example.kz 880101300123"  # what an exception may say


@shared_task
def note_down() -> None:
    logging.getLogger("tests.operations").error("in the task")


def starting(request: HttpRequest) -> HttpResponse:
    note_down.delay()
    return HttpResponse("started")


def broken(request: HttpRequest, secret: str) -> HttpResponse:
    raise RuntimeError(SECRET)


def without_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError(SECRET)


handler500 = "common.trouble.server_error"
urlpatterns = [
    path("starting/", starting, name="starting"),
    path("broken/<str:secret>/", broken, name="broken"),
    path("without-database/", without_database, name="without-database"),
    *product,
]


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    readiness._asked.clear()
    yield
    readiness._asked.clear()


@pytest.fixture
def visitor(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


# --- Is it alive, is it ready -------------------------------------------------------------------------------------


def test_sound_installation_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        **dict.fromkeys(("database", "migrations", "broker", "cache", "storage"), True),
    }
    assert client.get("/healthz").json() == {"alive": True}


@pytest.mark.parametrize(
    ("part", "broken_at"),
    [
        ("broker", "monitoring.readiness.current_app.connection_for_write"),
        ("storage", "monitoring.readiness.default_storage.save"),
    ],
)
def test_part_that_is_gone_is_named_and_nothing_else_is_said(
    client: Client, part: str, broken_at: str
) -> None:
    with patch(broken_at, side_effect=OSError(SECRET)):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["ready"], answer.json()[part]) == (503, False, False)
    assert SECRET not in answer.content.decode()


def test_cache_that_forgets_is_not_ready(client: Client) -> None:
    with patch.object(cache, "set"):
        assert client.get("/readyz").json()["cache"] is False


def test_database_older_than_the_program_is_not_ready(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="monitoring").order_by("-pk").first().delete()
    assert client.get("/readyz").json()["migrations"] is False


def test_readiness_is_asked_once_in_five_seconds(client: Client) -> None:
    with patch("monitoring.readiness.parts", return_value={"database": True}) as parts:
        for _time in range(3):
            client.get("/readyz")
    assert parts.call_count == 1


def test_machine_that_asks_whether_we_live_asks_no_database(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        client.get("/healthz")


# --- Figures ------------------------------------------------------------------------------------------------------


def test_figures_hold_visits_jobs_and_what_waits(client: Client) -> None:
    OutgoingEmailFactory()
    Loop.objects.create(name="monitoring.tasks.tidy", started_at=timezone.now(), failures=3, last_seconds=0.5)
    client.get("/healthz")
    text = client.get("/metrics").content.decode()

    assert 'qatysu_visits_total{method="GET",status="2xx",view="monitoring:alive"}' in text
    assert 'qatysu_visit_seconds_bucket{le="0.1",view="monitoring:alive"}' in text
    assert 'qatysu_job_failures{job="monitoring.tasks.tidy"} 3.0' in text
    assert "qatysu_outbox_waiting 1.0" in text
    assert "qatysu_database_up 1.0" in text


def test_strangers_make_no_new_names(client: Client) -> None:
    client.generic("BREW", "/nowhere/made-up-by-a-stranger/")
    text = client.get("/metrics").content.decode()
    assert "made-up" not in text
    assert "BREW" not in text


@pytest.mark.parametrize(
    ("token", "asked", "status"),
    [
        ("", {}, 200),
        ("", {"REMOTE_ADDR": "203.0.113.7"}, 404),
        ("", {"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, 404),
        ("t" * 30, {}, 404),
        ("t" * 30, {"HTTP_AUTHORIZATION": "Bearer wrong"}, 404),
        ("t" * 30, {"HTTP_AUTHORIZATION": f"Bearer {'t' * 30}", "REMOTE_ADDR": "203.0.113.7"}, 200),
    ],
)
def test_figures_are_closed_to_strangers(
    client: Client, settings: Settings, token: str, asked: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", **asked).status_code == status


def test_figures_say_that_there_is_no_database(client: Client) -> None:
    with patch("monitoring.queries.jobs.jobs", side_effect=OperationalError):
        text = client.get("/metrics").content.decode()
    assert "qatysu_database_up 0.0" in text
    assert "qatysu_visits_total" in text


# --- Jobs ---------------------------------------------------------------------------------------------------------


def state_of(name: str) -> str:
    return next(job.state for job in job_queries.jobs(timezone.now()) if job.name == name)


@pytest.mark.parametrize(
    ("began", "ended", "failures", "state"),
    [(1, 0, 0, "working"), (1, 2, 0, "running"), (1, 0, 2, "failing"), (30, 29, 0, "stopped")],
)
def test_job_has_a_state(began: int, ended: int, failures: int, state: str) -> None:
    """Minutes ago; the job runs every minute."""
    at, minute = timezone.now(), timedelta(minutes=1)
    Loop.objects.create(
        name="deadlines.tasks.send_due_reminders",
        started_at=at - began * minute,
        finished_at=at - ended * minute,
        failures_in_row=failures,
    )
    assert state_of("deadlines.tasks.send_due_reminders") == state
    assert state_of("monitoring.tasks.tidy") == "new"


def test_job_of_every_hour_has_not_stopped_because_it_is_not_an_hour_yet() -> None:
    at = MigrationRecorder.Migration.objects.latest("applied").applied
    silent = {
        minutes: {pulse.name for pulse in loop_health(at + timedelta(minutes=minutes)) if pulse.is_silent}
        for minutes in (5, 181)
    }
    assert "deadlines.tasks.send_due_reminders" in silent[5]
    assert "deadlines.tasks.keep_law_check" not in silent[5]
    assert "deadlines.tasks.keep_law_check" in silent[181]


def test_page_of_jobs_names_each_and_shows_the_failure_to_the_operator_alone(
    client_of: ClientOf, aigerim: User, operator: User, django_assert_max_num_queries: Any
) -> None:
    Loop.objects.create(
        name="monitoring.tasks.tidy", started_at=timezone.now(), failures_in_row=1, last_failure="KeyError: x"
    )
    her = client_of(aigerim)
    with django_assert_max_num_queries(12):
        hers = her.get("/health/jobs/").content.decode()
    assert "Tidying up old sessions and notes" in hers
    assert ".tasks." not in hers
    assert "KeyError" not in hers
    assert "KeyError" in client_of(operator).get("/health/jobs/").content.decode()


# --- Ids in the log -----------------------------------------------------------------------------------------------


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What a JSON log would hold."""
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLine())
    logger = logging.getLogger()
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)


def lines(log: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_task_that_a_visit_starts_bears_its_id(visitor: Client, log: StringIO, settings: Settings) -> None:
    note_down.app.conf.task_always_eager = True
    try:
        answer = visitor.get("/starting/")
    finally:
        note_down.app.conf.task_always_eager = False
    [line] = [line for line in lines(log) if line["message"] == "in the task"]
    assert line["request"] == answer[trace.HEADER]
    assert (line["task_name"], len(line["task"])) == (note_down.name, 36)
    assert trace.now() == trace.NOTHING


def test_what_is_written_down_after_the_answer_bears_its_id_too(visitor: Client, log: StringIO) -> None:
    answer = visitor.get("/nowhere/")
    [line] = [line for line in lines(log) if line["message"] == "Not Found: /nowhere/"]
    assert line["request"] == answer[trace.HEADER]


def test_id_travels_in_the_head_of_the_message(monkeypatch: pytest.MonkeyPatch) -> None:
    from celery.signals import before_task_publish

    headers: dict[str, Any] = {}
    before = trace.begin(trace.Trace("0123456789abcdef"))
    before_task_publish.send(sender="x", headers=headers, body=None)
    trace.begin(before)
    assert headers["request_id"] == "0123456789abcdef"


@pytest.mark.parametrize(
    ("behind_proxy", "said", "is_taken"),
    [
        (True, "0123456789abcdef0123456789abcdef", True),
        (True, "short", False),
        (True, "line\tbreak-and-more", False),
        (True, "x" * 65, False),
        (True, "{{7*7}}-<svg>-1234", False),
        (False, "0123456789abcdef0123456789abcdef", False),
    ],
)
def test_id_is_taken_over_from_the_web_server_in_front_alone(
    client: Client, settings: Settings, behind_proxy: bool, said: str, is_taken: bool
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    given = client.get("/healthz", headers={"x-request-id": said})[trace.HEADER]
    assert (given == said) is is_taken
    assert trace.WELL_FORMED.fullmatch(given)


@pytest.mark.parametrize("formatter", [JsonLine(), Line("%(message)s")])
def test_line_names_nobody(formatter: logging.Formatter) -> None:
    text = "aigerim.s+a@ashyq-orta.example.kz; +7 701 123-45-67; 87011234567; 880101300123; GET /ics/abcdef.ics; 2026-11-28"
    line = formatter.format(logging.LogRecord("x", logging.ERROR, "", 0, text, None, None))
    assert not any(part in line for part in ("aigerim", "ashyq-orta", "701", "880101300123", "abcdef"))
    assert "2026-11-28" in line


# --- Letters about errors -----------------------------------------------------------------------------------------


@pytest.fixture
def letters(settings: Settings) -> Iterator[Callable[[], list[str]]]:
    """The letters that have left, once all the threads that send them have ended."""
    settings.ERROR_EMAIL = "it@example.kz"
    settings.MAIL_TRANSPORT = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    _empty(alarms.folder())

    def left() -> list[str]:
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and thread.daemon and "_send" in thread.name:
                thread.join(10)
        return [f"{letter.subject}\n{letter.body}" for letter in mail.outbox]

    yield left
    _empty(alarms.folder())


def _empty(folder: Path) -> None:
    for path_ in folder.glob("*"):
        path_.unlink()


def test_error_page_and_letter_bear_the_same_code(visitor: Client, letters: Callable[[], list[str]]) -> None:
    answer = visitor.post("/broken/key-of-a-person/?q=secret-word", {"story": "what she told"})
    code = answer[trace.HEADER][: trace.SHOWN]

    assert answer.status_code == 500
    assert code in answer.content.decode()
    [letter] = letters()
    assert code in letter
    assert "RuntimeError" in letter
    assert "tests/monitoring/test_operations.py" in letter
    for secret in ("880101300123", "aigerim", "key-of-a-person", "secret-word", "what she told"):
        assert secret not in letter


def test_ten_errors_of_a_kind_are_one_letter(visitor: Client, letters: Callable[[], list[str]]) -> None:
    for _time in range(10):
        visitor.get("/broken/x/")
    assert len(letters()) == 1


def test_letter_leaves_while_the_database_is_down(
    visitor: Client, letters: Callable[[], list[str]], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = visitor.get("/without-database/")
    assert answer.status_code == 503
    assert answer[trace.HEADER][: trace.SHOWN] in answer.content.decode()
    assert "OperationalError" in letters()[0]


def test_letter_an_hour_later_says_how_often_it_came() -> None:
    _empty(alarms.folder())
    try:
        assert [alarms.claim("kind", at) for at in (10_000, 10_001, 10_002, 13_600, 13_601)] == [
            1,
            0,
            0,
            3,
            0,
        ]
    finally:
        _empty(alarms.folder())


def test_letters_of_all_kinds_are_no_more_than_can_be_read() -> None:
    _empty(alarms.folder())
    try:
        assert sum(alarms.claim(f"kind{number}", 10_000) for number in range(50)) == alarms.MOST_AN_HOUR
    finally:
        _empty(alarms.folder())


def test_letter_that_the_mail_server_did_not_take_is_tried_with_the_next_error(
    visitor: Client, letters: Callable[[], list[str]]
) -> None:
    with patch("common.alarms._mail_server", side_effect=OSError):
        visitor.get("/broken/x/")
        assert letters() == []
    visitor.get("/broken/x/")
    assert len(letters()) == 1


def test_nobody_is_written_to_without_an_address(visitor: Client, letters: Any, settings: Settings) -> None:
    settings.ERROR_EMAIL = ""
    visitor.get("/broken/x/")
    assert letters() == []
    assert not list((Path(project_settings.VAR_DIR) / "alarms").glob("*"))
