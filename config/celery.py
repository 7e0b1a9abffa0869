import os

from celery import Celery

from config.broker import use_whole_messages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
use_whole_messages()

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
    "remind": _loop("deadlines.tasks.send_due_reminders", MINUTE),
    "compose": _loop("correspondence.tasks.compose_notices", 20),
    "deliver": _loop("correspondence.tasks.deliver_mail", 20),
    "watch": _loop("monitoring.tasks.watch_health", 5 * MINUTE),
    "tidy": _loop("monitoring.tasks.tidy", 60 * MINUTE),
}
