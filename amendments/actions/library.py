"""What the organisation has once justified, and the laws it refers to, kept for the next table."""

import hashlib
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import record
from accounts.models import Organisation, User
from amendments.models import AmendmentRow, AmendmentTable, LibraryEntry
from amendments.states import LibraryKind
from common.stems import stems

ENTRY_LENGTH = 4_000
STEMMED = 20_000  # characters of a text that can be searched


@transaction.atomic
def add_entry(
    organisation: Organisation, *, kind: str, text_kk: str, text_ru: str, actor: User, at: datetime
) -> LibraryEntry:
    """Keep a justification or a reference to a law; what is kept already is returned. ValidationError: no text."""
    if not (text_kk.strip() or text_ru.strip()):
        raise ValidationError(_("Write the text in at least one language."), code="empty")
    entry, is_new = _keep(organisation, kind, text_kk, text_ru, actor=actor, at=at)
    if is_new:
        _log("library.added", entry, actor=actor, at=at)
    return entry


@transaction.atomic
def remove_entry(entry: LibraryEntry, *, actor: User, at: datetime) -> None:
    _log("library.removed", entry, actor=actor, at=at)
    entry.delete()


def keep_justifications(table: AmendmentTable, *, actor: User, at: datetime) -> None:
    """The justifications of an approved table, each once; in the caller's transaction."""
    for row in AmendmentRow.objects.filter(table=table).live():
        if row.justification_kk.strip() or row.justification_ru.strip():
            _keep(
                table.organisation,
                LibraryKind.JUSTIFICATION,
                row.justification_kk,
                row.justification_ru,
                actor=actor,
                at=at,
                table=table,
            )


def _keep(
    organisation: Organisation,
    kind: str,
    text_kk: str,
    text_ru: str,
    *,
    actor: User,
    at: datetime,
    table: AmendmentTable | None = None,
) -> tuple[LibraryEntry, bool]:
    text_kk, text_ru = (text.replace("\x00", "").strip() for text in (text_kk, text_ru))
    digest = hashlib.sha256(f"{text_kk}\0{text_ru}".encode()).hexdigest()
    return LibraryEntry.objects.get_or_create(
        organisation=organisation,
        kind=kind,
        sha256=digest,
        defaults={
            "text_kk": text_kk,
            "text_ru": text_ru,
            "stems": _searchable(text_kk, text_ru),
            "table": table,
            "created_by": actor,
            "created_at": at,
        },
    )


def _searchable(text_kk: str, text_ru: str) -> str:
    found = {*stems(text_kk[:STEMMED], "kk"), *stems(text_ru[:STEMMED], "ru")}
    return f" {' '.join(sorted(found))} "


def _log(verb: str, entry: LibraryEntry, *, actor: User, at: datetime) -> None:
    record(verb, actor=actor, organisation=entry.organisation, subject=entry, obj=entry, at=at)
