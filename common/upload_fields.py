"""The door through which files come in: every form takes them by `UploadField`."""

import logging
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from common.clamav import NotScanned, scan

logger = logging.getLogger(__name__)
SECONDS = 10.0  # somebody waits for the page
LARGEST = 25_000_000  # what is larger no form of ours takes


class UploadField(forms.FileField):
    """A file that the virus scanner was asked about, where one is configured (`settings.CLAMAV_URL`).

    One in which something was found is refused. A scanner that does not answer keeps nobody from their deadline: the file
    comes in, its `is_scanned` is False, and what is kept of it is not handed out before it was scanned
    (correspondence.scanning).
    """

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            file.is_scanned = _is_scanned(file)  # type: ignore[attr-defined]
        return file


def is_scanned(file: UploadedFile) -> bool:
    """Whether the scanner has found nothing in it."""
    return bool(getattr(file, "is_scanned", False))


def _is_scanned(file: UploadedFile) -> bool:
    if not settings.CLAMAV_URL or not file.size or file.size > LARGEST:
        return False
    body = file.read()
    file.seek(0)
    try:
        found = scan(body, settings.CLAMAV_URL, seconds=SECONDS)
    except NotScanned as problem:
        logger.warning("The virus scanner gave no answer about an upload: %s", problem.code)
        return False
    if found:
        logger.warning("An upload was refused, the virus scanner found: %s", found)
        message = _("The virus scanner found something in this file: %(found)s. It was not taken.")
        raise ValidationError(message, code="infected", params={"found": found})
    return True
