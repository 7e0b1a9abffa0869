"""Uploads are shown to the virus scanner; what it has not seen is kept and not handed out."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Organisation, User
from correspondence import scanning
from correspondence.models import FileScan
from inforequests.models import EventFile, RequestEvent
from tests.clamd import EICAR, NAME, Daemon, clamd
from tests.conftest import ClientOf
from tests.factories import InfoRequestFactory, RequestEventFactory

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def daemon(settings: Settings) -> Iterator[Daemon]:
    with clamd() as daemon:
        settings.CLAMAV_URL = daemon.url
        yield daemon


@pytest.fixture
def event(ashyq_orta: Organisation, aigerim: User) -> RequestEvent:
    row = InfoRequestFactory(organisation=ashyq_orta, created_by=aigerim, state="sent")
    return RequestEventFactory(info_request=row, kind="answered", outcome="full", channel="")


@pytest.fixture
def her(aigerim: User, client_of: ClientOf) -> Client:
    return client_of(aigerim)


def upload(her: Client, event: RequestEvent, body: bytes = PDF) -> Any:
    address = f"/requests/{event.info_request_id}/events/{event.pk}/files/"
    return her.post(address, {"file": SimpleUploadedFile("a.pdf", body)})


def download(her: Client, event: RequestEvent) -> Any:
    return her.get(f"/requests/{event.info_request_id}/files/{EventFile.objects.get().pk}/")


def test_clean_file_is_kept_and_handed_out(daemon: Daemon, her: Client, event: RequestEvent) -> None:
    assert upload(her, event).status_code == 302
    assert FileScan.objects.get().state == "clean"
    assert download(her, event).content == PDF
    assert scanning.scan_due(timezone.now()) == 0
    assert daemon.asked == 1


def test_infected_file_is_refused_in_words_and_not_kept(
    daemon: Daemon, her: Client, event: RequestEvent
) -> None:
    answer = upload(her, event, b"%PDF-1.7\n" + EICAR + b"\n%%EOF")
    assert answer.status_code == 422
    assert f"found something in this file: {NAME}. It was not taken." in answer.content.decode()
    assert not EventFile.objects.exists()
    assert not FileScan.objects.exists()


@pytest.mark.parametrize("mood", ["shuts", "odd"])
def test_silent_scanner_keeps_nobody_from_recording_and_the_file_is_held_back_until_it_answers(
    daemon: Daemon, her: Client, event: RequestEvent, mood: str
) -> None:
    daemon.mood = mood
    assert upload(her, event).status_code == 302
    held = download(her, event)
    assert held.status_code == 503
    assert "not scanned for viruses yet" in held.content.decode()
    assert held["Content-Type"] == "text/plain; charset=utf-8"
    at = timezone.now()
    assert scanning.scan_due(at) == 0
    assert scanning.scan_due(at) == 0
    assert daemon.asked == 2
    daemon.mood = ""
    assert scanning.scan_due(at + timedelta(minutes=2)) == 1
    assert download(her, event).content == PDF


def test_what_is_found_later_is_never_handed_out(daemon: Daemon, her: Client, event: RequestEvent) -> None:
    daemon.mood = "odd"
    upload(her, event, b"%PDF-1.7\n" + EICAR + b"\n%%EOF")
    daemon.mood = ""
    assert scanning.scan_due(timezone.now()) == 1
    row = FileScan.objects.get()
    assert (row.state, row.found) == ("infected", NAME)
    assert "found something in this file" in download(her, event).content.decode()
    assert scanning.scan_due(timezone.now() + timedelta(days=1)) == 0


def test_same_bytes_once_more_are_scanned_at_the_door(
    daemon: Daemon, her: Client, event: RequestEvent
) -> None:
    daemon.mood = "odd"
    upload(her, event)
    daemon.mood = ""
    upload(her, RequestEventFactory(info_request=event.info_request, kind="reminded"))
    assert FileScan.objects.get().state == "clean"


def test_pause_grows_and_a_lost_file_is_said(daemon: Daemon) -> None:
    at = timezone.now()
    FileScan.objects.create(sha256="a" * 64, stored_as="requests/gone.pdf", noted_at=at, next_at=at)
    pauses = []
    for _time in range(7):
        scanning.scan_due(at)
        row = FileScan.objects.get()
        pauses.append(round((row.next_at - at).total_seconds() / 60))
        at = row.next_at
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert row.problem == "lost"


def test_without_a_scanner_nothing_is_noted_nor_held_back(
    her: Client, event: RequestEvent, settings: Settings
) -> None:
    settings.CLAMAV_URL = ""
    upload(her, event)
    assert not FileScan.objects.exists()
    assert download(her, event).content == PDF
    assert scanning.scan_due(timezone.now()) == 0
    assert "Virus scanner" not in her.get("/health/").content.decode()


def test_health_says_what_waits_and_why(daemon: Daemon, her: Client, event: RequestEvent) -> None:
    assert "Files waiting: 0" in her.get("/health/").content.decode()
    daemon.mood = "odd"
    upload(her, event)
    scanning.scan_due(timezone.now())
    page = her.get("/health/").content.decode()
    assert "Files waiting: 1" in page
    assert "answers in a way that we do not understand" in page


def test_files_come_in_by_one_door() -> None:
    """`forms.FileField` itself is used by the door alone, and by a form whose file is hashed and kept nowhere."""
    apps = (
        "accounts",
        "amendments",
        "correspondence",
        "deadlines",
        "hearings",
        "inforequests",
        "monitoring",
        "projects",
    )
    found = {
        str(path.relative_to(ROOT))
        for app in (*apps, "common")
        for path in (ROOT / app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "forms.FileField"
    }
    assert found == {"common/upload_fields.py", "correspondence/forms.py"}
