"""Proposals that come in writing before the hearing, from people without an account."""

from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from hearings.models.hearing import Hearing
from hearings.models.record import Proposal
from hearings.states import Language, WrittenState


class WrittenProposal(models.Model):
    """What somebody sent by the public form. Confirmed by the letter's link, it becomes a proposal of the record.

    `form_key`: a hash of the form that was sent, so that a form sent twice is one. Of an erased one only its state and
    dates are left; what became of its words is said in actions.writing.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="written")
    state = models.CharField(max_length=10, choices=WrittenState, default=WrittenState.SENT)
    name = models.CharField(max_length=150, blank=True)
    represents = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, choices=Language)
    norm = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    form_key = models.CharField(max_length=64, unique=True)
    proposal = models.OneToOneField(Proposal, on_delete=models.SET_NULL, null=True, related_name="written")
    sent_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    minimised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=WrittenState.values), name="written_state"),
            models.CheckConstraint(
                condition=~Q(state=WrittenState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="written_confirmed_at",
            ),
        ]
        indexes = [
            models.Index(fields=["hearing", "state", "id"], name="written_list"),
            models.Index(
                fields=["sent_at"], name="written_unconfirmed", condition=Q(state=WrittenState.SENT)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id}/{self.pk}"


class WrittenLink(models.Model):
    """A secret address that opens one written proposal; each letter carries one of its own, kept as a hash."""

    written = models.ForeignKey(WrittenProposal, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.written_id)


class WrittenConsent(models.Model):
    """One consent as it was given with a written proposal; the words are kept whole, as in Consent."""

    written = models.ForeignKey(WrittenProposal, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=Language)
    text = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["written", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="written_consent_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_id} {self.purpose} {self.version}"
