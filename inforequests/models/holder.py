from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from correspondence.states import LanguageMode
from projects.models import StateBody


class HolderQuerySet(models.QuerySet["Holder"]):
    def of(self, organisation: Organisation) -> "HolderQuerySet":
        return self.filter(organisation=organisation)

    def active(self) -> "HolderQuerySet":
        return self.filter(is_active=True)


class Holder(models.Model):
    """A holder of information in an organisation's own directory: a state body, a unit of one, a quasi-state company.

    `body` is the state body of the portal that it is, if it is one; `parent` the holder that it is a unit of. `key` is
    the name as names are compared (projects.actions.names.name_key). `mode`: the language that letters to it are in.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(StateBody, on_delete=models.PROTECT, null=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="units")
    key = models.CharField(max_length=300)
    name_kk = models.CharField(_("name in Kazakh"), max_length=300, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=300, blank=True)
    address_kk = models.CharField(_("address in Kazakh"), max_length=400, blank=True)
    address_ru = models.CharField(_("address in Russian"), max_length=400, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_quasi_state = models.BooleanField(_("quasi-state"), default=False)
    mode = models.CharField(
        _("language of letters"), max_length=5, choices=LanguageMode, default=LanguageMode.BOTH
    )
    is_active = models.BooleanField(_("active"), default=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = HolderQuerySet.as_manager()

    class Meta:
        verbose_name = _("holder of information")
        verbose_name_plural = _("holders of information")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="holder_name_once"),
            models.CheckConstraint(
                condition=models.Q(mode__in=LanguageMode.values), name="holder_letter_language"
            ),
            models.CheckConstraint(condition=~models.Q(name_kk="", name_ru=""), name="holder_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the page, else in the other one."""
        kk, ru = self.name_kk or self.name_ru, self.name_ru or self.name_kk
        return kk if (get_language() or "kk")[:2] == "kk" else ru
