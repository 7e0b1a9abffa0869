from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from amendments.states import ElementKind, Language, TextOrigin
from projects.models import Dossier


class SourceText(models.Model):
    """A text of the draft act that was brought in, in one language; the next one brought in is the next number.

    `sha256` is that of the file, or of the pasted text. `notes`: codes of what the reader met on the way, such as
    'tracked_changes_as_final'.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, choices=Language)
    number = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(max_length=8, choices=TextOrigin)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64)
    notes = models.JSONField(default=list, blank=True)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    brought_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "language", "number"], name="source_text_number_once"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="source_text_language"),
            models.CheckConstraint(condition=Q(origin__in=TextOrigin.values), name="source_text_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.language}/{self.number}"


class TextElement(models.Model):
    """A numbered piece of the draft's text. `path` names its place for a machine, `label` for a person; `order` has gaps,
    into which a piece may be split. `marker` is the number as written at the head of the text; `amends` the path of what
    an instruction of an amending act changes.
    """

    source = models.ForeignKey(SourceText, on_delete=models.CASCADE, related_name="elements")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ElementKind)
    number = models.CharField(max_length=40, blank=True)
    path = models.CharField(max_length=500, blank=True)
    label = models.CharField(max_length=500, blank=True)
    marker = models.CharField(max_length=60, blank=True)
    amends = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "order"], name="text_element_order_once"),
            models.CheckConstraint(condition=Q(kind__in=ElementKind.values), name="text_element_kind"),
        ]
        indexes = [models.Index(fields=["source", "path"], name="text_element_by_path")]

    def __str__(self) -> str:
        return self.label or self.path
