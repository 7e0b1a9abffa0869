from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from amendments.states import Effect
from deadlines.models import Deadline
from inforequests.models import InfoRequest
from monitoring.models.removal import Removable
from monitoring.reading import in_reading
from monitoring.states import OPEN_ITEMS, ItemKind, ItemState
from projects.models import Dossier, StateBody

NEVER = date(9999, 12, 31)  # the order of what waits for nothing


def plain(value: Decimal) -> Decimal:
    """Without zeros at its end, and never as a power of ten."""
    return Decimal(f"{value.normalize():f}")


class ItemQuerySet(models.QuerySet["ImplementationItem"]):
    def of(self, organisation: Organisation) -> "ItemQuerySet":
        return self.filter(organisation=organisation)

    def open(self) -> "ItemQuerySet":
        return self.filter(state__in=OPEN_ITEMS)

    def overdue(self, on: date) -> "ItemQuerySet":
        return self.open().filter(deadline__due_on__lt=on)


class ImplementationItem(models.Model):
    """Something that an act promises. `provision`: the norm that promises it; `before`: the state to take a mistake
    back to. `deadline` holds its last day; `sort_on` is that day for the order of lists, NEVER for what is finished or
    has none. `target` and `unit`: of an indicator.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=ItemKind)
    title_kk = models.CharField(max_length=300, blank=True)
    title_ru = models.CharField(max_length=300, blank=True)
    provision = models.CharField(max_length=200, blank=True)
    body = models.ForeignKey(StateBody, on_delete=models.PROTECT, null=True, related_name="+")
    body_name = models.CharField(max_length=300, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    unit = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=ItemState, default=ItemState.EXPECTED)
    before = models.CharField(max_length=12, choices=ItemState, default=ItemState.EXPECTED)
    done_on = models.DateField(null=True)
    drop_reason = models.CharField(max_length=300, blank=True)
    deadline = models.ForeignKey(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    sort_on = models.DateField(default=NEVER)
    version = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("promised item")
        verbose_name_plural = _("promised items")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="item_state"),
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="item_kind"),
            models.CheckConstraint(condition=~Q(title_kk="", title_ru=""), name="item_has_title"),
            models.CheckConstraint(
                condition=~Q(state=ItemState.DONE) | Q(done_on__isnull=False), name="item_done_has_day"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "sort_on", "id"], name="item_list"),
            models.Index(fields=["dossier", "sort_on", "id"], name="item_by_dossier"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return in_reading(self.title_kk, self.title_ru)

    @property
    def body_label(self) -> str:
        return str(self.body) if self.body_id else self.body_name

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ITEMS

    @property
    def plain_target(self) -> Decimal | None:
        return plain(self.target) if self.target is not None else None

    @property
    def due_on(self) -> date | None:
        return self.deadline.due_on if self.deadline else None

    @property
    def was_late(self) -> bool:
        """Done after its last day."""
        return bool(self.done_on and self.due_on and self.done_on > self.due_on)


class Measurement(Removable):
    """A value of an indicator as somebody measured it on a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(ImplementationItem, on_delete=models.CASCADE, related_name="measurements")
    on = models.DateField()
    value = models.DecimalField(max_digits=16, decimal_places=4)
    source = models.CharField(max_length=300)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["item", "-on", "-id"], name="measurement_by_item")]

    def __str__(self) -> str:
        return f"{self.plain:f}, {self.on:%d.%m.%Y}"

    @property
    def plain(self) -> Decimal:
        """Without zeros that say nothing."""
        return plain(self.value)


class ItemRequest(models.Model):
    """A request for information about an item."""

    item = models.ForeignKey(ImplementationItem, on_delete=models.CASCADE, related_name="requests")
    info_request = models.ForeignKey(InfoRequest, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "info_request"], name="item_request_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.info_request_id}"


class GroupEffect(Removable):
    """What an act does to a target group: `expected` as the rapid assessment said, `effect` as it is seen in life."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    name_kk = models.CharField(max_length=200, blank=True)
    name_ru = models.CharField(max_length=200, blank=True)
    expected = models.CharField(max_length=8, choices=Effect, blank=True)
    effect = models.CharField(max_length=8, choices=Effect, blank=True)
    note_kk = models.TextField(blank=True)
    note_ru = models.TextField(blank=True)
    noted_on = models.DateField(null=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name_kk="", name_ru=""), name="group_effect_has_name"),
            models.CheckConstraint(
                condition=Q(expected__in=["", *Effect.values]) & Q(effect__in=["", *Effect.values]),
                name="group_effect_direction",
            ),
        ]
        indexes = [models.Index(fields=["dossier", "id"], name="group_effect_by_dossier")]

    def __str__(self) -> str:
        return in_reading(self.name_kk, self.name_ru)

    @property
    def note(self) -> str:
        return in_reading(self.note_kk, self.note_ru)
