"""Recurring tasks run once a slot, whoever and however often they are called, and leave a pulse."""

import time
from typing import Any

from celery import Task

from config.logs import without_people, without_secrets


class LoopTask(Task):
    """A task sent by beat carries `slot_seconds`; any other task runs as it is."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from monitoring.actions import loops  # models may be imported only when Django is ready

        seconds = int(
            (self.request.headers or {}).get("slot_seconds") or getattr(self.request, "slot_seconds", 0) or 0
        )
        if not seconds:
            return super().__call__(*args, **kwargs)
        if not loops.claim_slot(self.name, slot=int(time.time() // seconds), slot_seconds=seconds):
            return None
        began = time.perf_counter()
        try:
            result = super().__call__(*args, **kwargs)
        except Exception as error:
            what = without_people(without_secrets(f"{type(error).__name__}: {error}"))
            loops.note_loop_failure(self.name, what, time.perf_counter() - began)
            raise
        loops.note_loop_success(self.name, time.perf_counter() - began)
        return result
