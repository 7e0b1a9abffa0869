"""The recurring work of the background, and what waits for it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from celery import current_app
from django.conf import settings

from correspondence.models import DocumentOrder, Notice
from correspondence.states import NoticeState, OrderState
from monitoring.models import Loop
from monitoring.queries.health import SILENT_AFTER, SILENT_PERIODS, MailHealth, mail_health

QUEUE = "celery"
PATIENCE = 1  # seconds for the broker


@dataclass(frozen=True)
class Job:
    """One entry of the schedule. `seconds`: how long the last run took; `failures`: since counting began.

    `state`: 'new' (never ran), 'running', 'failing', 'stopped', else 'working'.
    """

    name: str
    every: timedelta
    last_at: datetime | None
    next_at: datetime | None
    seconds: float | None
    failures: int
    failures_in_row: int
    failed_at: datetime | None
    last_failure: str
    state: str


def jobs(at: datetime) -> list[Job]:
    """Every entry of the schedule, the ones in trouble first (one query)."""
    known = {loop.name: loop for loop in Loop.objects.all()}
    found = [
        _job(known.get(entry["task"]) or Loop(name=entry["task"]), entry["schedule"], at)
        for entry in current_app.conf.beat_schedule.values()
    ]
    order = ("stopped", "failing", "new", "running", "working")
    return sorted(found, key=lambda job: (order.index(job.state), job.name))


def _job(loop: Loop, seconds: float, at: datetime) -> Job:
    every = timedelta(seconds=seconds)
    is_known = loop.pk is not None and loop.started_at is not None
    # A slot is a number of periods since 1970: the next one may run from its beginning on.
    next_at = datetime.fromtimestamp((loop.slot + 1) * loop.slot_seconds, UTC) if is_known else None
    return Job(
        loop.name,
        every,
        loop.finished_at,
        next_at,
        loop.last_seconds,
        loop.failures,
        loop.failures_in_row,
        loop.failed_at,
        loop.last_failure,
        _state(loop, every, at),
    )


def _state(loop: Loop, every: timedelta, at: datetime) -> str:
    if loop.started_at is None:
        return "new"
    if at - loop.started_at > max(every * SILENT_PERIODS, SILENT_AFTER):
        return "stopped"
    if loop.failures_in_row:
        return "failing"
    ended = max(filter(None, (loop.finished_at, loop.failed_at)), default=None)
    return "running" if ended is None or ended < loop.started_at else "working"


@dataclass(frozen=True)
class Backlog:
    """What waits. `queue` is None while the broker does not answer."""

    queue: int | None
    mail: MailHealth
    notices: int
    documents: int
    documents_failed: int


def backlog() -> Backlog:
    orders = DocumentOrder.objects
    return Backlog(
        queue_length(),
        mail_health(),
        Notice.objects.filter(state=NoticeState.PENDING).count(),
        orders.filter(state__in=[OrderState.WAITING, OrderState.RENDERING]).count(),
        orders.filter(state=OrderState.FAILED).count(),
    )


def queue_length() -> int | None:
    """Messages that no worker has taken yet; None while the broker does not answer."""
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        return sum(1 for _path in Path(settings.BROKER_DIR, "queue").glob(f"*.{QUEUE}.msg"))
    try:
        with current_app.connection_for_read(connect_timeout=PATIENCE) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=PATIENCE)
            return int(broker.default_channel.client.llen(QUEUE))  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001  (each broker has its own)
        return None
