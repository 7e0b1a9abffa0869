"""Tasks know which visit started them: the id travels in the head of the message."""

from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun

from common import trace

_ID = "request_id"
_before: dict[str, trace.Trace] = {}


@before_task_publish.connect
def _send_id_along(headers: dict[str, Any] | None = None, **_rest: Any) -> None:
    request_id = trace.now().request_id
    if headers is not None and request_id:
        headers.setdefault(_ID, request_id)


@task_prerun.connect
def _begin(task_id: str = "", task: Any = None, **_rest: Any) -> None:
    """Of a task that runs at once, inside the visit, the visit is the one that is going on."""
    given = getattr(task.request, _ID, None) or (task.request.headers or {}).get(_ID) or ""
    known = given if isinstance(given, str) and trace.WELL_FORMED.fullmatch(given) else ""
    _before[task_id] = trace.begin(trace.Trace(known or trace.now().request_id, task_id, task.name))


@task_postrun.connect
def _end(task_id: str = "", **_rest: Any) -> None:
    trace.begin(_before.pop(task_id, trace.NOTHING))
