from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Sources and reference lists")

    def ready(self) -> None:
        post_migrate.connect(_index_for_search, sender=self, dispatch_uid="projects.search")


def _index_for_search(using: str, **_kwargs: Any) -> None:
    from projects.search import DRAFTS  # models are not loaded when apps are

    DRAFTS.ensure(connections[using])
