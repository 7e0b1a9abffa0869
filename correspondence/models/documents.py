from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from correspondence.models.appended import AppendOnlyQuerySet
from correspondence.models.letters import LetterTemplate
from correspondence.states import FileKind, LanguageMode, OrderState


class DocumentOrderQuerySet(models.QuerySet["DocumentOrder"]):
    def of(self, organisation: Organisation) -> "DocumentOrderQuerySet":
        return self.filter(organisation=organisation)

    def unfinished(self) -> "DocumentOrderQuerySet":
        return self.exclude(state=OrderState.READY)

    def held(self, at: datetime) -> "DocumentOrderQuerySet":
        """Being made at this moment, by a process that was alive a moment ago."""
        return self.filter(state=OrderState.RENDERING, lease_until__gt=at)

    def abandoned(self, at: datetime) -> "DocumentOrderQuerySet":
        """The process that was making them has died."""
        return self.filter(state=OrderState.RENDERING, lease_until__lte=at)


class DocumentOrder(models.Model):
    """A document that somebody asked for, until it is issued or has failed.

    `description` is the document as JSON (correspondence.documents.storing), emptied once it is issued: then the files
    say it. `key` names the cause, so that a second click finds the first one's row. Of one organisation one document is
    made at a time, because its number is part of it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120, blank=True)
    kind = models.CharField(_("kind of document"), max_length=60)
    language = models.CharField(_("language"), max_length=5, choices=LanguageMode)
    title = models.CharField(_("title"), max_length=500)
    title_kk: str | None
    title_ru: str | None
    description = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True)
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=OrderState, default=OrderState.WAITING)
    trouble = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_key = models.CharField(max_length=32, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()

    objects = DocumentOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("ordered document")
        verbose_name_plural = _("ordered documents")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=~models.Q(key=""), name="document_order_once"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state=OrderState.RENDERING),
                name="document_rendering_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OrderState.values), name="document_order_state"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="document_order_by_state"),
            models.Index(fields=["organisation", "-id"], name="document_order_by_org"),
        ]

    def __str__(self) -> str:
        return self.title or ""


class IssuedDocument(models.Model):
    """What left the house, as it left: numbered within the organisation's year, and never changed.

    `code` stands on the document and leads to the public page where a file in hand can be checked. `layout` is the
    version of our own page, `template` the version of the organisation's letter, if it is one.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    order = models.OneToOneField(DocumentOrder, on_delete=models.PROTECT, related_name="issued")
    kind = models.CharField(_("kind of document"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    language = models.CharField(_("language"), max_length=5, choices=LanguageMode)
    title = models.CharField(_("title"), max_length=500)
    title_kk: str | None
    title_ru: str | None
    issued_on = models.DateField(_("date"))
    rendered_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    layout = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=32, unique=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="issued_document_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="issued_document_number_counts"),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="issued_document_by_org")]

    def __str__(self) -> str:
        return f"№ {self.full_number} {self.title}"

    @property
    def full_number(self) -> str:
        return f"{self.number}/{self.year}"


class IssuedFile(models.Model):
    """One of the files of an issued document: the bytes themselves, and their sha256."""

    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=FileKind)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    body = models.BinaryField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an issued document")
        verbose_name_plural = _("files of issued documents")
        constraints = [
            models.UniqueConstraint(fields=["document", "kind"], name="issued_file_once"),
            models.CheckConstraint(condition=models.Q(kind__in=FileKind.values), name="issued_file_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"

    @property
    def name(self) -> str:
        """'2026-0012.pdf', under which it is saved and attached."""
        return f"{self.document.year}-{self.document.number:04d}.{self.kind}"
