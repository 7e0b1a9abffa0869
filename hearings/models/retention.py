from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from hearings.states import Term


class RetentionTerm(models.Model):
    """A term of keeping that the organisation has made shorter than the reference data say. `days`: calendar days."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    term = models.CharField(max_length=48, choices=Term)
    days = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "term"], name="retention_term_once"),
            models.CheckConstraint(condition=Q(term__in=Term.values), name="retention_term_code"),
        ]

    def __str__(self) -> str:
        return f"{self.term} {self.days}"
