from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from correspondence.kinds import KINDS
from hearings.states import DocumentKind


class HearingsConfig(AppConfig):
    name = "hearings"
    verbose_name = _("Hearings")

    def ready(self) -> None:
        KINDS.update((kind.value, kind.label) for kind in DocumentKind)
