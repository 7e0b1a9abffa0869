import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from monitoring.doctor import Level, examine


class Command(BaseCommand):
    help = "Say in plain words what is wrong with this installation and what mends it. Exit status 1: something is."
    requires_system_checks = []  # a broken installation is what it is for

    def handle(self, *args: Any, **options: Any) -> None:
        bad = 0
        for finding in examine(timezone.now()):
            bad += finding.level == Level.BAD
            self.stdout.write(f"{finding.level.value:<5} {finding.text}")
            if finding.mend:
                self.stdout.write(f"      → {finding.mend}")
        if bad:
            sys.exit(1)
