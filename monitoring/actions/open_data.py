"""Open data of an organisation: switched on and off by it, made once a day by the worker."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.actions import record
from accounts.models import Organisation, User
from deadlines import queries as deadline_queries
from monitoring.models import OpenData
from monitoring.open_data.archive import archive
from monitoring.open_data.tables import codes_of, public_codes, tables_of

EVERY = timedelta(hours=24)
PUBLISHED = "published"  # in `rows`: the codes of the minutes and answers in the file


@transaction.atomic
def switch(organisation: Organisation, *, on: bool, actor: User, at: datetime) -> OpenData:
    """Give the open data out, or take them back: from the next request on there is nothing. Twice is once."""
    row, _is_new = OpenData.objects.select_for_update().get_or_create(organisation=organisation)
    if row.is_on == on:
        return row
    if not on and row.file:
        gone, storage = row.file.name, row.file.storage
        transaction.on_commit(lambda: storage.delete(gone))
    row.is_on, row.switched_by, row.switched_at = on, actor, at
    row.file, row.sha256, row.size, row.rows, row.made_at, row.checked_at = "", "", 0, {}, None, None
    row.save()
    verb = "open_data.switched_on" if on else "open_data.switched_off"
    record(verb, actor=actor, organisation=organisation, subject=organisation, obj=row, at=at)
    return row


def withhold(organisation: Organisation) -> None:
    """Something was taken back: nothing is given out until the worker, minutes later, has made the file without it."""
    OpenData.objects.filter(organisation=organisation, is_on=True).update(made_at=None, checked_at=None)


def holds_what_was_taken_back(row: OpenData, on: date) -> bool:
    """Whether minutes or an answer in the file are not public any more (two queries). The apps that take them back do not
    know of this file; it is given to nobody until the worker, minutes later, has made it without them."""
    return not set(row.rows.get(PUBLISHED, ())) <= public_codes(row.organisation, on)


def make_due(at: datetime) -> int:
    """Make the files that were not looked at for a day, and those that hold what was taken back; returns how many were new."""
    rows = OpenData.objects.filter(is_on=True, organisation__is_active=True).select_related("organisation")
    return sum(make(row, at) for row in rows.order_by("pk") if _is_due(row, at))


def _is_due(row: OpenData, at: datetime) -> bool:
    return row.checked_at is None or row.checked_at <= at - EVERY or holds_what_was_taken_back(row, deadline_queries.day_of(at))


def make(row: OpenData, at: datetime) -> bool:
    """Make the file anew; False where nothing has changed, or it was switched off meanwhile."""
    organisation = row.organisation
    tables = tables_of(organisation, deadline_queries.day_of(at))
    rows = {PUBLISHED: codes_of(tables), **{table.name: len(table.rows) for table in tables}}
    kazakh, russian = organisation.name_kk or "", organisation.name_ru or ""
    body = archive({"kk": kazakh or russian, "ru": russian or kazakh}, tables)
    digest = sha256(body).hexdigest()
    if digest == row.sha256:
        OpenData.objects.filter(pk=row.pk).update(checked_at=at, made_at=row.made_at or at, rows=rows)
        return False
    old, storage = row.file.name, row.file.storage
    name = storage.save(f"open-data/{row.code}-{digest[:16]}.zip", ContentFile(body))
    kept = OpenData.objects.filter(pk=row.pk, is_on=True, sha256=row.sha256).update(
        file=name,
        sha256=digest,
        size=len(body),
        rows=rows,
        made_at=at,
        checked_at=at,
    )
    gone = old if kept else name
    if gone:
        storage.delete(gone)
    return bool(kept)
