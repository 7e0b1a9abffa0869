"""Whether this process can serve people now: what it stands on, each part asked in a moment and without a secret said."""

import time
import uuid
from collections.abc import Callable
from functools import cache as remembered
from typing import TypeVar, cast

from celery import current_app
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

T = TypeVar("T")
PATIENCE = 2  # seconds for the broker
# An answer is good for so many seconds: whoever asks more often costs nothing.
GOOD_FOR = 5.0


def parts() -> dict[str, bool]:
    """Database, migrations, broker, cache, storage: True where it can be used."""
    database = _holds(_database)
    return {
        "database": database,
        "migrations": database and _holds(_migrations),
        "broker": _holds(_broker),
        "cache": _holds(_cache),
        "storage": stores_files(),
    }


def readiness() -> dict[str, bool]:
    """The same, asked anew at most every five seconds in each process."""
    return _lately("parts", GOOD_FOR, parts)


_asked: dict[str, tuple[float, object]] = {}


def _lately(what: str, seconds: float, ask: Callable[[], T]) -> T:
    at, answer = _asked.get(what, (0.0, None))
    if answer is None or time.monotonic() - at > seconds:
        answer = ask()
        _asked[what] = (time.monotonic(), answer)
    return cast(T, answer)


def _holds(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except Exception:  # noqa: BLE001  (each database, broker, cache and storage has its own)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


@remembered
def _shipped() -> frozenset[tuple[str, str]]:
    """The migrations of the program; those that a squashed one has replaced are not asked for."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.graph.nodes)


def _migrations() -> bool:
    return _shipped() <= set(MigrationRecorder(connection).applied_migrations())


def _broker() -> bool:
    with current_app.connection_for_write(connect_timeout=PATIENCE) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=PATIENCE)
    return True


def _cache() -> bool:
    word = uuid.uuid4().hex
    cache.set(f"ready:{word}", word, timeout=5)
    return cache.get(f"ready:{word}") == word


def stores_files() -> bool:
    """Whether a small file can be put down and taken away again."""
    return _holds(_storage)


def _storage() -> bool:
    name = default_storage.save(f"ready/{uuid.uuid4().hex}", ContentFile(b"ready"))
    default_storage.delete(name)
    return True
