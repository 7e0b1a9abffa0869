from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from hearings.models.hearing import new_code
from monitoring.evidence_states import CaseSource, CaseState
from monitoring.models.people import EvidenceContact
from monitoring.regions import in_page_language, region_name
from projects.models import Dossier

TOLD = ("target_group", "norm", "story", "body_did", "consequence", "papers")


class CaseQuerySet(models.QuerySet["Case"]):
    def of(self, organisation: Organisation) -> "CaseQuerySet":
        return self.filter(organisation=organisation)

    def public(self) -> "CaseQuerySet":
        return self.filter(state=CaseState.PUBLISHED, organisation__is_active=True)


class Case(models.Model):
    """What happened to somebody, as it was told, and beside it the copy without the person that may be published.

    `happened_on`: the first day of the month. `settled_hash`: of the copy in which a person has looked at everything that
    the machine pointed at. `kept_until`: the last day of the story as it was told; a published copy stands by its own consent.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.SET_NULL, null=True, related_name="+")
    contact = models.OneToOneField(EvidenceContact, on_delete=models.PROTECT, related_name="case")
    code = models.CharField(max_length=12, unique=True, default=new_code)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.KEPT)
    source = models.CharField(max_length=8, choices=CaseSource)
    happened_on = models.DateField(null=True)
    region = models.CharField(max_length=12, blank=True)
    target_group = models.CharField(max_length=200, blank=True)
    norm = models.CharField(max_length=300, blank=True)
    story = models.TextField(blank=True)
    body_did = models.TextField(blank=True)
    consequence = models.TextField(blank=True)
    papers = models.TextField(blank=True)
    copy_title_kk = models.CharField(max_length=200, blank=True)
    copy_title_ru = models.CharField(max_length=200, blank=True)
    copy_kk = models.TextField(blank=True)
    copy_ru = models.TextField(blank=True)
    settled_hash = models.CharField(max_length=64, blank=True)
    kept_until = models.DateField()
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state"),
            models.CheckConstraint(condition=Q(source__in=CaseSource.values), name="case_source"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="case_of_organisation"),
            models.Index(fields=["-published_at"], name="case_published", condition=Q(state="published")),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What lists and the log call it; it never holds what the person said."""
        return _("Case № %(number)s") % {"number": self.pk}

    @property
    def region_name(self) -> str:
        return region_name(self.region)

    @property
    def copy_title(self) -> str:
        return in_page_language(self.copy_title_kk, self.copy_title_ru)

    @property
    def copy_text(self) -> str:
        return in_page_language(self.copy_kk, self.copy_ru)

    @property
    def path(self) -> str:
        return f"/evidence/cases/{self.pk}/"

    @property
    def public_path(self) -> str:
        return f"/cases/{self.code}/"
