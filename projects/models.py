from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from deadlines.models import Deadline, TimeLimit
from projects.road_map.models import DossierFact as DossierFact
from projects.road_map.models import RoadMap as RoadMap
from projects.road_map.models import RoadMapTask as RoadMapTask
from projects.road_map.models import TemplateTask as TemplateTask
from projects.states import (
    ActLevel,
    BackfillState,
    BodyKind,
    DossierState,
    Outcome,
    PortalState,
    Priority,
    SnapshotKind,
    SourceKind,
    TriageState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

# --- Where drafts come from ---------------------------------------------------------------------------------


class SourceQuerySet(models.QuerySet["Source"]):
    def due(self, at: datetime) -> "SourceQuerySet":
        """Enabled sources that may be polled now; one being polled elsewhere is not among them."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
        return self.filter(free, is_enabled=True, next_poll_at__lte=at).exclude(kind=SourceKind.MANUAL)


class Source(models.Model):
    """Where drafts are read from, how often, and how that has been going.

    `etag`, `last_modified` and `body_hash` describe the last body that was parsed *and* stored.
    `unfinished_page` is the page of new drafts at which a poll broke off: the next one reads at least so far.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=SourceKind)
    name = models.CharField(_("name"), max_length=200)
    name_kk: str | None
    name_ru: str | None
    address = models.URLField(_("address"), max_length=500, blank=True)
    interval_minutes = models.PositiveSmallIntegerField(_("minutes between polls"), default=30)
    quiet_days = models.PositiveSmallIntegerField(
        _("working days without a new draft before the alarm"), default=2
    )
    is_enabled = models.BooleanField(_("enabled"), default=True)
    contact = models.EmailField(_("contact named to the site"), blank=True)

    next_poll_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    last_attempt_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_new_at = models.DateTimeField(null=True)
    failures_in_row = models.PositiveSmallIntegerField(default=0)
    last_failure = models.CharField(max_length=60, blank=True)
    last_failure_detail = models.CharField(max_length=300, blank=True)
    alarmed_at = models.DateTimeField(null=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    body_hash = models.CharField(max_length=64, blank=True)
    unfinished_page = models.PositiveSmallIntegerField(null=True)
    deep_polled_at = models.DateTimeField(null=True)
    deep_page = models.PositiveIntegerField(null=True)
    deep_round = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind"),
            models.CheckConstraint(condition=Q(interval_minutes__gte=5), name="source_interval"),
            models.UniqueConstraint(fields=["address"], condition=~Q(address=""), name="source_address_once"),
        ]

    def __str__(self) -> str:
        return self.name or ""


class PollRun(models.Model):
    """A poll that changed something or failed; a poll that found nothing new leaves no row."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="runs")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    pages = models.PositiveSmallIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["source", "-started_at"], name="poll_run_by_source")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%d.%m.%Y %H:%M} {self.outcome}"


class Backfill(models.Model):
    """Reading the archive, page by page: where it stands, so that it goes on where it stopped."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="backfill")
    state = models.CharField(max_length=8, choices=BackfillState, default=BackfillState.RUNNING)
    next_page = models.PositiveIntegerField(default=1)
    total_pages = models.PositiveIntegerField(null=True)
    drafts = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.next_page}/{self.total_pages or '?'}"


# --- What the state publishes -------------------------------------------------------------------------------


class StateBody(models.Model):
    portal_id = models.BigIntegerField(_("number on the portal"), null=True, blank=True, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=BodyKind, default=BodyKind.LOCAL)
    name = models.CharField(_("name"), max_length=300)
    name_kk: str | None
    name_ru: str | None
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("state body")
        verbose_name_plural = _("state bodies")
        indexes = [models.Index(fields=["kind"], name="state_body_kind")]

    def __str__(self) -> str:
        return self.name or ""


class StateBodyName(models.Model):
    """A wording under which the portal or a feed names a body, normalised; it leads to the body."""

    body = models.ForeignKey(StateBody, on_delete=models.CASCADE, related_name="names")
    key = models.CharField(max_length=300, unique=True)

    def __str__(self) -> str:
        return self.key


class Category(models.Model):
    portal_id = models.BigIntegerField(_("number on the portal"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_kk: str | None
    name_ru: str | None

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name or ""


class ActType(models.Model):
    portal_id = models.BigIntegerField(_("number on the portal"), null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_kk: str | None
    name_ru: str | None
    level = models.CharField(_("level"), max_length=14, choices=ActLevel, default=ActLevel.OTHER)
    aliases = models.JSONField(_("other wordings of the portal"), default=list, blank=True)

    class Meta:
        verbose_name = _("type of act")
        verbose_name_plural = _("types of acts")

    def __str__(self) -> str:
        return self.name or ""


class DraftActQuerySet(models.QuerySet["DraftAct"]):
    def visible_to(self, organisation_ids: "Iterable[int]") -> "DraftActQuerySet":
        """What the state published, and what these organisations brought in themselves.

        Said as what is left out: SQLite would gather an OR from two indexes and sort, instead of walking a list
        in its order.
        """
        return self.exclude(~Q(organisation__in=list(organisation_ids)), organisation__isnull=False)

    def open_on(self, on: date) -> "DraftActQuerySet":
        return self.filter(ends_on__gte=on)


class DraftAct(models.Model):
    """A draft of a normative legal act. `organisation` is empty for what a source published; a draft that a
    person entered or uploaded belongs to that person's organisation until the portal itself shows it.

    `ends_on` repeats the current window's end so that lists can be sorted by an index; `listed_on` is the day
    it was posted, or that of our first sight where the portal names none. `stems_*` and `search_text` are
    made once from the title. `seen_kk` and `seen_ru` are fingerprints of the cards last stored. `seen_round`
    is the round of the source's deep poll in which the draft was on the list; three rounds without it and it
    is gone from the portal.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    portal_id = models.BigIntegerField(_("number on the portal"), null=True)
    external_key = models.CharField(max_length=300, blank=True)
    title = models.CharField(_("title"), max_length=2000)
    title_kk: str | None
    title_ru: str | None
    act_type = models.ForeignKey(ActType, on_delete=models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey(StateBody, on_delete=models.PROTECT, null=True, related_name="+")
    body_name = models.CharField(max_length=300, blank=True)
    body_name_kk: str | None
    body_name_ru: str | None
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    portal_state = models.CharField(_("state"), max_length=24, choices=PortalState, blank=True)
    address = models.URLField(max_length=500, blank=True)
    file_id = models.BigIntegerField(null=True)
    created_on = models.DateField(_("posted on"), null=True)
    listed_on = models.DateField()
    ends_on = models.DateField(_("discussion until"), null=True)
    comments = models.PositiveIntegerField(null=True)
    accepted = models.PositiveIntegerField(null=True)
    not_accepted = models.PositiveIntegerField(null=True)
    flags = models.JSONField(default=list)
    seen_kk = models.CharField(max_length=64, blank=True)
    seen_ru = models.CharField(max_length=64, blank=True)
    stems_kk = models.TextField(blank=True)
    stems_ru = models.TextField(blank=True)
    search_text = models.TextField(blank=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    seen_round = models.PositiveIntegerField(default=0)
    missed_rounds = models.PositiveSmallIntegerField(default=0)
    gone_since = models.DateField(null=True)

    objects = DraftActQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft act")
        verbose_name_plural = _("draft acts")
        constraints = [
            models.UniqueConstraint(
                fields=["portal_id"], condition=Q(organisation__isnull=True), name="draft_portal_id_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "portal_id"],
                condition=Q(organisation__isnull=False),
                name="draft_portal_id_once_in_organisation",
            ),
            models.UniqueConstraint(
                fields=["source", "external_key"],
                condition=~Q(external_key=""),
                name="draft_external_key_once",
            ),
        ]
        indexes = [
            models.Index(fields=["-listed_on", "-id"], name="draft_newest"),
            models.Index(fields=["ends_on", "id"], name="draft_ending"),
            models.Index(fields=["body", "-listed_on", "-id"], name="draft_by_body"),
            models.Index(fields=["category", "-listed_on", "-id"], name="draft_by_category"),
            models.Index(fields=["act_type", "-listed_on", "-id"], name="draft_by_type"),
            models.Index(fields=["portal_state", "-listed_on", "-id"], name="draft_by_state"),
            models.Index(fields=["source", "first_seen_at"], name="draft_first_seen_at_source"),
            models.Index(fields=["portal_id"], name="draft_portal_id"),
            models.Index(fields=["changed_at", "id"], name="draft_changed"),
            models.Index(
                fields=["organisation"], name="draft_private", condition=Q(organisation__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title or ""

    @property
    def portal_address(self) -> str:
        """Where a person opens the draft; the portal forbids machines this path."""
        if self.portal_id is not None:
            return f"https://{settings.PORTAL_HOST}/npa/view?id={self.portal_id}"
        return self.address

    @property
    def body_label(self) -> str:
        return str(self.body) if self.body_id else (self.body_name or "")


class ExternalName(models.Model):
    """A name under which a feed lists a draft; an item is the same act when any of its names is known.

    `fingerprint` is that of the item last stored under the name.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    draft = models.ForeignKey(DraftAct, on_delete=models.CASCADE, related_name="external_names")
    key = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="external_name_once")]

    def __str__(self) -> str:
        return self.key


class DiscussionWindow(models.Model):
    """One period of public discussion of a draft. The portal's end date is the date of record; the statutory
    minimum is computed beside it: `statutory_ends_on` by the rule `time_limit`."""

    draft = models.ForeignKey(DraftAct, on_delete=models.CASCADE, related_name="windows")
    number = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    time_limit = models.ForeignKey(TimeLimit, on_delete=models.PROTECT, null=True, related_name="+")
    statutory_ends_on = models.DateField(null=True)
    first_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="window_number_once"),
        ]
        ordering = ["draft", "-number"]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.number}"

    @property
    def is_short(self) -> bool:
        """The portal gives less than the statutory minimum."""
        return bool(self.ends_on and self.statutory_ends_on and self.ends_on < self.statutory_ends_on)


class Snapshot(models.Model):
    """What was seen, byte for byte (zlib), with its sha256: at first sight and whenever it changed."""

    draft = models.ForeignKey(DraftAct, on_delete=models.CASCADE, related_name="snapshots")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=6, choices=SnapshotKind)
    language = models.CharField(max_length=2, blank=True)
    taken_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    body = models.BinaryField()
    changes = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["draft", "-id"], name="snapshot_by_draft")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.kind} {self.sha256[:12]}"


# --- What an NGO makes of it --------------------------------------------------------------------------------


class WatchTopic(models.Model):
    """What an organisation watches for. A line of `words` is one idea, its synonyms separated by commas."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    words = models.TextField(_("words and phrases"), blank=True)
    excluded = models.TextField(_("but not"), blank=True)
    bodies = models.ManyToManyField(StateBody, verbose_name=_("state bodies"), blank=True, related_name="+")
    categories: "models.ManyToManyField[Category, models.Model]" = models.ManyToManyField(
        Category, verbose_name=_("categories"), blank=True, related_name="+"
    )
    act_types: "models.ManyToManyField[ActType, models.Model]" = models.ManyToManyField(
        ActType, verbose_name=_("types of acts"), blank=True, related_name="+"
    )
    is_active = models.BooleanField(_("active"), default=True)
    feed_token_hash = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("watch topic")
        verbose_name_plural = _("watch topics")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="topic_name_once"),
        ]
        indexes = [
            models.Index(fields=["feed_token_hash"], name="topic_feed", condition=~Q(feed_token_hash=""))
        ]

    def __str__(self) -> str:
        return self.name


class TopicMatch(models.Model):
    topic = models.ForeignKey(WatchTopic, on_delete=models.CASCADE, related_name="matches")
    draft = models.ForeignKey(DraftAct, on_delete=models.CASCADE, related_name="matches")
    words = models.JSONField(default=list)
    matched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "draft"], name="match_once")]
        indexes = [models.Index(fields=["topic", "-id"], name="match_by_topic")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.draft_id}"


class TriageItem(models.Model):
    """The question 'do we take part?', asked of one organisation once for every discussion window."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    draft = models.ForeignKey(DraftAct, on_delete=models.CASCADE, related_name="triage")
    window = models.ForeignKey(DiscussionWindow, on_delete=models.CASCADE, related_name="+")
    ends_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=TriageState, default=TriageState.UNDECIDED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "window"], name="triage_once"),
            models.CheckConstraint(condition=Q(state__in=TriageState.values), name="triage_state"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "ends_on", "id"], name="triage_queue")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.draft_id} {self.state}"


class DossierQuerySet(models.QuerySet["Dossier"]):
    def of(self, organisation: Organisation) -> "DossierQuerySet":
        return self.filter(organisation=organisation)

    def open(self) -> "DossierQuerySet":
        return self.filter(state=DossierState.OPEN)


class Dossier(models.Model):
    """An NGO's work on one draft act, from the first sight to the life of the norm."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    draft = models.ForeignKey(DraftAct, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    state = models.CharField(max_length=8, choices=DossierState, default=DossierState.OPEN)
    closing_reason = models.CharField(_("reason"), max_length=300, blank=True)
    discussion_deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "draft"], name="dossier_once"),
            models.CheckConstraint(condition=Q(state__in=DossierState.values), name="dossier_state"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="dossier_priority"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "priority", "-id"], name="dossier_list")]

    def __str__(self) -> str:
        return str(self.draft)


class DossierDate(models.Model):
    """A deadline that people of the organisation put on a dossier themselves."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="dates")
    deadline = models.OneToOneField(Deadline, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.deadline_id}"
