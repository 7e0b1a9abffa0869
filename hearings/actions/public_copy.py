"""Files of the public copy: made by the worker, thrown away as soon as a consent goes."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Count, Min

from correspondence.documents import Mode
from correspondence.documents.rendering import RenderingFailure, render
from hearings.minutes import hash_of
from hearings.models import Hearing, Minutes, PublicFile
from hearings.public_copy import KINDS, public_description
from hearings.states import MinutesState

A_SWEEP = 5
_ALONG = (
    "hearing__organisation",
    "hearing__dossier__draft__body",
    "hearing__moderator",
    "hearing__secretary",
    "order__issued",
)


def drop_public_files(hearing: Hearing) -> None:
    """Nobody gets the present files any more; the worker makes others. Inside the transaction of its cause."""
    PublicFile.objects.filter(minutes__hearing=hearing).delete()


def keep_public_files(at: datetime) -> int:
    """Make the files of published minutes that have none, and look at those that nobody has looked at for longest.

    Returns how many files were made.
    """
    rows = Minutes.objects.filter(state=MinutesState.PUBLISHED).annotate(
        there=Count("files"), seen_at=Min("files__checked_at")
    )
    lacking = rows.filter(there__lt=len(Mode) * len(KINDS)).order_by("pk")[:A_SWEEP]
    oldest = rows.filter(there=len(Mode) * len(KINDS)).order_by("seen_at", "pk")[:A_SWEEP]
    found = {row.pk: row for part in (lacking, oldest) for row in part.select_related("hearing", *_ALONG)}
    return sum(_keep(minutes, mode, at) for minutes in found.values() for mode in Mode)


def _keep(minutes: Minutes, mode: Mode, at: datetime) -> int:
    said = public_description(minutes, mode)
    present = PublicFile.objects.filter(minutes=minutes, mode=mode.value, description_hash=hash_of(said))
    if present.update(checked_at=at) == len(KINDS):
        return 0
    try:
        files = render(said, KINDS)
    except RenderingFailure:
        files = dict.fromkeys(KINDS, b"")  # nothing is tried again until it says something else
    with transaction.atomic():
        PublicFile.objects.filter(minutes=minutes, mode=mode.value).delete()
        PublicFile.objects.bulk_create(
            PublicFile(
                minutes=minutes,
                mode=mode.value,
                kind=kind,
                description_hash=hash_of(said),
                sha256=sha256(body).hexdigest(),
                body=body,
                checked_at=at,
            )
            for kind, body in files.items()
        )
    return len(files)
