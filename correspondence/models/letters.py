from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from correspondence.models.appended import AppendOnlyQuerySet
from correspondence.states import LetterKind


class LetterTemplate(models.Model):
    """One version of an organisation's wording of one kind of letter; the highest version is in use.

    An organisation that has none writes with the wording that we ship (correspondence.shipped_letters). A version is
    never changed: a letter that was written with it still says so.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind of letter"), max_length=40, choices=LetterKind)
    version = models.PositiveIntegerField(_("version"))
    title_kk = models.CharField(_("title in Kazakh"), max_length=300)
    title_ru = models.CharField(_("title in Russian"), max_length=300)
    text_kk = models.TextField(_("text in Kazakh"))
    text_ru = models.TextField(_("text in Russian"))
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "version"], name="letter_template_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=LetterKind.values), name="letter_template_kind"
            ),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="letter_template_version"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.version}"
