from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from monitoring.backup.restoring import restore


class Command(BaseCommand):
    help = "Make this installation what a backup holds. Stop the web server, the worker and beat first."
    requires_system_checks = []  # the database may be empty

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity", type=Path, help="The file with the secret key (age) of an encrypted backup."
        )
        parser.add_argument(
            "--replace", action="store_true", help="Back up what is here and put the other in its place."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        done = restore(options["file"], at=at, identity=options["identity"], replace=options["replace"])
        if done.before:
            self.stdout.write(f"What was here before is in {done.before}.")
        self.stdout.write(
            f"Put back as of {timezone.localtime(done.contents.moment):%d.%m.%Y %H:%M}: {done.rows} rows of "
            f"{len(done.contents.tables)} tables and {len(done.contents.files)} files, equal to what was written."
        )
        if done.held:
            self.stdout.write(
                f"{done.held} letters were waiting then. They are held: send on from the Outbox what is still wanted."
            )
        if done.erased_again:
            self.stdout.write(
                f"{done.erased_again} times somebody had erased themselves or taken a consent back since: done again."
            )
