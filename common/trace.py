"""What is being worked on right now: the visit and the task that a line of the log belongs to.

An id is the name of one visit. It goes into every line of the log, into the tasks that the visit starts, and, shortened,
onto the page that says that something went wrong: by it the operator finds the lines.
"""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass

HEADER = "X-Request-ID"
SHOWN = 12
WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{7,63}")


@dataclass(frozen=True)
class Trace:
    """`request_id`: '' outside a visit and in tasks that none started. `task_id`, `task`: '' outside a task."""

    request_id: str = ""
    task_id: str = ""
    task: str = ""

    @property
    def code(self) -> str:
        """What a person is shown and may tell the operator; '' where there is nothing to be found by."""
        return (self.request_id or self.task_id)[:SHOWN]


NOTHING = Trace()
_now: ContextVar[Trace] = ContextVar("trace", default=NOTHING)


def now() -> Trace:
    return _now.get()


def begin(trace: Trace) -> Trace:
    """From here on this is worked on; returns what was worked on before, to be begun again at the end."""
    before = _now.get()
    _now.set(trace)
    return before


def new_id() -> str:
    return secrets.token_hex(16)


def id_from(said: str | None) -> str:
    """The id that the web server in front gave the visit, if it is one; else a new one."""
    return said if said and WELL_FORMED.fullmatch(said) else new_id()
