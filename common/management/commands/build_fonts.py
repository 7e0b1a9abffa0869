from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.fonts import FACES, FontMissing, build


class Command(BaseCommand):
    help = "Cuts the web fonts out of the Noto packages into FONT_DIR; does nothing when they are up to date."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for face in FACES:
            try:
                written = build(face, settings.FONT_DIR)
            except FontMissing as missing:
                raise CommandError(str(missing)) from missing
            size = (settings.FONT_DIR / face.target).stat().st_size // 1024
            self.stdout.write(f"{face.target}: {size} KB, {'written' if written else 'up to date'}")
