"""The public copy of published minutes: what it says at this moment, and whether a file still says that."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from correspondence.documents import Document, Mode
from hearings.minutes import hash_of, minutes_document, record_of
from hearings.models import Minutes, PublicFile

KINDS = ("pdf", "docx")


def public_description(minutes: Minutes, mode: Mode) -> Document:
    """With the number of the full copy; its code leads to the public page, which is the one that is up to date."""
    said = minutes_document(record_of(minutes.hearing, minutes, is_public=True), mode)
    return numbered(minutes, said)


def numbered(minutes: Minutes, said: Document) -> Document:
    issued = minutes.issued
    if issued is None or minutes.approved_at is None:
        return said
    address = settings.SITE_URL + reverse("hearings:public-minutes", args=[minutes.hearing.code])
    return said.issued(
        number=issued.full_number, on=timezone.localdate(minutes.approved_at), verify_url=address
    )


def file_of(minutes: Minutes, mode: Mode, kind: str) -> PublicFile | None:
    """The file, if it says what the public copy says now; None for one that was made under other consents."""
    row = PublicFile.objects.filter(minutes=minutes, mode=mode.value, kind=kind).first()
    if row is None or not row.body:
        return None
    return row if row.description_hash == hash_of(public_description(minutes, mode)) else None
