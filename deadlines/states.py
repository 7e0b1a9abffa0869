from django.db import models
from django.utils.translation import gettext_lazy as _

from common.states import Moves


class DayKind(models.TextChoices):
    DAY_OFF = "day_off", _("day off")
    WORKING_DAY = "working_day", _("working day")


class Certainty(models.TextChoices):
    CONFIRMED = "confirmed", _("confirmed")
    PROVISIONAL = "provisional", _("provisional")


class Unit(models.TextChoices):
    WORKING_DAY = "working_day", _("working days")
    CALENDAR_DAY = "calendar_day", _("calendar days")
    MONTH = "month", _("months")


class Direction(models.TextChoices):
    AFTER = "after", _("after the event")
    BEFORE = "before", _("before the event")


class RollOver(models.TextChoices):
    NEXT_WORKING = "next_working", _("moves to the next working day")
    NONE = "none", _("does not move")


class Confidence(models.TextChoices):
    READ = "read", _("read in the law")
    INFERRED = "inferred", _("inferred from a source")
    MEMORY = "memory", _("unverified rule")
    UNKNOWN = "unknown", _("not known")


class DateSource(models.TextChoices):
    STATED = "stated", _("stated by the portal")
    OWN = "own", _("set by the organisation")
    COMPUTED = "computed", _("computed by the rule")


class DeadlineState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("not needed any more")


DEADLINE_MOVES: Moves = {
    DeadlineState.OPEN: frozenset({DeadlineState.DONE, DeadlineState.CANCELLED}),
    DeadlineState.DONE: frozenset({DeadlineState.OPEN}),
    DeadlineState.CANCELLED: frozenset({DeadlineState.OPEN}),
}


class Stage(models.TextChoices):
    """When a person is told of a deadline: working days before it, or after it has passed."""

    FIVE = "t-5", _("five working days before")
    THREE = "t-3", _("three working days before")
    ONE = "t-1", _("the working day before")
    TODAY = "t-0", _("on the day")
    OVERDUE = "overdue", _("the day after")
    ESCALATED = "escalated", _("two working days after, to the coordinator")
