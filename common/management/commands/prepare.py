"""Everything between installed packages and a first page, in one process."""

import hashlib
import io
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from common.catalogues import compile_catalogues, locale_folders

# Pages use bootstrap.min.css and bootstrap.bundle.min.js; compressing the rest takes most of a minute.
NOT_SERVED = [
    "bootstrap-*",
    "bootstrap.bundle.js*",
    "bootstrap.css*",
    "bootstrap.esm*",
    "bootstrap.js*",
    "bootstrap.min.js*",
    "*.rtl.*",
    "LICENSE*",
    "version.txt",
]


class Command(BaseCommand):
    """Bring an installation up to date with its code; what people wrote in it is left as it is."""

    help = (
        "Compile catalogues, migrate, load reference data, build fonts, load demo data, collect static files."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-demo", action="store_true", help="Leave out the demo organisation and its log-ins."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        compile_catalogues(locale_folders(settings.BASE_DIR))
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_reference", verbosity=0)
        call_command("build_fonts", stdout=io.StringIO())
        if not options["no_demo"] and os.environ.get("DEMO", "1") != "0":
            call_command("demo", verbosity=0)
            _keep_log_ins()
        _collect_static()


def _keep_log_ins() -> None:
    """Write the demo log-ins where the launcher finds them, readable by the owner only."""
    shown = io.StringIO()
    call_command("demo", show=True, stdout=shown)
    path = settings.VAR_DIR / "demo.txt"
    path.touch(mode=0o600)
    path.write_text(shown.getvalue())


def _collect_static() -> None:
    """Collect and compress static files, unless they are those collected last."""
    stamp = settings.VAR_DIR / "static.txt"
    wanted = _state_of_static_files()
    if stamp.exists() and stamp.read_text() == wanted and Path(settings.STATIC_ROOT).is_dir():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_SERVED)
    stamp.write_text(wanted)


def _state_of_static_files() -> str:
    state = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list(NOT_SERVED):
            file = Path(storage.path(path)).stat()
            state.update(f"{path}\0{file.st_size}\0{file.st_mtime_ns}\n".encode())
    return state.hexdigest()
