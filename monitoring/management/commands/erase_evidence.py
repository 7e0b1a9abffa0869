from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from deadlines import queries as deadline_queries
from monitoring.actions import contacts


class Command(BaseCommand):
    help = (
        "Erase contact data and stories of surveys, calls and cases whose term of keeping is over. "
        "--dry-run: say what would be erased."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        at, is_dry = timezone.now(), options["dry_run"]
        on = deadline_queries.day_of(at)
        found = contacts.plan(on) if is_dry else contacts.erase_due(at, on)
        for due in found:
            self.stdout.write(str(due))
        self.stdout.write(f"{'would be erased' if is_dry else 'erased'}: {len(found)}")
