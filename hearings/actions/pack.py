"""The participant pack: bringing files, making documents of ours, taking out; nothing once the hearing has begun."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from amendments.receipt_files import ReceiptFile
from correspondence.actions import request_document
from correspondence.documents import Document
from correspondence.documents.storing import to_json
from correspondence.scanning import note_stored
from hearings import queries
from hearings.actions.log import log
from hearings.actions.road_map import note_pack
from hearings.announcement import lacking
from hearings.models import Hearing, PackArchive, PackFile
from hearings.pack import FILE_NAMES, FORMATS, frozen_since, why_frozen
from hearings.pack_documents import KINDS, documents_of
from hearings.states import ArchiveState, HearingState, Language, PackKind

MOST_BYTES = 60 * 1024 * 1024
NAME_LENGTH = 150
Brought = tuple[ReceiptFile, str]


class PackFrozen(ValidationError):
    """The hearing has begun; its materials stay as they were."""


class PackNotReady(ValidationError):
    """An announced hearing would have a material in one language only; the messages say which."""


def hold_pack(hearing: Hearing, at: datetime) -> None:
    """Keep everybody else from the hearing until the transaction ends. PackFrozen: it has begun; ValidationError: it was
    called off.
    """
    Hearing.objects.filter(pk=hearing.pk).update(version=F("version") + 1)
    hearing.refresh_from_db(fields=["version", "state", "starts_at", "opened_at", "announced_at"])
    if frozen_since(hearing, at):
        raise PackFrozen(why_frozen(), code="frozen")
    if hearing.state == HearingState.CANCELLED:
        raise ValidationError(_("This hearing is called off."), code="cancelled")


@transaction.atomic
def bring_files(
    hearing: Hearing, kind: PackKind, brought: Mapping[Language, Brought], *, actor: User, at: datetime
) -> None:
    """Keep these files as the material in their languages, in place of what was there.

    PackFrozen: the hearing has begun. PackNotReady: it is announced, and the material would be in one language only.
    ValidationError: the pack would weigh more than MOST_BYTES.
    """
    hold_pack(hearing, at)
    replaced = _taken(hearing, kind, brought)
    written: list[PackFile] = []
    try:
        for language, (file, name) in brought.items():
            written.append(_kept(hearing, kind, language, file, name, actor=actor, at=at))
        _require_light(hearing)
        _changed(hearing, "pack.brought", kind, actor=actor, at=at)
    except BaseException:
        for row in written:
            row.file.delete(save=False)
        raise
    _forget(replaced)


def _kept(
    hearing: Hearing,
    kind: PackKind,
    language: Language,
    file: ReceiptFile,
    name: str,
    *,
    actor: User,
    at: datetime,
) -> PackFile:
    row = PackFile(
        organisation=hearing.organisation,
        hearing=hearing,
        kind=kind,
        language=language,
        file_name=plain_name(name, file.ending, kind),
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


def plain_name(name: str, ending: str, kind: PackKind) -> str:
    """What the person called it, fit for a line and a header, with the ending that its content has."""
    last = queries.clean_name(name)
    stem = PurePosixPath(last).stem.strip(" .")[: NAME_LENGTH - len(ending)]
    return f"{stem or FILE_NAMES[kind].kk}{ending}"


def _require_light(hearing: Hearing) -> None:
    weight = PackFile.objects.filter(hearing=hearing).aggregate(all=Sum("size"))["all"] or 0
    if weight > MOST_BYTES:
        message = _("All files together weigh more than 60 MB: who has a phone cannot load them.")
        raise ValidationError(message, code="too_heavy")


@transaction.atomic
def make_material(hearing: Hearing, kind: PackKind, *, actor: User, at: datetime) -> int:
    """Ask for this material as documents of ours in every language that the dossier holds; returns how many. What the
    pack holds already as it would be made now is not made again.

    PackFrozen, PackNotReady: as bring_files. ValidationError: the dossier holds nothing for it, or it is too large.
    """
    hold_pack(hearing, at)
    documents = documents_of(hearing, kind)
    if not documents:
        raise ValidationError(
            _("The dossier holds nothing that this material could be made of."), code="nothing"
        )
    keys = {
        language: f"hearing:{hearing.pk}:{kind}:{_fingerprint(document)}"
        for language, document in documents.items()
    }
    there = PackFile.objects.filter(hearing=hearing, kind=kind).values_list("language", "order__key")
    if dict(there) == keys:
        return len(documents)
    replaced = _taken(hearing, kind, documents)
    for language, document in documents.items():
        order = request_document(
            hearing.organisation,
            kind=KINDS[kind],
            description=document,
            actor=actor,
            at=at,
            key=keys[language],
            path=f"{hearing.path}pack/",
        )
        PackFile.objects.create(
            organisation=hearing.organisation,
            hearing=hearing,
            kind=kind,
            language=language,
            order=order,
            file_name=f"{getattr(FILE_NAMES[kind], language)}.{FORMATS[KINDS[kind]]}",
            added_by=actor,
            added_at=at,
        )
    _changed(hearing, "pack.made", kind, actor=actor, at=at)
    _forget(replaced)
    return len(documents)


def _fingerprint(document: Document) -> str:
    text = json.dumps(to_json(document), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@transaction.atomic
def take_out(hearing: Hearing, kind: PackKind, *, actor: User, at: datetime) -> None:
    """Take the material's files out, in both languages; addresses stay. PackFrozen, PackNotReady: as bring_files."""
    hold_pack(hearing, at)
    taken = _taken(hearing, kind, list(Language))
    if not taken:
        return
    _changed(hearing, "pack.taken_out", kind, actor=actor, at=at)
    _forget(taken)


def _taken(
    hearing: Hearing, kind: PackKind, languages: "Mapping[Language, object] | list[Language]"
) -> list[PackFile]:
    """The rows that were there for these languages, deleted; their bytes are still on disk."""
    rows = PackFile.objects.filter(hearing=hearing, kind=kind, language__in=list(languages))
    taken = list(rows)
    rows.delete()
    return taken


def _forget(rows: list[PackFile]) -> None:
    """The bytes go when the rows are really gone."""
    for row in rows:
        if row.file:
            transaction.on_commit(lambda file=row.file: file.storage.delete(file.name))  # type: ignore[misc]


def _changed(hearing: Hearing, verb: str, kind: PackKind, *, actor: User, at: datetime) -> None:
    if hearing.announced_at is not None:
        said = lacking(hearing, queries.agenda_of(hearing), queries.pack_of(hearing))
        if said:
            raise PackNotReady(said)
    ask_archive(hearing, at=at)
    log(hearing, verb, actor=actor, at=at, material=kind.value)
    note_pack(hearing, actor=actor, at=at)


def ask_archive(hearing: Hearing, *, at: datetime) -> None:
    """The worker makes the ZIP of an announced hearing anew; asked for again meanwhile, it is made once."""
    if hearing.announced_at is None:
        return
    PackArchive.objects.get_or_create(
        hearing=hearing,
        state=ArchiveState.WAITING,
        frozen_at=None,
        defaults={"organisation": hearing.organisation, "asked_at": at},
    )
