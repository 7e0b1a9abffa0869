"""What each database needs to be copied while people work, and to be put back."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.core.management.base import CommandError
from django.db import connection, transaction

MIGRATIONS = "django_migrations"
_CHUNK = 2_000


@dataclass(frozen=True)
class TableSum:
    """How many rows a table has, and a number that changes with any of them."""

    rows: int
    sha256: str


class Copy(Protocol):
    """A database as it was at one moment."""

    def rows(self, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]: ...


def table_names() -> list[str]:
    """Those of the models, and the list of migrations; indexes of the search are made anew from them."""
    return sorted({*connection.introspection.django_table_names(only_existing=True), MIGRATIONS})


def sums(copy: Copy) -> dict[str, TableSum]:
    """One sum for each table that the copy has."""
    return {table: _sum(copy.rows(table, ())) for table in table_names()}


def _sum(rows: Iterator[tuple[Any, ...]]) -> TableSum:
    count, digest = 0, hashlib.sha256()
    for row in rows:
        count += 1
        said = tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
        digest.update(repr(said).encode())
    return TableSum(count, digest.hexdigest())


# --- SQLite -------------------------------------------------------------------------------------------------------


class SqliteCopy:
    """A file written by SQLite's online backup: whole also while others write, which a plain copy is not."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def rows(self, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as copy:
            yield from copy.execute(_select(table, columns, "rowid"))


def _select(table: str, columns: tuple[str, ...], order: str) -> str:
    wanted = ", ".join(f'"{name}"' for name in columns) or "*"
    return f'SELECT {wanted} FROM "{table}" ORDER BY {order}'


class Sqlite:
    name = "sqlite"

    @contextmanager
    def copied(self, to: Path) -> Iterator[Copy]:
        """Write the database of this moment to `to`."""
        with closing(sqlite3.connect(_file())) as source, closing(sqlite3.connect(to)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        yield SqliteCopy(to)

    @contextmanager
    def opened(self, dump: Path) -> Iterator[Copy]:
        yield SqliteCopy(dump)

    def require_whole(self, dump: Path) -> None:
        with closing(sqlite3.connect(f"file:{dump}?mode=ro", uri=True)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if said != "ok":
            raise CommandError(f"The database in the backup is damaged: {said}")

    def replace(self, dump: Path) -> None:
        """The database becomes what the dump holds; readers see the old one or the new one, nothing between."""
        connection.close()
        with (
            closing(sqlite3.connect(dump)) as source,
            closing(sqlite3.connect(_file(), timeout=30)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode=WAL")


def _file() -> str:
    return str(connection.settings_dict["NAME"])


# --- PostgreSQL ---------------------------------------------------------------------------------------------------


class PostgresNow:
    """The database itself, inside a transaction that sees one moment."""

    def rows(self, table: str, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
        with connection.chunked_cursor() as cursor:
            cursor.execute(_select(table, columns, "1"))
            while chunk := cursor.fetchmany(_CHUNK):
                yield from chunk


class Postgres:
    name = "postgresql"

    @contextmanager
    def copied(self, to: Path) -> Iterator[Copy]:
        """Write the database of this moment to `to`; what is read inside the block is of the same moment."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            _run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={to}")
            yield PostgresNow()

    @contextmanager
    def opened(self, _dump: Path) -> Iterator[Copy]:
        """Only what is restored can be read."""
        with transaction.atomic():
            yield PostgresNow()

    def require_whole(self, dump: Path) -> None:
        _run("pg_restore", "--file=/dev/null", str(dump), at_database=False)

    def replace(self, dump: Path) -> None:
        """The database becomes what the dump holds, with nothing left of what it was."""
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connection.close()
        _run("pg_restore", "--no-owner", "--single-transaction", "--exit-on-error", str(dump))


def _run(program: str, *arguments: str, at_database: bool = True) -> None:
    """CommandError with the program's last words when it is missing or fails."""
    if shutil.which(program) is None:
        raise CommandError(f"{program} is not here. Debian and Ubuntu: apt-get install postgresql-client")
    given = connection.settings_dict
    where = {
        "PGHOST": given["HOST"],
        "PGPORT": str(given["PORT"]),
        "PGUSER": given["USER"],
        "PGPASSWORD": given["PASSWORD"],
    }
    target = [f"--dbname={given['NAME']}"] if at_database else []
    done = subprocess.run(
        [program, *target, *arguments],
        env={**os.environ, **{name: value for name, value in where.items() if value}},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"{program}: {(done.stderr.strip() or 'failed').splitlines()[-1]}")


def engine() -> "Sqlite | Postgres":
    return Sqlite() if connection.vendor == "sqlite" else Postgres()
