from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Organisation
from inforequests.models.event import EventFile, RequestEvent
from inforequests.models.request import InfoRequest, RequestItem
from inforequests.states import Completeness


class ItemVerdictQuerySet(models.QuerySet["ItemVerdict"]):
    def standing(self) -> "ItemVerdictQuerySet":
        """Of answers that were not taken back, in the order in which they were given."""
        return self.filter(answer__annulled_at__isnull=True).order_by("id")


class ItemVerdict(models.Model):
    """How far an item of a request was answered, as somebody judged it. The latest of an item counts, the others stay.

    `answer`: the answer that was the last one when it was judged; an answer taken back takes its verdicts with it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(RequestItem, on_delete=models.CASCADE, related_name="verdicts")
    answer = models.ForeignKey(RequestEvent, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=8, choices=Completeness)
    remark = models.TextField(blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    judged_at = models.DateTimeField(default=timezone.now)

    objects = ItemVerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Completeness.values), name="item_verdict_kind")
        ]
        indexes = [models.Index(fields=["item", "id"], name="item_verdict_by_item")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.verdict}"


class FactQuerySet(models.QuerySet["Fact"]):
    def kept(self) -> "FactQuerySet":
        return self.filter(removed_at__isnull=True)


class Fact(models.Model):
    """A figure or a statement taken out of an answer, kept with the dossier. It never changes: it is removed and noted anew.

    `unit`: 'tenge for a cubic metre'; `period`: what it speaks of, as the answer says it; `place`: page, sheet or cell of
    `file`. A fact whose answer was taken back stays: it says where it came from.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    info_request = models.ForeignKey(InfoRequest, on_delete=models.CASCADE, related_name="facts")
    label_kk = models.CharField(max_length=300, blank=True)
    label_ru = models.CharField(max_length=300, blank=True)
    value = models.CharField(max_length=500)
    unit = models.CharField(max_length=100, blank=True)
    period = models.CharField(max_length=100, blank=True)
    file = models.ForeignKey(EventFile, on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    noted_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(label_kk="", label_ru=""), name="fact_is_named"),
        ]
        indexes = [
            models.Index(
                fields=["info_request", "id"], name="fact_by_request", condition=Q(removed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"

    @property
    def label(self) -> str:
        """In the language of the page, else in the other one."""
        kk, ru = self.label_kk or self.label_ru, self.label_ru or self.label_kk
        return kk if (get_language() or "kk")[:2] == "kk" else ru
