from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate

from correspondence.kinds import KINDS
from monitoring.kinds import DocumentKind


class MonitoringConfig(AppConfig):
    name = "monitoring"

    def ready(self) -> None:
        KINDS.update((kind.value, kind.label) for kind in DocumentKind)
        post_migrate.connect(_index_for_search, sender=self, dispatch_uid="monitoring.search")


def _index_for_search(using: str, **_kwargs: Any) -> None:
    from monitoring.search import triggers  # models are not loaded when apps are

    triggers.ensure(connections[using])
