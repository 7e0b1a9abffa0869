from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from hearings.models.hearing import Hearing
from hearings.states import Language, StakeholderKind


class Stakeholder(models.Model):
    """Whom a subject concerns, and how to reach them: the organisation's map, kept from hearing to hearing."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=StakeholderKind)
    name = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.KAZAKH)
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="stakeholder_name_once"),
            models.CheckConstraint(condition=Q(kind__in=StakeholderKind.values), name="stakeholder_kind"),
        ]
        indexes = [models.Index(fields=["organisation", "kind", "name"], name="stakeholder_list")]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A stakeholder chosen for a hearing.

    `sent_at`: when the letter was queued. `came` and `spoke` are None until somebody has said so.
    """

    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="invitations")
    chosen_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    came = models.BooleanField(null=True)
    spoke = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "stakeholder"], name="hearing_invitation_once"),
            models.CheckConstraint(
                condition=~Q(spoke=True) | Q(came=True), name="hearing_invitation_spoke_if_came"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id} {self.stakeholder_id}"
