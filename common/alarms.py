"""A letter to the operator about an error that nobody caught: one an hour for each kind, and none of it asks the database.

The letter holds the id by which the log is searched, the kind of the error and the lines of code it came through. It never
holds what the exception says, what was sent to us, nor an address: those may name people or be keys.
"""

import fcntl
import hashlib
import logging
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from common import trace

HOUR = 3600
KEPT = 7 * 24 * HOUR
MOST_AN_HOUR = 20  # letters of all kinds together
FRAMES = 25
PATIENCE = 10  # seconds for the mail server
ROOT = Path(settings.BASE_DIR)
# These come from everywhere at once when a server is gone: they are one kind, wherever they were met.
OF_THE_GROUND = frozenset({"OperationalError", "InterfaceError", "ConnectionError", "OSError"})
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Alarm:
    """`where`: the view or the task. `frames`: the lines of code, without any value."""

    code: str
    where: str
    kind: str
    frames: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """The same for errors of one kind: the same exception out of the same line of ours."""
        ours = [frame for frame in self.frames if not frame.startswith("…")]
        place = (
            "" if self.kind.rpartition(".")[2] in OF_THE_GROUND else (ours or list(self.frames) or [""])[-1]
        )
        return hashlib.sha256(f"{self.kind} {place}".encode()).hexdigest()[:16]


def alarm_of(error: BaseException, where: str) -> Alarm:
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    return Alarm(trace.now().code, where, kind, _frames(error.__traceback__))


def _frames(found: TracebackType | None) -> tuple[str, ...]:
    return tuple(
        f"{_place(frame.filename)}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(found)[-FRAMES:]
    )


def _place(filename: str) -> str:
    path = Path(filename)
    inside = path.is_relative_to(ROOT) and "site-packages" not in path.parts
    return str(path.relative_to(ROOT)) if inside else "…/" + "/".join(path.parts[-2:])


class Handler(logging.Handler):
    """Listens to what Django and Celery say of errors that nobody caught."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not settings.ERROR_EMAIL:
            return
        try:
            raise_alarm(alarm_of(error, _where(record)))
        except Exception:  # noqa: BLE001  (an error in telling of an error must not hide it)
            self.handleError(record)


def _where(record: logging.LogRecord) -> str:
    request: Any = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return f"{request.method} {match.view_name}"
    return trace.now().task or record.name


def raise_alarm(alarm: Alarm) -> None:
    """Write to the operator, unless one letter of this kind has left within the hour. Does not wait for the server."""
    times = claim(alarm.fingerprint, time.time())
    if times:
        threading.Thread(target=_send, args=(alarm, times), daemon=True).start()


# --- One letter an hour, over all processes of this machine --------------------------------------------------------


def folder() -> Path:
    return Path(settings.VAR_DIR) / "alarms"


def claim(fingerprint: str, at: float) -> int:
    """How often this kind has come since its last letter, this time included, if a letter is due now; else 0.

    A small file a kind holds the second of the last letter and the errors since. Where it cannot be written (a full
    disk) no letter leaves: there would be one for each error.
    """
    try:
        folder().mkdir(exist_ok=True)
        with (folder() / fingerprint).open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            sent_at, since = _read(file.read())
            is_due = abs(at - sent_at) >= HOUR and _is_room(at)
            file.truncate(0)
            file.write(f"{at:.0f} 0" if is_due else f"{sent_at:.0f} {since + 1}")
            return since + 1 if is_due else 0
    except OSError:
        return 0


def _read(text: str) -> tuple[float, int]:
    sent_at, _space, since = text.partition(" ")
    try:
        return float(sent_at), int(since)
    except ValueError:
        return 0.0, 0


def _is_room(at: float) -> bool:
    """Whether fewer kinds were written of within the hour than an operator can read. Kinds long gone are dropped."""
    recent = 0
    for path in folder().iterdir():
        with suppress(OSError):
            sent_at, _since = _read(path.read_text())
            recent += abs(at - sent_at) < HOUR
            if sent_at and at - sent_at > KEPT:
                path.unlink()
    return recent < MOST_AN_HOUR


def take_back(fingerprint: str) -> None:
    """The letter could not be handed over: the next error of this kind tries again."""
    with suppress(OSError):
        (folder() / fingerprint).unlink()


# --- The letter ---------------------------------------------------------------------------------------------------


def letter(alarm: Alarm, times: int) -> EmailMessage:
    with translation.override("ru"):
        context = {"alarm": alarm, "times": times, "site": settings.SITE_URL}
        return EmailMessage(
            " ".join(render_to_string("emails/error.subject.txt", context).split()),
            render_to_string("emails/error.txt", context).strip() + "\n",
            settings.DEFAULT_FROM_EMAIL,
            [settings.ERROR_EMAIL],
            headers={"Auto-Submitted": "auto-generated"},
        )


def _send(alarm: Alarm, times: int) -> None:
    """Straight to the mail server: the outbox is a table, and the database may be what has failed."""
    try:
        message = letter(alarm, times)
        message.connection = _mail_server()
        message.send()
    except Exception as error:  # noqa: BLE001  (sockets, TLS and SMTP have their own)
        take_back(alarm.fingerprint)
        log.warning("The letter about an error could not be handed over: %s", type(error).__name__)


def _mail_server() -> Any:
    config = settings.MAIL_TRANSPORT
    backend = config["EMAIL_BACKEND"]
    if backend.endswith("filebased.EmailBackend"):
        return get_connection(backend, file_path=str(settings.MAIL_FOLDER))
    if not backend.endswith("smtp.EmailBackend"):
        return get_connection(backend)
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=config["EMAIL_HOST"],
        port=config["EMAIL_PORT"],
        username=config["EMAIL_HOST_USER"],
        password=config["EMAIL_HOST_PASSWORD"],
        use_tls=config.get("EMAIL_USE_TLS", False),
        use_ssl=config.get("EMAIL_USE_SSL", False),
        timeout=PATIENCE,
    )
