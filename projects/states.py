from django.db import models
from django.utils.translation import gettext_lazy as _

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
