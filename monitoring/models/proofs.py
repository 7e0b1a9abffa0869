from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from monitoring.models.adoption import Fate
from monitoring.models.councils import CouncilMeeting
from monitoring.models.implementation import ImplementationItem
from monitoring.models.removal import Removable

PARENTS = ("fate", "item", "meeting")


class Proof(Removable):
    """Evidence of what became of a draft, of an item, or the minutes of a meeting: a file, a link or words of a day.

    `sha256` is that of the file's bytes; empty, like `file`, where there is none.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    fate = models.ForeignKey(Fate, on_delete=models.CASCADE, null=True, related_name="proofs")
    item = models.ForeignKey(ImplementationItem, on_delete=models.CASCADE, null=True, related_name="proofs")
    meeting = models.ForeignKey(CouncilMeeting, on_delete=models.CASCADE, null=True, related_name="proofs")
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    link = models.URLField(max_length=500, blank=True)
    file = models.FileField(upload_to="proofs/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fate__isnull=False, item__isnull=True, meeting__isnull=True)
                | Q(fate__isnull=True, item__isnull=False, meeting__isnull=True)
                | Q(fate__isnull=True, item__isnull=True, meeting__isnull=False),
                name="proof_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(note="", link="", sha256=""), name="proof_says_something"),
        ]

    def __str__(self) -> str:
        return self.note or self.file_name or self.link
