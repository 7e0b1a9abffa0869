"""Lines of the log: everything but the secrets that are part of an address, and what names a person."""

import json
import logging
import os
import re
from datetime import UTC, datetime
from typing import Any

from common import trace

# Addresses that are keys: whoever reads them in a log could use them.
_SECRETS = re.compile(
    r"(/ics/|/h/me/|/h/writing/|/h/screen/|/s/me/|/coalition/open/|/feeds/topics/|/account/invitation/|/account/password/reset/)[^\s?\"']+"
)
# E-mail addresses, phones and IINs come into a log with the messages of exceptions.
_PEOPLE = re.compile(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w+])\+?[78][ (-]*7\d{2}[ )-]*\d{3}[ -]*\d{2}[ -]*\d{2}(?!\d)"
    r"|(?<![\w-])\d{12}(?![\w-])"
)

# Access keys of programs, wherever one was pasted.
_KEYS = re.compile(r"qatysu_[\w-]{20,}")


def without_secrets(text: str) -> str:
    return _KEYS.sub("qatysu_…", _SECRETS.sub(r"\1…", text))


def without_people(text: str) -> str:
    return _PEOPLE.sub("…", text)


def is_json() -> bool:
    """Lines for machines: as LOG_FORMAT says ('json' or 'line'), else on every public server."""
    wanted = os.environ.get("LOG_FORMAT", "")
    return wanted == "json" if wanted else os.environ.get("SITE_URL", "").startswith("https://")


class Line(logging.Formatter):
    """For people: the usual line, and in brackets the visit or task that it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        code = trace.now().code
        first, newline, rest = text.partition("\n")
        return without_people(without_secrets(f"{first} [{code}]{newline}{rest}" if code else text))


class JsonLine(logging.Formatter):
    """For machines: one object a line. `request` and `task` name what the line belongs to; absent where there is none."""

    def format(self, record: logging.LogRecord) -> str:
        about = trace.now()
        facts: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": about.request_id,
            "task": about.task_id,
            "task_name": about.task,
            **getattr(record, "facts", {}),
        }
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        facts["exception"] = record.exc_text or ""
        clean = {
            key: without_people(without_secrets(value)) if isinstance(value, str) else value
            for key, value in facts.items()
            if value not in ("", None)
        }
        return json.dumps(clean, ensure_ascii=False)


def formatter() -> logging.Formatter:
    return JsonLine() if is_json() else Line("%(asctime)s %(levelname)s %(name)s: %(message)s")
