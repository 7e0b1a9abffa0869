"""The participant pack: what those who take part read beforehand, as files in each language, and the archive of all."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from correspondence.models import DocumentOrder
from hearings.models.hearing import Hearing
from hearings.states import ArchiveState, Language, PackKind


class PackFile(models.Model):
    """One material of the pack in one language: a file that was brought, or a document of ours that is issued (`order`).

    `sha256` and `size` are those of the brought file; those of a document are in its issued file.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="pack_files")
    kind = models.CharField(max_length=20, choices=PackKind)
    language = models.CharField(max_length=2, choices=Language)
    file = models.FileField(upload_to="packs/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    order = models.ForeignKey(DocumentOrder, on_delete=models.PROTECT, null=True, related_name="+")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "kind", "language"], name="pack_file_once"),
            models.CheckConstraint(condition=Q(kind__in=PackKind.values), name="pack_file_kind"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="pack_file_language"),
            models.CheckConstraint(
                condition=Q(order__isnull=True, file__gt="") | Q(order__isnull=False, file=""),
                name="pack_file_brought_or_made",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class PackArchive(models.Model):
    """One ZIP of the whole pack as it was at one moment; the newest is given out.

    `frozen_at`: the moment at which the hearing began and from which nothing changes; None before. `contents`: what was
    in it, a dict for each material and language with its name, size and SHA-256, or its address.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    hearing = models.ForeignKey(Hearing, on_delete=models.CASCADE, related_name="archives")
    state = models.CharField(max_length=8, choices=ArchiveState, default=ArchiveState.WAITING)
    frozen_at = models.DateTimeField(null=True)
    contents = models.JSONField(default=list, blank=True)
    file = models.FileField(upload_to="packs/%Y/%m/", blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ArchiveState.values), name="pack_archive_state"),
            models.UniqueConstraint(
                fields=["hearing"],
                condition=Q(state=ArchiveState.WAITING, frozen_at__isnull=True),
                name="pack_archive_one_waiting",
            ),
            models.UniqueConstraint(
                fields=["hearing", "frozen_at"],
                condition=Q(frozen_at__isnull=False),
                name="pack_archive_frozen_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=ArchiveState.READY) | Q(made_at__isnull=False), name="pack_archive_made"
            ),
        ]
        indexes = [
            models.Index(fields=["hearing", "-id"], name="pack_archive_by_hearing"),
            models.Index(fields=["id"], name="pack_archive_waiting", condition=Q(state=ArchiveState.WAITING)),
        ]

    def __str__(self) -> str:
        return f"{self.hearing_id} {self.state}"
