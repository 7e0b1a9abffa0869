"""What may be wrong with an installation, in plain words, each with what mends it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host

from accounts.models import User
from common.catalogues import locale_folders
from correspondence.couriers import new_line
from correspondence.scanning import scan_health
from deadlines import library as law_library
from deadlines import queries as deadline_queries
from monitoring.backup.making import backups
from monitoring.queries import health
from monitoring.readiness import stores_files
from projects import queries as project_queries

FULL, NEARLY_FULL = 200_000_000, 2_000_000_000  # bytes left
BACKUP_EVERY = timedelta(days=2)
KAZAKHSTAN = timedelta(hours=5)  # since 1 March 2024 everywhere
WAITING_LONG = timedelta(minutes=30)
SHORTEST_TOKEN = 20
PATIENCE = 3  # seconds for the broker
TROUBLES = {
    "never": "has not been read yet",
    "failing": "fails again and again",
    "stale": "has not been read for a long time",
    "quiet": "has had nothing new for unusually long",
}


class Level(StrEnum):
    GOOD = "ok"
    SOON = "look"
    BAD = "BAD"


@dataclass(frozen=True)
class Finding:
    """`mend`: what to do; empty where all is well."""

    level: Level
    text: str
    mend: str = ""


def examine(at: datetime) -> Iterator[Finding]:
    """Everything there is to say, the ground first; what stands on a database that does not answer is left out."""
    yield from _folder()
    yield from _clock(at)
    yield from _address()
    database = list(_database())
    yield from database
    if all(finding.level == Level.GOOD for finding in database):
        for look in _ON_THE_DATABASE:
            yield from look(at)
    yield from _broker()
    yield from _cache()
    yield from _storage()
    yield from _alarms()
    yield from _figures()
    yield from _mail_server()
    yield from _backups(at)


# --- The machine --------------------------------------------------------------------------------------------------


def _folder() -> Iterator[Finding]:
    var = Path(settings.VAR_DIR)
    try:
        tempfile.TemporaryFile(dir=var).close()
    except OSError as error:
        yield Finding(
            Level.BAD,
            f"{var} cannot be written: {error.strerror}.",
            f"Give the folder to the user that runs Qatysu: chown -R USER {var}",
        )
        return
    left = shutil.disk_usage(var).free
    said = f"{left / 1e9:.1f} GB are free in {var}."
    level = Level.BAD if left < FULL else Level.SOON if left < NEARLY_FULL else Level.GOOD
    yield Finding(level, said, "" if level == Level.GOOD else "Make room: old backups and logs first.")
    stale = [folder for folder in locale_folders(settings.BASE_DIR) if _is_stale(folder)]
    if stale:
        yield Finding(
            Level.BAD, "Kazakh and Russian texts are not compiled.", "python manage.py prepare --no-demo"
        )


def _is_stale(folder: Path) -> bool:
    return any(
        not source.with_suffix(".mo").exists()
        or source.with_suffix(".mo").stat().st_mtime < source.stat().st_mtime
        for source in folder.glob("*/LC_MESSAGES/*.po")
    )


def _clock(at: datetime) -> Iterator[Finding]:
    if at.astimezone(ZoneInfo("Asia/Almaty")).utcoffset() == KAZAKHSTAN:
        yield Finding(
            Level.GOOD,
            f"The clock says {at.astimezone(ZoneInfo('Asia/Almaty')):%d.%m.%Y %H:%M} in Kazakhstan.",
        )
    else:
        yield Finding(
            Level.BAD,
            "This machine knows an old time zone of Kazakhstan: dates would be an hour off.",
            "Update tzdata: 2024a or newer.",
        )


def _address() -> Iterator[Finding]:
    address = urlsplit(settings.SITE_URL)
    if not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        yield Finding(
            Level.BAD, f"{settings.SITE_URL} would be refused.", f"Add {address.hostname} to ALLOWED_HOSTS."
        )
    elif settings.BEHIND_TLS or address.hostname in ("127.0.0.1", "localhost", "::1"):
        yield Finding(Level.GOOD, f"People come to {settings.SITE_URL}.")
    else:
        yield Finding(
            Level.BAD,
            "Passwords would travel unencrypted.",
            "Put a web server with TLS in front and begin SITE_URL with https://",
        )


# --- The database and what stands in it ---------------------------------------------------------------------------


def _database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
        left = MigrationExecutor(connection).migration_plan(
            MigrationExecutor(connection).loader.graph.leaf_nodes()
        )
    except (Error, ImproperlyConfigured) as error:
        first = str(error).strip().splitlines()[0]
        yield Finding(
            Level.BAD, f"The database does not answer: {first}", "Is it running, and is DATABASE_URL right?"
        )
        return
    if left:
        yield Finding(
            Level.BAD,
            f"The database is older than the program: {len(left)} steps are missing.",
            "python manage.py prepare --no-demo",
        )
    else:
        yield Finding(Level.GOOD, f"The database answers ({connection.display_name}) and is up to date.")


def _loops(at: datetime) -> Iterator[Finding]:
    pulses = health.loop_health(at)
    silent = [pulse.name for pulse in pulses if pulse.is_silent]
    failing = [pulse for pulse in pulses if pulse.failures_in_row]
    if silent:
        yield Finding(
            Level.BAD,
            f"Background work has stopped: {', '.join(silent)}.",
            "Start the worker and beat; their logs say why they ended.",
        )
    for pulse in failing:
        yield Finding(
            Level.BAD,
            f"{pulse.name} has failed {pulse.failures_in_row} times in a row: {pulse.last_failure}",
            "The worker's log has the whole story.",
        )
    if not silent and not failing:
        yield Finding(Level.GOOD, f"All {len(pulses)} loops of the background run.")


def _mail(at: datetime) -> Iterator[Finding]:
    mail = health.mail_health()
    if mail.oldest_waiting_at and at - mail.oldest_waiting_at > WAITING_LONG:
        yield Finding(
            Level.BAD,
            f"{mail.waiting} letters wait, the oldest since {mail.oldest_waiting_at:%d.%m.%Y %H:%M} UTC.",
            "Does the worker run, and does the mail server answer?",
        )
    if mail.failed:
        yield Finding(
            Level.SOON,
            f"{mail.failed} letters could not be delivered.",
            "The Outbox page says why, letter by letter.",
        )


def _sources(at: datetime) -> Iterator[Finding]:
    for source in project_queries.source_health(at, deadline_queries.calendar()):
        if source.trouble:
            yield Finding(
                Level.SOON,
                f"The source {source.source.name} {TROUBLES[source.trouble]}.",
                "The Health page says since when.",
            )


def _years(at: datetime) -> Iterator[Finding]:
    on = deadline_queries.day_of(at)
    for year in health.calendar_years(on, deadline_queries.calendar()):
        if not year.is_confirmed:
            yield Finding(
                Level.SOON,
                f"The days off of {year.year} are not confirmed.",
                "Enter the orders of the year in the admin, Calendar, and confirm it.",
            )


def _law(at: datetime) -> Iterator[Finding]:
    left = law_library.count_to_check(deadline_queries.day_of(at))
    if left:
        yield Finding(
            Level.SOON,
            f"{left} entries of the law library are unverified or were read more than a year ago.",
            "Compare them with the law on the page Check the law, /laws/check/.",
        )


def _operator(_at: datetime) -> Iterator[Finding]:
    if not settings.OPERATOR_EMAIL and not User.objects.filter(is_staff=True, is_active=True).exists():
        yield Finding(
            Level.SOON,
            "Nobody is told when the portal's source fails.",
            "Set OPERATOR_EMAIL, or python manage.py createsuperuser",
        )


def _alarms() -> Iterator[Finding]:
    if settings.ERROR_EMAIL:
        yield Finding(Level.GOOD, "Errors that nobody foresaw are written to the operator.")
    else:
        yield Finding(
            Level.SOON,
            "Nobody is written to about errors that nobody foresaw: they stand in the log alone.",
            "Set ERROR_EMAIL, or OPERATOR_EMAIL.",
        )


def _figures() -> Iterator[Finding]:
    if 0 < len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        yield Finding(
            Level.BAD,
            "METRICS_TOKEN is short enough to be guessed.",
            f'Make one of {SHORTEST_TOKEN} signs or more: python3 -c "import secrets; print(secrets.token_hex(25))"',
        )


def _storage() -> Iterator[Finding]:
    if stores_files():
        yield Finding(Level.GOOD, "Files can be put down and taken away.")
    else:
        yield Finding(
            Level.BAD,
            "Files cannot be stored: uploads and documents would be refused.",
            "Is STORAGE_URL right, and is there room in it? Without it: may var/media be written?",
        )


def _scanner(_at: datetime) -> Iterator[Finding]:
    scanner = scan_health()
    if scanner and scanner.problem:
        yield Finding(
            Level.BAD,
            f"{scanner.waiting} files wait for the virus scanner: {scanner.problem}.",
            "Does clamd run at CLAMAV_URL?",
        )


_ON_THE_DATABASE: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    _loops,
    _mail,
    _sources,
    _years,
    _law,
    _operator,
    _scanner,
)


# --- Servers beside it --------------------------------------------------------------------------------------------


def _broker() -> Iterator[Finding]:
    kind = settings.CELERY_BROKER_URL.split(":", 1)[0]
    try:
        with current_app.connection_for_write(connect_timeout=PATIENCE) as broker:
            broker.ensure_connection(max_retries=1, timeout=PATIENCE)
    except Exception as error:  # noqa: BLE001  (each broker has its own)
        yield Finding(
            Level.BAD,
            f"The broker ({kind}) does not answer: {error}",
            "Is it running, and is CELERY_BROKER_URL right?",
        )
    else:
        yield Finding(Level.GOOD, f"The broker ({kind}) answers.")


def _cache() -> Iterator[Finding]:
    try:
        cache.set("doctor", "1", timeout=5)
        answers = cache.get("doctor") == "1"
    except Exception as error:  # noqa: BLE001  (each cache has its own)
        yield Finding(
            Level.BAD, f"The cache does not answer: {error}", "Is it running, and is CACHE_URL right?"
        )
        return
    if not answers:
        yield Finding(
            Level.BAD, "The cache forgets what it is given.", "Is CACHE_URL right, and has it memory left?"
        )


def _mail_server() -> Iterator[Finding]:
    if not settings.EMAIL_CONFIGURED:
        yield Finding(
            Level.SOON,
            f"No letter leaves the house: they are files in {settings.MAIL_FOLDER}.",
            "Set EMAIL_URL, for example smtp+tls://user:password@host:587",
        )
        return
    line = new_line()
    try:
        line.open()
    except Exception as error:  # noqa: BLE001  (sockets, TLS and SMTP have their own)
        yield Finding(Level.BAD, f"The mail server does not take us: {error}", "Is EMAIL_URL right?")
    else:
        yield Finding(Level.GOOD, "The mail server takes us.")
    finally:
        with suppress(Exception):
            line.close()


def _backups(at: datetime) -> Iterator[Finding]:
    newest = max((moment for _path, moment in backups()), default=None)
    if newest is None:
        yield Finding(
            Level.SOON,
            "There is no backup in var/backups.",
            "python manage.py backup, each night; if it goes elsewhere, this line may be left alone.",
        )
    elif at - newest > BACKUP_EVERY:
        yield Finding(
            Level.BAD,
            f"The newest backup is of {newest:%d.%m.%Y}.",
            "Does the nightly python manage.py backup run?",
        )
    else:
        yield Finding(Level.GOOD, f"The newest backup is of {newest:%d.%m.%Y %H:%M} UTC.")
