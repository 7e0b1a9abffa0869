"""Databases of the benchmarks' own, filled once in a process and gone with it: a file of SQLite, or, where
DATABASE_URL names PostgreSQL, databases made on that server.
"""

import atexit
import shutil
import tempfile
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.test import override_settings

from tests.benchmarks.generate import Filled, Size, fill

_made: dict[Size, tuple[str, Filled]] = {}
_before: list[str] = []


def database(size: Size) -> Filled:
    """Point Django at the scratch database of this size, made and filled when it is first asked for."""
    if not _made:
        _settle_in()
    if size not in _made:
        begun = perf_counter()
        filled = _make(size)
        print(f"({size.drafts:,} drafts filled in {perf_counter() - begun:.0f} s, {engine()})", flush=True)
        _made[size] = connection.settings_dict["NAME"], filled
    name, filled = _made[size]
    _point_at(name)
    return filled


def engine() -> str:
    return "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"


def _settle_in() -> None:
    """As in production, but for what the databases and the collected static files would need on disk."""
    folder = Path(tempfile.mkdtemp(prefix="qatysu-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(_drop_all)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    (folder / "static").mkdir()
    override_settings(
        DEBUG=False, STORAGES={**settings.STORAGES, "staticfiles": plain}, STATIC_ROOT=folder / "static"
    ).enable()
    _before.extend([connection.settings_dict["NAME"], str(folder)])


def _make(size: Size) -> Filled:
    name = f"qatysu_bench_{size.drafts}"
    _point_at(_before[0])
    connection.settings_dict["TEST"]["NAME"] = (
        str(Path(_before[1]) / f"{name}.sqlite3") if connection.vendor == "sqlite" else name
    )
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    filled = fill(size)
    if connection.vendor == "postgresql":  # what autovacuum has done by the time that anybody looks
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return filled


def _point_at(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


def _drop_all() -> None:
    for name, _filled in _made.values():
        _point_at(name)
        connection.creation.destroy_test_db(_before[0], verbosity=0)
