"""For somebody who has lost the phone and the codes on paper, when no coordinator can help."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import actions
from accounts.models import User


class Command(BaseCommand):
    help = "Take all second factors away from a person and end their sessions; it is logged, and the person is told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="with which the person signs in")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        user = User.objects.filter(email=email).first()
        if user is None:
            raise CommandError(f"nobody signs in with {email}; see the people at /admin/")
        if not actions.reset_factors(user, actor=None, at=timezone.now()):
            raise CommandError(f"{email} has no second factor: the password alone signs in")
        self.stdout.write(f"The second factor of {email} is reset. Signing in now takes the password alone.")
