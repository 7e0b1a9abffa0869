from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from monitoring.evidence_states import Keeping, Purpose, Way
from monitoring.models.surveys import Survey, SurveyAnswer


class EvidenceContact(models.Model):
    """How to reach somebody who answered a survey, called, or told a case: apart from what they said.

    `keeping`: by which term the data are kept; `kept_until`: its last day, as the person was told. `token_hash`: of the
    secret address by which the person erases them. `answer`: only if the person agreed to be asked about it. Of an erased
    one nothing is left but its consents. Read by named roles only, and each reading is in the activity log.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, null=True, related_name="contacts")
    answer = models.OneToOneField(SurveyAnswer, on_delete=models.SET_NULL, null=True, related_name="contact")
    name = models.CharField(max_length=150, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    keeping = models.CharField(max_length=48, choices=Keeping)
    given_on = models.DateField()
    kept_until = models.DateField()
    token_hash = models.CharField(max_length=64, unique=True)
    erased_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(keeping__in=Keeping.values), name="contact_keeping"),
            models.CheckConstraint(
                condition=Q(erased_on__isnull=True) | Q(name="", phone="", email="", answer__isnull=True),
                name="contact_erased_is_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["kept_until"], name="contact_due", condition=Q(erased_on__isnull=True))
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_there(self) -> bool:
        return self.erased_on is None and bool(self.name or self.phone or self.email)


class EvidenceConsent(models.Model):
    """One consent as it was given: to which purpose, by which words in which language, how and on which day."""

    contact = models.ForeignKey(EvidenceContact, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=10, choices=Purpose)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    text = models.TextField()
    way = models.CharField(max_length=8, choices=Way)
    given_on = models.DateField()
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="evidence_consent_purpose"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="evidence_consent_way"),
            models.UniqueConstraint(
                fields=["contact", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="evidence_consent_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.purpose} {self.version}"
