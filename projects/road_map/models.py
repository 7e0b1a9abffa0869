"""The tables of the road map. projects.models tells Django of them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.states import Role
from deadlines.models import Deadline
from deadlines.states import DeadlineState
from projects.states import (
    RoadMapAnchor,
    RoadMapDirection,
    RoadMapFact,
    RoadMapPart,
    TaskState,
)

WEEKS, MOST_DAYS, MOST_LINKS = 6, 60, 3


class Planned(models.Model):
    """What a task of a template and a task of a road map have in common.

    `days`: working days of work. `after`: up to three {"key", "days", "unit"}, what it waits for and how long after.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.SlugField(max_length=40)
    place = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField(
        _("week"), validators=[MinValueValidator(1), MaxValueValidator(WEEKS)]
    )
    label_kk = models.CharField(_("task in Kazakh"), max_length=200)
    label_ru = models.CharField(_("task in Russian"), max_length=200)
    days = models.PositiveSmallIntegerField(_("working days of work"), default=1)
    anchor = models.CharField(max_length=6, choices=RoadMapAnchor, default=RoadMapAnchor.BEFORE)
    after = models.JSONField(default=list)
    part = models.CharField(max_length=9, choices=RoadMapPart, default=RoadMapPart.OTHER)
    fact = models.CharField(max_length=20, choices=RoadMapFact, blank=True)

    class Meta:
        abstract = True
        ordering = ["week", "place", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """In the language of the page, else in the other one."""
        kk, ru = self.label_kk or self.label_ru, self.label_ru or self.label_kk
        return kk if (get_language() or "kk")[:2] == "kk" else ru


class TemplateTask(Planned):
    """A task of an organisation's own template. One that has no such row works with the shipped template.

    `person`, else whoever has `role`, else the owner of the dossier gets the task. `is_shelved`: put aside by going back to
    the shipped template, so that this can be undone.
    """

    role = models.CharField(_("role"), max_length=12, choices=Role, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_on = models.BooleanField(default=True)
    is_shelved = models.BooleanField(default=False)

    class Meta(Planned.Meta):
        verbose_name = _("task of the template")
        verbose_name_plural = _("tasks of the template")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=Q(is_shelved=False), name="template_task_once"
            ),
            models.CheckConstraint(condition=Q(week__range=(1, WEEKS)), name="template_task_week"),
            models.CheckConstraint(condition=Q(days__range=(1, MOST_DAYS)), name="template_task_days"),
            models.CheckConstraint(condition=Q(part__in=RoadMapPart.values), name="template_task_part"),
        ]
        indexes = [models.Index(fields=["organisation", "is_shelved"], name="template_task_list")]


class RoadMap(models.Model):
    """When the work on one dossier is planned. `window`, `ends_on`: the discussion that it was counted against, and its end.

    `calendar_mark` is a fingerprint of the days from `first_on` to `last_on`: once it differs from the calendar's, the map
    is planned anew.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.OneToOneField("projects.Dossier", on_delete=models.CASCADE, related_name="road_map")
    direction = models.CharField(max_length=9, choices=RoadMapDirection)
    starts_on = models.DateField(null=True)
    window = models.ForeignKey(
        "projects.DiscussionWindow", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ends_on = models.DateField(null=True)
    first_on = models.DateField()
    last_on = models.DateField()
    calendar_mark = models.CharField(max_length=16, blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    planned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("road map")
        verbose_name_plural = _("road maps")
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=RoadMapDirection.values), name="road_map_direction"
            ),
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="road_map_days"),
        ]
        indexes = [models.Index(fields=["last_on"], name="road_map_last_on")]

    def __str__(self) -> str:
        return str(self.dossier_id)


class RoadMapTask(Planned):
    """One task of a road map. `starts_on`..`due_on`: its planned days, none where it does not fit or waits in reserve.

    `deadline` is its row on the list of deadlines. Whoever marks that as met, or opens it again, does so for the task:
    `standing` is the state to go by. `is_pinned`: a person chose its day. `closed_by_fact`: it closed itself.
    """

    road_map = models.ForeignKey(RoadMap, on_delete=models.CASCADE, related_name="tasks")
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.OPEN)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    is_pinned = models.BooleanField(default=False)
    deadline = models.OneToOneField(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closed_by_fact = models.CharField(max_length=20, choices=RoadMapFact, blank=True)

    class Meta(Planned.Meta):
        verbose_name = _("task of the road map")
        verbose_name_plural = _("tasks of the road map")
        constraints = [
            models.UniqueConstraint(fields=["road_map", "key"], name="road_map_task_once"),
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="road_map_task_state"),
            models.CheckConstraint(condition=Q(part__in=RoadMapPart.values), name="road_map_task_part"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, due_on__isnull=True)
                | Q(starts_on__isnull=False, due_on__gte=models.F("starts_on")),
                name="road_map_task_span",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[TaskState.OPEN, TaskState.RESERVE]) | Q(closed_at__isnull=False),
                name="road_map_task_closed",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="road_map_task_due")]

    @property
    def standing(self) -> TaskState:
        """The state as the list of deadlines has it, where the task stands there; `deadline` has to be read along."""
        if self.deadline is None or self.state not in (TaskState.OPEN, TaskState.DONE):
            return TaskState(self.state)
        if self.deadline.state == DeadlineState.CANCELLED:
            return TaskState(self.state)
        return TaskState.OPEN if self.deadline.state == DeadlineState.OPEN else TaskState.DONE

    @property
    def is_open(self) -> bool:
        return self.standing == TaskState.OPEN

    @property
    def owner_id(self) -> int | None:
        """Whoever is responsible on the list of deadlines, where the task stands there."""
        return self.deadline.responsible_id if self.deadline is not None else self.responsible_id


class DossierFact(models.Model):
    """Something that happened on a dossier, kept whether or not a road map waits for it yet. `path`: the page of it."""

    dossier = models.ForeignKey("projects.Dossier", on_delete=models.CASCADE, related_name="+")
    fact = models.CharField(max_length=20, choices=RoadMapFact)
    at = models.DateTimeField()
    path = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "fact"], name="dossier_fact_once"),
            models.CheckConstraint(condition=Q(fact__in=RoadMapFact.values), name="dossier_fact_known"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.fact}"
