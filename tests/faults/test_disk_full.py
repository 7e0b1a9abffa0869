"""W7: the disk is full. What was begun is told and undone, what was there stays, and with room again all goes on."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from bs4 import BeautifulSoup

from tests.faults.installation import Web, installation, migrated_file
from tests.faults.test_broker_gone import SET_UP

pytestmark = pytest.mark.slow

SIZE = 24_000_000
PAGES = Path(__file__).parents[1] / "projects" / "fixtures"
SAYS = "The disk of the server is full."
PICTURE = """
from io import BytesIO
from PIL import Image
picture = BytesIO()
Image.effect_noise((400, 400), 100).save(picture, "PNG")
open({path!r}, "wb").write(picture.getvalue())
"""
STATE = """
import json
from django.db import connection
from accounts.models import Organisation
from correspondence.models import OutgoingEmail
from projects.models import DraftAct
sound = "ok"
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        sound = cursor.execute("PRAGMA integrity_check").fetchone()[0]
print(json.dumps([sound, DraftAct.objects.count(), bool(Organisation.objects.get().logo)]))
"""
LETTERS = """
from django.utils import timezone
from correspondence.actions import queue_email
for number in range(20):
    queue_email(key=f"letter:{number}", address="aigerim@example.kz", subject=f"Хат {number}", text="Мәтін " * 2000,
        at=timezone.now())
"""
DELIVER = """
import json
from collections import Counter
from django.utils import timezone
from correspondence import delivery
from correspondence.models import OutgoingEmail
OutgoingEmail.objects.filter(state="queued").update(next_attempt_at=timezone.now())
delivery.deliver_due(timezone.now())
rows = OutgoingEmail.objects
print(json.dumps([Counter(rows.values_list("state", flat=True)), sorted(set(rows.values_list("last_error", flat=True)))]))
"""
START = """
import json
from pathlib import Path
from config.secret import secret_key_from
try:
    secret_key_from(Path({folder!r}))
    print(json.dumps("made"))
except OSError as trouble:
    print(json.dumps(trouble.strerror))
"""


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small disk to fill")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder):
        yield folder


def fill(disk: Path) -> Path:
    """Leave not a byte; the file to delete for room."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (65_536, 512, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    return ballast


def empty_files(disk: Path) -> list[str]:
    """Files without a byte, but for the journals that SQLite keeps empty."""
    journals = ("-wal", "-shm", "-journal")
    files = (
        file for file in disk.rglob("*") if file.is_file() and not file.name.endswith((*journals, ".log"))
    )
    return [str(file.relative_to(disk)) for file in files if file.stat().st_size == 0]


def filled_in(page: str) -> dict[str, str]:
    """The fields of the page's own form, as they stand there."""
    form = BeautifulSoup(page, "html.parser").select_one("main form")
    assert form is not None
    fields = {str(tag["name"]): str(tag.get("value") or tag.get_text()) for tag in form.select("[name]")}
    return {
        name: value
        for name, value in fields.items()
        if name not in ("csrfmiddlewaretoken", "logo", "remove_logo")
    }


def test_full_disk_with_the_database_on_it_is_told_and_breaks_nothing(disk: Path, tmp_path: Path) -> None:
    database = disk / "own.sqlite3"
    shutil.copy(migrated_file(), database)
    page = (PAGES / "list_ru.html").read_bytes()
    with installation(tmp_path, DATABASE_URL=f"sqlite:///{database}", VAR_DIR=str(disk)) as own:
        own.run(SET_UP)
        web = own.start_web()
        web.sign_in("aigerim@example.kz")
        web.client.get("/drafts/upload/")
        before = own.run(STATE)
        ballast = fill(disk)
        full = _upload(web, page)
        left = empty_files(disk)
        ballast.unlink()
        state, free = own.run(STATE), _upload(web, page)
    print(
        f"W7 full disk under the database: {full.status_code}, then with room {free.status_code}, {state[0]}"
    )
    assert (full.status_code, SAYS in full.text) == (507, True)
    assert (left, state, free.status_code) == ([], before, 200)


def test_uploads_that_find_no_room_are_refused_and_leave_nothing(
    disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(disk))  # where large uploads wait while they come in
    with installation(tmp_path, VAR_DIR=str(disk)) as own:
        own.run(SET_UP)
        own.run(PICTURE.format(path=str(tmp_path / "logo.png")))
        web = own.start_web()
        web.sign_in("aigerim@example.kz")
        card = filled_in(web.client.get("/account/organisation/edit/").text)
        large = (PAGES / "list_ru.html").read_bytes() + b" " * 3_000_000
        logo = {"logo": ("logo.png", (tmp_path / "logo.png").read_bytes(), "image/png")}
        before = own.run(STATE)
        ballast = fill(disk)
        full = [_upload(web, large), web.post("/account/organisation/edit/", card, files=logo)]
        left, state = empty_files(disk), own.run(STATE)
        ballast.unlink()
        free = [_upload(web, large), web.post("/account/organisation/edit/", card, files=logo)]
    said = [(answer.status_code, SAYS in answer.text) for answer in full]
    print(f"W7 uploads without room: {said}, files without a byte {len(left)} (bar 0)")
    assert said == [(507, True)] * 2
    assert (left, state) == ([], before)
    assert [answer.status_code for answer in free] == [200, 302]


def _upload(web: Web, page: bytes) -> httpx.Response:
    return web.post("/drafts/upload/", {}, files={"pages": ("list.html", page, "text/html")})


def test_letters_for_a_full_folder_wait_and_leave_no_empty_file(disk: Path, tmp_path: Path) -> None:
    with installation(tmp_path, VAR_DIR=str(disk), EMAIL_URL="filemail://") as own:
        own.run(LETTERS)
        ballast = fill(disk)
        full, errors = own.run(DELIVER)
        left = empty_files(disk) + [str(file) for file in disk.rglob("*.part")]
        ballast.unlink()
        free, _errors = own.run(DELIVER)
    print(
        f"W7 letters for a full folder: {full}, then with room {free}; files without a byte {len(left)} (bar 0)"
    )
    assert full == {"queued": 20}
    assert "No space left on device" in errors[-1]
    assert (left, free) == ([], {"sent": 20})


def test_first_start_on_a_full_disk_leaves_no_key_without_a_byte(disk: Path, tmp_path: Path) -> None:
    with installation(tmp_path) as own:
        ballast = fill(disk)
        full = own.run(START.format(folder=str(disk)))
        left = [file.name for file in disk.iterdir()]
        ballast.unlink()
        free = own.run(START.format(folder=str(disk)))
    assert (full, left, free) == ("No space left on device", ["ballast"], "made")
