"""What all entries of the record have in common: who a row is about, and what was going on at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from hearings.models import AgendaItem, CheckIn, Hearing, Registration
from hearings.states import EntryKind


@dataclass(frozen=True)
class Entry:
    """One entry of the moderator's screen. `made_at`: when it was made in the room, not when it arrived.

    `facts`: what the form of its kind gives (hearings.forms_record).
    """

    kind: EntryKind
    entry_key: UUID
    facts: Mapping[str, Any]
    made_at: datetime


@dataclass(frozen=True)
class Step:
    """An entry on its way into the record of a hearing that is held for it. `at`: when it arrived."""

    hearing: Hearing
    entry: Entry
    actor: User
    at: datetime

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.entry.facts

    @property
    def made_at(self) -> datetime:
        return self.entry.made_at


def hold(hearing: Hearing) -> None:
    """Keep everybody else from the record until the transaction ends, and see the hearing as it is now."""
    Hearing.objects.filter(pk=hearing.pk).update(entries_made=F("entries_made") + 1)
    hearing.refresh_from_db(
        fields=["entries_made", "state", "starts_at", "opened_at", "closed_at", "minutes_approved_at"]
    )


Row = TypeVar("Row", bound=models.Model)


def row_of(step: Step, rows: "models.QuerySet[Row]", name: str) -> Row:
    """The row of this hearing that the entry names by its key. ValidationError: there is none."""
    key = step.facts.get(name)
    found = rows.filter(hearing=step.hearing, entry_key=key).first() if key else None
    if found is None:
        raise ValidationError(_("What this entry is about is not in the record."), code="unknown")
    return found


def person_of(step: Step) -> dict[str, Any]:
    """Who speaks or proposes: somebody checked in, named by the key or by the same name, or a name alone.

    ValidationError: there is no name.
    """
    facts, present = step.facts, CheckIn.objects.filter(hearing=step.hearing)
    if facts.get("check_in"):
        return _as_checked_in(row_of(step, present, "check_in"))
    name = facts.get("name", "").strip()
    if not name:
        raise ValidationError({"name": _("Write the name.")}, code="required")
    same = [row for row in present.exclude(name="") if row.name.casefold() == name.casefold()]
    if len(same) == 1:
        person = _as_checked_in(same[0])
        return person | {"represents": facts.get("represents", "").strip() or person["represents"]}
    return {
        "name": name,
        "represents": facts.get("represents", "").strip(),
        "is_official": bool(facts.get("is_official")),
        "registration": _registered_as(step.hearing, name),
        "check_in": None,
    }


def _registered_as(hearing: Hearing, name: str) -> Registration | None:
    """The one registration under this name, so that erasing it reaches what the person says."""
    rows = Registration.objects.filter(hearing=hearing).exclude(name="")
    same = [row for row in rows if row.name.casefold() == name.casefold()]
    return same[0] if len(same) == 1 else None


def _as_checked_in(row: CheckIn) -> dict[str, Any]:
    named = ("name", "represents", "is_official", "registration")
    return {name: getattr(row, name) for name in named} | {"check_in": row}


def item_at(hearing: Hearing, at: datetime) -> AgendaItem | None:
    """The item of the agenda that was going on at that moment."""
    begun = (
        AgendaItem.objects.filter(hearing=hearing, started_at__lte=at).order_by("-started_at", "-pk").first()
    )
    if begun is None or (begun.ended_at is not None and begun.ended_at <= at):
        return None
    return begun
