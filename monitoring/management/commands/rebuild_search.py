from typing import Any

from django.core.management.base import BaseCommand

from monitoring.models import SearchStale
from monitoring.search import reading


class Command(BaseCommand):
    help = (
        "Read everything that can be searched anew. While it runs, what is not read again yet is not found."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        reading.forget_all()
        read = reading.read_news(SearchStale.objects.count())
        self.stdout.write(f"read: {read}")
