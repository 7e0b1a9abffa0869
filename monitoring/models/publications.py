import secrets
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from amendments.models import AmendmentTable, Submission
from common.embargo import holds, over
from correspondence.models import IssuedDocument
from hearings.models.hearing import CODE_LENGTH, CODE_LETTERS
from monitoring.states import PositionState


def new_position_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _place in range(CODE_LENGTH))


class PositionQuerySet(models.QuerySet["Position"]):
    def public(self, on: date) -> "PositionQuerySet":
        """What strangers see on the day `on`: published, its embargo over, of an organisation with a public page."""
        return self.filter(
            over(on),
            state=PositionState.PUBLISHED,
            organisation__is_public=True,
            organisation__is_active=True,
        )


class Position(models.Model):
    """What the organisation proposed to one draft, for everybody to see: one submission as it was sent, and what came of it.

    A later submission of the same table is published anew or not at all. `embargo_until`: the first day on which strangers
    see it; None: at once. `documents`: issued documents whose PDF stands beside it. Answers appear with the body's words if
    they were confirmed before `published_at`, those confirmed later without.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    table = models.OneToOneField(AmendmentTable, on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, unique=True, default=new_position_code, editable=False)
    state = models.CharField(max_length=9, choices=PositionState, default=PositionState.WITHDRAWN)
    embargo_until = models.DateField(null=True)
    documents = models.ManyToManyField(IssuedDocument, related_name="+", blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField()

    objects = PositionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PositionState.values), name="position_state"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-id"], name="position_public", condition=Q(state="published")
            ),
        ]

    def __str__(self) -> str:
        return str(self.table.dossier.draft)

    @property
    def public_path(self) -> str:
        return f"{self.organisation.public_path}positions/{self.code}/"

    def is_awaited(self, on: date) -> bool:
        """Published, and under its embargo on the day `on`."""
        return self.state == PositionState.PUBLISHED and holds(self.embargo_until, on)


class PublicFigures(models.Model):
    """The figures of an organisation's public page as they were counted at `counted_at` (monitoring.public.figures)."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    counted_at = models.DateTimeField()
    figures = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.counted_at:%d.%m.%Y}"
