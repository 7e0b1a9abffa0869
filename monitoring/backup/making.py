"""Writing the backup of an installation while people work in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from common import erasures
from monitoring.backup.archive import DATABASE, Contents, Writer, written
from monitoring.backup.databases import MIGRATIONS, Copy, engine, sums

# What no row leads to and an installation cannot do without: the key of sessions and secrets, what was erased.
KEY, ERASED = "installation/secret_key", "installation/erasures.jsonl"


@dataclass(frozen=True)
class Made:
    path: Path
    contents: Contents
    size: int


def make_backup(path: Path, *, at: datetime, recipient: str = "") -> Made:
    """The database of one moment and every file that its rows lead to, in one file at `path`.

    `recipient`: the public key (age) whose owner alone can open it; empty: it is not encrypted. A file that cannot be read is
    named in the list of the backup. CommandError: the database cannot be copied.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    one = engine()
    with TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        dump = Path(folder) / DATABASE
        contents = Contents(one.name, at.isoformat(), [])
        with one.copied(dump) as copy, written(path, contents, recipient) as writer:
            contents.migrations = migrations_of(copy)
            contents.tables = sums(copy)
            writer.add_database(dump)
            for name in sorted(set(_names(copy))):
                _add(writer, contents, name)
            _add_installation(writer)
    return Made(path, contents, path.stat().st_size)


def migrations_of(copy: Copy) -> list[tuple[str, str]]:
    return [(app, name) for app, name in copy.rows(MIGRATIONS, ("app", "name"))]


def _names(copy: Copy) -> Iterator[str]:
    """Of all files that rows lead to."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                rows = copy.rows(model._meta.db_table, (field.column,))
                yield from (name for (name,) in rows if name)


def _add(writer: Writer, contents: Contents, name: str) -> None:
    try:
        with default_storage.open(name) as file:
            writer.add_file(name, file, file.size)
    except FileNotFoundError:
        contents.missing.append(name)


def _add_installation(writer: Writer) -> None:
    for name, path in ((KEY, Path(settings.VAR_DIR) / "secret_key"), (ERASED, erasures.journal())):
        if path.exists():
            with path.open("rb") as file:
                writer.add_file(name, file, path.stat().st_size)


def backups() -> list[tuple[Path, datetime]]:
    """The backups in their usual place, and when each was finished."""
    found = (Path(settings.VAR_DIR) / "backups").glob("qatysu-*.backup")
    return [(path, datetime.fromtimestamp(path.stat().st_mtime, UTC)) for path in found]


def usual_path(at: datetime) -> Path:
    """Where a backup goes that is given no name: by its moment, in `var/backups`."""
    return Path(settings.VAR_DIR) / "backups" / f"qatysu-{timezone.localtime(at):%Y-%m-%d-%H%M%S}.backup"
