from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from deadlines.models import Deadline
from monitoring.evidence_states import CallState, Channel
from monitoring.models.cases import Case
from monitoring.models.people import EvidenceContact
from monitoring.regions import in_page_language, region_name
from projects.models import Dossier


class CallCategory(models.Model):
    """What calls are about, in the words of the organisation. One that is no longer used stays with its calls."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name_kk = models.CharField(max_length=120)
    name_ru = models.CharField(max_length=120)
    is_used = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name_kk"], name="call_category_once"),
        ]

    def __str__(self) -> str:
        return in_page_language(self.name_kk, self.name_ru)


class CallQuerySet(models.QuerySet["Call"]):
    def of(self, organisation: Organisation) -> "CallQuerySet":
        return self.filter(organisation=organisation)


class Call(models.Model):
    """A line of the hotline's log. `number`: counted in the organisation. `case`: what was made of it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=4, choices=CallState, default=CallState.OPEN)
    called_at = models.DateTimeField()
    channel = models.CharField(max_length=9, choices=Channel)
    category = models.ForeignKey(CallCategory, on_delete=models.PROTECT, null=True, related_name="calls")
    region = models.CharField(max_length=12, blank=True)
    asked = models.TextField()
    answered = models.TextField(blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    follow_up = models.OneToOneField(Deadline, on_delete=models.SET_NULL, null=True, related_name="+")
    contact = models.OneToOneField(EvidenceContact, on_delete=models.SET_NULL, null=True, related_name="call")
    case = models.OneToOneField(Case, on_delete=models.SET_NULL, null=True, related_name="call")
    form_key = models.CharField(max_length=64, unique=True)
    version = models.PositiveIntegerField(default=1)

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CallState.values), name="call_state"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="call_channel"),
            models.UniqueConstraint(fields=["organisation", "number"], name="call_number_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-called_at", "-id"], name="call_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @property
    def region_name(self) -> str:
        return region_name(self.region)

    @property
    def path(self) -> str:
        return f"/evidence/calls/{self.pk}/"
