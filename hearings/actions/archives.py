"""The ZIP of a participant pack: made by the worker whenever the pack has changed, and once more when it is frozen.

Nothing is held while a ZIP is made. Whoever has made one looks once more, with the hearing held: of a pack that has
changed meanwhile it is thrown away, and the next sweep begins anew.
"""

import hashlib
import logging
import secrets
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from django.core.files import File
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Least

from common.states import AlreadyMoved, move_state
from correspondence.documents.words import long_date
from correspondence.states import OrderState
from hearings import queries
from hearings.models import Hearing, PackArchive, PackFile
from hearings.pack import FILE_NAMES, Part, frozen_since
from hearings.states import ARCHIVE_MOVES, PUBLIC, ArchiveState, Language

A_SWEEP, MOST_ATTEMPTS = 5, 3
A_CHUNK = 1 << 20
_DAY = (2026, 1, 1, 0, 0, 0)
FOLDERS = {Language.KAZAKH: "Қазақша", Language.RUSSIAN: "Русский"}
LIST_NAME = "Мазмұны – Содержание.txt"
logger = logging.getLogger(__name__)


def make_due(at: datetime) -> int:
    """Freeze the packs of hearings that have begun, and make the archives that were asked for; returns how many."""
    for hearing in _just_begun(at):
        freeze(hearing, at=at)
    made = 0
    waiting = PackArchive.objects.filter(state=ArchiveState.WAITING).filter(~Exists(_unfinished()))
    for archive in waiting.select_related("hearing", "hearing__organisation").order_by("id")[:A_SWEEP]:
        made += make(archive, at)
    return made


def _unfinished() -> Any:
    """Documents of the pack that the worker is still making."""
    return PackFile.objects.filter(
        hearing=OuterRef("hearing"), order__state__in=[OrderState.WAITING, OrderState.RENDERING]
    )


def _just_begun(at: datetime) -> list[Hearing]:
    begun = Least("starts_at", Coalesce("opened_at", "starts_at"))
    frozen = PackArchive.objects.filter(hearing=OuterRef("pk"), frozen_at=OuterRef("begun_at"))
    rows = Hearing.objects.filter(state__in=PUBLIC).annotate(begun_at=begun).filter(begun_at__lte=at)
    return list(rows.filter(~Exists(frozen)).select_related("organisation").order_by("starts_at")[:100])


@transaction.atomic
def freeze(hearing: Hearing, *, at: datetime) -> None:
    """From now on the pack is what it is: its archive is asked for once, with the moment of the beginning."""
    Hearing.objects.filter(pk=hearing.pk).update(version=F("version"))
    hearing.refresh_from_db(fields=["state", "starts_at", "opened_at", "announced_at"])
    since = frozen_since(hearing, at)
    if since is None:
        return
    facts = {"organisation": hearing.organisation, "asked_at": at}
    PackArchive.objects.get_or_create(hearing=hearing, frozen_at=since, defaults=facts)
    PackArchive.objects.filter(hearing=hearing, state=ArchiveState.WAITING, frozen_at=None).delete()


def make(archive: PackArchive, at: datetime) -> int:
    """1 if the archive was made; 0 if the pack has changed meanwhile, or a file of it is lost."""
    contents = contents_of(archive.hearing)
    try:
        with tempfile.TemporaryFile() as packed:
            _write(packed, archive, contents)
            size, sha256 = _measured(packed)
            archive.file.save(f"{secrets.token_hex(16)}.zip", File(packed), save=False)
    except OSError as trouble:
        logger.warning("The archive of hearing %s could not be made: %s", archive.hearing_id, trouble)
        _give_up_at_last(archive)
        return 0
    try:
        return _finish(archive, contents, size, sha256, at)
    except AlreadyMoved:
        archive.file.storage.delete(archive.file.name)
        return 0


@transaction.atomic
def _finish(
    archive: PackArchive, contents: list[dict[str, Any]], size: int, sha256: str, at: datetime
) -> int:
    hearing, name = archive.hearing, archive.file.name
    Hearing.objects.filter(pk=hearing.pk).update(version=F("version"))
    if contents_of(hearing) != contents:
        archive.file.storage.delete(name)
        return 0
    facts = {"contents": contents, "size": size, "sha256": sha256, "made_at": at, "file": name}
    move_state(archive, ARCHIVE_MOVES, ArchiveState.READY, **facts)
    older = PackArchive.objects.filter(
        Q(frozen_at__isnull=True), hearing=hearing, pk__lt=archive.pk, state=ArchiveState.READY
    )
    for row in older:
        transaction.on_commit(lambda file=row.file: file.storage.delete(file.name))  # type: ignore[misc]
    older.delete()
    return 1


def _give_up_at_last(archive: PackArchive) -> None:
    PackArchive.objects.filter(pk=archive.pk).update(attempts=F("attempts") + 1)
    if archive.attempts + 1 >= MOST_ATTEMPTS:
        PackArchive.objects.filter(pk=archive.pk, state=ArchiveState.WAITING).update(
            state=ArchiveState.FAILED
        )


# --- What is in it ------------------------------------------------------------------------------------------------


def contents_of(hearing: Hearing) -> list[dict[str, Any]]:
    """Every material in every language as plain JSON, in the order of the methodology."""
    materials = queries.whole_pack(hearing)
    issued = queries.issued_files(materials)
    return [
        _entry(number, part, issued)
        for number, material in enumerate(materials, 1)
        for part in material.parts
        if part.is_there
    ]


def _entry(number: int, part: Part, issued: dict[int, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "kind": part.kind.value,
        "language": part.language.value,
        "address": part.address,
    }
    if not part.has_file or part.file is None:
        return entry
    ending = part.file.file_name.rpartition(".")[2]
    title = getattr(FILE_NAMES[part.kind], part.language)
    source = issued[part.file.order_id] if part.file.order_id else part.file
    return {
        **entry,
        "name": f"{FOLDERS[part.language]}/{number} {title}.{ending}",
        "size": source.size,
        "sha256": source.sha256,
    }


def _write(packed: IO[bytes], archive: PackArchive, contents: list[dict[str, Any]]) -> None:
    bodies = {(row.kind, row.language): row for row in queries.pack_files(archive.hearing)}
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        _put(target, LIST_NAME, "\r\n".join(_lines(archive, contents)).encode("utf-8-sig"))
        for entry in contents:
            if "name" in entry:
                _put(target, entry["name"], queries.body_of_file(bodies[entry["kind"], entry["language"]]))


def _put(target: zipfile.ZipFile, name: str, body: bytes) -> None:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    target.writestr(info, body)


def _measured(packed: IO[bytes]) -> tuple[int, str]:
    digest = hashlib.sha256()
    packed.seek(0, 2)
    size = packed.tell()
    packed.seek(0)
    while chunk := packed.read(A_CHUNK):
        digest.update(chunk)
    packed.seek(0)
    return size, digest.hexdigest()


def _lines(archive: PackArchive, contents: list[dict[str, Any]]) -> Iterator[str]:
    """The list of contents, in Kazakh and then in Russian."""
    hearing = archive.hearing
    day = long_date(hearing.starts_on)
    yield f"Қоғамдық тыңдау: {hearing.title_kk or hearing.title_ru}. {day.kk}"
    yield f"Общественные слушания: {hearing.title_ru or hearing.title_kk}. {day.ru}"
    if archive.frozen_at is not None:
        yield f"Құжаттар тыңдау басталғанда бекітілді: {archive.frozen_at:%Y-%m-%d %H:%M} UTC"
        yield f"Документы зафиксированы с началом слушаний: {archive.frozen_at:%Y-%m-%d %H:%M} UTC"
    for language in Language:
        yield ""
        yield FOLDERS[language]
        there = {entry["kind"]: entry for entry in contents if entry["language"] == language}
        for number, (kind, names) in enumerate(FILE_NAMES.items(), 1):
            yield f"{number}. {getattr(names, language)}"
            yield from _said(there.get(kind), language)


def _said(entry: dict[str, Any] | None, language: Language) -> Iterator[str]:
    if entry is None:
        yield "   жоқ" if language == Language.KAZAKH else "   нет"
        return
    if "name" in entry:
        yield f"   {entry['name']}"
        yield f"   {entry['size']} байт, SHA-256 {entry['sha256']}"
    if entry["address"]:
        yield f"   {entry['address']}"
