"""What is done with deadlines, their reminders, the calendar and the rules. Other apps call it through here."""

from deadlines.actions.feeds import create_feed, note_feed_use, revoke_feed
from deadlines.actions.law_checks import confirm_checked, keep_law_check
from deadlines.actions.recompute import Shift, apply_shifts, shifts
from deadlines.actions.reference import is_own_exception, load_rules_and_calendar, record_reference_change
from deadlines.actions.reminders import send_due_reminders
from deadlines.actions.work import (
    Words,
    assign_deadline,
    close_deadline,
    move_deadline,
    open_deadline,
    reopen_deadline,
    responsible_people,
    thread_of,
)

__all__ = [
    "Shift",
    "Words",
    "apply_shifts",
    "assign_deadline",
    "close_deadline",
    "confirm_checked",
    "create_feed",
    "is_own_exception",
    "keep_law_check",
    "load_rules_and_calendar",
    "move_deadline",
    "note_feed_use",
    "open_deadline",
    "record_reference_change",
    "reopen_deadline",
    "responsible_people",
    "revoke_feed",
    "send_due_reminders",
    "shifts",
    "thread_of",
]
