"""A child process with limits, for work on what comes from outside: one question, one answer.

The product asks with `ask`. The module that it names takes the order with `take_order`, may `shut_off` all files and
connections, and answers with `reply`. Pure: no Django, no database.
"""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TIMEOUT, CRASHED = "timeout", "crashed"
_PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Limits:
    """`wall_seconds` by the clock, `cpu_seconds` of processor time, `memory_bytes` of addresses."""

    wall_seconds: float
    cpu_seconds: int
    memory_bytes: int


class ChildFailure(Exception):
    """There is no answer. `code`: 'timeout', 'crashed', or what the child said was the matter."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def ask(
    module: str,
    order: Mapping[str, Any],
    data: bytes = b"",
    *,
    limits: Limits,
    env: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the module answers to the order and the bytes of `data`. Raises ChildFailure.

    Of our environment the child gets nothing but `env`: no password of ours could get into what it makes.
    """
    bounds = {"cpu_seconds": limits.cpu_seconds, "memory_bytes": limits.memory_bytes}
    output, code = _run(module, json.dumps({**order, **bounds}).encode() + b"\n" + data, limits, env or {})
    if code:
        raise ChildFailure(TIMEOUT if code in (-signal.SIGXCPU, -signal.SIGKILL) else CRASHED)
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError as error:
        raise ChildFailure(CRASHED) from error
    if failure := answer.get("failure"):
        raise ChildFailure(failure)
    return answer


def _run(module: str, question: bytes, limits: Limits, env: Mapping[str, str]) -> tuple[bytes, int]:
    child = subprocess.Popen(
        [sys.executable, "-E", "-s", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_PROJECT,
        env={"LANG": "C.UTF-8", "PATH": os.defpath, **env},
        start_new_session=True,
    )
    try:
        output, _nothing = child.communicate(question, timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired as expired:
        raise ChildFailure(TIMEOUT) from expired
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
    return output, child.returncode


# --- In the child ---------------------------------------------------------------------------------------------


def take_order() -> dict[str, Any]:
    """The order, from standard input, where `data` follows it; from here on the limits hold."""
    order: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    _bound(resource.RLIMIT_CPU, order["cpu_seconds"])
    _bound(resource.RLIMIT_AS, order["memory_bytes"])
    _bound(resource.RLIMIT_CORE, 0)
    return order


def shut_off() -> None:
    """No file and no connection can be opened any more: import before what is imported late."""
    _bound(resource.RLIMIT_NOFILE, 3)
    _bound(resource.RLIMIT_FSIZE, 0)


def reply(answer: Mapping[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "ignore"))
    sys.stdout.buffer.flush()


def _bound(limit: int, value: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # not on every platform; the parent's clock remains
        resource.setrlimit(limit, (value, value))
