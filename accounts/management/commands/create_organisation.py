"""The first step of a real installation: an organisation and the letter to its first coordinator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts import actions
from accounts.emails import invitation_link
from accounts.forms import NewOrganisationForm
from accounts.states import MailLanguage


class Command(BaseCommand):
    help = "Set up an organisation and invite its first coordinator; prints the link of the invitation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name-kk", required=True, help="the organisation's name in Kazakh")
        parser.add_argument("--name-ru", required=True, help="the organisation's name in Russian")
        parser.add_argument("--coordinator-email", required=True, help="who is invited as coordinator")
        parser.add_argument("--language", choices=MailLanguage.values, default="kk", help="of the letter")

    def handle(self, *args: Any, **options: Any) -> None:
        form = NewOrganisationForm(options)
        if not form.is_valid():
            problems = [
                f"--{name.replace('_', '-')}: {' '.join(map(str, found))}"
                for name, found in form.errors.items()
            ]
            raise CommandError("; ".join(problems))
        organisation, secret = actions.create_organisation(**form.cleaned_data, actor=None, at=timezone.now())
        self.stdout.write(f"{organisation} is set up. The invitation is on its way, and also here:")
        self.stdout.write(invitation_link(secret))
