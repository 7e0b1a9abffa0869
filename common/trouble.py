"""What a person sees when the server itself is in trouble: that the disk is full, that the database does not answer."""

import errno
import shutil
import sys
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from common import trace

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
SECONDS_TO_WAIT = 60
LEAST_ROOM = 100_000  # bytes; with less SQLite cannot begin


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """For `handler500`: 507 on a full disk, 503 without a database, else 500. Asks neither context nor database."""
    trouble, said = sys.exc_info()[1], {"code": trace.now().code}
    if is_out_of_room(trouble):
        return HttpResponse(render_to_string("507.html", said), status=507)
    if isinstance(trouble, (OperationalError, InterfaceError)):
        response = HttpResponse(render_to_string("503.html", said), status=503)
        response["Retry-After"] = str(SECONDS_TO_WAIT)
        return response
    return HttpResponse(render_to_string("500.html", said), status=500)


def is_out_of_room(trouble: BaseException | None) -> bool:
    """Whether the trouble, or what caused it, is a full disk: the file system's word for it, or the database's."""
    while trouble is not None:
        if isinstance(trouble, OSError) and trouble.errno in NO_ROOM:
            return True
        if isinstance(trouble, OperationalError) and _says_no_room(str(trouble)):
            return True
        trouble = trouble.__cause__ or trouble.__context__
    return False


def _says_no_room(words: str) -> bool:
    """SQLite's and PostgreSQL's words. SQLite cannot even be opened on a full disk, and then says no more than that."""
    return (
        "database or disk is full" in words
        or "No space left on device" in words
        or ("disk I/O error" in words and _has_no_room(Path(settings.DATABASES["default"]["NAME"]).parent))
    )


def _has_no_room(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < LEAST_ROOM
