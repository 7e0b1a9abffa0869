"""Keeping the files of an event."""

import secrets
from datetime import datetime
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from amendments.receipt_files import ReceiptFile
from correspondence.scanning import note_stored
from inforequests.models import EventFile, RequestEvent
from projects.plain_text import clean_line

MOST_FILES = 20
NAME_LENGTH = 150


@transaction.atomic
def keep_file(
    event: RequestEvent, file: ReceiptFile, name: str, *, actor: User | None, at: datetime
) -> EventFile:
    """Keep the file beside the event, under a name that nobody can guess; the same bytes again are the file that is there.

    ValidationError: there are MOST_FILES already.
    """
    RequestEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    kept = EventFile.objects.filter(event=event)
    known = kept.filter(sha256=file.sha256).first()
    if known is not None:
        return known
    if kept.count() >= MOST_FILES:
        message = _("There are %(most)s files already; no more are kept here.")
        raise ValidationError(message, code="too_many", params={"most": MOST_FILES})
    row = EventFile(
        organisation=event.organisation,
        event=event,
        file_name=_plain_name(name, file.ending),
        content_type=file.content_type,
        size=len(file.body),
        sha256=file.sha256,
        added_by=actor,
        added_at=at,
    )
    row.file.save(f"{secrets.token_hex(16)}{file.ending}", ContentFile(file.body), save=False)
    try:
        row.save()
    except BaseException:
        row.file.delete(save=False)
        raise
    note_stored(file.sha256, row.file.name, is_scanned=file.is_scanned, at=at)
    return row


def _plain_name(name: str, ending: str) -> str:
    """What the person called it, fit for a line and a header, with the ending that its content has."""
    last = clean_line(name.replace("\\", "/"), 1_000).rpartition("/")[2]
    stem = PurePosixPath(last).stem.strip(" .")[: NAME_LENGTH - len(ending)]
    return f"{stem or 'letter'}{ending}"
