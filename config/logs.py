"""Lines of the log: everything but the secrets that are part of an address."""

import logging
import re

# Addresses that are keys: whoever reads them in a log could use them.
_SECRETS = re.compile(
    r"(/ics/|/h/me/|/h/writing/|/h/screen/|/s/me/|/coalition/open/|/feeds/topics/|/account/invitation/|/account/password/reset/)[^\s?\"']+"
)

# Access keys of programs, wherever one was pasted.
_KEYS = re.compile(r"qatysu_[\w-]{20,}")


def without_secrets(text: str) -> str:
    return _KEYS.sub("qatysu_…", _SECRETS.sub(r"\1…", text))


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))
