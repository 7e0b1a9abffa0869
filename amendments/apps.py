from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from amendments.states import DocumentKind
from correspondence.kinds import KINDS


class AmendmentsConfig(AppConfig):
    name = "amendments"
    verbose_name = _("Amendments")

    def ready(self) -> None:
        KINDS.update((kind.value, kind.label) for kind in DocumentKind)
