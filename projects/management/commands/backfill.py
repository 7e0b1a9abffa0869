from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from projects.actions.backfill import Progress, backfill, start_again
from projects.actions.poll import SourceFailure, fetcher_for
from projects.models import Source
from projects.states import SourceKind


class Command(BaseCommand):
    """The archive has some 30,000 pages; at one request a second that is most of a day. Ctrl-C at any time."""

    help = "Read the portal's archive, politely; started again it goes on where it stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--pages", type=int, help="Stop after so many pages.")
        parser.add_argument(
            "--pause", type=float, default=0, help="Seconds between two requests, if longer than usual."
        )
        parser.add_argument("--from-start", action="store_true", help="Begin again at the first page.")

    def handle(self, *args: Any, **options: Any) -> None:
        source = Source.objects.filter(kind=SourceKind.PORTAL).order_by("pk").first()
        if source is None:
            raise CommandError("There is no portal among the sources: run manage.py load_reference.")
        if options["from_start"]:
            start_again(source)
        with fetcher_for(source, pause=options["pause"]) as fetcher:
            try:
                self._read(source, fetcher, options["pages"])
            except SourceFailure as failure:
                raise CommandError(
                    f"The portal did not answer as expected ({failure.code} {failure.detail}). "
                    "What was read is stored; run the command again later and it goes on from there."
                ) from failure
            except KeyboardInterrupt:
                self.stdout.write("\nStopped. Run the command again and it goes on from there.")

    def _read(self, source: Source, fetcher: Any, pages: int | None) -> None:
        on = timezone.localdate()
        for progress in backfill(source, fetcher, now=timezone.now, on=on, pages=pages):
            self.stdout.write(f"\r{_line(progress)}", ending="")
            self.stdout.flush()
        self.stdout.write("")


def _line(progress: Progress) -> str:
    total = f" of {progress.total_pages}" if progress.total_pages else ""
    left = (
        "" if progress.seconds_left is None else f", {timedelta(seconds=round(progress.seconds_left))} left"
    )
    return f"page {progress.page}{total}, {progress.drafts} drafts{left}"
