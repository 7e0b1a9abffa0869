from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation
from amendments.models.table import AmendmentTable
from amendments.states import LibraryKind


class LibraryEntry(models.Model):
    """A justification once written, or a reference to a law, for use in the next table. `stems` are made once from the
    texts, each between spaces; `sha256` is that of the texts, so that the same is kept once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=14, choices=LibraryKind)
    text_kk = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    stems = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    table = models.ForeignKey(AmendmentTable, on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "sha256"], name="library_entry_once"),
            models.CheckConstraint(condition=Q(kind__in=LibraryKind.values), name="library_entry_kind"),
        ]
        indexes = [models.Index(fields=["organisation", "kind", "-id"], name="library_entry_list")]

    def __str__(self) -> str:
        return (self.text_ru or self.text_kk)[:80]
