"""Putting a backup back: everything is read and compared before anything is touched."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from accounts.models import User
from common import erasures
from correspondence.actions import hold_mail
from monitoring.backup.archive import DATABASE, FILES, Contents, unpack
from monitoring.backup.databases import Copy, engine, sums
from monitoring.backup.erased import erase_again
from monitoring.backup.making import ERASED, KEY, make_backup, usual_path


@dataclass(frozen=True)
class Restored:
    """`held`: letters that were waiting when the backup was made, and are not sent; `before`: the backup of what was replaced."""

    contents: Contents
    rows: int
    held: int
    erased_again: int
    before: Path | None


def restore(path: Path, *, at: datetime, identity: Path | None = None, replace: bool = False) -> Restored:
    """Make this installation what the backup at `path` holds; CommandError, and nothing is touched, when it is not whole,
    is for another database, was written by a newer version, or there is something here and `replace` is not said.

    What is replaced is backed up first. Who was erased since stays erased; letters that were waiting are held.
    """
    var = Path(settings.VAR_DIR)
    with TemporaryDirectory(dir=var, prefix=".restore-") as name:
        folder = Path(name)
        contents = unpack(path, folder, identity)
        _require_fitting(contents, folder / DATABASE)
        before = _set_aside(at, replace=replace)
        engine().replace(folder / DATABASE)
        with engine().opened(folder / DATABASE) as copy:
            _require_equal(contents, copy)
        _put_files(contents, folder / FILES)
        _put_installation(folder / FILES)
    call_command("migrate", interactive=False, verbosity=0)
    held = hold_mail()
    again = erase_again(contents.moment)
    return Restored(contents, sum(one.rows for one in contents.tables.values()), held, again, before)


def _require_fitting(contents: Contents, dump: Path) -> None:
    if contents.engine != engine().name:
        raise CommandError(
            f"The backup is of {contents.engine}, and this installation runs on {engine().name}: set or unset DATABASE_URL."
        )
    if unknown := sorted(set(contents.migrations) - set(MigrationLoader(None).disk_migrations)):
        app, name = unknown[0]
        raise CommandError(
            f"The backup was written by a newer version: {app} {name} is not known here. Update first."
        )
    engine().require_whole(dump)


def _set_aside(at: datetime, *, replace: bool) -> Path | None:
    tables = connection.introspection.table_names()
    if User._meta.db_table not in tables or not User.objects.exists():
        return None
    if not replace:
        raise CommandError(
            "There are people in this installation already. --replace: back it up and put the other in its place."
        )
    path = usual_path(at)
    make_backup(path, at=at)
    return path


def _require_equal(contents: Contents, copy: Copy) -> None:
    now = sums(copy)
    different = sorted(name for name, one in contents.tables.items() if now.get(name) != one)
    if different:
        raise CommandError(f"What was put back is not what was written: {', '.join(different)}")


def _put_files(contents: Contents, folder: Path) -> None:
    for name in contents.files:
        if name in (KEY, ERASED):
            continue
        if default_storage.exists(name):
            default_storage.delete(name)
        with (folder / name).open("rb") as file:
            if default_storage.save(name, File(file)) != name:
                raise CommandError(f"The file {name} could not be put in its place.")


def _put_installation(folder: Path) -> None:
    """The key, unless the environment gives one; what was erased here and there."""
    key = Path(settings.VAR_DIR) / "secret_key"
    if (folder / KEY).exists():
        key.touch(mode=0o600)
        key.write_bytes((folder / KEY).read_bytes())
    known = set(erasures.read(erasures.journal()))
    erasures.write([one for one in erasures.read(folder / ERASED) if one not in known])
