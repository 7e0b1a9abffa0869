"""Bringing a whole directory in from a file: all of it, or nothing with every fault named."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import record
from accounts.models import Organisation, User
from inforequests.actions.directory import key_of
from inforequests.directory_file import Entry, Reading
from inforequests.models import Holder
from projects.actions.names import name_key
from projects.models import StateBodyName


@transaction.atomic
def import_directory(
    organisation: Organisation, reading: Reading, *, actor: User, at: datetime
) -> tuple[int, int]:
    """Write the entries that were read; returns how many are new and how many were changed.

    An entry is known by its name: of one that is there already the file's cells are taken. Raises ValidationError if
    anything in the file is at fault; then nothing is written, and `reading.faults` says what and in which line.
    """
    keys = {
        entry.line: key_of(str(entry.values["name_kk"]), str(entry.values["name_ru"]))
        for entry in reading.entries
    }
    known = {holder.key: holder for holder in Holder.objects.of(organisation)}
    _blame_doubles(reading, keys)
    _blame_parents(reading, set(keys.values()) | set(known))
    if reading.faults:
        raise ValidationError(_("Nothing was imported: the file has to be mended first."), code="faults")
    new = sum(key not in known for key in keys.values())
    changed = _write(organisation, reading.entries, keys, known, at)
    record(
        "holder.imported",
        actor=actor,
        organisation=organisation,
        subject=organisation,
        at=at,
        details={"new": new, "changed": changed},
    )
    return new, changed


def _blame_doubles(reading: Reading, keys: dict[int, str]) -> None:
    first: dict[str, int] = {}
    for line, key in keys.items():
        if key in first:
            reading.blame(line, _("The same name stands in line %(line)s.") % {"line": first[key]})
        first.setdefault(key, line)


def _blame_parents(reading: Reading, names: set[str]) -> None:
    above = {
        key_of(str(e.values["name_kk"]), str(e.values["name_ru"])): name_key(e.parent)
        for e in reading.entries
    }
    for entry in reading.entries:
        parent = name_key(entry.parent)
        if parent and parent not in names:
            text = _("Neither the file nor the directory has the body that it is a unit of: %(name)s")
            reading.blame(entry.line, text % {"name": entry.parent[:80]})
        elif parent and _comes_round(parent, above):
            reading.blame(entry.line, _("A unit cannot belong to itself."))


def _comes_round(name: str, above: dict[str, str]) -> bool:
    seen: set[str] = set()
    while name and name not in seen:
        seen.add(name)
        name = above.get(name, "")
    return bool(name)


def _write(
    organisation: Organisation,
    entries: list[Entry],
    keys: dict[int, str],
    known: dict[str, Holder],
    at: datetime,
) -> int:
    bodies = dict(StateBodyName.objects.filter(key__in=keys.values()).values_list("key", "body_id"))
    changed = 0
    for entry in entries:
        key = keys[entry.line]
        holder = known.get(key) or Holder(organisation=organisation, key=key, body_id=bodies.get(key))
        differs = any(getattr(holder, name) != value for name, value in entry.values.items())
        changed += differs and holder.pk is not None
        if differs or holder.pk is None:
            for name, value in entry.values.items():
                setattr(holder, name, value)
            holder.changed_at = at
            holder.save()
        known[key] = holder
    for entry in entries:
        holder, parent = known[keys[entry.line]], known.get(name_key(entry.parent))
        if entry.parent and holder.parent_id != (parent.pk if parent else None):
            holder.parent = parent
            holder.save(update_fields=["parent"])
    return changed
