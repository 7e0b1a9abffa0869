"""Asking a ClamAV daemon about bytes: its INSTREAM command (clamd(8)). Pure: no Django, no database."""

import contextlib
import socket
import struct
from time import monotonic
from urllib.parse import urlsplit

PORT = 3310
_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4_096
_TOO_LARGE = "INSTREAM size limit exceeded"


class NotScanned(Exception):
    """The daemon has not said what it is. `code`: 'unreachable', 'timeout', 'too_large' or 'odd_answer'."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def address_of(url: str) -> tuple[str, int] | str:
    """`tcp://host:3310`, or the path of `unix:///run/clamav/clamd.ctl`. Raises ValueError for anything else."""
    parts = urlsplit(url)
    if parts.scheme == "tcp" and parts.hostname:
        return parts.hostname, parts.port or PORT
    if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
        return parts.path
    raise ValueError("CLAMAV_URL is tcp://host:3310 or unix:///path/of/the/socket")


def scan(body: bytes, url: str, *, seconds: float) -> str:
    """The name of what was found in the bytes; '' for nothing. Raises NotScanned; takes no longer than `seconds`."""
    until = monotonic() + seconds
    try:
        with _connected(address_of(url), seconds) as line:
            answer = _asked(line, body, until)
    except TimeoutError as error:
        raise NotScanned("timeout") from error
    except OSError as error:
        raise NotScanned("unreachable") from error
    return _found(answer)


def _connected(address: tuple[str, int] | str, seconds: float) -> socket.socket:
    if isinstance(address, tuple):
        return socket.create_connection(address, timeout=seconds)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(seconds)
        line.connect(address)
    except BaseException:
        line.close()
        raise
    return line


def _asked(line: socket.socket, body: bytes, until: float) -> str:
    """A daemon that has had enough says so and closes: its answer counts also where the sending broke off."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        _send(line, b"zINSTREAM\0", until)
        for start in range(0, len(body), _CHUNK):
            part = body[start : start + _CHUNK]
            _send(line, struct.pack("!L", len(part)) + part, until)
        _send(line, struct.pack("!L", 0), until)
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
        line.settimeout(_left(until))
        part = line.recv(_LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _send(line: socket.socket, data: bytes, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(data)


def _left(until: float) -> float:
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _found(answer: str) -> str:
    said = answer.removeprefix("stream:").strip()
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")[:200]
    raise NotScanned("too_large" if said.startswith(_TOO_LARGE) else "odd_answer")
