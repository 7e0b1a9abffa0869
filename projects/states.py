from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.states import Moves


class SourceKind(models.TextChoices):
    PORTAL = "portal", _("list of the portal")
    FEED = "feed", _("RSS or Atom feed")
    MANUAL = "manual", _("by hand")


class PortalState(models.TextChoices):
    """The portal's own word for where a draft stands; empty where we do not know it."""

    UNDER_REVIEW = "IN_PROGRESS", _("under review")
    PUBLIC_DISCUSSION = "IN_PUBLIC_DISCUSSION", _("in public discussion")
    ONLINE_DISCUSSION = "IN_ONLINE_DISCUSSION", _("in online discussion")
    ARCHIVE = "IN_ARCHIVE", _("in the archive")


class BodyKind(models.TextChoices):
    MINISTRY = "ministry", _("ministry")
    AGENCY = "agency", _("agency")
    CENTRAL = "central", _("other central body")
    REGION = "region", _("region or city")
    LOCAL = "local", _("local body")


class ActLevel(models.TextChoices):
    """Which discussion time limit applies to an act of this type."""

    LAW = "law", _("law")
    BYLAW = "bylaw", _("by-law")
    CONSULTATIVE = "consultative", _("consultative document")
    OTHER = "other", _("other")


class Outcome(models.TextChoices):
    """How one poll of a source ended."""

    CHANGED = "changed", _("new or changed drafts")
    UNCHANGED = "unchanged", _("nothing new")
    FAILED = "failed", _("failed")


class SnapshotKind(models.TextChoices):
    CARD = "card", _("card of the list")
    PAGE = "page", _("page of the draft")
    ITEM = "item", _("item of a feed")
    TYPED = "typed", _("entered by hand")
    REPORT = "report", _("report on the discussion")


class TriageState(models.TextChoices):
    UNDECIDED = "undecided", _("to be decided")
    JOINED = "joined", _("we take part")
    DECLINED = "declined", _("not for us")


TRIAGE_MOVES: Moves = {
    TriageState.UNDECIDED: frozenset({TriageState.JOINED, TriageState.DECLINED}),
    TriageState.DECLINED: frozenset({TriageState.UNDECIDED, TriageState.JOINED}),
    TriageState.JOINED: frozenset({TriageState.UNDECIDED}),
}


class DossierState(models.TextChoices):
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


DOSSIER_MOVES: Moves = {
    DossierState.OPEN: frozenset({DossierState.CLOSED}),
    DossierState.CLOSED: frozenset({DossierState.OPEN}),
}


class Priority(models.IntegerChoices):
    HIGH = 1, _("high")
    NORMAL = 2, _("normal")
    LOW = 3, _("low")


class BackfillState(models.TextChoices):
    RUNNING = "running", _("running")
    PAUSED = "paused", _("paused")
    DONE = "done", _("done")


# --- The road map -------------------------------------------------------------------------------------------


class RoadMapPart(models.TextChoices):
    """What a task belongs to: the essential tasks stay when time is short, plan B waits until it is needed."""

    ESSENTIAL = "essential", pgettext_lazy("part of the road map", "assessment, table, submission")
    HEARING = "hearing", pgettext_lazy("part of the road map", "public hearing")
    FOLLOW_UP = "follow_up", pgettext_lazy("part of the road map", "after the discussion")
    PLAN_B = "plan_b", pgettext_lazy("part of the road map", "plan B")
    OTHER = "other", pgettext_lazy("part of the road map", "other")


class RoadMapAnchor(models.TextChoices):
    BEFORE = "before", _("before the end of the discussion")
    AFTER = "after", _("after the end of the discussion")


class RoadMapDirection(models.TextChoices):
    BACKWARDS = "backwards", _("backwards from the end of the discussion")
    FORWARDS = "forwards", _("forwards from a day")


class RoadMapFact(models.TextChoices):
    """What happens on a dossier by which a task of its road map closes itself, in the words of 'closed itself: …'."""

    TOPIC_WATCHED = "topic_watched", _("a watch topic finds the draft")
    STAKEHOLDERS_CHOSEN = "stakeholders_chosen", _("stakeholders were chosen for the hearing")
    ASSESSED = "assessed", _("the rapid assessment was saved")
    TABLE_APPROVED = "table_approved", _("the amendment table was approved")
    HEARING_PLANNED = "hearing_planned", _("a hearing was planned")
    HEARING_ANNOUNCED = "hearing_announced", _("the hearing was announced")
    PACK_PUBLISHED = "pack_published", _("the participant pack was published")
    HEARING_BEGUN = "hearing_begun", _("the hearing was opened")
    HEARING_HELD = "hearing_held", _("the hearing was held")
    SUBMITTED = "submitted", _("the submission of the proposals was recorded")
    MINUTES_PUBLISHED = "minutes_published", _("the minutes of the hearing were published")
    COUNCIL_WRITTEN = "council_written", _("a letter was sent to the public council")
    ANSWERS_CONFIRMED = "answers_confirmed", _("the body's answer to every amendment was confirmed")
    REQUEST_REPEATED = (
        "request_repeated",
        _("a request for information was sent after the term of an earlier one"),
    )
    DISCUSSION_REPEATED = "discussion_repeated", _("another hearing was announced")


class TaskState(models.TextChoices):
    OPEN = "open", pgettext_lazy("task", "open")
    RESERVE = "reserve", pgettext_lazy("task", "in reserve")
    DONE = "done", pgettext_lazy("task", "done")
    SKIPPED = "skipped", pgettext_lazy("task", "skipped")


TASK_MOVES: Moves = {
    TaskState.OPEN: frozenset({TaskState.DONE, TaskState.SKIPPED, TaskState.RESERVE}),
    TaskState.RESERVE: frozenset({TaskState.OPEN, TaskState.DONE, TaskState.SKIPPED}),
    TaskState.DONE: frozenset({TaskState.OPEN}),
    TaskState.SKIPPED: frozenset({TaskState.OPEN}),
}
