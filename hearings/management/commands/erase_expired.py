from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from hearings.actions import retention


class Command(BaseCommand):
    help = (
        "Erase the data of participants whose term of keeping is over. --dry-run: say what would be erased."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        at, is_dry = timezone.now(), options["dry_run"]
        found = retention.plan(at) if is_dry else retention.erase_due(at)
        for due in found:
            self.stdout.write(str(due))
        self.stdout.write(f"{'would be erased' if is_dry else 'erased'}: {len(found)}")
