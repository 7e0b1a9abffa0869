import os

from celery import Celery

from config import task_trace  # noqa: F401  (listens to the signals of Celery)
from config.broker import use_our_transports

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
use_our_transports()

app = Celery("qatysu", task_cls="config.loops:LoopTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

MINUTE = 60


def _loop(task: str, every: float) -> dict[str, object]:
    """A beat entry whose task runs at most once in each slot of `every` seconds, however many beats there are."""
    return {
        "task": task,
        "schedule": every,
        "options": {"headers": {"slot_seconds": every}, "expires": every * 5},
    }


app.conf.beat_schedule = {
    "poll": _loop("projects.tasks.poll_due_sources", MINUTE),
    "road-maps": _loop("projects.tasks.keep_road_maps", 5 * MINUTE),
    "remind": _loop("deadlines.tasks.send_due_reminders", MINUTE),
    "law-check": _loop("deadlines.tasks.keep_law_check", 60 * MINUTE),
    "compose": _loop("correspondence.tasks.compose_notices", 20),
    "deliver": _loop("correspondence.tasks.deliver_mail", 20),
    "issue": _loop("correspondence.tasks.issue_documents", 3),
    "scan": _loop("correspondence.tasks.scan_files", 20),
    "hearings": _loop("hearings.tasks.keep_places", 5 * MINUTE),
    "packs": _loop("hearings.tasks.pack_archives", 20),
    "retention": _loop("hearings.tasks.erase_expired", 60 * MINUTE),
    "sent": _loop("inforequests.tasks.record_sent", 20),
    "batches": _loop("inforequests.tasks.feed_batches", 3),
    "files": _loop("inforequests.tasks.look_through_files", 5),
    "inbox": _loop("inforequests.tasks.fetch_mail", MINUTE),
    "minutes": _loop("hearings.tasks.keep_minutes", MINUTE),
    "silence": _loop("inforequests.tasks.notice_silence", 30 * MINUTE),
    "watch": _loop("monitoring.tasks.watch_health", 5 * MINUTE),
    "public": _loop("monitoring.tasks.keep_public_pages", 30),
    "evidence": _loop("monitoring.tasks.erase_evidence", 60 * MINUTE),
    "search": _loop("monitoring.tasks.read_for_search", 5),
    "open-data": _loop("monitoring.tasks.make_open_data", 5 * MINUTE),
    "programs": _loop("monitoring.tasks.gather_messages", 20),
    "tidy": _loop("monitoring.tasks.tidy", 60 * MINUTE),
}
