"""The doctor says what is wrong and what mends it, and is silent about what is well."""

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connection
from pytest_django import Settings

from accounts.models import User
from correspondence.models import OutgoingEmail
from monitoring.backup.making import usual_path
from monitoring.doctor import Level, examine
from monitoring.models import Loop
from monitoring.queries.health import LOOPS
from tests.faults.installation import Sink, free_port
from tests.moments import almaty

NOW = almaty("25.11.2026 12:00")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sound(operator: User, settings: Settings) -> Iterator[None]:
    """All loops have just run, a backup was made, mail goes to a server that takes it."""
    sink = Sink(0)
    sink.controller.start()
    settings.EMAIL_CONFIGURED = True
    settings.ERROR_EMAIL = "operator@example.kz"
    settings.MAIL_TRANSPORT = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": sink.controller.port,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
    }
    for name in LOOPS:
        Loop.objects.create(name=name, finished_at=NOW)
    backup = usual_path(NOW)
    backup.parent.mkdir(exist_ok=True)
    backup.touch()
    os.utime(backup, (NOW.timestamp(),) * 2)
    with time_machine.travel(NOW, tick=False), patch("monitoring.doctor._is_stale", return_value=False):
        yield
    shutil.rmtree(backup.parent)
    sink.controller.stop()


def found(*levels: Level) -> dict[str, str]:
    """What the doctor says at these levels, with what mends it."""
    return {one.text: one.mend for one in examine(NOW) if one.level in levels}


def only(level: Level) -> tuple[str, str]:
    [(text, mend)] = [item for item in found(level).items() if "not confirmed" not in item[0]]
    return text, mend


def test_sound_installation_gives_nothing_to_mend() -> None:
    assert found(Level.BAD) == {}
    # Without the reference data no year is confirmed.
    assert list(found(Level.SOON)) == [f"The days off of {year} are not confirmed." for year in (2026, 2027)]
    assert "The mail server takes us." in found(Level.GOOD)
    out = io.StringIO()
    call_command("doctor", stdout=out)
    assert f"ok    All {len(LOOPS)} loops of the background run." in out.getvalue()


def test_everything_bad_has_what_mends_it_and_the_command_fails() -> None:
    Loop.objects.filter(name=LOOPS[0]).update(finished_at=NOW - timedelta(hours=1))
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)
    assert ended.value.code == 1
    assert f"BAD   Background work has stopped: {LOOPS[0]}.\n      → Start the worker" in out.getvalue()


def test_database_that_does_not_answer_is_said_and_the_rest_is_still_looked_at() -> None:
    with patch.object(connection, "ensure_connection", side_effect=OperationalError("no route\nmore")):
        assert list(found(Level.BAD)) == ["The database does not answer: no route"]
        assert "The broker (filesystem) answers." in found(Level.GOOD) or "redis" in str(found(Level.GOOD))


def test_loop_that_fails_is_named_with_its_last_words() -> None:
    Loop.objects.filter(name=LOOPS[1]).update(failures_in_row=3, last_failure="disk full")
    assert only(Level.BAD)[0] == f"{LOOPS[1]} has failed 3 times in a row: disk full"


def test_waiting_and_refused_letters_are_counted() -> None:
    old = {"key": "a", "address": "a@example.kz", "subject": "s", "text": "t", "message_id": "<a@x>"}
    OutgoingEmail.objects.create(**old, created_at=NOW - timedelta(hours=2))
    OutgoingEmail.objects.create(**{**old, "key": "b", "message_id": "<b@x>"}, state="failed")
    assert only(Level.BAD)[0].startswith("1 letters wait")
    assert only(Level.SOON)[0] == "1 letters could not be delivered."


def test_mail_server_that_is_not_there(settings: Settings) -> None:
    settings.MAIL_TRANSPORT = {**settings.MAIL_TRANSPORT, "EMAIL_PORT": free_port()}
    assert only(Level.BAD)[0].startswith("The mail server does not take us: ")


def test_no_mail_server_at_all(settings: Settings) -> None:
    settings.EMAIL_CONFIGURED = False
    assert only(Level.SOON)[1].startswith("Set EMAIL_URL")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SITE_URL": "https://other.example"}, "https://other.example would be refused."),
        (
            {"SITE_URL": "http://qatysu.example", "ALLOWED_HOSTS": ["qatysu.example"]},
            "Passwords would travel",
        ),
    ],
)
def test_addresses(settings: Settings, changed: dict[str, Any], said: str) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    assert [text for text in found(Level.BAD) if said in text]


def test_cache_that_forgets() -> None:
    with patch.object(cache, "get", return_value=None):
        assert only(Level.BAD)[0] == "The cache forgets what it is given."


def test_old_backup_and_none() -> None:
    backup = usual_path(NOW)
    os.utime(backup, ((NOW - timedelta(days=3)).timestamp(),) * 2)
    assert only(Level.BAD)[0] == "The newest backup is of 22.11.2026."
    backup.unlink()
    assert only(Level.SOON)[0] == "There is no backup in var/backups."


def test_folder_that_cannot_be_written(settings: Settings) -> None:
    with patch.object(tempfile, "TemporaryFile", side_effect=PermissionError(13, "Permission denied")):
        text, mend = only(Level.BAD)
    assert text == f"{Path(settings.VAR_DIR)} cannot be written: Permission denied."
    assert "chown" in mend


def test_disk_that_is_full() -> None:
    usage = shutil.disk_usage(settings.VAR_DIR)
    with patch.object(shutil, "disk_usage", return_value=usage._replace(free=10_000_000)):
        assert only(Level.BAD)[1].startswith("Make room")


def test_old_time_zone() -> None:
    with patch("monitoring.doctor.KAZAKHSTAN", timedelta(hours=6)):
        assert only(Level.BAD)[1] == "Update tzdata: 2024a or newer."
