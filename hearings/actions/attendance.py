"""Who came: checking in at the door, and from the list on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from common.erasures import note_erasure
from hearings.actions.entries import Entry, Step, hold, row_of
from hearings.actions.log import log
from hearings.actions.words import forget_in_words
from hearings.models import CheckIn, NamedVote, Proposal, Registration, Turn
from hearings.states import EntryKind, RegistrationState

TICKS = ("is_official", "has_signed", "may_be_named")


def check_in(step: Step) -> None:
    """Write down that somebody came; of a person who registered, once however many people tick it."""
    facts, registration = step.facts, _registration(step)
    ticks = {name: bool(facts.get(name)) for name in TICKS}
    if registration is not None:
        known = CheckIn.objects.filter(hearing=step.hearing, registration=registration).first()
        if known is not None:
            for name, ticked in ticks.items():
                setattr(known, name, getattr(known, name) or ticked)
            known.left_at = None
            known.save(update_fields=[*TICKS, "left_at"])
            return
    name = registration.name if registration is not None else facts.get("name", "").strip()
    if not name:
        raise ValidationError({"name": _("Write the name.")}, code="required")
    CheckIn.objects.create(
        hearing=step.hearing,
        organisation=step.hearing.organisation,
        entry_key=step.entry.entry_key,
        registration=registration,
        name=name,
        represents=registration.represents
        if registration is not None
        else facts.get("represents", "").strip(),
        came_at=step.made_at,
        **ticks,
    )


def _registration(step: Step) -> Registration | None:
    pk = step.facts.get("registration")
    if pk is None:
        return None
    rows = Registration.objects.filter(hearing=step.hearing).exclude(state=RegistrationState.ERASED)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise ValidationError(_("This registration is not valid any more."), code="unknown")
    return found


def undo_check_in(step: Step) -> None:
    """Take a check-in back that was a slip. ValidationError: the person has spoken, proposed or voted."""
    row = row_of(step, CheckIn.objects.all(), "check_in")
    spoke = Q(check_in=row)
    if (
        Turn.objects.filter(spoke).exists()
        or Proposal.objects.filter(spoke).exists()
        or NamedVote.objects.filter(spoke).exists()
    ):
        message = _("This person stands in the record as a speaker, an author or a voter.")
        raise ValidationError(message, code="in_record")
    row.delete()


def note_leaving(step: Step) -> None:
    """The person leaves, or comes back where the entry says so: a quorum counts those present."""
    row = row_of(step, CheckIn.objects.all(), "check_in")
    row.left_at = None if step.facts.get("back") else step.made_at
    row.save(update_fields=["left_at"])


# --- From paper -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line of the list on paper: a registration by its pk, or a name written by hand."""

    registration: int | None = None
    name: str = ""
    represents: str = ""
    is_official: bool = False
    has_signed: bool = False
    may_be_named: bool = False


def entries_of(lines: Mapping[str, Line], form_key: UUID, came_at: datetime) -> list[Entry]:
    """An entry for each line, by its place in the form; the same form sent again gives the same keys."""
    return [
        Entry(EntryKind.CHECK_IN, uuid5(form_key, place), vars(line), came_at)
        for place, line in lines.items()
    ]


# --- Erasing ----------------------------------------------------------------------------------------------------------


def forget_registration(registration: Registration) -> None:
    """Take the person out of the record and of what was said, but for what they did ex officio. Inside the transaction that
    erases; `registration` still has its name, and no consent any more that it is to lose.
    """
    names: set[str] = set()
    for model in (CheckIn, Turn, Proposal):
        rows = model._default_manager.filter(registration=registration)
        mine = rows.filter(is_official=False)
        names |= set(mine.values_list("name", flat=True))
        mine.update(name="", represents="")
        rows.update(registration=None)
    met = registration.name in names
    forget_in_words(registration.hearing, names, () if met else {registration.name})


@transaction.atomic
def forget_check_in(row: CheckIn, *, actor: User | None, at: datetime) -> None:
    """Erase the name of somebody who came and asks for it; what was said stays without it.

    ValidationError: they came ex officio, or registered and erase their registration themselves.
    """
    hearing = row.hearing
    hold(hearing)
    row.refresh_from_db()
    if not row.name:
        return
    if row.is_official:
        raise ValidationError(
            _("The name of somebody who came ex officio stays in the minutes."), code="official"
        )
    names = {row.name}
    for rows in (Turn.objects.filter(check_in=row), Proposal.objects.filter(check_in=row)):
        names |= set(rows.values_list("name", flat=True))
        rows.update(name="", represents="")
    CheckIn.objects.filter(pk=row.pk).update(name="", represents="")
    forget_in_words(hearing, names)
    log(hearing, "record.person_forgotten", actor=actor, at=at)
    note_erasure("check_in", row.pk, at=at)
