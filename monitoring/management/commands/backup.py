from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from monitoring.backup.making import make_backup, usual_path


class Command(BaseCommand):
    help = "Write the database and all files of this installation into one file, while people work."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="Where to; else a name by the moment in var/backups."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        made = make_backup(options["file"] or usual_path(at), at=at, recipient=settings.BACKUP_RECIPIENT)
        contents = made.contents
        rows = sum(one.rows for one in contents.tables.values())
        self.stdout.write(f"{made.path}: {rows} rows, {len(contents.files)} files, {made.size / 1e6:.1f} MB.")
        for name in contents.missing:
            self.stdout.write(f"A row leads to this file and it is not there: {name}")
        if not settings.BACKUP_RECIPIENT:
            self.stdout.write(
                "It is not encrypted and holds personal data and the secret key: keep it where you would keep both."
            )
