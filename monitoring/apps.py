from django.apps import AppConfig

from correspondence.kinds import KINDS
from monitoring.kinds import DocumentKind


class MonitoringConfig(AppConfig):
    name = "monitoring"

    def ready(self) -> None:
        KINDS.update((kind.value, kind.label) for kind in DocumentKind)
