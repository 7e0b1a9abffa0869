from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Organisation
from accounts.states import MailLanguage
from amendments.models.table import AmendmentTable
from amendments.states import CoalitionState


class CoalitionInvitation(models.Model):
    """A letter that lets its reader see one table and join it; the secret is kept as a hash. `organisation` invites."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(AmendmentTable, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    invited_name = models.CharField(max_length=300)
    language = models.CharField(max_length=2, choices=MailLanguage)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=CoalitionState, default=CoalitionState.OPEN)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CoalitionState.values), name="coalition_invitation_state"
            ),
            models.UniqueConstraint(
                "table", Lower("email"), condition=Q(state="open"), name="coalition_invitation_open_once"
            ),
        ]
        indexes = [models.Index(fields=["table", "-id"], name="coalition_invitation_list")]

    def __str__(self) -> str:
        return self.invited_name

    @property
    def last_day(self) -> date:
        """The day at whose end the invitation runs out."""
        return timezone.localdate(self.expires_at - timedelta(microseconds=1))


class CoalitionMemberQuerySet(models.QuerySet["CoalitionMember"]):
    def standing(self) -> "CoalitionMemberQuerySet":
        """Those who have not withdrawn, in the order in which they joined."""
        return self.filter(withdrawn_at__isnull=True).order_by("joined_at", "id")


class CoalitionMember(models.Model):
    """An organisation that signs the table together with its owner (`organisation`); it may see this table only.

    `partner` is set when it is at home on this portal too. `mandate`: what the signatory acts upon (charter, power of
    attorney, decision of the board).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    table = models.ForeignKey(AmendmentTable, on_delete=models.CASCADE, related_name="members")
    invitation = models.OneToOneField(CoalitionInvitation, on_delete=models.PROTECT, related_name="member")
    partner = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    name_kk = models.CharField(max_length=300)
    name_ru = models.CharField(max_length=300)
    signatory_name_kk = models.CharField(max_length=200)
    signatory_name_ru = models.CharField(max_length=200)
    signatory_post_kk = models.CharField(max_length=200)
    signatory_post_ru = models.CharField(max_length=200)
    mandate = models.CharField(max_length=300)
    joined_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = CoalitionMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "partner"],
                condition=Q(withdrawn_at__isnull=True, partner__isnull=False),
                name="coalition_partner_once",
            ),
        ]
        indexes = [
            models.Index(fields=["table", "joined_at"], name="coalition_member_by_table"),
            models.Index(fields=["partner", "-id"], name="coalition_member_by_partner"),
        ]

    def __str__(self) -> str:
        return self.name_ru or self.name_kk
