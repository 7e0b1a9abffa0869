from typing import Any

from django.core.management.base import BaseCommand

from deadlines.actions import load_rules_and_calendar
from projects.actions.reference import load_reference


class Command(BaseCommand):
    """Load what the product knows of the state: calendar, time limits, bodies, categories, types of acts, the
    portal.
    """

    help = "Load reference data from the reviewed files; what an administrator has edited is kept."

    def handle(self, *args: Any, **options: Any) -> None:
        load_rules_and_calendar()
        load_reference()
        if options["verbosity"]:
            self.stdout.write("Reference data is loaded.")
