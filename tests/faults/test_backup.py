"""B1-B5: a backup is whole, goes back whole, and brings back neither old letters nor people who were erased."""

import fcntl
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyrage
import pytest

from tests.faults.installation import ROOT, Installation, installation, wait_until

pytestmark = pytest.mark.slow

SET_UP = """
from io import BytesIO
from django.core.files.base import ContentFile
from django.utils import timezone
from accounts.models import Membership, Organisation, User
from hearings.actions import registration
from hearings.actions.registration import Application
from hearings.models import Hearing
from hearings.states import Attendance, Purpose
at = timezone.now()
organisation = Organisation.objects.create(name_kk="«Ашық орта»", name_ru="«Ашық орта»")
organisation.logo.save("logo.png", ContentFile(b"logo " * 1000))
user = User.objects.create_user(email="aigerim@example.kz", password="a good long one", name="Айгерім")
Membership.objects.create(user=user, organisation=organisation, role="coordinator")
hearing = Hearing.objects.create(organisation=organisation, title_kk="Тыңдау", title_ru="Слушания", moderator=user,
    state="announced",
    starts_at=at + timezone.timedelta(days=20), minutes=120, format="in_person", seats_room=50, announced_at=at, notice=1)
for number in range(3):
    registration.register(hearing, Application(name=f"Ұлжалғас-{number}", email=f"u{number}@example.kz", language="kk",
        attendance=Attendance.ROOM, shown_in="kk", purposes=[Purpose.TAKING_PART], represents="", needs={}),
        form_key=str(number) * 64, at=at)
"""
STANDING = """
import json
from django.contrib.auth import authenticate
from django.test import RequestFactory
from accounts.models import Organisation, User
from correspondence.models import OutgoingEmail
from hearings.models import Consent, Registration
from monitoring.backup.databases import engine, sums
from pathlib import Path
with engine().opened(Path("unused")) as copy:
    rows = {name: (one.rows, one.sha256) for name, one in sums(copy).items()} if engine().name == "postgresql" else {}
user = User.objects.filter(email="aigerim@example.kz").first()
logo = Organisation.objects.values_list("logo", flat=True).first()
from django.core.files.storage import default_storage
print(json.dumps({
    "people": User.objects.count(),
    "password": bool(user and user.check_password("a good long one")),
    "logo": default_storage.open(logo).read().decode()[:4] if logo else "",
    "names": sorted(Registration.objects.values_list("name", flat=True)),
    "withdrawn": Consent.objects.filter(withdrawn_at__isnull=False).count(),
    "letters": sorted(OutgoingEmail.objects.values_list("state", flat=True)),
    "next": Organisation.objects.create(name_kk="«Жаңа»", name_ru="«Новая»").pk > 0 if user else None,
}))
"""
NAMES = ["Ұлжалғас-0", "Ұлжалғас-1", "Ұлжалғас-2"]


def command(own: Installation, name: str, *arguments: str) -> str:
    """What the command printed; its refusal when it refused."""
    said: str = own.run(
        f"""
import io, json
from django.core.management import call_command
from django.core.management.base import CommandError
out = io.StringIO()
try:
    call_command({name!r}, *{[str(one) for one in arguments]!r}, stdout=out)
except CommandError as refusal:
    out.write(f"refused: {{refusal}}")
print(json.dumps(out.getvalue()))
"""
    )
    return said


def standing(own: Installation) -> dict[str, Any]:
    said: dict[str, Any] = own.run(STANDING)
    return said


def test_b1_backup_is_put_back_on_an_empty_machine(tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    with installation(tmp_path / "one") as one:
        one.run(SET_UP)
        before = standing(one)
        said = command(one, "backup", str(file))
        assert " 1 files" in said or " 2 files" in said
        assert "not encrypted" in said
    assert file.stat().st_mode & 0o077 == 0
    began = time.monotonic()
    with installation(tmp_path / "two") as two:
        said = command(two, "restore", str(file))
        assert "equal to what was written" in said
        after = standing(two)
    assert after == {**before, "letters": ["cancelled"] * 3}
    assert after["names"] == NAMES
    assert after["password"]
    print(f"B1 put back on an empty machine in {time.monotonic() - began:.0f} s")


WRITER = """
from itertools import count
from django.core.files.base import ContentFile
from accounts.models import Organisation
for number in count():
    organisation = Organisation.objects.create(name_kk=f"«Ұйым {number}»", name_ru=f"«НПО {number}»")
    organisation.logo.save(f"logo-{number}.png", ContentFile(str(number).encode() * 100))
"""
WHOLE = """
import json
from django.core.files.storage import default_storage
from accounts.models import Organisation
rows = list(Organisation.objects.exclude(logo="").values_list("name_kk", "logo"))
kept = set(default_storage.listdir("logos")[1]) if rows else set()
print(json.dumps({"rows": len(rows), "lost": sum(not default_storage.exists(name) for _kk, name in rows),
    "orphans": len(kept - {name.rsplit("/", 1)[-1] for _kk, name in rows})}))
"""


def test_b2_b5_backup_while_others_write_is_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    with installation(tmp_path / "one") as one:
        writer = one.begin(WRITER)
        wait_until(lambda: one.run(WHOLE)["rows"] > 5, seconds=60)
        assert "rows" in command(one, "backup", str(file))
        assert writer.is_alive(), writer.said()
        writer.kill()
    with installation(tmp_path / "two") as two:
        assert "equal" in command(two, "restore", str(file))
        found = two.run(WHOLE)
    assert found["rows"] > 5
    assert (found["lost"], found["orphans"]) == (0, 0)


@pytest.mark.any_engine
def test_b5_plain_copy_of_a_database_in_use_would_lose_rows(tmp_path: Path) -> None:
    """Why a backup is not a copy of the file."""
    live = sqlite3.connect(tmp_path / "live.sqlite3", isolation_level=None)
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("CREATE TABLE rows (number)")
    live.executemany("INSERT INTO rows VALUES (?)", [(number,) for number in range(100)])
    shutil.copy(tmp_path / "live.sqlite3", tmp_path / "copied.sqlite3")
    with sqlite3.connect(tmp_path / "backed_up.sqlite3") as backed_up:
        live.backup(backed_up)
        assert backed_up.execute("SELECT count(*) FROM rows").fetchone() == (100,)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        sqlite3.connect(tmp_path / "copied.sqlite3").execute("SELECT count(*) FROM rows")


def test_b3_what_is_not_whole_is_refused_before_anything_is_touched(tmp_path: Path) -> None:
    mine, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    for name, key in (("mine", mine), ("other", other)):
        (tmp_path / name).write_text(f"# created\n{key}\n")
    (tmp_path / "one").mkdir()
    plain, locked = tmp_path / "plain.backup", tmp_path / "locked.backup"
    with installation(tmp_path / "one") as own:
        own.run(SET_UP)
        command(own, "backup", str(plain))
        own.run(
            f"from monitoring.backup.making import make_backup; from pathlib import Path; from django.utils import timezone\n"
            f"make_backup(Path({str(locked)!r}), at=timezone.now(), recipient={str(mine.to_public())!r})"
        )
        assert b"\xd2\xb0\xd0\xbb\xd0\xb6" not in locked.read_bytes()
        before = standing(own)
        body = plain.read_bytes()
        spoilt = bytearray(body)
        spoilt[len(body) // 3] ^= 1
        cases = {
            "cut": body[: len(body) // 2],
            "end cut": body[: len(body) - 12_000],
            "spoilt": bytes(spoilt),
            "empty": b"",
            "page": b"<html></html>" * 1000,
        }
        for name, content in cases.items():
            (tmp_path / name).write_bytes(content)
            said = command(own, "restore", str(tmp_path / name), "--replace")
            assert said.startswith("refused: "), (name, said)
            assert "backup" in said or "damaged" in said or "whole" in said, said
        assert "--identity" in command(own, "restore", str(locked), "--replace")
        said = command(own, "restore", str(locked), "--replace", f"--identity={tmp_path / 'other'}")
        assert "cannot be opened with this key" in said
        assert "There are people in this installation already" in command(own, "restore", str(plain))
        assert standing(own) == before
        said = command(own, "restore", str(locked), "--replace", f"--identity={tmp_path / 'mine'}")
        assert "equal to what was written" in said
        assert "What was here before is in" in said
        assert [path.name for path in (tmp_path / "one").iterdir() if path.name.startswith(".restore")] == []


ERASE = """
from django.utils import timezone
from hearings.actions import own_data
from hearings.models import Registration
from hearings.states import Purpose
rows = Registration.objects.select_related("hearing__organisation")
own_data.erase(rows.get(name="Ұлжалғас-1"), at=timezone.now())
own_data.withdraw_consent(rows.get(name="Ұлжалғас-2"), Purpose.TAKING_PART, on=timezone.localdate(), at=timezone.now())
"""


def test_b4_older_backup_sends_nothing_old_and_brings_nobody_back(tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    (tmp_path / "one").mkdir()
    with installation(tmp_path / "one") as own:
        own.run(SET_UP)
        command(own, "backup", str(file))
        own.run(ERASE)
        said = command(own, "restore", str(file), "--replace")
        assert "2 times somebody had erased themselves or taken a consent back" in said
        assert "3 letters were waiting then" in said
        assert standing(own)["names"] == ["", NAMES[0], NAMES[2]]
        assert standing(own)["withdrawn"] == 1
        assert "queued" not in standing(own)["letters"]
        worker = own.start_worker()
        own.run('from config.celery import app\napp.send_task("correspondence.tasks.deliver_mail")')
        time.sleep(3)
        worker.kill()
        assert own.sink.taken == []
        # A second time nothing is left to be erased, and what was here before can be put back.
        aside = next((tmp_path / "one" / "backups").iterdir())
        assert "equal" in command(own, "restore", str(aside), "--replace")


@pytest.mark.any_engine
def test_restore_does_not_begin_while_qatysu_runs(tmp_path: Path) -> None:

    with (tmp_path / "run.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = subprocess.run(
            [sys.executable, "bin/restore.py", str(tmp_path / "a.backup")],
            cwd=ROOT,
            env={"VAR_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "is being started from this folder already" in done.stderr
