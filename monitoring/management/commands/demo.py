from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from monitoring.demo import build, minutes


class Command(BaseCommand):
    """An invented organisation to look at; made once, and only where there is no organisation yet."""

    help = "Make the demonstration data once, or show its log-ins."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--show", action="store_true", help="Print the log-ins of the demonstration.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["show"]:
            self._show()
            return
        at = timezone.now()
        made = build.build(at)
        if made:
            minutes.finish(at)
        if options["verbosity"]:
            self.stdout.write(
                "The demonstration is ready." if made else "There is an organisation already: nothing done."
            )

    def _show(self) -> None:
        people = build.log_ins()
        if people:
            width = max(len(role) for role, _email in people)
            for role, email in people:
                self.stdout.write(f"  {role:<{width}}  {email}")
            self.stdout.write(f"  password: {build.demo_password()}")
