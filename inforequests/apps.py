from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from correspondence.kinds import KINDS
from inforequests.states import DocumentKind


class InfoRequestsConfig(AppConfig):
    name = "inforequests"
    verbose_name = _("Information requests")

    def ready(self) -> None:
        KINDS.update((kind.value, kind.label) for kind in DocumentKind)
