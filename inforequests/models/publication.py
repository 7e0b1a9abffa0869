import secrets
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Organisation
from common.embargo import holds, over
from inforequests.models.answer import Fact
from inforequests.models.event import EventFile
from inforequests.models.file_check import FileCheck
from inforequests.models.request import InfoRequest, RequestItem
from inforequests.states import PublicationState

CODE_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that are taken for one another


def new_publication_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(8))


class PublicationQuerySet(models.QuerySet["Publication"]):
    def public(self, on: date) -> "PublicationQuerySet":
        """What strangers see on the day `on`: published, its embargo over."""
        return self.filter(over(on), state=PublicationState.PUBLISHED, organisation__is_active=True)


class Publication(models.Model):
    """The public page of an answer: which items, files and facts it shows, and words of its own.

    `code` stands in the public address. What is shown was chosen and looked at: nothing that is noted or added later
    comes onto the page by itself. `version` grows with every change of what is chosen. `embargo_until`: the first day on which
    strangers see it; None: at once.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    info_request = models.OneToOneField(InfoRequest, on_delete=models.CASCADE, related_name="publication")
    code = models.CharField(max_length=12, unique=True, default=new_publication_code, editable=False)
    state = models.CharField(max_length=9, choices=PublicationState, default=PublicationState.DRAFT)
    title_kk = models.CharField(max_length=300)
    title_ru = models.CharField(max_length=300)
    summary_kk = models.TextField(blank=True)
    summary_ru = models.TextField(blank=True)
    items = models.ManyToManyField(RequestItem, related_name="+", blank=True)
    files = models.ManyToManyField(EventFile, related_name="+", blank=True)
    facts = models.ManyToManyField(Fact, related_name="+", blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True)
    embargo_until = models.DateField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PublicationState.values), name="publication_state"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | ~Q(state=PublicationState.PUBLISHED),
                name="publication_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_kk if _is_kk() else self.title_ru

    @property
    def summary(self) -> str:
        return self.summary_kk if _is_kk() else self.summary_ru

    @property
    def public_path(self) -> str:
        return f"/a/{self.code}/"

    @property
    def is_awaited(self) -> bool:
        """Published, and under its embargo today."""
        return self.state == PublicationState.PUBLISHED and holds(self.embargo_until, timezone.localdate())


def _is_kk() -> bool:
    return (get_language() or "kk")[:2] == "kk"


class AcceptedFinding(models.Model):
    """Somebody looked at a finding in a file and lets it go public. `key`: inforequests.publishing.key_of."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    check_of_file = models.ForeignKey(FileCheck, on_delete=models.CASCADE, related_name="accepted")
    key = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_of_file", "key"], name="finding_accepted_once"),
        ]

    def __str__(self) -> str:
        return self.key
